"""Which headline needs a household shows on a day: each row, every edge of a window, and what adding does."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.catalogues import shipped_catalogue
from outcomes.costing.catalogue import EventKind, EventNeed
from outcomes.identification import Happening, HouseholdNeeds, Member, household_needs, longest_window, months_before

DAY = date(2026, 8, 31)
NEEDS = shipped_catalogue().event_needs
ROWS = [row for rows in NEEDS.values() for row in rows]
CHILD = Member(date(2015, 5, 5))
ADULT = Member(date(1990, 1, 1))


def shown(*happenings: Happening, members: dict[str, Member] | None = None, on: date = DAY) -> HouseholdNeeds:
    return household_needs(members or {"child": CHILD, "adult": ADULT}, happenings, NEEDS, on)


def born_at(age: int, on: date) -> Member:
    return Member(date(on.year - age, on.month, on.day))


def of(row: EventNeed, age: int, first_day: date, person: str = "somebody") -> tuple[Happening, dict[str, Member]]:
    """The happening of a row to somebody of this age on its first day, a spell lasting ten days."""
    spell = shipped_catalogue().event_codes[row.event_code].kind is EventKind.SPELL
    end_day = first_day + timedelta(days=10) if spell else None
    return Happening(row.event_code, person, first_day, end_day), {person: born_at(age, first_day), "child": CHILD}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.event_code} {row.ages.youngest}-{row.ages.oldest}")
def test_each_criterion_is_met_by_its_event_at_its_ages_and_at_no_other(row: EventNeed) -> None:
    for age in (0, 4, 17, 18, 40):
        happening, members = of(row, age, date(2026, 8, 30))
        found = household_needs(members, [happening], {row.event_code: (row,)}, DAY)
        assert bool(found.headlines) == row.ages.holds(age), age
        if found.headlines:
            assert [(one.headline, one.criterion) for one in found.evidence] == [(row.headline, row.criterion)]
            assert found.has_child and found.age_unknown == ()


@pytest.mark.parametrize(
    ("first_day", "counts"),
    [
        (date(2025, 8, 30), False),
        (date(2025, 8, 31), True),
        (date(2026, 8, 31), True),
        (date(2026, 9, 1), False),
    ],
)
def test_both_days_of_the_window_are_in_it(first_day: date, counts: bool) -> None:
    assert bool(shown(Happening("police.arrest", "adult", first_day)).headlines) == counts


@pytest.mark.parametrize(
    ("first_day", "end_day", "counts"),
    [
        (date(2025, 1, 1), date(2025, 8, 31), False),
        (date(2025, 1, 1), date(2025, 9, 1), True),
        (date(2026, 8, 31), date(2027, 1, 1), True),
        (date(2026, 9, 1), date(2027, 1, 1), False),
        (date(2024, 1, 1), date(2028, 1, 1), True),
    ],
)
def test_a_spell_counts_when_a_day_of_it_lies_in_the_window(first_day: date, end_day: date, counts: bool) -> None:
    assert bool(shown(Happening("social_care.child_in_need", "child", first_day, end_day)).headlines) == counts


@pytest.mark.parametrize(
    ("first_day", "end_day", "counts"),
    [
        (date(2025, 1, 1), date(2026, 8, 31), False),
        (date(2025, 1, 1), date(2026, 9, 1), True),
        (date(2026, 8, 31), date(2026, 9, 1), True),
        (date(2026, 9, 1), date(2026, 12, 1), False),
    ],
)
def test_a_window_of_no_months_asks_for_a_claim_open_on_the_day_itself(
    first_day: date, end_day: date, counts: bool
) -> None:
    assert bool(shown(Happening("jcp.out_of_work_benefit", "adult", first_day, end_day)).headlines) == counts


def test_a_spell_that_was_open_when_last_told_is_taken_to_go_on() -> None:
    claim = Happening("jcp.out_of_work_benefit", "adult", date(2025, 1, 1), is_open=True)
    assert shown(claim, on=date(2026, 11, 22)).headlines == ("10",)
    assert shown(claim, on=date(2024, 12, 31)).headlines == ()


def test_age_is_that_of_the_events_first_day_and_not_of_the_day_asked() -> None:
    grown = {"somebody": Member(date(2008, 3, 1)), "child": CHILD}
    before = shown(Happening("police.arrest", "somebody", date(2026, 2, 28)), members=grown)
    after = shown(Happening("police.arrest", "somebody", date(2026, 3, 1)), members=grown)
    assert [before.evidence[0].criterion, after.evidence[0].criterion] == ["7.3", "7.1"]


def test_an_unknown_birth_date_does_not_count_where_age_matters_and_is_said() -> None:
    members = {"somebody": Member(None), "child": CHILD}
    arrest = Happening("police.arrest", "somebody", date(2026, 8, 1))
    stranger = Happening("jcp.out_of_work_benefit", "nobody known", date(2026, 8, 1), date(2026, 9, 1))
    abuse = Happening("police.domestic_abuse_incident", "somebody", date(2026, 8, 1))
    found = shown(arrest, stranger, abuse, members=members)
    assert found.headlines == ("8",) and found.age_unknown == (arrest, stranger)
    old = Happening("police.arrest", "somebody", date(2020, 8, 1))
    assert shown(old, members=members).age_unknown == ()


@pytest.mark.parametrize(
    ("member", "child"),
    [
        (Member(date(2008, 9, 1)), True),
        (Member(date(2008, 8, 31)), False),
        (Member(date(2026, 8, 31)), True),
        (Member(date(2026, 9, 1)), False),
        (Member(None), False),
        (Member(date(2015, 1, 1), date(2026, 8, 31)), False),
        (Member(date(2015, 1, 1), date(2026, 9, 1)), True),
    ],
)
def test_a_child_is_born_alive_and_under_eighteen_on_the_day(member: Member, child: bool) -> None:
    assert shown(members={"somebody": member}).has_child is child


def test_three_headlines_identify_a_household_with_a_child_and_no_other() -> None:
    events = (
        Happening("police.arrest", "adult", date(2026, 1, 1)),
        Happening("police.domestic_abuse_incident", "adult", date(2026, 1, 1)),
        Happening("housing.eviction", "adult", date(2026, 1, 1)),
    )
    assert shown(*events).is_identified(3) and not shown(*events).is_identified(4)
    assert not shown(*events[:2], events[0]).is_identified(3)
    assert not shown(*events, members={"adult": ADULT}).is_identified(3)


def test_headlines_are_in_the_order_of_their_numbers_and_each_once() -> None:
    events = [
        Happening("jcp.out_of_work_benefit", "adult", date(2026, 1, 1), date(2027, 1, 1)),
        Happening("housing.eviction", "adult", date(2026, 1, 1)),
        Happening("housing.possession_notice", "adult", date(2026, 1, 1)),
    ]
    assert shown(*events).headlines == ("9", "10")
    assert shown(Happening("health.ed_attendance", "child", date(2026, 1, 1))).headlines == ()


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 8, 31), 12, date(2025, 8, 31)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 1, 15), 0, date(2026, 1, 15)),
    ],
)
def test_so_many_months_before_a_day(day: date, months: int, before: date) -> None:
    assert months_before(day, months) == before


def test_the_longest_window_is_the_earliest_day_that_can_count() -> None:
    assert longest_window(NEEDS, DAY) == date(2025, 8, 31)
    assert longest_window({}, DAY) == DAY


DAYS = st.dates(date(2024, 6, 1), date(2027, 1, 1))
PEOPLE = st.sampled_from(["child", "adult", "unknown"])
MEMBERS = {"child": CHILD, "adult": ADULT, "unknown": Member(None)}


@st.composite
def happenings(draw: st.DrawFn) -> Happening:
    first_day = draw(DAYS)
    end_day = draw(st.none() | st.integers(1, 600).map(lambda days: first_day + timedelta(days=days)))
    return Happening(
        draw(st.sampled_from(sorted(NEEDS))), draw(PEOPLE), first_day, end_day, key=draw(st.integers(0, 9))
    )


@given(st.lists(happenings(), max_size=12), happenings(), st.integers(1, 10))
def test_adding_an_event_never_makes_a_household_less_identified(
    before: list[Happening], more: Happening, needed: int
) -> None:
    earlier, later = shown(*before, members=MEMBERS), shown(*before, more, members=MEMBERS)
    assert set(earlier.headlines) <= set(later.headlines)
    assert later.is_identified(needed) or not earlier.is_identified(needed)
    assert len(later.age_unknown) >= len(earlier.age_unknown)


@given(st.lists(happenings(), max_size=12), st.randoms())
def test_the_order_of_events_makes_no_difference(events: list[Happening], random: object) -> None:
    mixed = list(events)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    one, other = shown(*events, members=MEMBERS), shown(*mixed, members=MEMBERS)
    assert one.headlines == other.headlines and set(one.evidence) == set(other.evidence)


@given(st.lists(happenings(), max_size=12))
def test_every_headline_has_evidence_inside_its_window(events: list[Happening]) -> None:
    found = shown(*events, members=MEMBERS)
    assert {one.headline for one in found.evidence} == set(found.headlines)
    for one in found.evidence:
        assert one.happening.first_day <= DAY and one.happening in events
