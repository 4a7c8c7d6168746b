"""Protection of one member of a family: restrictions, safety instructions, consent and who may give it.

What `datasharing` decides about a person, for somebody who works with the family that the person belongs to.
"""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.operations.notify import notify
from agencies.refusals import Invalid, NotAllowed
from agencies.selectors.posts import posts_by_id
from agencies.vocabulary import NoticeKind
from cases.models import Person
from cases.operations.live_case import may_know, moment
from cases.working_days import add_working_days
from datasharing import door
from datasharing.door import OpenFile
from datasharing.operations import consent, restrictions
from datasharing.vocabulary import ConsentBy, Reach

CLOSE_OF_DAY = time(17, 0)
WORKERS = frozenset({Reach.KEY_WORKER, Reach.TEAM, Reach.SUPERVISION, Reach.PROTECTION, Reach.REFERRAL})


@transaction.atomic
def restrict_member(
    actor: Actor,
    family_reference: str,
    *,
    subject: UUID,
    kind: str,
    categories: Collection[str],
    reason: str,
    named: Collection[int] = (),
    custodians: Collection[int] = (),
    review_in_days: int = 90,
    on: datetime | None = None,
) -> int:
    """Restrict what is about one member; returns the restriction. Somebody else confirms it within a working day."""
    file = _with(actor, family_reference, subject)
    at = moment(on)
    today = timezone.localdate(at)
    confirm_by = timezone.make_aware(datetime.combine(add_working_days(today, 1), CLOSE_OF_DAY))
    held = restrictions.set_restriction(
        actor,
        subject,
        kind=kind,
        categories=categories,
        reason=reason,
        named=named,
        custodians=custodians,
        confirm_by=confirm_by,
        review_on=today + timedelta(days=review_in_days),
        family=file.id,
        on=on,
    )
    notify(
        {post.id for post in posts_by_id({*named, *custodians}).values() if post.role in restrictions.SETTERS}
        - {actor.post},
        NoticeKind.RESTRICTION_TO_CONFIRM,
        event=f"restriction:{held}",
        leads_to="cases:safety",
        reference=file.reference,
        family=file.id,
        due_at=confirm_by,
        on=at,
    )
    return held


@transaction.atomic
def record_member_consent(
    actor: Actor,
    family_reference: str,
    *,
    subject: UUID,
    categories: Collection[str],
    agrees: bool,
    by: str,
    by_subject: UUID | None = None,
    onward_to: int | None = None,
    words: str = "",
    on: datetime | None = None,
) -> None:
    """Record a member's yes or no to sharing; from the next request on it counts."""
    file = _with(actor, family_reference, subject)
    if by == ConsentBy.PARENT and by_subject is None:
        raise Invalid(_("Say which parent decided."), field="by_subject")
    consent.record_consent(
        actor,
        file.id,
        subject,
        born_on=_born_on(subject),
        categories=categories,
        agrees=agrees,
        by=by,
        by_subject=by_subject,
        onward_to=onward_to,
        words=words,
        on=on,
    )


@transaction.atomic
def withdraw_member_consent(
    actor: Actor, family_reference: str, *, subject: UUID, categories: Collection[str], on: datetime | None = None
) -> None:
    """A member takes consent back; from the next request on it opens nothing."""
    file = _with(actor, family_reference, subject)
    consent.withdraw_consent(actor, file.id, subject, categories=categories, on=on)


@transaction.atomic
def judge_member(
    actor: Actor,
    family_reference: str,
    *,
    subject: UUID,
    matter: str,
    is_able: bool,
    reasons: str,
    on: datetime | None = None,
) -> None:
    """Record a judgement of whether a member can decide a matter, and why."""
    file = _with(actor, family_reference, subject)
    consent.judge_competence(actor, file.id, subject, matter=matter, is_able=is_able, reasons=reasons, on=on)


@transaction.atomic
def record_member_responsibility(
    actor: Actor,
    family_reference: str,
    *,
    subject: UUID,
    holder: UUID,
    how: str,
    starts_on: date | None = None,
    limited_by: str = "",
    is_risk: bool = False,
) -> None:
    """Record who holds parental responsibility for a child of the family."""
    file = _with(actor, family_reference, subject)
    _require_member(file, holder)
    consent.record_responsibility(
        actor,
        file.id,
        subject,
        holder=holder,
        how=how,
        starts_on=starts_on or _born_on(subject) or timezone.localdate(),
        limited_by=limited_by,
        is_risk=is_risk,
    )


@transaction.atomic
def instruct(
    actor: Actor, family_reference: str, *, words: str, keeps_apart: bool = False, on: datetime | None = None
) -> int:
    """Set a safety instruction that everybody with reach sees."""
    file = door.take(actor, family_reference, kinds=WORKERS)
    return restrictions.set_instruction(actor, file.id, words=words, keeps_apart=keeps_apart, on=on)


def _with(actor: Actor, family_reference: str, subject: UUID) -> OpenFile:
    """The family's file, locked, for somebody who works with it and may know of this member."""
    file = door.take(actor, family_reference, kinds=WORKERS)
    _require_member(file, subject)
    return file


def _require_member(file: OpenFile, subject: UUID) -> None:
    if not may_know(file, subject):
        raise NotAllowed(_("Choose somebody who belongs to this family."))


def _born_on(subject: UUID) -> date | None:
    born: date | None = Person.objects.only("date_of_birth").get(pk=subject).date_of_birth
    return born
