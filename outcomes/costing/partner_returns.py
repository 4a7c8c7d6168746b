"""Who pays and who gains, and what a sustained outcome costs. Pure; pounds, not rounded. Source: costing.md section 6.

A partner gains by what support did, never by the raw fall: that stands beside it as a memo.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from outcomes.costing.effect import Effect, Estimate
from outcomes.costing.money import NOUGHT, ONE, CannotCost
from outcomes.costing.support import PaidIn


@dataclass(frozen=True)
class PartnerReturn:
    """One partner's row. `gains` and `gains_by` are None where neither estimate can be had: nothing is said then."""

    partner: str
    cash: Decimal
    in_kind: Decimal
    borne_before: Decimal
    borne_after: Decimal
    gains: Decimal | None
    gains_by: Estimate | None

    @property
    def put_in(self) -> Decimal:
        return self.cash + self.in_kind

    @property
    def raw_fall(self) -> Decimal:
        """A memo, never a return: part of it would have come anyway."""
        return self.borne_before - self.borne_after

    @property
    def net(self) -> Decimal | None:
        """What it gains less what it puts in."""
        return None if self.gains is None else self.gains - self.put_in


@dataclass(frozen=True)
class WrongPocket:
    """`payers` put in more than they gain while `gainers` gain more than they put in; each by how much, most first."""

    payers: tuple[tuple[str, Decimal], ...]
    gainers: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True)
class FamilyWork:
    """One family's support: its tier, what it cost, the headlines it had needs under, and those sustained."""

    tier: str
    gbp: Decimal
    headlines: frozenset[str]
    sustained: frozenset[str]


@dataclass(frozen=True)
class OutcomeCost:
    """What was spent on a headline, or in a tier, and how many outcomes were sustained there."""

    gbp: Decimal
    sustained: int

    @property
    def each(self) -> Decimal | None:
        """Pounds a sustained outcome; None where none was, which is never nought pounds."""
        return self.gbp / self.sustained if self.sustained else None


def partner_returns(
    put_in: Mapping[tuple[str, PaidIn], Decimal],
    before: Mapping[str, Decimal],
    after: Mapping[str, Decimal],
    effect: Effect,
    *,
    cashable: Mapping[str, Decimal],
    family_years: Decimal,
) -> tuple[PartnerReturn, ...]:
    """A row for each partner that puts in or bears anything, by name.

    `before` and `after` are pounds by bearer over the whole set of families; `family_years` is families × years of the
    period, by which the estimate a family and year is multiplied. Compared savings count by their cashable share.
    Raises CannotCost where that share is missing or no share, or where the period is below nought.
    """
    if family_years < NOUGHT:
        raise CannotCost(f"The period cannot be {family_years} family years.")
    gains_by, saved = _saved(effect)
    partners = {partner for partner, _ in put_in} | before.keys() | after.keys() | saved.keys()
    rows = []
    for partner in sorted(partners):
        gains = None
        if gains_by is not None:
            gains = saved.get(partner, NOUGHT) * family_years
            if gains_by is Estimate.COMPARED and gains:
                gains *= _cashable(partner, cashable)
        rows.append(
            PartnerReturn(
                partner=partner,
                cash=put_in.get((partner, PaidIn.CASH), NOUGHT),
                in_kind=put_in.get((partner, PaidIn.IN_KIND), NOUGHT),
                borne_before=before.get(partner, NOUGHT),
                borne_after=after.get(partner, NOUGHT),
                gains=gains,
                gains_by=gains_by,
            )
        )
    return tuple(rows)


def wrong_pocket(rows: Sequence[PartnerReturn]) -> WrongPocket | None:
    """Who pays for what others gain; None where nobody does, or where gains are not known."""
    known = [(row.partner, row.net) for row in rows if row.net is not None]
    payers = sorted(((partner, -net) for partner, net in known if net < NOUGHT), key=_most_first)
    gainers = sorted(((partner, net) for partner, net in known if net > NOUGHT), key=_most_first)
    return WrongPocket(tuple(payers), tuple(gainers)) if payers and gainers else None


def cost_by_headline(work: Iterable[FamilyWork]) -> dict[str, OutcomeCost]:
    """By headline: a family's cost is shared evenly among its headlines, so that all rows together count it once.

    Families that sustained nothing are in it: their support was paid for too.
    """
    gbp: dict[str, Decimal] = defaultdict(Decimal)
    sustained: dict[str, int] = defaultdict(int)
    for family in map(_checked, work):
        for headline in family.headlines:
            gbp[headline] += family.gbp / len(family.headlines)
            sustained[headline] += headline in family.sustained
    return {headline: OutcomeCost(gbp[headline], sustained[headline]) for headline in sorted(gbp)}


def cost_by_tier(work: Iterable[FamilyWork]) -> dict[str, OutcomeCost]:
    """By tier: all that its families' support cost, over all outcomes that they sustained."""
    gbp: dict[str, Decimal] = defaultdict(Decimal)
    sustained: dict[str, int] = defaultdict(int)
    for family in map(_checked, work):
        gbp[family.tier] += family.gbp
        sustained[family.tier] += len(family.sustained)
    return {tier: OutcomeCost(gbp[tier], sustained[tier]) for tier in sorted(gbp)}


def _saved(effect: Effect) -> tuple[Estimate | None, dict[str, Decimal]]:
    """The estimate that gains are taken from, and what it says each bearer saved, a family and year."""
    if effect.compared is not None:
        found = effect.compared.by_bearer.items()
        return Estimate.COMPARED, {bearer: Decimal(str(float(one.mean))) for bearer, one in found}
    if effect.with_deadweight is not None:
        return Estimate.WITH_DEADWEIGHT, dict(effect.with_deadweight.by_bearer)
    return None, {}


def _cashable(partner: str, cashable: Mapping[str, Decimal]) -> Decimal:
    share = cashable.get(partner)
    if share is None:
        raise CannotCost(f"There is no cashable share for {partner}, so what it gains cannot be said.")
    if not NOUGHT <= share <= ONE:
        raise CannotCost(f"The cashable share for {partner} must be from 0 to 1; it is {share}.")
    return share


def _checked(family: FamilyWork) -> FamilyWork:
    if not family.sustained <= family.headlines:
        raise CannotCost("An outcome cannot be sustained under a headline that the family has no need under.")
    if family.gbp < NOUGHT:
        raise CannotCost(f"A family's support cannot cost {family.gbp} pounds.")
    return family


def _most_first(row: tuple[str, Decimal]) -> tuple[Decimal, str]:
    return -row[1], row[0]
