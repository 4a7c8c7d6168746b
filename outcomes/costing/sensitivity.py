"""How much a business case hangs on each of its inputs. Source: costing.md section 5.

Net present value is a straight line in every input here but the discount rate, so the value at which it reaches
nought follows from two points of that line.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from outcomes.costing.appraisal import Case, appraise
from outcomes.costing.money import NOUGHT, ONE, Deflators

TENTH = Decimal("0.1")
ONE_POINT = Decimal("0.01")
SHARES = ("affected", "engaged", "impact", "deadweight", "attributed_elsewhere", "optimism_bias")
AMOUNTS = ("population", "unit_value")


@dataclass(frozen=True)
class Swing:
    """Net present value with one input lower and higher, all others as they are; `value` is the input as it stands."""

    input: str
    value: Decimal
    low: Decimal
    high: Decimal
    net_present_value_at_low: Decimal
    net_present_value_at_high: Decimal


@dataclass(frozen=True)
class SwitchingValue:
    """The value of one input at which net present value is nought, and its change from the present value as a share.

    `switches_at` is None when no value would do it; `possible` is false for a share outside 0 to 1 or an amount below
    nought.
    """

    input: str
    value: Decimal
    switches_at: Decimal | None
    change: Decimal | None
    possible: bool


@dataclass(frozen=True)
class _Input:
    name: str
    value: Decimal
    is_share: bool
    with_value: Callable[[Decimal], Case]


def sensitivity(case: Case, deflators: Deflators) -> tuple[Swing, ...]:
    """One row an input: a tenth of its value down and up (a share stays from 0 to 1, and one of nought goes up to a
    tenth), and the discount rates a percentage point down and up."""

    def worth(other: Case) -> Decimal:
        return appraise(other, deflators).net_present_value

    swings = []
    for given in _inputs(case):
        low, high = given.value * (ONE - TENTH), given.value * (ONE + TENTH)
        if given.is_share:
            high = min(ONE, high) if given.value else TENTH
        swing = Swing(given.name, given.value, low, high, worth(given.with_value(low)), worth(given.with_value(high)))
        swings.append(swing)
    lower, higher = case.discount.moved(-ONE_POINT), case.discount.moved(ONE_POINT)
    swings.append(
        Swing(
            input="discount rate",
            value=case.discount.rate(1),
            low=lower.rate(1),
            high=higher.rate(1),
            net_present_value_at_low=worth(replace(case, discount=lower)),
            net_present_value_at_high=worth(replace(case, discount=higher)),
        )
    )
    return tuple(swings)


def switching_values(case: Case, deflators: Deflators) -> tuple[SwitchingValue, ...]:
    """How far each input must move for net present value to reach nought."""
    now = appraise(case, deflators).net_present_value
    found = []
    for given in _inputs(case):
        slope = appraise(given.with_value(given.value + ONE), deflators).net_present_value - now
        if not slope:
            found.append(SwitchingValue(given.name, given.value, None, None, possible=False))
            continue
        switches_at = given.value - now / slope
        change = switches_at / given.value - ONE if given.value else None
        possible = switches_at >= NOUGHT and (not given.is_share or switches_at <= ONE)
        found.append(SwitchingValue(given.name, given.value, switches_at, change, possible))
    return tuple(found)


def _inputs(case: Case) -> Iterator[_Input]:
    """Every input that is a straight line: the costs together, and each outcome's figures."""
    costs = sum(case.costs, NOUGHT)
    yield _Input("costs", costs, False, lambda value: replace(case, costs=tuple(c * value / costs for c in case.costs)))
    for at, outcome in enumerate(case.outcomes):
        for name in AMOUNTS + SHARES:
            yield _Input(
                f"{outcome.name}: {name.replace('_', ' ')}",
                getattr(outcome, name),
                name in SHARES,
                _with_outcome(case, at, name),
            )


def _with_outcome(case: Case, at: int, name: str) -> Callable[[Decimal], Case]:
    def changed(value: Decimal) -> Case:
        change: dict[str, Any] = {name: value}
        outcome = replace(case.outcomes[at], **change)
        return replace(case, outcomes=(*case.outcomes[:at], outcome, *case.outcomes[at + 1 :]))

    return changed
