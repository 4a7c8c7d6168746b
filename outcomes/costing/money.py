"""Pounds: uprating between financial years, showing to the penny, and additionality. Source: costing.md 1 and 5."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

PENNY = Decimal("0.01")
NOUGHT = Decimal(0)
ONE = Decimal(1)


class CannotCost(ValueError):
    """A sum that cannot be worked out; its text is words for the practitioner who asked for it."""


@dataclass(frozen=True)
class Deflators:
    """GDP deflator index by financial year ("2024-25"); any year may be the 100."""

    index: Mapping[str, Decimal]

    def of(self, financial_year: str) -> Decimal:
        if financial_year not in self.index:
            raise CannotCost(f"There is no GDP deflator for the price year {financial_year}.")
        return self.index[financial_year]

    def uprate(self, gbp: Decimal, price_year: str, base_year: str) -> Decimal:
        """`gbp` at the prices of `price_year`, as pounds at the prices of `base_year`; not rounded."""
        return gbp * self.of(base_year) / self.of(price_year)


def pounds(gbp: Decimal) -> Decimal:
    """To two places, half up: the only rounding there is, and only for showing."""
    return gbp.quantize(PENNY, rounding=ROUND_HALF_UP)


def additionality(
    gross: Decimal,
    *,
    deadweight: Decimal = NOUGHT,
    displacement: Decimal = NOUGHT,
    leakage: Decimal = NOUGHT,
    substitution: Decimal = NOUGHT,
    multiplier: Decimal = ONE,
) -> Decimal:
    """Net of what would have happened anyway, or only moved from elsewhere; each share is from 0 to 1."""
    net = gross * multiplier
    for name, share in (
        ("deadweight", deadweight),
        ("displacement", displacement),
        ("leakage", leakage),
        ("substitution", substitution),
    ):
        if not NOUGHT <= share <= ONE:
            raise CannotCost(f"The share for {name} must be from 0 to 1; it is {share}.")
        net *= ONE - share
    return net
