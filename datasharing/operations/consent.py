"""Consent by person and category, competence, parental responsibility, and who pays a provider."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.models import Agency
from agencies.operations import journal
from agencies.refusals import Invalid, NotAllowed, NotFound, Refused
from agencies.vocabulary import Role
from datasharing.models import Competence, Consent, Funding, ParentalResponsibility
from datasharing.policy import PROVIDERS
from datasharing.vocabulary import Category, ConsentBy, Event, HowHeld

DECIDES_FROM = 16


@transaction.atomic
def record_consent(
    actor: Actor,
    family: UUID,
    subject: UUID,
    *,
    born_on: date | None,
    categories: Collection[str],
    agrees: bool,
    by: str,
    by_subject: UUID | None = None,
    onward_to: int | None = None,
    words: str = "",
    on: datetime | None = None,
) -> None:
    """Record a person's yes or no to sharing these categories; what was said of them before no longer counts.

    `born_on` decides who may say it: from sixteen the person, unless they were judged unable to; under sixteen a child
    who was judged able, and otherwise one holder of parental responsibility who is not recorded as a risk. A competent
    child's word stands against a parent's.
    """
    at = on or timezone.now()
    today = timezone.localdate(at)
    wanted = sorted(set(categories))
    if not wanted or any(category not in Category.values for category in wanted):
        raise Invalid(_("Choose what it is about."), field="categories")
    if by not in ConsentBy.values:
        raise Invalid(_("Say who decided."), field="by")
    for category in wanted:
        _check_who(subject, category, born_on, by, by_subject, today)
    live = Consent.objects.filter(
        subject_id=subject, category__in=wanted, onward_to_id=onward_to, withdrawn_at__isnull=True
    )
    live.update(withdrawn_at=at)
    lapses = _sixteenth(born_on) if by == ConsentBy.PARENT else None
    Consent.objects.bulk_create(
        Consent(
            subject_id=subject,
            category=category,
            onward_to_id=onward_to,
            agrees=agrees,
            by=by,
            by_subject_id=by_subject,
            words=words.strip(),
            given_at=at,
            lapses_on=lapses,
            supplier_id=actor.agency,
            recorded_by_id=actor.post,
        )
        for category in wanted
    )
    detail = {"categories": wanted, "agrees": agrees, "by": by, "onward_to": onward_to}
    journal.record(actor, Event.CONSENT_RECORDED, families=[family], subjects=[subject], detail=detail)


@transaction.atomic
def withdraw_consent(
    actor: Actor, family: UUID, subject: UUID, *, categories: Collection[str], on: datetime | None = None
) -> None:
    """Consent to these categories is withdrawn, onward too: from the next request on it opens nothing."""
    at = on or timezone.now()
    live = Consent.objects.filter(
        subject_id=subject, category__in=list(categories), agrees=True, withdrawn_at__isnull=True
    )
    if not live.update(withdrawn_at=at):
        raise Refused(_("There is no consent to withdraw."), field="categories")
    detail = {"categories": sorted(set(categories))}
    journal.record(actor, Event.CONSENT_WITHDRAWN, families=[family], subjects=[subject], detail=detail)


@transaction.atomic
def judge_competence(
    actor: Actor,
    family: UUID,
    subject: UUID,
    *,
    matter: str,
    is_able: bool,
    reasons: str,
    on: datetime | None = None,
) -> None:
    """A practitioner's judgement of whether a child can, or a person over sixteen cannot, decide a matter."""
    at = on or timezone.now()
    if matter not in Category.values:
        raise Invalid(_("Choose what it is about."), field="matter")
    if not reasons.strip():
        raise Invalid(_("Say how you came to it."), field="reasons")
    Competence.objects.filter(subject_id=subject, matter=matter, ends_at__isnull=True).update(ends_at=at)
    Competence.objects.create(
        subject_id=subject,
        matter=matter,
        is_able=is_able,
        reasons=reasons.strip(),
        supplier_id=actor.agency,
        judged_by_id=actor.post,
        judged_at=at,
    )
    detail = {"matter": matter, "is_able": is_able}
    journal.record(actor, Event.COMPETENCE_JUDGED, families=[family], subjects=[subject], detail=detail)


