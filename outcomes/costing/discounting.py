"""Discount rates by year, chained; what a pound of a later year is worth now. Source: costing.md section 5."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from outcomes.costing.money import ONE, CannotCost


class Timing(StrEnum):
    """When a year's money counts: the first year not discounted, or every year at its end."""

    YEAR_START = "year_start"
    YEAR_END = "year_end"

    @property
    def first_year(self) -> int:
        return 1 if self is Timing.YEAR_END else 0


@dataclass(frozen=True)
class DiscountBand:
    """The rate of the years from `from_year` to `to_year`, both included; None is without end."""

    from_year: int
    to_year: int | None
    rate: Decimal


@dataclass(frozen=True)
class DiscountSchedule:
    name: str
    bands: tuple[DiscountBand, ...]

    def rate(self, year: int) -> Decimal:
        for band in self.bands:
            if band.from_year <= year and (band.to_year is None or year <= band.to_year):
                return band.rate
        raise CannotCost(f"The discount rates named {self.name} say nothing of year {year}.")

    def factors(self, years: int, timing: Timing) -> tuple[Decimal, ...]:
        """1 ÷ Π (1 + r) for each of so many years, the first being year 0 or, at years' ends, year 1."""
        factors = []
        growth = ONE
        for year in range(timing.first_year + years):
            if year:
                growth *= ONE + self.rate(year)
            if year >= timing.first_year:
                factors.append(ONE / growth)
        return tuple(factors)

    def moved(self, by: Decimal) -> "DiscountSchedule":
        """The same schedule with `by` added to every rate, no rate falling below nought."""
        bands = (DiscountBand(band.from_year, band.to_year, max(Decimal(0), band.rate + by)) for band in self.bands)
        return DiscountSchedule(f"{self.name} {by:+}", tuple(bands))


def flat_rate(rate: Decimal) -> DiscountSchedule:
    """One rate for every year."""
    return DiscountSchedule(f"{rate} a year", (DiscountBand(1, None, rate),))
