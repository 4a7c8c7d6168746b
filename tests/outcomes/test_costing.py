"""Events into ledger lines, as costing.md section 1 has it; each figure is worked out here by hand."""

import subprocess
import sys
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outcomes.catalogues import shipped_catalogue
from outcomes.costing.absence import events_of_a_term, is_persistent, persistent_absence
from outcomes.costing.catalogue import Basis
from outcomes.costing.ledger import Event, WhyNotCosted, age_on, cost_event, cost_events, one_event_an_incident
from outcomes.costing.money import CannotCost, pounds

CATALOGUE = shipped_catalogue()
ADULT = date(1990, 5, 1)
DAYS = st.dates(date(2023, 9, 1), date(2026, 8, 31))


def test_the_arithmetic_imports_no_django_and_no_other_app_but_its_words() -> None:
    program = (
        "import sys, outcomes.true_costs, outcomes.costing.appraisal_sheet, outcomes.settings_tables\n"
        "print([m for m in sys.modules if m.split('.')[0] in ('django', 'agencies', 'datasharing', 'cases', 'lintel')])"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "['agencies', 'agencies.words']"


def test_a_visit_to_the_emergency_department_is_borne_once_by_health_at_base_year_prices() -> None:
    costed = cost_event(Event("health.ed_attendance", "ann", date(2025, 3, 2)), CATALOGUE)
    (line,) = costed.lines
    assert (line.bearer, line.basis, line.unit_cost, line.catalogue) == ("health", Basis.EACH, "HE4.0", "2026-11")
    assert line.gbp == Decimal(109) * Decimal("100") / Decimal("70.3261")
    assert pounds(line.total) == Decimal("154.99")
    assert (line.from_day, line.end_day, line.gbp_a_day) == (date(2025, 3, 2), date(2025, 3, 3), None)
    assert costed.not_costed == ()


def test_an_anti_social_behaviour_incident_is_borne_half_by_police_and_half_by_the_council() -> None:
    lines = cost_event(Event("police.asb_incident", "ann", date(2025, 3, 2)), CATALOGUE).lines
    assert {line.bearer: pounds(line.gbp) for line in lines} == {
        "police": Decimal("441.70"),
        "council": Decimal("441.70"),
    }


def test_a_spell_is_borne_from_its_first_day_up_to_and_not_including_its_end_day() -> None:
    event = Event("social_care.child_looked_after", "bo", date(2025, 1, 1), date(2025, 1, 11))
    (line,) = cost_event(event, CATALOGUE).lines
    a_year = Decimal(51080) * 100 / Decimal("73.0337")
    assert line.total == a_year * 10 / 365
    assert line.gbp_a_day == a_year / 365
    assert line.between(date(2025, 1, 10), date(2026, 1, 1)) == a_year / 365
    assert line.between(date(2025, 1, 11), date(2026, 1, 1)) == 0


def test_an_open_spell_ends_the_day_after_its_extract_covers() -> None:
    event = Event("jcp.out_of_work_benefit", "ann", date(2026, 8, 30), covers_to=date(2026, 8, 31))
    assert {line.days for line in cost_event(event, CATALOGUE).lines} == {2}


def test_an_open_spell_is_refused_when_nobody_knows_what_its_extract_covers() -> None:
    with pytest.raises(CannotCost, match="last day that its extract covers is not known"):
        cost_event(Event("jcp.out_of_work_benefit", "ann", date(2026, 8, 30)), CATALOGUE)


def test_a_spell_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(CannotCost, match="before its first day"):
        cost_event(Event("social_care.child_in_need", "bo", date(2025, 2, 2), date(2025, 2, 1)), CATALOGUE)


def test_a_spell_of_no_days_has_no_daily_lines_but_keeps_what_is_borne_once() -> None:
    event = Event("social_care.child_protection_plan", "bo", date(2025, 2, 2), date(2025, 2, 2))
    assert [line.unit_cost for line in cost_event(event, CATALOGUE).lines] == ["SS5.0.7"]


def test_a_child_protection_plan_costs_one_enquiry_on_its_first_day_beside_case_management_each_day() -> None:
    event = Event("social_care.child_protection_plan", "bo", date(2025, 2, 1), date(2025, 2, 3))
    enquiry, management = cost_event(event, CATALOGUE).lines
    assert (enquiry.basis, management.basis) == (Basis.EACH, Basis.PER_DAY)
    assert management.gbp_a_day == Decimal(1416) * 100 / Decimal("66.8397") / Decimal("182.5")
    assert enquiry.total == Decimal(511) * 100 / Decimal("66.8397")


@pytest.mark.parametrize(
    ("first_day", "unit_costs"),
    [(date(2025, 5, 31), {"HE12.0"}), (date(2025, 6, 1), {"HE11.2.1", "HE11.2.2", "HE11.2.3"})],
)
def test_age_is_taken_on_the_first_day_so_a_spell_begun_at_seventeen_stays_a_childs(
    first_day: date, unit_costs: set[str]
) -> None:
    event = Event("health.mental_health_service", "cy", first_day, date(2026, 1, 1), birth_date=date(2007, 6, 1))
    assert {line.unit_cost for line in cost_event(event, CATALOGUE).lines} == unit_costs


def test_a_row_for_an_age_is_not_costed_where_the_birth_date_is_unknown() -> None:
    costed = cost_event(Event("health.mental_health_service", "cy", date(2025, 1, 1), date(2026, 1, 1)), CATALOGUE)
    assert costed.lines == ()
    (missing,) = costed.not_costed
    assert missing.why is WhyNotCosted.BIRTH_DATE_UNKNOWN
    assert set(missing.unit_costs) == {"HE11.2.1", "HE11.2.2", "HE11.2.3", "HE12.0"}
    assert "birth date" in missing.why.words


def test_a_known_event_without_a_unit_cost_is_listed_as_not_costed_and_never_as_nought_pounds() -> None:
    costed = cost_event(Event("police.missing_episode", "cy", date(2025, 1, 1)), CATALOGUE)
    assert costed.lines == ()
    assert [missing.why for missing in costed.not_costed] == [WhyNotCosted.NO_UNIT_COST]


def test_an_unknown_event_is_refused() -> None:
    with pytest.raises(CannotCost, match=r"police\.teleported is not one that the catalogue 2026-11 knows"):
        cost_event(Event("police.teleported", "cy", date(2025, 1, 1)), CATALOGUE)


@pytest.mark.parametrize(
    ("day", "age"), [(date(2025, 2, 28), 0), (date(2025, 3, 1), 1), (date(2024, 2, 29), 0), (date(2023, 1, 1), 0)]
)
def test_someone_born_on_the_29th_of_february_is_a_year_older_on_the_1st_of_march(day: date, age: int) -> None:
    assert age_on(day, date(2024, 2, 29)) == age


def _incident(person: str, *, family: str = "F1", number: str = "INC1", born: date | None = ADULT) -> Event:
    day = date(2025, 7, 1)
    return Event("police.domestic_abuse_incident", person, day, birth_date=born, family=family, incident=number)


def test_one_incident_is_one_event_a_family_however_many_of_its_members_are_named() -> None:
    events = [_incident("bo", born=None), _incident("ann"), _incident("cy", family="F2")]
    assert {(e.family, e.person) for e in one_event_an_incident(events)} == {("F1", "ann"), ("F2", "cy")}
    assert one_event_an_incident(events) == one_event_an_incident(events[::-1])
    assert pounds(sum(line.total for line in cost_events(events[:2], CATALOGUE).lines)) == Decimal("3695.41")


def test_rows_alike_on_one_day_are_separate_events_unless_they_share_an_incident_number() -> None:
    assert len(one_event_an_incident([_incident("ann", number=""), _incident("ann", number="")])) == 2
    assert len(one_event_an_incident([_incident("ann", number="INC1"), _incident("ann", number="INC2")])) == 2
    arrest = Event("police.arrest", "ann", date(2025, 7, 1), family="F1", incident="INC1")
    assert len(one_event_an_incident([_incident("ann"), arrest])) == 2


@pytest.mark.parametrize(
    ("possible", "missed", "persistent"),
    [(130, 13, True), (130, 12, False), (135, 13, False), (135, 14, True), (0, 0, False)],
)
def test_absence_is_persistent_from_ten_per_cent_of_possible_sessions(
    possible: int, missed: int, persistent: bool
) -> None:
    assert is_persistent(possible, missed) is persistent


@pytest.mark.parametrize(("possible", "missed"), [(10, 11), (-1, 0), (10, -1)])
def test_sessions_that_cannot_be_right_are_refused(possible: int, missed: int) -> None:
    with pytest.raises(CannotCost, match="cannot be right"):
        is_persistent(possible, missed)


def test_persistent_absence_is_a_spell_over_its_term_the_last_day_included() -> None:
    term = CATALOGUE.term("2024-25 Autumn")
    spell = persistent_absence("bo", term, possible=140, unauthorised=20)
    assert spell is not None
    assert (spell.first_day, spell.end_day) == (date(2024, 9, 3), date(2024, 12, 21))
    assert {line.days for line in cost_event(spell, CATALOGUE).lines} == {109}
    assert persistent_absence("bo", term, possible=140, unauthorised=3) is None


def test_suspensions_known_only_by_their_term_are_separate_events_on_its_first_day() -> None:
    events = events_of_a_term("education.permanent_exclusion", "bo", CATALOGUE.term("2025-26 Spring"), count=2)
    assert [event.first_day for event in events] == [date(2026, 1, 5)] * 2
    assert len(cost_events(events, CATALOGUE).lines) == 8


def test_an_unknown_term_is_refused() -> None:
    with pytest.raises(CannotCost, match="2019-20 Autumn"):
        CATALOGUE.term("2019-20 Autumn")


EVENTS = st.builds(
    lambda code, first, days, born: Event(code, "p", first, first + timedelta(days), birth_date=born),
    st.sampled_from(sorted(CATALOGUE.event_codes)),
    DAYS,
    st.integers(0, 900),
    st.dates(date(1950, 1, 1), date(2023, 8, 31)),
)


@settings(deadline=None)
@given(EVENTS, DAYS, DAYS)
def test_pounds_between_two_days_are_those_counted_one_day_at_a_time(event: Event, one: date, other: date) -> None:
    first, end = min(one, other), max(one, other)
    for line in cost_event(event, CATALOGUE).lines:
        counted = Fraction(0)
        day = line.from_day
        while day < line.end_day:
            if first <= day < end:
                counted += Fraction(line.gbp) / Fraction(line.per_days or 1)
            day += timedelta(days=1)
        assert abs(Fraction(line.between(first, end)) - counted) < Fraction(1, 10**18)


@settings(deadline=None)
@given(EVENTS, DAYS)
def test_cutting_a_line_in_two_loses_nothing(event: Event, cut: date) -> None:
    for line in cost_event(event, CATALOGUE).lines:
        parts = line.between(date.min, cut) + line.between(cut, date.max)
        assert abs(parts - line.total) < Decimal("1e-18")
