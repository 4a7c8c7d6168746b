"""Keeps a family's urgency on its grants: worked out again, in the same transaction, by each step that moves it."""

from datetime import date, datetime

from django.db.models import Max
from django.utils import timezone

from agencies.actor import Actor
from cases.models import Action, Case, Contact, Task
from cases.urgency import Due, most_urgent
from cases.vocabulary import CaseState, ContactKind
from datasharing import grants
from datasharing.vocabulary import Reach

WORKERS: tuple[Reach, ...] = (Reach.KEY_WORKER, Reach.TEAM, Reach.SUPERVISION)
"""Whose lists are ordered by it: the key worker's, the team's, the manager's."""


def due_now(case: Case) -> Due:
    """What is most urgent for a case in work."""
    held = Contact.objects.filter(case=case, withdrawal__isnull=True).exclude(kind=ContactKind.ATTEMPTED)
    last = held.aggregate(last=Max("held_at"))["last"]
    planned = case.state == CaseState.PLANNED
    allocated_on = _day(case.allocated_at)
    return most_urgent(
        contact_since=max(_day(last), allocated_on) if last else allocated_on,
        plan_since=None if planned else allocated_on,
        next_review_on=case.plan.next_review_on if planned else None,
        actions=tuple(
            Action.objects.filter(goal__plan__case=case, done_on__isnull=True).values_list("due_on", flat=True)
        ),
        tasks=tuple(Task.objects.filter(case=case, done_at__isnull=True).values_list("due_on", flat=True)),
    )


def set_urgency(actor: Actor, case: Case) -> None:
    """Move the due moment of the family's live grants to what is most urgent now."""
    due = due_now(case)
    grants.set_due(actor, case.family_id, kinds=WORKERS, due_at=due.at, due_for=due.reason)


def _day(moment: datetime | None) -> date:
    return timezone.localdate(moment)
