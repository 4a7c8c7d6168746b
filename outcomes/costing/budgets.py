"""Budgets of a place: what is planned, committed, spent and remaining, and what a family fund may buy. Pure.

Source: costing.md section 6. Places are paths ("northshire/ashby/old-town"); a place's budget holds its own lines and
those of every part of it, each once. Pounds, not rounded.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from outcomes.costing.money import NOUGHT, CannotCost, pounds


class BudgetKind(StrEnum):
    """What a line is made of. A grant in advance is cash that is repaid as savings come in."""

    CASH = "cash"
    STAFF = "staff"
    VOLUNTEERS = "volunteers"
    EQUIPMENT = "equipment"
    BUILDINGS = "buildings"
    COMMUNITY_SHARES = "community_shares"
    GRANT_IN_ADVANCE = "grant_in_advance"

    @property
    def is_money(self) -> bool:
        """Whether it is money, or given in kind."""
        return self in (BudgetKind.CASH, BudgetKind.COMMUNITY_SHARES, BudgetKind.GRANT_IN_ADVANCE)


@dataclass(frozen=True)
class BudgetLine:
    """One partner's line of one place. `committed` is promised and not yet paid; what is paid is `spent` alone."""

    reference: str
    place: str
    kind: BudgetKind
    partner: str
    planned: Decimal
    committed: Decimal = NOUGHT
    spent: Decimal = NOUGHT

    @property
    def remaining(self) -> Decimal:
        """Below nought where the line is overspent: shown so, never hidden."""
        return self.planned - self.committed - self.spent


@dataclass(frozen=True)
class BudgetSum:
    """Several lines together."""

    planned: Decimal = NOUGHT
    committed: Decimal = NOUGHT
    spent: Decimal = NOUGHT

    @property
    def remaining(self) -> Decimal:
        return self.planned - self.committed - self.spent

    def with_line(self, line: BudgetLine) -> "BudgetSum":
        return BudgetSum(self.planned + line.planned, self.committed + line.committed, self.spent + line.spent)


@dataclass(frozen=True)
class PlaceBudget:
    """A place's budget: altogether, in money, in kind, and by kind of line."""

    place: str
    whole: BudgetSum
    money: BudgetSum
    in_kind: BudgetSum
    by_kind: dict[BudgetKind, BudgetSum]


@dataclass(frozen=True)
class GrantInAdvance:
    """How much of a grant has been earned back by savings, and how much is still owed."""

    gbp: Decimal
    repaid: Decimal

    @property
    def owed(self) -> Decimal:
        return self.gbp - self.repaid


@dataclass(frozen=True)
class FamilyFund:
    """Money that a key worker may spend at once on what a family needs: `limit` is the most for one purchase."""

    limit: Decimal
    remaining: Decimal


def lies_in(place: str, whole: str) -> bool:
    """Whether a place is this one or a part of it: by whole steps of its path, never by letters alone."""
    return place == whole or place.startswith(f"{whole}/")


def place_budget(place: str, lines: Iterable[BudgetLine]) -> PlaceBudget:
    """The budget of a place and all its parts. CannotCost: a reference twice, or a sum below nought."""
    seen: set[str] = set()
    whole = money = in_kind = BudgetSum()
    by_kind: dict[BudgetKind, BudgetSum] = {}
    for line in lines:
        if not lies_in(line.place, place):
            continue
        if line.reference in seen:
            raise CannotCost(f"The budget line {line.reference} is there twice; it would be counted twice.")
        seen.add(line.reference)
        if min(line.planned, line.committed, line.spent) < NOUGHT:
            raise CannotCost(f"The budget line {line.reference} has a sum below nought.")
        whole = whole.with_line(line)
        if line.kind.is_money:
            money = money.with_line(line)
        else:
            in_kind = in_kind.with_line(line)
        by_kind[line.kind] = by_kind.get(line.kind, BudgetSum()).with_line(line)
    return PlaceBudget(place, whole, money, in_kind, {kind: by_kind[kind] for kind in BudgetKind if kind in by_kind})


def grant_in_advance(gbp: Decimal, savings: Decimal) -> GrantInAdvance:
    """A grant of `gbp` against cashable savings to date: repaid as they come in, never more than was given."""
    if gbp < NOUGHT:
        raise CannotCost(f"A grant cannot be {gbp} pounds.")
    return GrantInAdvance(gbp, max(NOUGHT, min(gbp, savings)))


def check_purchase(fund: FamilyFund, gbp: Decimal, *, buyer: int, approver: int | None, action: int | None) -> None:
    """Whether a key worker may buy this now. Buyer, approver and action are numbers. Raises CannotCost in words."""
    if gbp <= NOUGHT or gbp != pounds(gbp):
        raise CannotCost("A purchase is a sum above nought in pounds and pence.")
    if action is None:
        raise CannotCost("Say for which action of the family's plan this is bought.")
    if approver is None:
        raise CannotCost("The family fund has no approver for this team yet; ask the budget's accountable officer.")
    if approver == buyer:
        raise CannotCost("Somebody other than the buyer approves a purchase.")
    if gbp > fund.limit:
        raise CannotCost(f"One purchase from the family fund is at most £{pounds(fund.limit):,}.")
    if gbp > fund.remaining:
        raise CannotCost(f"There is £{pounds(fund.remaining):,} left in the family fund.")
