"""A task on a family: given to oneself or to somebody of the team, done, put off with a reason."""

from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.utils import dateformat, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.actor import Actor
from agencies.operations import journal
from agencies.operations.notify import notify, settle_notices
from agencies.refusals import Invalid, NotAllowed, NotFound, Refused
from agencies.vocabulary import NoticeKind
from cases.models import Case, Contact, PutOff, Review, Task
from cases.operations.agree_plan import Owners, check_due
from cases.operations.keep_draft import settle_draft
from cases.operations.live_case import live_case, moment, needed_words, people_of, post_words
from cases.operations.set_urgency import set_urgency
from cases.permits import PERMITS, Step
from cases.vocabulary import Event
from datasharing import door
from datasharing.door import OpenFile
from datasharing.vocabulary import Reach

NOT_YOURS = gettext_lazy("Only those who work with the family give tasks and see to them.")


@transaction.atomic
def give_task(
    actor: Actor,
    family_reference: str,
    *,
    words: str,
    due_on: date,
    owner: int | None = None,
    about: UUID | None = None,
    contact: int | None = None,
    review: int | None = None,
    submission: UUID | None = None,
    on: datetime | None = None,
) -> int:
    """Give a task to `owner`, a post of the team, or to oneself; returns it. Sent twice, it is given once.

    `contact` or `review` is what it comes from, of this family.
    """
    file, case = _taken(actor, family_reference)
    already = Task.objects.filter(submission=submission, case=case).first() if submission else None
    if already:
        return already.pk
    at = moment(on)
    whose = owner or actor.post
    if whose != actor.post and whose not in Owners(file, case).posts:
        raise Invalid(_("Choose somebody of the team around the family."), field="owner")
    check_due(due_on, timezone.localdate(at))
    people = people_of(file, [about] if about else [], field="about")
    if contact and not Contact.objects.filter(pk=contact, case=case, withdrawal__isnull=True).exists():
        raise NotFound
    if review and not Review.objects.filter(pk=review, case=case).exists():
        raise NotFound
    task = Task.objects.create(
        case=case,
        words=needed_words(words, _("what is to be done"), "words"),
        about_id=people[0] if people else None,
        due_on=due_on,
        owner_id=whose,
        contact_id=contact,
        review_id=review,
        supplier_id=actor.agency,
        given_by_id=actor.post,
        given_at=at,
        submission=submission,
    )
    notify(
        {whose} - {actor.post},
        NoticeKind.TASK_GIVEN,
        event=f"task:{task.pk}",
        leads_to="cases:tasks",
        reference=file.reference,
        family=file.id,
        due_at=end_of_day(due_on),
        on=at,
    )
    settle_draft(file.id, actor.post, Step.GIVE_TASK, submission)
    set_urgency(actor, case)
    _write_down(actor, file, Event.TASK_GIVEN, task, owner=whose, due_on=due_on.isoformat())
    return task.pk


@transaction.atomic
def finish_task(actor: Actor, family_reference: str, *, task: int, on: datetime | None = None) -> int:
    """A task is done. Marked twice, it is done once."""
    file, case = _taken(actor, family_reference)
    held = _mine(actor, file, case, task)
    if held.done_at:
        return held.pk
    held.done_at, held.done_by_id = moment(on), actor.post
    held.save(update_fields=["done_at", "done_by"])
    _settle(held)
    set_urgency(actor, case)
    _write_down(actor, file, Event.TASK_DONE, held)
    return held.pk


@transaction.atomic
def put_task_off(
    actor: Actor, family_reference: str, *, task: int, due_on: date, reason: str, on: datetime | None = None
) -> int:
    """A task is put off to a later day, with a reason that stays beside it."""
    file, case = _taken(actor, family_reference)
    held = _mine(actor, file, case, task)
    at = moment(on)
    if held.done_at:
        raise Refused(_("This task is done."))
    if due_on <= held.due_on:
        raise Invalid(
            _("It is due on %(due_on)s. Choose a later day.") % {"due_on": dateformat.format(held.due_on, "j F Y")},
            field="due_on",
        )
    check_due(due_on, timezone.localdate(at))
    PutOff.objects.create(
        task=held,
        was_due_on=held.due_on,
        due_on=due_on,
        reason=needed_words(reason, _("why it is put off"), "reason"),
        put_off_by_id=actor.post,
        put_off_at=at,
    )
    _settle(held)
    held.due_on = due_on
    held.save(update_fields=["due_on"])
    set_urgency(actor, case)
    _write_down(actor, file, Event.TASK_PUT_OFF, held, due_on=due_on.isoformat())
    return held.pk


def end_of_day(day: date) -> datetime:
    """Five in the afternoon: when a task of that day is due."""
    return timezone.make_aware(datetime.combine(day, time(17)))


def _taken(actor: Actor, family_reference: str) -> tuple[OpenFile, Case]:
    permit = PERMITS[Step.GIVE_TASK]
    file = door.take(actor, family_reference, kinds=permit.reaches, words=str(NOT_YOURS))
    return file, live_case(file, *permit.states)


def _mine(actor: Actor, file: OpenFile, case: Case, task: int) -> Task:
    """A task that is the actor's, that they gave, or that their part on the family lets them see to."""
    held = Task.objects.filter(pk=task, case=case).select_related("owner__practitioner", "owner__agency").first()
    if held is None or file.hides(held.about_id):
        raise NotFound
    sees_to_all = file.reaches & {Reach.KEY_WORKER, Reach.SUPERVISION}
    if not sees_to_all and actor.post not in (held.owner_id, held.given_by_id):
        raise NotAllowed(
            _("This task is for %(owner)s. They or the key worker see to it.") % {"owner": post_words(held.owner)}
        )
    return held


def _settle(task: Task) -> None:
    settle_notices(NoticeKind.TASK_GIVEN, event=f"task:{task.pk}")
    for kind in (NoticeKind.TASK_DUE, NoticeKind.TASK_LATE):
        settle_notices(kind, event=f"task:{task.pk}:{task.due_on}")


def _write_down(actor: Actor, file: OpenFile, event: Event, task: Task, **more: object) -> None:
    about = [task.about_id] if task.about_id else []
    journal.record(actor, event, families=[file.id], subjects=about, detail={"task": task.pk, **more})
