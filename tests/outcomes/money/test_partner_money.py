"""Who pays and who gains, family by family: each sum is behind a family, and all together are the whole."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

from outcomes.costing.effect_matching import Compared, Difference
from outcomes.operations.post_costs import post_costs
from outcomes.operations.post_support_costs import post_support_costs
from outcomes.selectors.partner_money import _gains, partner_money
from tests.cast import Cast
from tests.outcomes.money.money_world import D, a_budget, a_fund, a_line
from tests.outcomes.money.test_budgets_kept import pay
from tests.outcomes.tables.ledger_world import covered, weeks_of_support
from tests.outcomes.tables.overview_world import families

YEAR = date(2025, 4, 1), date(2026, 4, 1)


def test_what_each_partner_put_in_and_bore_is_behind_a_family(cast: Cast) -> None:
    covered()
    north, south = families(cast, 2), families(cast, 1, place="ashworth/south")
    weeks_of_support(north[0], [600] * 20)
    post_costs(None)
    priced = post_support_costs(None)
    held = a_budget(cast, year=2025)
    room = a_line(cast, held, kind="buildings", partner="The Bridge Project", planned=D(10), is_shared=True)
    pay(cast, held, room, "1.01", falls_on=date(2025, 5, 1))
    pay(cast, held, room, "5.00", "promised", falls_on=date(2025, 5, 1))
    pay(cast, held, a_line(cast, held), "700", falls_on=date(2025, 5, 1))
    a_fund(cast, held)

    found = partner_money("ashworth", *YEAR)
    rows = {one.partner: one for one in found.partners}
    assert found.families == {case.family_id for case in (*north, *south)}
    assert sorted(rows["The Bridge Project"].in_kind.values()) == [D("0.50"), D("0.51")]
    assert set(rows["The Bridge Project"].in_kind) == {case.family_id for case in north}
    in_the_year = 7  # of the twenty weeks from 6 January, those that begin in April or later
    assert rows["council"].cash == {north[0].family_id: (priced.gbp * in_the_year / 20).quantize(D("0.01"))}
    assert set(rows["police"].borne_before) == set(rows["police"].borne_after) == found.families
    returns = {row.partner: row for row in found.returns()}
    assert returns["The Bridge Project"].in_kind == D("1.01")
    assert returns["police"].raw_fall == sum(rows["police"].borne_before.values()) - sum(
        rows["police"].borne_after.values()
    )
    assert returns["police"].gains is None and rows["police"].gains == {}
    elsewhere = {row.partner: row for row in partner_money("ashworth/south", *YEAR).partners}
    assert "The Bridge Project" not in elsewhere and not elsewhere["council"].cash
    assert partner_money("ashworth", date(2020, 1, 1), date(2021, 1, 1)).families == frozenset()


def test_gains_are_the_compared_estimate_by_cashable_share_and_years_and_add_up_to_the_penny() -> None:
    one = Difference(1000.0, 1.0, 2.0)
    compared = Compared(30, 30, one, {"police": one, "fire": Difference(10.0, 0.0, 0.0)}, 0.0, 0.0, ())
    years = {uuid4(): D(1), uuid4(): D("0.5"), uuid4(): D(1) / D(3)}
    gains = _gains(compared, years)
    assert sum(gains["police"].values()) == (D(250) * sum(years.values())).quantize(D("0.01"))
    assert list(gains["police"].values()) == [D(250), D(125), D("83.33")]
    assert sum(gains["fire"].values()) == (D("2.5") * sum(years.values(), Decimal(0))).quantize(D("0.01"))
    assert _gains(None, years) == {}
