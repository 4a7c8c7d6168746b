"""Measure: how one need stands on one day, with the evidence. Appended, never edited."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.operations import journal
from agencies.refusals import Invalid, Refused
from agencies.vocabulary import AgencyKind
from cases.models import Case, NeedRecord
from cases.operations.live_case import live_case, moment, needed_words
from cases.permits import PERMITS, Step
from cases.vocabulary import Need, NeedKind
from datasharing import door
from datasharing.door import OpenFile
from datasharing.vocabulary import Category
from outcomes.models import Measurement
from outcomes.vocabulary import SCORES, Event, Occasion, Standing


@transaction.atomic
def measure_outcome(
    actor: Actor,
    family_reference: str,
    *,
    need: int,
    occasion: str,
    standing: str,
    evidence: str,
    score: int | None = None,
    measured_on: date | None = None,
    on: datetime | None = None,
) -> int:
    """Record how a need stands; returns the measurement. `need` is a need's record; `measured_on` is today unless told,
    `score` where the family says that it is, from 1 to 10.

    The baseline says how it stood at the start; a need is measured once a day and occasion.
    """
    file = door.take(
        actor,
        family_reference,
        kinds=PERMITS[Step.CLOSE].reaches,
        words=_("Only the key worker or the team manager measures outcomes."),
    )
    case = live_case(file, *PERMITS[Step.CLOSE].states)
    record = open_needs(file, case).get(need)
    if record is None:
        raise Invalid(_("Choose a need of this family."), field="need")
    if occasion not in Occasion.values:
        raise Invalid(_("Say when it is measured: at the start, at a review or at the close."), field="occasion")
    if standing not in Standing.values:
        raise Invalid(_("Say how “%(need)s” stands.") % {"need": Need(record.need).label}, field="standing")
    if score is not None and score not in SCORES:
        raise Invalid(_("Choose a number from 1 to 10, or leave it out."), field="score")
    at = moment(on)
    day = measured_on or timezone.localdate(at)
    if day > timezone.localdate(at):
        raise Invalid(_("The day of measuring must be today or in the past."), field="measured_on")
    if day < timezone.localdate(case.opened_at):
        raise Invalid(_("The day of measuring must not be before the case was opened."), field="measured_on")
    words = needed_words(evidence, _("the evidence: what was seen, counted or said"), "evidence")
    taken = Measurement.objects.filter(need=record, occasion=occasion, measured_on=day)
    if taken.exists():
        raise Refused(
            _("“%(need)s” is measured already for that day. It is not changed afterwards.")
            % {"need": Need(record.need).label}
        )
    made = Measurement.objects.create(
        case=case,
        need=record,
        occasion=occasion,
        standing=standing,
        score=score,
        evidence=words,
        measured_on=day,
        supplier_id=actor.agency,
        recorded_by_id=actor.post,
        recorded_at=at,
    )
    journal.record(
        actor,
        Event.OUTCOME_MEASURED,
        families=[file.id],
        subjects=[subject.pk for subject in record.about.all()],
        detail={"measurement": made.pk, "need": record.pk, "occasion": str(occasion)},
    )
    return made.pk


def open_needs(file: OpenFile, case: Case) -> dict[int, NeedRecord]:
    """The needs of the case, without strengths, that this reader may see, by their keys in the order of recording."""
    rows = NeedRecord.objects.filter(case=case, kind=NeedKind.NEED).select_related("supplier").prefetch_related("about")
    return {
        row.pk: row
        for row in rows.order_by("pk")
        if file.decide(
            Category(row.category),
            row.supplier_id,
            AgencyKind(row.supplier.kind),
            [subject.pk for subject in row.about.all()],
        ).is_open
    }
