"""What goes to the council's own system, as somebody at the council may see it; and what has gone.

A document leaves the house, so it is narrower than a page: nobody on whom there is a restriction is in it, by name, by
an action or by a contact; nothing about domestic abuse is; costs and partners' answers are not.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from agencies.actor import Actor
from agencies.languages import told
from agencies.selectors.actor import acting
from agencies.selectors.posts import posts_by_id
from agencies.vocabulary import RUNS_THE_PLACE, AgencyKind, Role
from cases.models import Action, Case, Contact, HandOff, OutsideRecord
from cases.selectors.contacts import contact_row
from cases.selectors.head import Head, open_head, show
from cases.selectors.people import people_in
from cases.selectors.plan import PlanSheet, plan
from cases.vocabulary import ClosingOutcome, HandOffKind, Need
from datasharing import door
from datasharing.selectors.holders import holders
from datasharing.selectors.protections import restricted
from datasharing.shown import Shown
from datasharing.vocabulary import Category, Reach

COUNCILS = RUNS_THE_PLACE | {AgencyKind.DISTRICT_COUNCIL}
READERS = frozenset({Role.TEAM_MANAGER})
NEVER = frozenset({Category.DOMESTIC_ABUSE})
Document = dict[str, Any]


@dataclass(frozen=True)
class HandOffRow:
    """One document: what it is of, and how far it has come."""

    kind_words: str
    written_at: datetime
    sent_at: datetime | None
    held_why: str
    tries: int


@dataclass(frozen=True)
class HandOffsSheet:
    """What was handed off of a family, the latest first, and its number in the council's own system."""

    head: Head
    rows: tuple[HandOffRow, ...]
    number: Shown[str] | None
    link: Shown[str] | None


def council_reader(file_id: UUID) -> Actor | None:
    """The manager at the council as whom a document is written; None where no manager there holds the family."""
    posts = posts_by_id(holders(file_id, {Reach.SUPERVISION}, roles=READERS))
    found = sorted(post.id for post in posts.values() if post.kind in COUNCILS)
    return acting(None, found[0]) if found else None


def plan_document(reader: Actor, reference: str) -> Document:
    """The plan as agreed, without what must not leave the house."""
    sheet = plan(reader, reference)
    return _head(sheet.head) | {
        "agreed_at": sheet.agreed_at.isoformat() if sheet.agreed_at else None,
        "version": sheet.version,
        "family_words": sheet.family_words.value if sheet.family_words else None,
        "next_review_on": _day(sheet.head.next_review_on),
        "goals": _goals(sheet),
    }


def contact_document(reader: Actor, reference: str, contact: int) -> Document | None:
    """One contact, in the parts that may leave; None where none of it may."""
    with door.open_one(reader, reference) as file:
        opened = open_head(file)
        held = Contact.objects.filter(pk=contact, case__family_id=file.id, withdrawal__isnull=True).first()
        row = contact_row(reader, opened, people_in(opened), contact)
        if held is None or row is None:
            return None
        about = {part.pk: {one.pk for one in part.about.all()} for part in held.parts.prefetch_related("about")}
        seen = {one.pk for one in held.seen.all()}
        if restricted([*seen, *(one for people in about.values() for one in people)]):
            return None
        return _head(opened.head) | {
            "how": row.kind,
            "held_at": row.held_at.isoformat(),
            "minutes": row.minutes,
            "seen": list(row.seen),
            "recorded_by": row.recorded_by,
            "parts": [
                {"about": list(part.about), "category": part.category, "words": part.words.value}
                for part in row.parts
                if part.words.value and part.category not in NEVER
            ],
            "next_step": row.next_step.value,
        }


def closure_document(reader: Actor, reference: str, *, outcome: str, words: str, follow_up_on: Any) -> Document:
    """How the case ends, with the plan as it stood."""
    return plan_document(reader, reference) | {
        "outcome": str(ClosingOutcome(outcome)),
        "closing_words": words,
        "follow_up_on": _day(follow_up_on),
    }


def hand_offs(actor: Actor, reference: str) -> HandOffsSheet:
    """What went to the council's own system. Raises NotFound where the family is not the actor's."""
    with door.open_one(actor, reference) as file:
        opened = open_head(file)
        rows = HandOff.objects.filter(case__in=Case.objects.filter(family_id=file.id)).defer("document")
        outside = OutsideRecord.objects.filter(family_id=file.id).first()
        supplier = opened.family.supplier
        return HandOffsSheet(
            head=opened.head,
            rows=tuple(
                HandOffRow(str(HandOffKind(one.kind).label), one.written_at, one.sent_at, told(one.held_why), one.tries)
                for one in rows
            ),
            number=show(file, outside.number, Category.IDENTITY, supplier) if outside else None,
            link=show(file, outside.link, Category.IDENTITY, supplier) if outside else None,
        )


def _head(head: Head) -> Document:
    return {"family": head.reference, "state": head.state, "key_worker": head.key_worker}


def _goals(sheet: PlanSheet) -> list[Document]:
    goals = [goal for goal in sheet.goals if goal.need != Need.DOMESTIC_ABUSE and goal.words.value]
    ids = [action.id for goal in goals for action in goal.actions]
    owners = dict(Action.objects.filter(pk__in=ids).values_list("pk", "owner_person_id"))
    advisers = set(Action.objects.filter(pk__in=ids, owner_post__role=Role.DA_ADVISER).values_list("pk", flat=True))
    close = restricted([person for person in owners.values() if person])
    return [
        {
            "need": goal.need,
            "words": goal.words.value,
            "achieved_on": _day(goal.achieved_on),
            "actions": [
                {
                    "words": action.words.value,
                    "who": action.owner,
                    "due_on": _day(action.due_on),
                    "done_on": _day(action.done_on),
                }
                for action in goal.actions
                if owners[action.id] not in close and action.id not in advisers
            ],
        }
        for goal in goals
    ]


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None
