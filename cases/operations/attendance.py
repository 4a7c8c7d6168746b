"""How everybody who was asked took part in a review: came, sent apologies, sent a report, did not come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.operations.notify import notify, settle_notices
from agencies.refusals import Invalid
from agencies.vocabulary import NoticeKind
from cases.meeting_words import Attended
from cases.models import Attendance, Case, Meeting, Review
from cases.operations.agree_plan import Owners
from cases.operations.live_case import people_of
from datasharing.door import OpenFile


@dataclass(frozen=True)
class TookPart:
    """Posts that came; others and how; members of the family that came; and the meeting's number, if one was called."""

    came: frozenset[int]
    others: Mapping[int, str]
    family: frozenset[UUID]
    meeting: int | None


@dataclass(frozen=True)
class Checked:
    """How each took part, and the meeting that was held."""

    posts: Mapping[int, str]
    family: Mapping[UUID, str]
    meeting: Meeting | None


def check_attendance(file: OpenFile, case: Case, told: TookPart, team: Owners) -> Checked:
    """Refuse what does not fit. Whoever was asked to the meeting and is not named did not come."""
    if not told.came:
        raise Invalid(_("Tick who came, yourself included."), field="came")
    others = {int(post): how for post, how in told.others.items()}
    if told.came & set(others):
        raise Invalid(_("Tick each person once: they came, sent apologies or sent a report."), field="came")
    meeting = _meeting(case, told.meeting)
    asked = set(meeting.invitations.filter(post__isnull=False).values_list("post_id", flat=True)) if meeting else set()
    if not told.came | set(others) <= team.posts | asked:
        raise Invalid(_("Choose who came from the team around the family."), field="came")
    if not set(others.values()) <= {Attended.APOLOGIES, Attended.REPORT, Attended.ABSENT}:
        raise Invalid(_("Say of each: sent apologies, sent a report, or did not come."), field="apologies")
    family = people_of(file, told.family, field="family_came")
    family_asked = (
        set(meeting.invitations.filter(person__isnull=False).values_list("person_id", flat=True)) if meeting else set()
    )
    posts: dict[int, str] = dict.fromkeys(asked, Attended.ABSENT) | others | dict.fromkeys(told.came, Attended.CAME)
    return Checked(
        posts, dict.fromkeys(family_asked, str(Attended.ABSENT)) | dict.fromkeys(family, str(Attended.CAME)), meeting
    )


def write_attendance(review: Review, checked: Checked) -> None:
    """Keep it with the review, which the meeting has from now on."""
    Attendance.objects.bulk_create(
        [
            *(Attendance(review=review, post_id=post, how=how) for post, how in sorted(checked.posts.items())),
            *(Attendance(review=review, person_id=one, how=how) for one, how in checked.family.items()),
        ]
    )
    if checked.meeting:
        checked.meeting.review = review
        checked.meeting.save(update_fields=["review"])
        settle_notices(NoticeKind.MEETING_CALLED, event=f"meeting:{checked.meeting.pk}")


def tell_of_minutes(actor: Actor, file: OpenFile, review: Review, at: datetime) -> None:
    """Whoever was asked is told that the minutes can be read, through the door."""
    if not review.minutes:
        return
    posts = Attendance.objects.filter(review=review, post__isnull=False).values_list("post_id", flat=True)
    notify(
        set(posts) - {actor.post},
        NoticeKind.MINUTES_READY,
        event=f"review:{review.pk}",
        leads_to="cases:meetings",
        reference=file.reference,
        family=file.id,
        on=at,
    )


def _meeting(case: Case, wanted: int | None) -> Meeting | None:
    if wanted is None:
        return None
    held = Meeting.objects.filter(pk=wanted, case=case, review__isnull=True, called_off_at__isnull=True).first()
    if held is None:
        raise Invalid(_("Choose one of the meetings that were called."), field="meeting")
    if timezone.localdate(held.held_at) > timezone.localdate():
        raise Invalid(_("This meeting is still to come."), field="meeting")
    return held
