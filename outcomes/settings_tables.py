"""The tables that business cases are worked out with: discount rates and optimism bias by grade of evidence. Pure."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from outcomes.costing.case_reading import AppraisalSettings
from outcomes.costing.discounting import DiscountBand, DiscountSchedule
from outcomes.costing.money import Deflators
from outcomes.csv_tables import Faults, only_once, rows_of

SHIPPED = Path(__file__).parent / "data" / "appraisal"
RATE_COLUMNS = ("schedule", "in_force_from", "from_year", "to_year", "rate", "source", "confidence")
BIAS_COLUMNS = ("evidence_grade", "share", "source", "confidence")
FUND = Path(__file__).parent / "data" / "family_fund"
ITEM_COLUMNS = ("item", "words", "gbp", "source", "confidence")
CASHABLE_COLUMNS = ("bearer", "share", "source", "confidence")


def discount_schedules(folder: Path = SHIPPED, *, on: date = date.max) -> dict[str, DiscountSchedule]:
    """Each named schedule as in force on a day, by default the newest. Raises CatalogueRefused."""
    faults = Faults()
    dated: dict[str, dict[date, list[DiscountBand]]] = {}
    for row in rows_of(folder, "discount_rates.csv", RATE_COLUMNS, faults):
        band = DiscountBand(row.whole("from_year"), row.whole_or_none("to_year"), row.share("rate"))
        versions = dated.setdefault(row.needed("schedule"), {})
        bands = versions.setdefault(row.day("in_force_from"), [])
        last = bands[-1].to_year if bands else 0
        if last is None or band.from_year != last + 1 or (band.to_year is not None and band.to_year < band.from_year):
            row.fault("the years of a schedule must follow one another, from year 1, without a gap.")
        bands.append(band)
    faults.stop_if_any()
    return {
        name: DiscountSchedule(name, tuple(versions[max(begun)]))
        for name, versions in dated.items()
        if (begun := [day for day in versions if day <= on])
    }


def optimism_bias(folder: Path = SHIPPED) -> dict[int, Decimal]:
    """The share off benefits, and added to costs, by grade of evidence from 1, the best. Raises CatalogueRefused."""
    faults = Faults()
    rows = rows_of(folder, "optimism_bias.csv", BIAS_COLUMNS, faults)
    by_grade = only_once((row, str(row.whole("evidence_grade")), row.share("share")) for row in rows)
    faults.stop_if_any()
    return {int(grade): share for grade, share in by_grade.items()}


def cashable_shares(folder: Path = SHIPPED) -> dict[str, Decimal]:
    """The share of what each bearer saves that can be had as cash, from 0 to 1. Raises CatalogueRefused."""
    faults = Faults()
    rows = rows_of(folder, "cashable_shares.csv", CASHABLE_COLUMNS, faults)
    shares = only_once((row, row.needed("bearer"), row.share("share")) for row in rows)
    faults.stop_if_any()
    return shares


def fund_items(folder: Path = FUND) -> dict[str, tuple[str, Decimal]]:
    """What key workers buy most from the family fund: words and usual price by item. Raises CatalogueRefused."""
    faults = Faults()
    rows = rows_of(folder, "items.csv", ITEM_COLUMNS, faults)
    found = only_once((row, row.needed("item"), (row.needed("words"), row.number("gbp"))) for row in rows)
    faults.stop_if_any()
    return found


def appraisal_settings(deflators: Deflators) -> AppraisalSettings:
    """The shipped tables beside a catalogue's deflators."""
    return AppraisalSettings(deflators, discount_schedules(), optimism_bias())
