"""What one family costs: equal to the pure engine, by window and bearer; and only what the reader may see of it."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from agencies.models import JournalEntry
from agencies.refusals import NotAllowed, NotFound
from cases.models import NeedRecord
from cases.operations.record_need import record_need
from datasharing.vocabulary import Category
from outcomes.catalogues import shipped_catalogue
from outcomes.costing.ledger import cost_events
from outcomes.costing.windows import cost_by_bearer, windows_of
from outcomes.operations.measure_outcome import measure_outcome
from outcomes.operations.post_costs import post_costs
from outcomes.operations.post_support_costs import post_support_costs
from outcomes.selectors.cost_sheets import CostStatement
from outcomes.selectors.family_costs import costs_of_support, family_costs
from outcomes.selectors.supported_costs import costs_of_all_support
from tests.agreements import sign_rulebook
from tests.cast import Cast, sign_in
from tests.outcomes.tables.ledger_world import (
    A_YEAR_OF_TROUBLE,
    COVERS_TO,
    covered,
    pure_events,
    supported,
    told,
    weeks_of_support,
)
from tests.world_casework import World, allocated, in_days

START, END = date(2025, 1, 8), date(2025, 7, 1)


@pytest.fixture
def world(cast: Cast) -> World:
    """A family supported for half a year, with everything posted."""
    world = allocated(cast)
    covered()
    told(world)
    weeks_of_support(supported(world, START, END), [90, 30])
    post_costs(None)
    post_support_costs(None)
    return world


@pytest.fixture
def live_world(cast: Cast) -> World:
    """A family still supported, known to its key worker, under signed agreements."""
    sign_rulebook()
    world = allocated(cast)
    covered()
    told(world)
    weeks_of_support(supported(world, START, None), [90, 30])
    post_costs(None)
    post_support_costs(None)
    return world


def as_dict(sheet: CostStatement) -> dict[tuple[str, str], Decimal]:
    return {
        (window.name, row.bearer): gbp
        for row in sheet.rows
        for window, gbp in zip(sheet.windows, row.gbp, strict=True)
        if gbp
    }


def test_the_operators_statement_equals_the_pure_engine(world: World) -> None:
    lines = cost_events(pure_events(world), shipped_catalogue()).lines
    want = {
        (str(window.name), bearer): gbp
        for window in windows_of(START, END, COVERS_TO)
        for bearer, gbp in cost_by_bearer(lines, window).items()
    }
    sheet = costs_of_support("S0001")
    assert as_dict(sheet) == want
    assert sheet.total is not None
    assert sum(sheet.total.gbp) == sum(want.values())


def test_an_incident_is_counted_once_a_family(world: World) -> None:
    arrests = [line for line in costs_of_support("S0001").lines if line.code == "police.arrest"]
    assert len(arrests) == 1
    visits = [line for line in costs_of_support("S0001").lines if line.code == "health.ed_attendance"]
    assert len(visits) == 2


def test_what_is_not_costed_is_listed_and_never_nought(world: World) -> None:
    sheet = costs_of_support("S0001")
    assert [one.code for one in sheet.not_costed] == ["education.suspension"]
    assert all(any(line.gbp) for line in sheet.lines)


def test_each_line_says_its_unit_cost_source_and_confidence(world: World) -> None:
    line = next(line for line in costs_of_support("S0001").lines if line.code == "police.arrest")
    assert (line.unit_cost, line.bearer, line.confidence) == ("CR7.0", "police", "verified")
    assert line.source


def test_support_stands_beside_with_its_minutes(world: World) -> None:
    (row,) = costs_of_support("S0001").support
    assert (row.partner, row.minutes) == ("council", 120)
    assert round(row.gbp, 20) == round(shipped_catalogue().price("SS18.10").fiscal * 2, 20)


def test_the_bulk_selector_says_the_same(world: World) -> None:
    (costs,) = costs_of_all_support()
    sheet = costs_of_support("S0001")
    assert [row.gbp for row in costs.rows] == [row.gbp for row in sheet.rows]


def test_a_look_by_the_operator_is_in_the_journal(world: World) -> None:
    costs_of_support("S0001")
    assert JournalEntry.objects.filter(event="costs.seen", kind="look").count() == 1


def test_the_key_worker_sees_what_agreements_open_and_no_total(cast: Cast, live_world: World) -> None:
    sheet = family_costs(cast.key_worker, live_world.reference)
    codes = {line.code for line in sheet.statement.lines}
    assert "social_care.child_protection_plan" in codes
    assert "health.mental_health_service" not in codes
    assert sheet.statement.total is None
    assert Category.MENTAL_HEALTH in {padlock.category for padlock in sheet.padlocks}
    assert sheet.statement.support


def test_padlocks_and_the_missing_total_do_not_depend_on_rows(cast: Cast) -> None:
    sign_rulebook()
    covered()
    empty, troubled = allocated(cast, number=1), allocated(cast, number=2)
    supported(empty, START, None, "S1")
    supported(troubled, START, None, "S2")
    told(troubled)
    post_costs(None)
    one, other = family_costs(cast.key_worker, empty.reference), family_costs(cast.key_worker, troubled.reference)
    assert one.padlocks == other.padlocks
    assert one.statement.total is other.statement.total is None


def test_a_reader_to_whom_nothing_is_open_sees_no_line_and_no_sum(cast: Cast) -> None:
    world = allocated(cast)
    covered()
    told(world, [one for one in A_YEAR_OF_TROUBLE if one.code.startswith(("police", "health", "jcp"))])
    supported(world, START, None)
    post_costs(None)
    statement = family_costs(cast.key_worker, world.reference).statement
    assert (statement.lines, statement.rows, statement.not_costed, statement.outside) == ((), (), (), 0)


def test_the_rest_of_the_team_is_refused_and_an_outsider_finds_nothing(cast: Cast, live_world: World) -> None:
    with pytest.raises(NotAllowed):
        family_costs(cast.police, live_world.reference)
    with pytest.raises(NotFound):
        family_costs(cast.outsider, live_world.reference)


def test_reading_costs_is_a_disclosure(cast: Cast, live_world: World) -> None:
    family_costs(cast.key_worker, live_world.reference)
    entry = JournalEntry.objects.filter(kind="look").latest("pk")
    assert "social_care" in entry.detail["seen"]
    assert "mental_health" not in entry.detail["seen"]


def test_a_troubled_family_takes_two_queries_more_than_a_quiet_one_for_lines_and_for_what_has_none(
    cast: Cast, live_world: World, django_assert_max_num_queries
) -> None:
    quiet = allocated(cast, number=3)
    family_costs(cast.key_worker, quiet.reference)
    with django_assert_max_num_queries(25) as found:
        family_costs(cast.key_worker, quiet.reference)
    with django_assert_max_num_queries(len(found) + 2):
        family_costs(cast.key_worker, live_world.reference)


def test_before_anything_is_posted_the_page_says_so(cast: Cast) -> None:
    sign_rulebook()
    world = allocated(cast)
    page = sign_in(Client(), cast.key_worker).get(reverse("outcomes:family_costs", args=[world.reference]))
    assert "Costs are not posted yet" in page.content.decode()


def test_the_page_says_that_before_and_after_is_not_the_effect(cast: Cast, live_world: World) -> None:
    page = sign_in(Client(), cast.key_worker).get(reverse("outcomes:family_costs", args=[live_world.reference]))
    words = page.content.decode()
    assert page.status_code == 200
    assert "not the effect of support" in words
    assert "Mental health from Health" in words
    assert "style=" not in words


def test_page_and_api_show_the_same(cast: Cast, live_world: World) -> None:
    client = sign_in(Client(), cast.key_worker)
    told = client.get(reverse("outcomes-api:family_costs", args=[live_world.reference])).json()
    sheet = family_costs(cast.key_worker, live_world.reference)
    assert [Decimal(row["gbp"][0]) for row in told["statement"]["rows"]] == [
        round(row.gbp[0], 2) for row in sheet.statement.rows
    ]
    assert told["statement"]["total"] is None
    assert [padlock["category"] for padlock in told["padlocks"]] == [padlock.category for padlock in sheet.padlocks]


def test_the_address_answers_403_to_the_team_and_404_to_outsiders(cast: Cast, live_world: World) -> None:
    address = reverse("outcomes:family_costs", args=[live_world.reference])
    assert sign_in(Client(), cast.police).get(address).status_code == 403
    assert sign_in(Client(), cast.outsider).get(address).status_code == 404
    assert sign_in(Client(), cast.commissioner).get(address).status_code == 403


def test_the_command_prints_the_table(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("family_costs", "S0001")
    out = capsys.readouterr().out
    assert "Year before support: 2024-01-09 to 2025-01-07, 365 days" in out
    assert "not the effect of support" in out
    assert "Not costed: Suspension" in out
    with pytest.raises(CommandError, match="no support or family S9999"):
        call_command("family_costs", "S9999")


def test_the_command_in_somebodys_name_goes_through_the_door(
    cast: Cast, live_world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("family_costs", live_world.reference, "--as", "key.worker@example.org")
    out = capsys.readouterr().out
    assert "Closed to this reader: Mental health from Health" in out
    assert "All partners together" not in out


def test_each_need_has_its_cost_beside_its_progress_and_the_rows_sum_to_the_lines(
    cast: Cast, live_world: World
) -> None:
    need = NeedRecord.objects.get(
        pk=record_need(cast.key_worker, live_world.reference, need="safety", evidence="Seen.")
    )
    for occasion, score, day in (("baseline", 2, in_days(-1)), ("review", 6, in_days(0))):
        measure_outcome(
            cast.key_worker, live_world.reference, need=need.pk, occasion=occasion, standing="better",
            evidence="They said so.", score=score, measured_on=day,
        )  # fmt: skip
    sheet = family_costs(cast.key_worker, live_world.reference)
    rows = {row.words: row for row in sheet.needs}
    (safety,) = [row for row in sheet.needs if [one.need.need for one in row.needs] == ["safety"]]
    (progress,) = safety.needs
    assert progress.travelled is not None
    assert progress.travelled.words == "From 2 to 6 of 10: 4 steps forward"
    plan = [line.gbp for line in sheet.statement.lines if line.code.startswith("social_care")]
    assert safety.gbp == tuple(sum(gbp) for gbp in zip(*plan, strict=True))
    for place in range(len(sheet.statement.windows)):
        by_bearer = sum(row.gbp[place] for row in sheet.statement.rows)
        assert sum(row.gbp[place] for row in rows.values()) == by_bearer
