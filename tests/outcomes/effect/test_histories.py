"""What many families cost and showed on any day, against the ledger line by line."""

from datetime import date, timedelta
from decimal import Decimal

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from outcomes.catalogues import shipped_catalogue
from outcomes.costing.effect_histories import CostSpread, FamilyHistory, Histories, NeedShown, needs_shown
from outcomes.costing.ledger import Event
from tests.outcomes.effect.families import family, line

DAY = st.dates(date(2024, 1, 1), date(2025, 12, 31))
LINES = st.lists(
    st.builds(
        lambda day, pence, length, bearer: line(
            day,
            f"{pence / 100:.2f}",
            end_day=day + timedelta(days=length) if length else None,
            bearer=bearer,
        ),
        DAY,
        st.integers(1, 900_000),
        st.integers(0, 400),
        st.sampled_from(("council", "health", "police")),
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(families=st.lists(LINES, min_size=1, max_size=4), first_day=DAY, days=st.integers(1, 400))
def test_the_cost_of_any_days_is_what_the_ledger_lines_say(families: list, first_day: date, days: int) -> None:
    end_day = first_day + timedelta(days=days)
    histories = Histories([family(at, lines) for at, lines in enumerate(families)])
    cost = histories.cost(histories.everybody_on(first_day), histories.everybody_on(end_day))
    for at, lines in enumerate(families):
        for place, bearer in enumerate(histories.bearers):
            want = sum(one.between(first_day, end_day) for one in lines if one.bearer == bearer)
            assert abs(cost[at, place] - float(want)) < 0.001


def test_a_need_is_shown_by_any_day_of_a_spell_in_the_window_and_a_claim_only_while_it_is_open() -> None:
    spell = NeedShown("3", date(2024, 1, 1), date(2024, 7, 2))
    claim = NeedShown("10", date(2024, 1, 1), date(2024, 7, 2), on_the_day=True)
    histories = Histories([FamilyHistory("a", [], [spell, claim], [], [])])

    def shown(first_day: date, end_day: date) -> list[bool]:
        return list(histories.needs(histories.everybody_on(first_day), histories.everybody_on(end_day))[0])

    assert histories.headlines == ("10", "3")
    assert shown(date(2023, 7, 2), date(2024, 7, 2)) == [True, True]
    assert shown(date(2024, 7, 1), date(2025, 7, 1)) == [False, True]
    assert shown(date(2024, 7, 2), date(2025, 7, 2)) == [False, False]
    assert shown(date(2023, 1, 1), date(2024, 1, 1)) == [False, False]


def test_a_need_is_borne_out_by_two_records_or_by_a_hundred_and_fifty_days() -> None:
    day = date(2024, 1, 1)
    needs = [
        NeedShown("1", day, date(2024, 1, 2)),
        NeedShown("1", date(2024, 9, 1), date(2024, 9, 2)),
        NeedShown("3", day, day + timedelta(days=150)),
        NeedShown("6", day, day + timedelta(days=149)),
    ]
    histories = Histories([FamilyHistory("a", [], needs, [], [])])
    for end_day, want in ((date(2024, 9, 2), [True, True, False]), (date(2024, 5, 29), [False, False, False])):
        flags = histories.borne_out(histories.everybody_on(day), histories.everybody_on(end_day))
        assert flags[0].tolist() == want


def test_each_family_may_be_asked_about_days_of_its_own() -> None:
    lines = [line(date(2024, 1, 1), "5"), line(date(2024, 2, 1), "2", end_day=date(2024, 2, 11))]
    histories = Histories([family("a", lines), family("b", lines)])
    first = np.array([date(2024, 1, 1).toordinal(), date(2024, 1, 2).toordinal()])
    end = np.array([date(2024, 2, 2).toordinal(), date(2024, 3, 1).toordinal()])
    assert histories.cost(first, end).tolist() == [[7.0], [20.0]]
    assert histories.events(first, end).tolist() == [2.0, 1.0]


def test_an_event_speaks_for_a_need_by_the_age_on_its_first_day_and_an_unknown_age_holds_no_band() -> None:
    day = date(2025, 2, 1)
    told = [
        Event("education.suspension", "a child", day),
        Event("police.missing_episode", "a child", day, birth_date=date(2010, 1, 1)),
        Event("police.missing_episode", "an adult", day, birth_date=date(1990, 1, 1)),
        Event("police.missing_episode", "somebody", day),
        Event("jcp.out_of_work_benefit", "an adult", day, date(2025, 9, 1), birth_date=date(1990, 1, 1)),
    ]
    assert list(needs_shown(told, shipped_catalogue())) == [
        NeedShown("1", day, date(2025, 2, 2)),
        NeedShown("6", day, date(2025, 2, 2)),
        NeedShown("10", day, date(2025, 9, 1), on_the_day=True),
    ]


def test_children_are_counted_from_birth_to_their_eighteenth_birthday() -> None:
    histories = Histories([FamilyHistory("a", [], [], [], [date(2008, 2, 29), date(2025, 5, 5)])])
    days = (date(2026, 2, 28), date(2026, 3, 1), date(2025, 5, 4))
    assert [histories.children(histories.everybody_on(day))[0] for day in days] == [2, 1, 1]


def test_what_runs_on_a_day_and_how_much_happened_of_late() -> None:
    spread = CostSpread("health", Decimal(730), Decimal(365), date(2024, 1, 1), date(2024, 3, 1))
    histories = Histories([FamilyHistory("a", [spread], [], [date(2024, 1, 1), date(2024, 2, 1)], [])])
    on = histories.everybody_on
    assert [float(histories.running(on(day))[0]) for day in (date(2024, 2, 29), date(2024, 3, 1))] == [2.0, 0.0]
    assert histories.events(on(date(2024, 1, 2)), on(date(2024, 2, 2))).tolist() == [1.0]


def test_nobody_and_nothing_can_be_asked_about() -> None:
    nothing = Histories([FamilyHistory("a", [], [], [], [])])
    day = nothing.everybody_on(date(2024, 1, 1))
    assert nothing.cost(day, day + 366).shape == (1, 0)
    assert nothing.needs(day, day + 366).shape == (1, 0)
