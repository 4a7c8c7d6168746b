"""How a family's needs stood, from the start to the close, as far as the reader may see them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from agencies.actor import Actor
from cases.models import NeedRecord
from cases.selectors.head import Head, Opened, Section, open_head, section, show
from cases.selectors.needs import EVIDENCE, NeedRow, need_rows
from cases.selectors.people import people_in
from datasharing import door
from datasharing.shown import Shown
from outcomes.distance import Distance, distance
from outcomes.models import Measurement
from outcomes.vocabulary import Occasion, Standing


@dataclass(frozen=True)
class MeasurementRow:
    """How a need stood on a day."""

    occasion: str
    occasion_words: str
    measured_on: date
    standing: str
    standing_words: str
    score: int | None
    evidence: Shown[str]
    recorded_by: str


@dataclass(frozen=True)
class NeedProgress:
    """A need, and how it stood, earliest first."""

    need: NeedRow
    measured: tuple[MeasurementRow, ...]

    @property
    def latest(self) -> MeasurementRow | None:
        """How it stands as far as anybody has measured it."""
        return self.measured[-1] if self.measured else None

    @property
    def travelled(self) -> Distance | None:
        """From the first score to the last; None before there are two."""
        return distance([(row.measured_on, row.score) for row in self.measured if row.score is not None])


@dataclass(frozen=True)
class MeasurementsSheet:
    """The needs of the latest case with their measurements, first recorded first."""

    head: Head
    needs: tuple[NeedProgress, ...]
    section: Section


def measurements(actor: Actor, reference: str) -> MeasurementsSheet:
    """The measurements of a family's latest case. Raises NotFound where it is not the actor's."""
    with door.open_one(actor, reference) as file:
        opened = open_head(file)
        return MeasurementsSheet(head=opened.head, needs=progress(opened), section=section(file, *EVIDENCE))


def progress(opened: Opened) -> tuple[NeedProgress, ...]:
    """The needs of the latest case that this reader may see, with their measurements, first recorded first."""
    rows = [row for row in need_rows(opened, people_in(opened)) if not row.is_strength]
    measured = _measured(opened, [row.id for row in rows])
    return tuple(NeedProgress(row, tuple(measured[row.id])) for row in reversed(rows))


def _measured(opened: Opened, needs: list[int]) -> dict[int, list[MeasurementRow]]:
    found: dict[int, list[MeasurementRow]] = defaultdict(list)
    rows = (
        Measurement.objects.filter(need__in=needs)
        .select_related("supplier", "need", "recorded_by__practitioner", "recorded_by__agency")
        .prefetch_related("need__about")
    )
    for row in rows:
        if (measured := _row(opened, row, row.need)) is not None:
            found[row.need_id].append(measured)
    return found


def _row(opened: Opened, row: Measurement, need: NeedRecord) -> MeasurementRow | None:
    about = [subject.pk for subject in need.about.all()]
    evidence = show(opened.file, row.evidence, need.category, row.supplier, about)
    if not evidence.is_open:
        return None
    return MeasurementRow(
        occasion=row.occasion,
        occasion_words=str(Occasion(row.occasion).label),
        measured_on=row.measured_on,
        standing=row.standing,
        standing_words=str(Standing(row.standing).label),
        score=row.score,
        evidence=evidence,
        recorded_by=f"{row.recorded_by.practitioner.name}, {row.recorded_by.agency.name}",
    )
