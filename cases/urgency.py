"""What makes a family urgent, and the words for it. Pure.

A family's urgency is one moment, stored on its grants (`due_at`), with a code for what is due (`due_for`). It is the
earliest of the next review, the earliest action or task not done, and the day by which somebody must have been in
contact.
The words ("review 6 days late") are built when the list is shown, so that nothing need be written as days go by.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.languages import told
from agencies.words import Words
from cases.vocabulary import Urgency
from cases.working_days import add_working_days, working_days_between

CONTACT_WITHIN = 10
"""Working days within which a family in work is contacted."""

PLAN_WITHIN = 15
"""Working days from allocation within which the plan is agreed: the first meeting of a team around the family."""

ALLOCATE_WITHIN: dict[Urgency, int] = {Urgency.RED: 1, Urgency.AMBER: 3, Urgency.GREEN: 5}
"""Working days within which a family that waits is allocated, by the urgency of its referral."""


class DueFor(StrEnum):
    """What falls due: the code that a grant keeps."""

    ALLOCATE = "allocate"
    PLAN = "plan"
    REVIEW = "review"
    ACTION = "action"
    TASK = "task"
    CONTACT = "contact"
    FOLLOW_UP = "follow_up"


LABELS: dict[str, str] = {
    DueFor.ALLOCATE: Words("Waiting for a key worker"),
    DueFor.PLAN: Words("Plan to be agreed"),
    DueFor.REVIEW: Words("Review"),
    DueFor.ACTION: Words("Action"),
    DueFor.TASK: Words("Task"),
    DueFor.CONTACT: Words("Contact"),
    DueFor.FOLLOW_UP: Words("Follow-up"),
}


WORDS: dict[str, str] = {
    DueFor.ALLOCATE: Words("key worker"),
    DueFor.PLAN: Words("plan"),
    DueFor.REVIEW: Words("review"),
    DueFor.ACTION: Words("action"),
    DueFor.TASK: Words("task"),
    DueFor.CONTACT: Words("contact"),
    DueFor.FOLLOW_UP: Words("follow-up"),
    "protection": Words("strategy discussion"),
}


@dataclass(frozen=True)
class Due:
    """The most urgent thing: when, and what."""

    at: datetime
    reason: DueFor


def end_of(day: date) -> datetime:
    """The moment at which something due on this day becomes late: the first of the next day, in local time."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def most_urgent(
    *,
    contact_since: date,
    plan_since: date | None = None,
    next_review_on: date | None = None,
    actions: tuple[date, ...] = (),
    tasks: tuple[date, ...] = (),
) -> Due:
    """The earliest of what is due.

    `contact_since` is the day of the last contact, or of allocation where there was none; `plan_since` the day of
    allocation while no plan is agreed; `actions` the days on which actions not done are due, `tasks`
    those of tasks.
    """
    found = [(add_working_days(contact_since, CONTACT_WITHIN), DueFor.CONTACT)]
    if plan_since:
        found.append((add_working_days(plan_since, PLAN_WITHIN), DueFor.PLAN))
    if next_review_on:
        found.append((next_review_on, DueFor.REVIEW))
    found += [(day, DueFor.ACTION) for day in actions]
    found += [(day, DueFor.TASK) for day in tasks]
    day, reason = min(found, key=lambda one: one[0])
    return Due(end_of(day), reason)


def waiting_due(opened_at: datetime, urgency: Urgency) -> Due:
    """By when a family whose case was opened must have a key worker."""
    day = add_working_days(timezone.localdate(opened_at), ALLOCATE_WITHIN[urgency])
    return Due(end_of(day), DueFor.ALLOCATE)


def reason_words(due_for: str, due_at: datetime | None, today: date) -> str:
    """What is due, in words: "review 6 days late", "no contact for 12 working days", "action due tomorrow"."""
    if due_at is None:
        return _("Nothing due")
    day = timezone.localdate(due_at - timedelta(microseconds=1))
    late = (today - day).days
    if due_for == DueFor.CONTACT and late > 0:
        days = CONTACT_WITHIN + working_days_between(day, today)
        return ngettext("no contact for %(n)d working day", "no contact for %(n)d working days", days) % {"n": days}
    what = told(WORDS.get(due_for.rpartition(" ")[2], Words("next step")))
    return _("%(what)s %(when)s") % {"what": what, "when": _when(-late)}


def _when(days: int) -> str:
    if days < 0:
        return ngettext("%(n)d day late", "%(n)d days late", -days) % {"n": -days}
    if days <= 1:
        return _("due tomorrow") if days else _("due today")
    return ngettext("due in %(n)d day", "due in %(n)d days", days) % {"n": days}