@transaction.atomic
def record_responsibility(
    actor: Actor,
    family: UUID,
    child: UUID,
    *,
    holder: UUID,
    how: str,
    starts_on: date,
    limited_by: str = "",
    is_risk: bool = False,
    ends_on: date | None = None,
) -> None:
    """Who holds parental responsibility for a child, how, and what limits it; what was recorded before ends."""
    if how not in HowHeld.values:
        raise Invalid(_("Choose how it is held."), field="how")
    if holder == child:
        raise Invalid(_("Choose somebody else than the child."), field="holder")
    if ends_on is not None and ends_on < starts_on:
        raise Invalid(_("It cannot end before it starts."), field="ends_on")
    ParentalResponsibility.objects.filter(child_id=child, holder_id=holder, ends_on__isnull=True).update(
        ends_on=starts_on
    )
    ParentalResponsibility.objects.create(
        child_id=child,
        holder_id=holder,
        how=how,
        limited_by=limited_by.strip(),
        is_risk=is_risk,
        starts_on=starts_on,
        ends_on=ends_on,
        supplier_id=actor.agency,
        recorded_by_id=actor.post,
    )
    detail = {"how": how, "limited": bool(limited_by.strip()), "is_risk": is_risk}
    journal.record(actor, Event.RESPONSIBILITY_RECORDED, families=[family], subjects=[child, holder], detail=detail)


@transaction.atomic
def record_funding(
    actor: Actor | None, *, payer: str, provider: str, contract: str, starts_on: date, ends_on: date
) -> int:
    """A partner pays a voluntary or private body for work with families; recorded by the payer's governance lead."""
    paying, paid = (Agency.objects.filter(reference=one).first() for one in (payer, provider))
    if paying is None or paid is None:
        raise NotFound
    if actor is not None and (actor.role != Role.GOVERNANCE_LEAD or actor.agency != paying.pk):
        raise NotAllowed(_("The information governance lead of the agency that pays records what it pays for."))
    if paid.kind not in PROVIDERS:
        raise Invalid(_("A provider is a voluntary or private body."), field="provider")
    if ends_on < starts_on:
        raise Invalid(_("It cannot end before it starts."), field="ends_on")
    held = Funding.objects.create(
        payer=paying, provider=paid, contract=contract.strip(), starts_on=starts_on, ends_on=ends_on
    )
    journal.record(actor, Event.FUNDING_RECORDED, detail={"funding": held.pk, "payer": payer, "provider": provider})
    return held.pk


def _check_who(
    subject: UUID, category: str, born_on: date | None, by: str, by_subject: UUID | None, today: date
) -> None:
    """Refuse a word of somebody who may not say it."""
    judged = Competence.objects.filter(subject_id=subject, matter=category, ends_at__isnull=True).first()
    is_child = born_on is not None and today < _sixteenth(born_on)
    if born_on is None and by == ConsentBy.PARENT:
        raise Invalid(_("Record when they were born first: from 16 a person decides."), field="by")
    if by == ConsentBy.PERSON and is_child:
        raise Invalid(_("Under 16, judge first whether the child can decide this; or ask a parent."), field="by")
    if by == ConsentBy.PERSON and judged is not None and not judged.is_able:
        raise Invalid(_("This person was judged unable to decide this."), field="by")
    if by == ConsentBy.CHILD and not (is_child and judged is not None and judged.is_able):
        raise Invalid(_("Record first that this child can decide this, and why you think so."), field="by")
    if by == ConsentBy.ATTORNEY and (is_child or judged is None or judged.is_able):
        raise Invalid(_("Nobody decides for a person of 16 or over who was not judged unable to."), field="by")
    if by == ConsentBy.PARENT:
        _check_parent(subject, category, is_child, by_subject, today)


def _check_parent(subject: UUID, category: str, is_child: bool, holder: UUID | None, today: date) -> None:
    if not is_child:
        raise Invalid(_("From 16 a person decides themselves."), field="by")
    said = Consent.objects.filter(
        subject_id=subject, category=category, by=ConsentBy.CHILD, withdrawn_at__isnull=True
    ).exists()
    if said:
        raise Refused(_("The child was able to decide this, and has. Their word stands."), field="by")
    responsible = (
        ParentalResponsibility.objects.filter(child_id=subject, holder_id=holder, starts_on__lte=today)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gt=today))
        .first()
    )
    if responsible is None:
        raise Invalid(_("Record first that this person holds parental responsibility."), field="by_subject")
    if responsible.is_risk or responsible.limited_by:
        raise Refused(_("This person may not decide this for the child. Ask your manager."), field="by_subject")


def _sixteenth(born_on: date | None) -> date:
    assert born_on is not None
    try:
        return born_on.replace(year=born_on.year + DECIDES_FROM)
    except ValueError:
        return date(born_on.year + DECIDES_FROM, 3, 1)
