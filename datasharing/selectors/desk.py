"""The desk of an information governance lead: what waits for them in their own place, and whether the journal holds."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.models import Agency, JournalCheck
from agencies.places import lies_inside
from agencies.refusals import NotFound
from agencies.vocabulary import RUNS_THE_PLACE, AgencyKind, Role
from datasharing.live import live_at
from datasharing.models import AccessAsk, Agreement, Party, Restriction
from datasharing.operations.restrictions import is_implicated
from datasharing.selectors.custodians import seals_short
from datasharing.selectors.duty import RotaSheet, rota
from datasharing.selectors.emergencies import EmergencyRow, emergencies_waiting
from datasharing.selectors.holders import leads_governance
from datasharing.vocabulary import RestrictionKind

REVIEW_AHEAD = timedelta(days=60)
RESTRICTION_AHEAD = timedelta(days=14)


@dataclass(frozen=True)
class AgreementDue:
    """An agreement that waits for this lead, and for what."""

    reference: str
    title: str
    words: str
    due_on: date | None


@dataclass(frozen=True)
class AskDue:
    """A request for access that nobody has answered: about a family by its reference, and whose it is."""

    reference: str
    who: str
    asked_at: datetime


@dataclass(frozen=True)
class RestrictionDue:
    """A restriction that waits to be confirmed or reviewed: by its number, and by which agency, never about whom."""

    id: int
    kind_words: str
    agency: str
    words: str
    due_at: datetime | date
    may_name: bool


@dataclass(frozen=True)
class JournalState:
    """What the last check of the whole journal found."""

    checked_at: datetime
    entries: int
    waiting: int
    fault: str


@dataclass(frozen=True)
class PartnerCover:
    """One agency of the place: how many agreements that are in force it has signed, of how many that name it."""

    agency: str
    kind: str
    signed: int
    named: int


@dataclass(frozen=True)
class DeskSheet:
    """All that waits."""

    agreements: tuple[AgreementDue, ...]
    emergencies: tuple[EmergencyRow, ...]
    asks: tuple[AskDue, ...]
    restrictions: tuple[RestrictionDue, ...]
    journal: JournalState | None
    partners: tuple[PartnerCover, ...]
    rota: RotaSheet | None


def desk(actor: Actor) -> DeskSheet:
    """The desk of this lead. NotFound for anybody else."""
    if actor.role != Role.GOVERNANCE_LEAD or not actor.is_live(timezone.localdate()):
        raise NotFound
    return DeskSheet(
        agreements=_agreements(actor),
        emergencies=emergencies_waiting(actor),
        asks=_asks(actor),
        restrictions=_restrictions(actor),
        journal=_journal(),
        partners=_partners(actor),
        rota=rota(actor) if leads_governance(actor, timezone.now()) else None,
    )


def _agreements(actor: Actor) -> tuple[AgreementDue, ...]:
    today = timezone.localdate()
    found = []
    mine = Party.objects.filter(agency_id=actor.agency, agreement__ends_on__gte=today).select_related("agreement")
    for party in mine.order_by("agreement__review_on", "agreement__title"):
        held = party.agreement
        if party.signed_at is None:
            found.append(AgreementDue(held.reference, held.title, _("To sign for your agency"), None))
        elif held.suspended_at is not None:
            found.append(AgreementDue(held.reference, held.title, _("Suspended: it opens nothing"), None))
        elif held.review_on <= today + REVIEW_AHEAD:
            found.append(AgreementDue(held.reference, held.title, _("To review"), held.review_on))
    return tuple(found)


def _asks(actor: Actor) -> tuple[AskDue, ...]:
    held = AccessAsk.objects.filter(answered_at__isnull=True).select_related("file__place", "asked_by__agency")
    return tuple(
        AskDue(one.file.reference, f"{Role(one.asked_by.role).label}, {one.asked_by.agency.name}", one.asked_at)
        for one in held
        if lies_inside(one.file.place.path, actor.place)
    )


def _restrictions(actor: Actor) -> tuple[RestrictionDue, ...]:
    """Those set in this place. Whoever is implicated learns of none."""
    now = timezone.now()
    last = timezone.localdate(now) + RESTRICTION_AHEAD
    live = Restriction.objects.filter(live_at(now))
    short = seals_short(now)
    due = live.filter(Q(confirmed_at__isnull=True) | Q(review_on__lte=last) | Q(pk__in=short))
    return tuple(
        RestrictionDue(
            id=one.pk,
            kind_words=_("Sealed") if one.kind == RestrictionKind.SEALED else _("Guarded"),
            agency=one.set_by.agency.name,
            words=_waits_for(one, short),
            due_at=one.confirm_by if one.confirmed_at is None else one.review_on,
            may_name=one.pk in short and actor.kind in RUNS_THE_PLACE,
        )
        for one in due.select_related("set_by__agency", "set_by__place").order_by("confirm_by", "pk")
        if lies_inside(one.set_by.place.path, actor.place) and not is_implicated(actor.post, one.subject_id)
    )


def _waits_for(one: Restriction, short: dict[int, int]) -> str:
    """The most pressing thing that a restriction waits for, in words."""
    if one.pk in short:
        return _("Has one custodian left: name another") if short[one.pk] else _("Has no custodian left: name two")
    return _("A second person must confirm it") if one.confirmed_at is None else _("To review")


def _journal() -> JournalState | None:
    last = JournalCheck.objects.first()
    return JournalState(last.checked_at, last.entries, last.waiting, last.fault) if last else None


def _partners(actor: Actor) -> tuple[PartnerCover, ...]:
    today = timezone.localdate()
    running = Agreement.objects.filter(starts_on__lte=today, ends_on__gte=today, suspended_at__isnull=True)
    counts: dict[int, list[bool]] = {}
    for agency, signed in Party.objects.filter(agreement__in=running).values_list("agency_id", "signed_at"):
        counts.setdefault(agency, []).append(signed is not None)
    return tuple(
        PartnerCover(
            one.name, str(AgencyKind(one.kind).label), sum(counts.get(one.pk, [])), len(counts.get(one.pk, []))
        )
        for one in Agency.objects.select_related("place").order_by("name")
        if lies_inside(one.place.path, actor.place)
    )
