"""Who helps a family, as a map and a table: the team, services that were referred to, and agencies that know of them.

Everything is what this reader may see: help for a person who is sealed, and whoever gives it, are not there.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.models import Agency
from cases.models import Occurrence
from cases.pictures.ecomap import Wheel, narrow, wide
from cases.selectors.head import Head, Opened, Section, open_head, section, show
from cases.selectors.people import People, people_in
from cases.selectors.services import service_rows
from cases.selectors.team import colleagues_of
from cases.vocabulary import HelpState
from datasharing import door
from datasharing.vocabulary import Category

LATELY = timedelta(days=365)


class Tie(StrEnum):
    """How close somebody is to the family; each is a line of its own."""

    CLOSE = "close"
    WORKING = "working"
    BEGINNING = "beginning"
    KNOWN = "known"


TIES = {
    HelpState.REFERRED: Tie.BEGINNING, HelpState.ACCEPTED: Tie.BEGINNING, HelpState.ATTENDED: Tie.WORKING,
}  # fmt: skip


@dataclass(frozen=True)
class Helper:
    """One who helps: a practitioner, a service or an agency. `about` are names, empty for the whole family."""

    name: str
    agency: str
    what: str
    tie: Tie
    since: date | None = None
    about: tuple[str, ...] = ()
    reach: str = ""


@dataclass(frozen=True)
class EcomapSheet:
    """The map twice, for a desk and for a telephone, and its helpers in their order."""

    head: Head
    helpers: tuple[Helper, ...]
    wide: Wheel
    narrow: Wheel
    section: Section


def ecomap(actor: Actor, reference: str) -> EcomapSheet:
    """Who helps a family. Raises NotFound where it is not the actor's."""
    with door.open_one(actor, reference) as file:
        opened = open_head(file)
        people = people_in(opened)
        team = _team(opened)
        found = (*team, *_services(opened, people), *_known(opened, people, {one.agency for one in team}))
        return EcomapSheet(
            head=opened.head,
            helpers=found,
            wide=wide(len(found)),
            narrow=narrow(len(found)),
            section=section(file, Category.CONTACTS, Category.NEEDS),
        )


def _team(opened: Opened) -> list[Helper]:
    """The key worker, then the team. Managers help the worker, not the family."""
    if opened.case is None or opened.head.is_closed:
        return []
    return [
        Helper(
            name=one.name,
            agency=one.agency,
            what=one.title or one.part,
            tie=Tie.CLOSE if one.part == _("Key worker") else Tie.WORKING,
            since=timezone.localdate(one.since) if one.since else None,
            reach=one.telephone or one.email,
        )
        for one in colleagues_of(opened.case)
        if one.part != _("Supervises")
    ]


def _services(opened: Opened, people: People) -> list[Helper]:
    """Services that go on, or are about to begin."""
    return [
        Helper(
            name=row.service,
            agency=row.provider,
            what=f"{row.need_words}: {row.state_words.lower()}",
            tie=TIES[HelpState(row.state)],
            since=timezone.localdate(row.referred_at),
            about=(row.about,) if row.about else (),
        )
        for row in reversed(service_rows(opened, people))
        if row.state in TIES
    ]


def _known(opened: Opened, people: People, before: set[str]) -> list[Helper]:
    """Agencies whose records of the last year say that they deal with somebody: open, or that they do and no more."""
    subjects = [one.subject for one in people.members]
    lately = Occurrence.objects.filter(subject__in=subjects, starts_on__gte=timezone.localdate() - LATELY)
    pairs = lately.order_by("supplier", "subject").values_list("supplier", "category", "subject", "told_by").distinct()
    rows = list(pairs)
    suppliers = Agency.objects.in_bulk({row[0] for row in rows})
    found: dict[str, Helper] = {}
    for supplier, category, subject, told_by in rows:
        agency = suppliers[supplier]
        shown = show(opened.file, agency.name, category, agency, [subject], told_by)
        if agency.name in before or (shown.value is None and not shown.contact):
            continue
        name = people.names([subject])
        held = found.get(agency.name) or Helper(agency.name, "", _("Knows of them"), Tie.KNOWN, reach=shown.contact)
        about = (*held.about, *(one for one in name if one not in held.about))
        found[agency.name] = replace(held, about=about, reach=held.reach or shown.contact)
    return sorted(found.values(), key=lambda one: one.name)
