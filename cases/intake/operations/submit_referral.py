"""Refer: a worry reaches the front door. The clock starts, and whoever sent it has a reference."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext

from agencies.actor import Actor
from agencies.models import Place
from agencies.operations import journal
from agencies.refusals import Refused
from cases import clocks
from cases.intake.codes import STATUS, hashed, new_code
from cases.intake.models import Referral, ReferredPerson
from cases.intake.operations.referral_clock import set_referral_clock
from cases.intake.report import NamedPerson, Report, check_dates
from cases.intake.selectors.faces import identity_of
from cases.intake.selectors.teams import TeamFound, front_door
from cases.likeness import Face, face
from cases.vocabulary import Event, ReferralState, Urgency
from datasharing.operations.anchors import ALPHABET, open_file

ALIKE_WITHIN = timedelta(days=14)
MOST_ALIKE = 50


@dataclass(frozen=True)
class Submitted:
    """What the sender is told. `is_new` is false where the same had been sent before.

    `code` is for a family: with the reference it shows what became of it. It is told once. `like` are references of
    what the same post has sent of the same people in the last 14 days, and that is not decided yet.
    """

    reference: str
    urgency: str
    received_at: datetime
    due_at: datetime
    is_new: bool
    code: str = ""
    like: tuple[str, ...] = ()


@transaction.atomic
def submit_referral(
    actor: Actor | None, report: Report, *, to_front_door: str = "", on: datetime | None = None
) -> Submitted:
    """Take a referral in; `actor` is None for a family's own. The same sender's reference twice makes one referral.

    Refused where that reference came before with something else under it. `to_front_door` is the reference of a
    front door, needed only where the sender's place has several. `on` is for the import of history.
    """
    moment = on or timezone.now()
    check_dates(report.people, timezone.localdate(moment))
    before = _sent_before(actor, report)
    if before:
        return _again(before, report)
    door_team = front_door(actor.place if actor else None, to_front_door)
    code = "" if actor else new_code()
    try:
        with transaction.atomic():
            referral = _take_in(actor, report, door_team, moment, code)
    except IntegrityError:
        before = _sent_before(actor, report)
        if before is None:
            raise
        return _again(before, report)
    return replace(_submitted(referral, is_new=True), code=code, like=_like(actor, referral))


def _take_in(actor: Actor | None, report: Report, team: TeamFound, moment: datetime, code: str) -> Referral:
    urgency = Urgency.RED if report.immediate_danger else Urgency.GREEN
    file = open_file(actor, place=Place.objects.get(pk=team.place_id), on=moment)
    referral = Referral.objects.create(
        file=file,
        reference=_new_reference(),
        sender_id=actor.agency if actor else None,
        sent_by_id=actor.post if actor else None,
        sender_reference=report.sender_reference,
        source=report.source,
        referrer_name=report.referrer_name,
        referrer_contact=report.referrer_contact,
        received_at=moment,
        due_at=clocks.contact_decision_due(moment, urgency),
        urgency=urgency,
        immediate_danger=report.immediate_danger,
        said_consent=report.consent,
        needs=list(report.needs),
        concern=report.concern,
        state=ReferralState.RECEIVED,
        family_code=hashed(STATUS, code),
    )
    ReferredPerson.objects.bulk_create(_row(referral, number, person) for number, person in enumerate(report.people))
    set_referral_clock(actor, file.pk, at=moment)
    journal.record(
        actor,
        Event.REFERRAL_SUBMITTED,
        families=[file.pk],
        detail={
            "referral": referral.reference,
            "source": str(report.source),
            "people": len(report.people),
            "urgency": str(urgency),
        },
        on=moment,
    )
    return referral


def _like(actor: Actor | None, referral: Referral) -> tuple[str, ...]:
    """What this post has sent of some of the same people, written alike, and that is still looked at."""
    if actor is None:
        return ()
    earlier = Referral.objects.filter(
        sent_by_id=actor.post,
        received_at__gte=referral.received_at - ALIKE_WITHIN,
        received_at__lte=referral.received_at,
    ).exclude(state=ReferralState.TRIAGED)
    earlier = earlier.exclude(pk=referral.pk).order_by("-received_at")[:MOST_ALIKE]
    mine = {_face(one) for one in referral.people.all()}
    return tuple(
        one.reference for one in earlier.prefetch_related("people") if mine & {_face(p) for p in one.people.all()}
    )


def _face(person: ReferredPerson) -> Face:
    """Somebody as written, but for where they are."""
    return replace(face(identity_of(person)), postcode="", address="")


def _row(referral: Referral, number: int, person: NamedPerson) -> ReferredPerson:
    return ReferredPerson(
        referral=referral,
        position=number,
        given_name=person.given_name,
        family_name=person.family_name,
        date_of_birth=person.date_of_birth,
        sex=person.sex,
        role=person.role,
        nhs_number=person.nhs_number,
        address=person.address,
        postcode=person.postcode,
        telephone=person.telephone,
    )


def _sent_before(actor: Actor | None, report: Report) -> Referral | None:
    if not report.sender_reference:
        return None
    return Referral.objects.filter(
        sender_id=actor.agency if actor else None, sender_reference=report.sender_reference
    ).first()


def _again(before: Referral, report: Report) -> Submitted:
    if _content_of(before) != _content(report):
        raise Refused(
            gettext(
                "A referral with the reference %(sender_reference)s was sent before, and said something else. It has "
                "the reference %(reference)s here. To add to it, send a new referral under a new reference."
            )
            % {"sender_reference": report.sender_reference, "reference": before.reference},
            "id",
        )
    return _submitted(before, is_new=False)


def _content(report: Report) -> tuple[object, ...]:
    return (
        str(report.source),
        str(report.consent),
        report.immediate_danger,
        tuple(map(str, report.needs)),
        report.concern,
        report.referrer_name,
        report.referrer_contact,
        report.people,
    )


def _content_of(referral: Referral) -> tuple[object, ...]:
    people = tuple(
        NamedPerson(
            given_name=row.given_name,
            family_name=row.family_name,
            date_of_birth=row.date_of_birth,
            sex=row.sex,
            role=row.role,
            nhs_number=row.nhs_number,
            address=row.address,
            postcode=row.postcode,
            telephone=row.telephone,
        )
        for row in referral.people.all()
    )
    return (
        referral.source,
        referral.said_consent,
        referral.immediate_danger,
        tuple(referral.needs),
        referral.concern,
        referral.referrer_name,
        referral.referrer_contact,
        people,
    )


def _submitted(referral: Referral, *, is_new: bool) -> Submitted:
    return Submitted(
        reference=referral.reference,
        urgency=referral.urgency,
        received_at=referral.received_at,
        due_at=referral.due_at,
        is_new=is_new,
    )


def _new_reference() -> str:
    while True:
        reference = "R" + "".join(secrets.choice(ALPHABET) for _ in range(8))
        if not Referral.objects.filter(reference=reference).exists():
            return reference
