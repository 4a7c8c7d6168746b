"""Support given before Lintel, or recorded elsewhere: a case of the past, built by the same steps, and its minutes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.operations import journal
from agencies.places import lies_inside
from agencies.refusals import Invalid, NotAllowed, NotFound, Refused
from agencies.vocabulary import Role
from cases.models import Case, Family, Support
from cases.operations.allocate_team import place_case
from cases.operations.close_case import end_case
from cases.operations.live_case import live_case
from cases.operations.open_case import open_case
from cases.vocabulary import CaseState, ClosingOutcome, Event, Intensity
from datasharing.models import FamilyFile
from datasharing.selectors.joined import named
from datasharing.vocabulary import Reach

IMPORTERS: frozenset[Role] = frozenset({Role.TEAM_MANAGER, Role.DUTY_MANAGER, Role.CLAIMS_OFFICER, Role.ADMINISTRATOR})
"""Whose posts may record support of the past, inside their own place."""

LEVEL: dict[Intensity, int] = {Intensity.INTENSIVE: 3, Intensity.OUTREACH: 3, Intensity.ADVICE: 2}
"""The level of need that goes with an intensity where none was recorded."""

REASONS = "Support recorded before Lintel."
MOST_MINUTES = 7 * 24 * 60


@dataclass(frozen=True)
class HeldFile:
    """A file taken by the import of history, which has no reach of its own."""

    id: UUID
    reference: str
    place: str
    reaches: frozenset[Reach] = frozenset()


@transaction.atomic
def record_support(
    actor: Actor,
    *,
    family_reference: str,
    support_reference: str,
    key_worker: int,
    starts_at: datetime,
    ends_at: datetime | None,
    intensity: str,
    weeks: Iterable[tuple[str, date, int]] = (),
    on: datetime | None = None,
) -> int:
    """Record a spell of support; returns its case. The same `support_reference` again adds only weeks not yet told.

    `key_worker` is a post held on the day of `starts_at`; `ends_at` is None while support goes on; `weeks` are
    (worker, Monday, minutes). The family must have no live case: history comes before what is referred today.
    """
    file = _take(actor, family_reference)
    weeks = list(weeks)
    _check(support_reference, starts_at, ends_at, intensity, weeks, on or timezone.now())
    known = Case.objects.filter(support_reference=support_reference).first()
    if known and known.family_id != file.id:
        raise Refused(
            _("Support %(support_reference)s is recorded for another family.")
            % {"support_reference": support_reference}
        )
    case = known.pk if known else _build(actor, file, support_reference, key_worker, starts_at, ends_at, intensity)
    Support.objects.bulk_create(
        [
            Support(case_id=case, supplier_id=actor.agency, worker=worker, week_beginning=week, minutes=minutes)
            for worker, week, minutes in weeks
        ],
        batch_size=1000,
        ignore_conflicts=True,
    )
    journal.record(
        actor,
        Event.SUPPORT_RECORDED,
        families=[file.id],
        detail={"case": case, "support": support_reference, "weeks": len(weeks)},
    )
    return case


def _take(actor: Actor, reference: str) -> HeldFile:
    if actor.role not in IMPORTERS:
        raise NotAllowed(_("Only a manager, a claims officer or an administrator records support of the past."))
    found = FamilyFile.objects.select_for_update(of=("self",)).select_related("place").filter(named(reference))
    held = found.first()
    if held is None or not lies_inside(held.place.path, actor.place):
        raise NotFound
    if not Family.objects.filter(pk=held.pk).exists():
        raise Refused(_("This file has no family yet. Match its referral first."))
    return HeldFile(held.pk, held.reference, held.place.path)


def _check(
    reference: str,
    starts_at: datetime,
    ends_at: datetime | None,
    intensity: str,
    weeks: list[tuple[str, date, int]],
    now: datetime,
) -> None:
    if not reference.strip() or len(reference) > 40:
        raise Invalid(_("Give the support's own reference, of at most 40 characters."), field="support_reference")
    if intensity not in Intensity.values:
        raise Invalid(_("Choose intensive, outreach or advice."), field="intensity")
    if starts_at > now:
        raise Invalid(_("Support that is recorded has begun: it cannot start in the future."), field="starts_at")
    if ends_at is not None and ends_at <= starts_at:
        raise Invalid(_("Support ends after it starts."), field="ends_at")
    if ends_at is not None and ends_at > now:
        raise Invalid(_("Support that has not ended has no end yet."), field="ends_at")
    for worker, _week, minutes in weeks:
        if not worker.strip() or len(worker) > 60:
            raise Invalid(_("Name the worker of each week."), field="weeks")
        if not 0 <= minutes <= MOST_MINUTES:
            raise Invalid(_("The minutes of a week are a number from 0 to 10,080."), field="weeks")


def _build(
    actor: Actor,
    file: HeldFile,
    reference: str,
    key_worker: int,
    starts_at: datetime,
    ends_at: datetime | None,
    intensity: str,
) -> int:
    """Open, allocate and, where it has ended, close: each at its own moment."""
    level = LEVEL[Intensity(intensity)]
    open_case(
        actor,
        file.id,
        level_of_need=level,
        intensity=intensity,
        reasons=REASONS,
        support_reference=reference,
        on=starts_at,
    )
    case = live_case(file, CaseState.OPENED)
    placed = place_case(actor, file, case, key_worker=key_worker, members=(), team="", on=starts_at)
    if ends_at is not None:
        end_case(
            actor,
            file,
            case,
            outcome=ClosingOutcome.NOT_RECORDED,
            words=REASONS,
            follow_up_on=None,
            at=ends_at,
        )
    return placed
