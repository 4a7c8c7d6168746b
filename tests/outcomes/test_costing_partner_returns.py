"""Who pays, who gains, and the cost of a sustained outcome, as costing.md section 6 has them."""

from dataclasses import replace
from decimal import Decimal

import pytest

from outcomes.costing.effect import BeforeAndAfter, Effect, Estimate, Evidence, with_deadweight
from outcomes.costing.effect_matching import Compared, Difference
from outcomes.costing.money import CannotCost
from outcomes.costing.partner_returns import (
    FamilyWork,
    PartnerReturn,
    cost_by_headline,
    cost_by_tier,
    partner_returns,
    wrong_pocket,
)
from outcomes.costing.support import PaidIn

D = Decimal
RAW = BeforeAndAfter(20, D(3000), D(1000), {"council": D(500), "police": D(1500)})
LESS = with_deadweight(RAW, Evidence(D("0.4"), "a named study"))
COMPARED = Compared(
    supported=20,
    others=60,
    together=Difference(900.0, 500.0, 1300.0),
    by_bearer={"council": Difference(100.0, -50.0, 250.0), "police": Difference(800.0, 400.0, 1200.0)},
    supported_fell=2000.0,
    others_fell=1100.0,
    balance=(),
)
EFFECT = Effect(RAW, "", LESS, "", COMPARED, "", {}, 0)
PUT_IN = {("council", PaidIn.CASH): D(4000), ("council", PaidIn.IN_KIND): D(1000), ("health", PaidIn.IN_KIND): D(50)}
BEFORE = {"council": D(20000), "police": D(40000)}
AFTER = {"council": D(10000), "police": D(10000)}
CASHABLE = {"council": D("0.5"), "police": D("0.25")}


def _rows(effect: Effect = EFFECT, **changes: object) -> dict[str, PartnerReturn]:
    rows = partner_returns(
        PUT_IN,
        BEFORE,
        AFTER,
        effect,
        cashable=changes.get("cashable", CASHABLE),  # type: ignore[arg-type]
        family_years=changes.get("family_years", D(20)),  # type: ignore[arg-type]
    )
    return {row.partner: row for row in rows}


def test_a_partner_gains_the_compared_estimate_by_its_cashable_share() -> None:
    rows = _rows()
    assert list(rows) == ["council", "health", "police"]
    assert {name: row.gains for name, row in rows.items()} == {"council": D(1000), "health": D(0), "police": D(4000)}
    assert {row.gains_by for row in rows.values()} == {Estimate.COMPARED}
    assert (rows["council"].put_in, rows["council"].cash, rows["council"].in_kind) == (D(5000), D(4000), D(1000))
    assert (rows["council"].net, rows["police"].net, rows["health"].net) == (D(-4000), D(4000), D(-50))


def test_the_raw_fall_is_a_memo_and_never_what_a_partner_gains() -> None:
    police = _rows()["police"]
    assert (police.raw_fall, police.gains) == (D(30000), D(4000))
    dearer = partner_returns(PUT_IN, {"police": D(10**6)}, AFTER, EFFECT, cashable=CASHABLE, family_years=D(20))
    assert next(row.gains for row in dearer if row.partner == "police") == police.gains


def test_where_families_cannot_be_compared_deadweight_is_taken_off_and_the_row_says_so() -> None:
    rows = _rows(replace(EFFECT, compared=None, why_no_compared="too few"))
    assert rows["police"].gains == D(1500) * D("0.6") * 20
    assert rows["police"].gains_by is Estimate.WITH_DEADWEIGHT


def test_where_neither_can_be_had_nothing_is_said_of_gains() -> None:
    rows = _rows(replace(EFFECT, compared=None, with_deadweight=None))
    assert all(row.gains is None and row.net is None and row.gains_by is None for row in rows.values())
    assert wrong_pocket(list(rows.values())) is None


def test_a_cashable_share_that_is_missing_or_no_share_is_refused_in_words() -> None:
    with pytest.raises(CannotCost, match="There is no cashable share for police"):
        _rows(cashable={"council": D(1)})
    with pytest.raises(CannotCost, match="cashable share for council must be from 0 to 1; it is 2"):
        _rows(cashable={"council": D(2), "police": D(1)})
    with pytest.raises(CannotCost, match="cannot be -1 family years"):
        _rows(family_years=D(-1))


def test_the_wrong_pocket_names_who_pays_and_who_gains_most_first() -> None:
    found = wrong_pocket(list(_rows().values()))
    assert found is not None
    assert found.payers == (("council", D(4000)), ("health", D(50)))
    assert found.gainers == (("police", D(4000)),)


def test_where_every_partner_gains_or_every_partner_loses_no_pocket_is_wrong() -> None:
    rows = list(_rows().values())
    assert wrong_pocket([row for row in rows if row.partner == "police"]) is None
    assert wrong_pocket([row for row in rows if row.partner != "police"]) is None


WORK = (
    FamilyWork("family_help", D(900), frozenset({"crime", "housing", "health"}), frozenset({"crime"})),
    FamilyWork("family_help", D(300), frozenset({"crime"}), frozenset({"crime"})),
    FamilyWork("targeted", D(400), frozenset({"housing"}), frozenset()),
)


def test_cost_by_headline_counts_a_family_once_and_families_that_sustained_nothing_too() -> None:
    rows = cost_by_headline(WORK)
    assert {name: (row.gbp, row.sustained, row.each) for name, row in rows.items()} == {
        "crime": (D(600), 2, D(300)),
        "health": (D(300), 0, None),
        "housing": (D(700), 0, None),
    }
    assert sum(row.gbp for row in rows.values()) == sum(family.gbp for family in WORK)


def test_cost_by_tier_lays_all_its_support_over_all_its_sustained_outcomes() -> None:
    rows = cost_by_tier(WORK)
    assert rows["family_help"].each == D(600)
    assert (rows["targeted"].gbp, rows["targeted"].each) == (D(400), None)


def test_an_outcome_of_a_need_that_is_not_there_or_a_cost_below_nought_is_refused() -> None:
    with pytest.raises(CannotCost, match="no need under"):
        cost_by_tier([replace(WORK[1], sustained=frozenset({"health"}))])
    with pytest.raises(CannotCost, match="cannot cost -1 pounds"):
        cost_by_headline([replace(WORK[1], gbp=D(-1))])
