"""What every supported family costs in each window by bearer: for the overview's tables and the operator's files.

Streamed family by family, so that memory does not grow with the place. For operations and operators alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.db.models import QuerySet

from cases.models import Case
from outcomes.costing.statement import Borne, borne
from outcomes.costing.windows import Window
from outcomes.selectors.family_ledgers import LedgerEntry, family_ledgers
from outcomes.selectors.support_windows import (
    ShownCatalogue,
    SupportDates,
    last_day_of_data,
    shown_catalogue,
    support_dates,
    support_windows,
)

BATCH = 200


@dataclass(frozen=True)
class SupportedCosts:
    """One case's costs: what each bearer bore in each window.

    `entries` are what the costs were worked out from.
    """

    case: SupportDates
    windows: tuple[Window, ...]
    rows: tuple[Borne, ...]
    entries: tuple[LedgerEntry, ...]


def supported_costs(cases: QuerySet[Case], catalogue: ShownCatalogue) -> Iterator[SupportedCosts]:
    """The costs of these cases, in the order of their keys. Several cases of one family each have their own windows."""
    last_days: dict[str, date | None] = {}
    stream = cases.select_related("family__file__place").order_by("pk").iterator(chunk_size=BATCH)
    while batch := list(islice(stream, BATCH)):
        ledgers = family_ledgers({case.family_id for case in batch}, catalogue)
        for case in batch:
            root = case.family.file.place.path.split("/")[0]
            if root not in last_days:
                last_days[root] = last_day_of_data(root)
            dates = support_dates(case)
            windows = support_windows(dates, last_days[root])
            entries = ledgers[case.family_id]
            yield SupportedCosts(dates, windows, _rows(entries, windows), entries)


def costs_of_all_support() -> Iterator[SupportedCosts]:
    """The costs of every case that says its support reference; nothing before costs are posted."""
    catalogue = shown_catalogue()
    if catalogue is not None:
        yield from supported_costs(Case.objects.exclude(support_reference=""), catalogue)


def _rows(entries: Sequence[LedgerEntry], windows: Sequence[Window]) -> tuple[Borne, ...]:
    return borne((line for entry in entries for line in entry.lines), windows)
