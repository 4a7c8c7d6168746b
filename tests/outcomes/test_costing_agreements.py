"""Investment agreements, as costing.md section 6 has them: refusals, the three ways of sharing, and closing once."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outcomes.costing.agreements import (
    Agreement,
    CannotAgree,
    Footing,
    Quarter,
    Sharing,
    check_agreement,
    check_closing,
    returns_due,
    settle,
    to_the_penny,
)

D = Decimal
Q1, Q2, Q3, Q4 = (Quarter(2026, number) for number in (1, 2, 3, 4))
PARTNERS = ("council", "health", "police")
SHARES = {"council": D("0.5"), "health": D("0.3"), "police": D("0.2")}
AGREED = Agreement(
    name="Ashby",
    footing=Footing.SHADOW,
    sharing=Sharing.IN_PROPORTION,
    first=Q1,
    last=Q4,
    partners=PARTNERS,
    families=frozenset({1, 2, 3}),
    commitments={(Q1, "council"): D(600), (Q1, "health"): D(300), (Q2, "health"): D(100), (Q3, "police"): D(50)},
)
FIXED = replace(AGREED, sharing=Sharing.FIXED_SHARES, shares=SHARES)
FIRST_LOSS = replace(FIXED, sharing=Sharing.FIRST_LOSS, first_loss=frozenset({"council"}))
PUT_IN = {"council": D(600), "health": D(300), "police": D(100)}
pounds_in = st.decimals(0, 100_000, places=2)
returned = st.decimals(-100_000, 100_000, places=2)


def test_a_sound_agreement_of_each_kind_stands() -> None:
    for agreement in (AGREED, FIXED, FIRST_LOSS, replace(FIXED, footing=Footing.ALIGNED)):
        check_agreement(agreement)
    check_agreement(
        replace(AGREED, footing=Footing.POOLED, host="health", accountable_body="council", legal_power="s75")
    )


REFUSED: list[tuple[Agreement, str]] = [
    (replace(FIXED, shares=SHARES | {"police": D("0.1")}), "add up to 100%; they add up to 90%."),
    (replace(FIXED, shares=SHARES | {"police": D("0.205")}), "they add up to 100.5%."),
    (replace(FIXED, shares={}), "they add up to 0%."),
    (replace(FIXED, shares={"council": D("1.5"), "health": D("-0.5")}), "Every share must be from 0 to 100%."),
    (replace(FIXED, shares={"council": D("0.5"), "charity": D("0.5")}), "charity has a share but is not a partner."),
    (replace(AGREED, shares=SHARES), "have no shares of their own"),
    (replace(FIRST_LOSS, first_loss=frozenset()), "First loss needs a partner who stands it"),
    (replace(FIRST_LOSS, first_loss=frozenset(PARTNERS)), "and one who does not."),
    (replace(FIRST_LOSS, first_loss=frozenset({"investor"})), "Who stands the first loss must be a partner."),
    (replace(FIXED, first_loss=frozenset({"council"})), "Nobody stands a first loss"),
    (replace(AGREED, footing=Footing.POOLED, accountable_body="x", legal_power="x"), "Pooled money needs a host."),
    (replace(AGREED, footing=Footing.POOLED, host="x", legal_power="x"), "Pooled money needs an accountable body."),
    (replace(AGREED, footing=Footing.POOLED, host="x", accountable_body="x"), "Pooled money needs a legal power"),
    (replace(AGREED, partners=("council",), commitments={}), "An agreement has two partners at least."),
    (replace(AGREED, partners=("council", "health", "police", "police")), "A partner is named twice."),
    (replace(AGREED, families=frozenset()), "for which families"),
    (replace(AGREED, first=Q4, last=Q1, commitments={}), "comes before the first"),
    (replace(AGREED, last=Q2), "police commits money in 2026-27 Q3, outside the agreement."),
    (replace(AGREED, commitments={(Q1, "charity"): D(1)}), "charity commits money in 2026-27 Q1 but is not a partner."),
    (replace(AGREED, commitments={(Q1, "council"): D(-1)}), "council cannot commit -1 pounds"),
]


@pytest.mark.parametrize(("agreement", "words"), REFUSED, ids=[words[:40] for _, words in REFUSED])
def test_an_agreement_that_cannot_stand_is_refused_in_words(agreement: Agreement, words: str) -> None:
    with pytest.raises(CannotAgree) as refused:
        check_agreement(agreement)
    assert words in str(refused.value)


def test_every_fault_is_said_at_once() -> None:
    with pytest.raises(CannotAgree) as refused:
        check_agreement(replace(FIXED, footing=Footing.POOLED, shares={}))
    assert len(refused.value.faults) == 4


def test_two_agreements_on_one_family_at_one_time_are_refused_and_one_after_the_other_are_not() -> None:
    other = replace(AGREED, name="Northshire", families=frozenset({3, 4}))
    with pytest.raises(CannotAgree, match="Northshire runs at the same time for the same families: 1 of them"):
        check_agreement(AGREED, [other])
    check_agreement(AGREED, [replace(other, families=frozenset({4}))])
    check_agreement(AGREED, [replace(other, first=Quarter(2027, 1), last=Quarter(2027, 4))])


def test_a_quarter_is_closed_once_in_order_and_within_the_agreement() -> None:
    check_closing(AGREED, Q1, [])
    check_closing(AGREED, Q2, [Q1])
    for quarter, closed, words in (
        (Q1, [Q1], "2026-27 Q1 is closed already; a quarter is closed once."),
        (Q3, [Q1], "2026-27 Q2 has to be closed before 2026-27 Q3."),
        (Q2, [], "2026-27 Q1 has to be closed before 2026-27 Q2."),
        (Quarter(2027, 1), [Q1, Q2, Q3, Q4], "2027-28 Q1 is not a quarter of this agreement"),
    ):
        with pytest.raises(CannotAgree, match=words):
            check_closing(AGREED, quarter, closed)


def test_quarters_follow_the_financial_year() -> None:
    assert [str(one.first_day) for one in (Q1, Q2, Q3, Q4)] == ["2026-04-01", "2026-07-01", "2026-10-01", "2027-01-01"]
    assert Q4.next == Quarter(2027, 1) and Q4.next.first_day == date(2027, 4, 1)
    assert str(Quarter(1999, 2)) == "1999-00 Q2"
    with pytest.raises(CannotAgree, match="numbered from 1 to 4"):
        Quarter(2026, 5)


def test_in_proportion_what_police_gained_alone_goes_to_those_who_paid() -> None:
    rows = settle(AGREED, Q2, put_in=PUT_IN, gained={"police": D(2000)}, passed={})
    assert {row.partner: (row.due, row.passes) for row in rows} == {
        "council": (D(1200), D(1200)),
        "health": (D(600), D(600)),
        "police": (D(200), D(-1800)),
    }


def test_what_has_passed_before_does_not_pass_again() -> None:
    before = {"council": D(1200), "health": D(600), "police": D(-1800)}
    rows = settle(AGREED, Q3, put_in=PUT_IN, gained={"police": D(3000)}, passed=before)
    assert [row.passes for row in rows] == [D(600), D(300), D(-900)]


def test_commitments_count_up_to_the_quarter_and_what_is_short_is_said() -> None:
    rows = {row.partner: row for row in settle(AGREED, Q2, put_in={"health": D(250)}, gained={}, passed={})}
    assert [rows[name].committed for name in PARTNERS] == [D(600), D(400), D(0)]
    assert [rows[name].short for name in PARTNERS] == [D(600), D(150), D(0)]
    assert all(row.passes == 0 for row in rows.values())


def test_fixed_shares_do_not_ask_who_put_in_what() -> None:
    assert returns_due(FIXED, {}, {"police": D(1000)}) == {"council": D(500), "health": D(300), "police": D(200)}


@pytest.mark.parametrize(
    ("whole", "due"),
    [
        (-90, ("-90", "0", "0")),  # a loss beyond the input is the first-loss partner's
        (200, ("0", "150", "50")),  # less than health and police put in: theirs, in proportion
        (700, ("300", "300", "100")),  # they have theirs back; the council half of its own
        (1400, ("800", "420", "180")),  # all have theirs back, and £400 goes by shares
    ],
)
def test_first_loss_then_shares(whole: int, due: tuple[str, str, str]) -> None:
    assert tuple(returns_due(FIRST_LOSS, PUT_IN, {"health": D(whole)}).values()) == tuple(map(D, due))


def test_somebody_who_is_no_partner_cannot_be_settled_with() -> None:
    with pytest.raises(CannotAgree, match="charity is not a partner"):
        settle(AGREED, Q1, put_in={"charity": D(1)}, gained={}, passed={})


@pytest.mark.parametrize("agreement", [AGREED, FIXED, FIRST_LOSS], ids=lambda one: one.sharing)
@given(put_in=st.tuples(*[pounds_in] * 3), gained=st.tuples(*[returned] * 3))
@settings(max_examples=60, deadline=None)
def test_nothing_is_made_or_lost_on_the_way(
    agreement: Agreement, put_in: tuple[Decimal, ...], gained: tuple[Decimal, ...]
) -> None:
    rows = settle(
        agreement,
        Q4,
        put_in=dict(zip(PARTNERS, put_in, strict=True)),
        gained=dict(zip(PARTNERS, gained, strict=True)),
        passed={},
    )
    assert abs(sum(row.passes for row in rows)) < D("1e-15")
    shown = to_the_penny({row.partner: row.passes for row in rows})
    assert sum(shown.values()) == 0
    assert all(abs(shown[row.partner] - row.passes) < D("0.01") for row in rows)


@given(st.lists(st.decimals(-1000, 1000, places=5), min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_sums_to_the_penny_add_up_to_the_whole_to_the_penny(amounts: list[Decimal]) -> None:
    shown = to_the_penny({str(at): amount for at, amount in enumerate(amounts)})
    assert abs(sum(shown.values()) - sum(amounts)) <= D("0.005")
    assert all(abs(shown[str(at)] - amount) < D("0.01") for at, amount in enumerate(amounts))
