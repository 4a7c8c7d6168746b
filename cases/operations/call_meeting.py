"""Call a meeting of the team around the family: when, where, and who is asked; or call it off."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.actor import Actor
from agencies.operations import journal
from agencies.operations.notify import notify, settle_notices
from agencies.refusals import Invalid, NotFound, Refused
from agencies.vocabulary import NoticeKind
from cases.models import Case, Invitation, Meeting
from cases.operations.agree_plan import LONGEST_AHEAD_DAYS, Owners
from cases.operations.keep_apart import refuse_together
from cases.operations.live_case import live_case, moment, needed_words, optional_words, people_of
from cases.permits import PERMITS, Step
from cases.vocabulary import Event
from datasharing import door
from datasharing.door import OpenFile

NOT_YOURS = gettext_lazy("Only the key worker calls a meeting of the team around the family.")


@transaction.atomic
def call_meeting(
    actor: Actor,
    family_reference: str,
    *,
    held_at: datetime,
    place_words: str,
    posts: Collection[int],
    people: Collection[UUID] = (),
    words: str = "",
    submission: UUID | None = None,
    on: datetime | None = None,
) -> int:
    """Call a meeting; returns it. Sent twice under one `submission`, it is called once.

    `posts` are practitioners of the team, told by a notice; `people` subjects of the family, whom the key worker
    tells. Refused where two of them must be kept apart.
    """
    file, case = _taken(actor, family_reference)
    already = Meeting.objects.filter(submission=submission, case=case).first() if submission else None
    if already:
        return already.pk
    at = moment(on)
    if held_at <= at:
        raise Invalid(_("The meeting must be later than now."), field="held_on")
    if held_at - at > timedelta(days=LONGEST_AHEAD_DAYS):
        raise Invalid(_("The meeting must be within three years."), field="held_on")
    asked = {*posts, actor.post}
    if not asked <= Owners(file, case).posts:
        raise Invalid(_("Choose people of the team around the family."), field="posts")
    if asked == {actor.post} and not people:
        raise Invalid(_("Choose who is asked to come."), field="posts")
    family = people_of(file, people, field="people")
    if any(file.hides(person) for person in family):
        raise Invalid(_("Choose people who belong to this family."), field="people")
    refuse_together(file, family, held_at)
    meeting = Meeting.objects.create(
        case=case,
        held_at=held_at,
        place_words=needed_words(place_words, _("where it is"), "place_words"),
        words=optional_words(words, _("what it is for"), "words"),
        supplier_id=actor.agency,
        called_by_id=actor.post,
        called_at=at,
        submission=submission,
    )
    Invitation.objects.bulk_create(
        [
            *(Invitation(meeting=meeting, post_id=post) for post in sorted(asked)),
            *(Invitation(meeting=meeting, person_id=person) for person in family),
        ]
    )
    _tell(actor, file, meeting, NoticeKind.MEETING_CALLED, at, due_at=held_at)
    journal.record(
        actor,
        Event.MEETING_CALLED,
        families=[file.id],
        subjects=family,
        detail={"meeting": meeting.pk, "held_at": held_at.isoformat(), "asked": sorted(asked)},
        on=at,
    )
    return meeting.pk


@transaction.atomic
def call_off_meeting(actor: Actor, family_reference: str, *, meeting: int, on: datetime | None = None) -> int:
    """Call a meeting off; those who were asked are told. Called off twice, it is called off once."""
    file, case = _taken(actor, family_reference)
    held = Meeting.objects.filter(pk=meeting, case=case).first()
    if held is None:
        raise NotFound
    if held.review_id:
        raise Refused(_("This meeting was held."))
    if held.called_off_at:
        return held.pk
    at = moment(on)
    held.called_off_at = at
    held.save(update_fields=["called_off_at"])
    settle_notices(NoticeKind.MEETING_CALLED, event=f"meeting:{held.pk}", on=at)
    _tell(actor, file, held, NoticeKind.MEETING_CALLED_OFF, at)
    journal.record(actor, Event.MEETING_CALLED_OFF, families=[file.id], detail={"meeting": held.pk}, on=at)
    return held.pk


def _taken(actor: Actor, family_reference: str) -> tuple[OpenFile, Case]:
    permit = PERMITS[Step.CALL_MEETING]
    file = door.take(actor, family_reference, kinds=permit.reaches, words=str(NOT_YOURS))
    return file, live_case(file, *permit.states)


def _tell(
    actor: Actor, file: OpenFile, meeting: Meeting, kind: NoticeKind, at: datetime, due_at: datetime | None = None
) -> None:
    asked = meeting.invitations.filter(post__isnull=False).values_list("post_id", flat=True)
    notify(
        set(asked) - {actor.post},
        kind,
        event=f"meeting:{meeting.pk}",
        leads_to="cases:meetings",
        reference=file.reference,
        family=file.id,
        due_at=due_at,
        on=at,
    )
