"""A family's record as police, health, a school or Jobcentre Plus would see it, before anything more is written."""

from dataclasses import dataclass

from agencies.actor import Actor
from agencies.operations import journal
from agencies.refusals import NotFound
from agencies.vocabulary import AgencyKind, EntryKind
from cases.permits import PREVIEWED_BY, PREVIEWS
from cases.selectors.chronology import ChronologyRow, chronology_rows
from cases.selectors.contacts import ContactRow, contact_rows
from cases.selectors.head import Head, Opened, Section, open_head, section
from cases.selectors.needs import NeedRow, need_rows
from cases.selectors.people import Member, people_in
from cases.selectors.plan import GoalRow, goal_rows
from datasharing import door
from datasharing.preview import Eyes, seen_by
from datasharing.vocabulary import Category, Event

MOST = 25
"""Contacts and lines of the chronology, the latest."""


@dataclass(frozen=True)
class ViewAsSheet:
    """What is open to them and to the reader. `eyes` None: no agency of that kind works here. `kinds`: who else."""

    head: Head
    kind: str
    kind_words: str
    eyes: Eyes | None
    kinds: tuple[tuple[str, str], ...]
    members: tuple[Member, ...]
    needs: tuple[NeedRow, ...]
    goals: tuple[GoalRow, ...]
    contacts: tuple[ContactRow, ...]
    chronology: tuple[ChronologyRow, ...]
    section: Section


def view_as(actor: Actor, reference: str, kind: str) -> ViewAsSheet:
    """The record with the eyes of this kind of agency; written in the journal as a preview. NotFound for any other."""
    if kind not in PREVIEWS:
        raise NotFound(reference)
    wanted = AgencyKind(kind)
    with door.open_one(actor, reference, kinds=PREVIEWED_BY) as file:
        opened = open_head(file)
        found = seen_by(file, wanted)
        journal.record(actor, Event.PREVIEWED, families=[file.id], detail={"as": str(wanted)}, kind=EntryKind.LOOK)
        kinds = tuple((str(one), str(one.label)) for one in PREVIEWS)
        if found is None:
            return ViewAsSheet(opened.head, kind, str(wanted.label), None, kinds, (), (), (), (), (), Section((), ()))
        seen, eyes = found
        theirs = Opened(seen, opened.family, opened.case, opened.head)
        people = people_in(theirs, whereabouts=True)
        return ViewAsSheet(
            head=opened.head,
            kind=kind,
            kind_words=str(wanted.label),
            eyes=eyes,
            kinds=kinds,
            members=people.members,
            needs=tuple(need_rows(theirs, people)),
            goals=goal_rows(actor, theirs, people),
            contacts=contact_rows(actor, theirs, people)[:MOST],
            chronology=chronology_rows(theirs, people)[:MOST],
            section=section(seen, *Category),
        )
