"""Options of a business case side by side, against business as usual, by year and bearer. Pure; pounds, not rounded.

Source: costing.md section 5. Business as usual is an option too: it stands in the table, and adds nothing to itself.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from outcomes.costing.appraisal import Appraisal, Case, Kind, appraise_against, benefit_each_year
from outcomes.costing.money import NOUGHT, CannotCost, Deflators


@dataclass(frozen=True)
class BearerYears:
    """What one bearer gains in each year, undiscounted; `cashable` is the part of it that can be taken out as cash."""

    bearer: str
    fiscal: tuple[Decimal, ...]
    cashable: tuple[Decimal, ...]


@dataclass(frozen=True)
class Option:
    """One option: what it is worth against doing nothing at all, what it adds to usual, and who gains when."""

    name: str
    is_usual: bool
    alone: Appraisal
    against_usual: Appraisal
    bearers: tuple[BearerYears, ...]


@dataclass(frozen=True)
class Comparison:
    """Every option, business as usual first, then by what it adds to usual, most first."""

    options: tuple[Option, ...]

    @property
    def best(self) -> Option:
        """The option of the greatest net present value against usual; usual itself where none adds anything."""
        return max(self.options, key=lambda option: option.against_usual.net_present_value)


def compare_options(options: Mapping[str, Case], usual: str, deflators: Deflators) -> Comparison:
    """Every option against the one named `usual`. Raises CannotCost in words.

    All must run over the same years, with the same timing, discount and base year. One that costs nothing has no
    ratios: they are None.
    """
    if usual not in options:
        raise CannotCost(f"Business as usual is an option too, and {usual} is not among the options.")
    if len(options) < 2:
        raise CannotCost("There is nothing to compare: there must be one option beside business as usual.")
    as_usual = options[usual]
    nothing = Case(
        years=as_usual.years,
        timing=as_usual.timing,
        discount=as_usual.discount,
        base_year=as_usual.base_year,
        costs=(NOUGHT,) * as_usual.years,
        outcomes=(),
    )
    found = [
        Option(
            name=name,
            is_usual=name == usual,
            alone=appraise_against(case, nothing, deflators),
            against_usual=appraise_against(case, as_usual, deflators),
            bearers=_bearers(case, deflators),
        )
        for name, case in options.items()
    ]
    return Comparison(tuple(sorted(found, key=_usual_first)))


def _usual_first(option: Option) -> tuple[bool, Decimal, str]:
    return not option.is_usual, -option.against_usual.net_present_value, option.name


def _bearers(case: Case, deflators: Deflators) -> tuple[BearerYears, ...]:
    fiscal: dict[str, list[Decimal]] = defaultdict(lambda: [NOUGHT] * case.years)
    cashable: dict[str, list[Decimal]] = defaultdict(lambda: [NOUGHT] * case.years)
    for outcome in case.outcomes:
        if outcome.kind is Kind.FISCAL:
            for at, gbp in enumerate(benefit_each_year(outcome, deflators, case.base_year)):
                fiscal[outcome.bearer][at] += gbp
                cashable[outcome.bearer][at] += gbp * outcome.cashable
    return tuple(BearerYears(bearer, tuple(fiscal[bearer]), tuple(cashable[bearer])) for bearer in sorted(fiscal))
