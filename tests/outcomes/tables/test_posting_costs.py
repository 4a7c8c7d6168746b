"""The ledger: occurrences are taken up once, priced as the pure engine prices them, beside older catalogues."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command

from agencies.models import JournalEntry
from agencies.refusals import NotAllowed, Refused
from cases.models import Occurrence, Person, Support
from outcomes.catalogues import shipped_catalogue
from outcomes.costing.ledger import cost_event
from outcomes.models import Catalogue, LedgerLine, NotCosted, SupportCost
from outcomes.operations.post_costs import post_costs
from outcomes.operations.post_support_costs import post_support_costs
from tests.cast import Cast
from tests.outcomes.tables.ledger_world import A_YEAR_OF_TROUBLE, Told, pure_events, supported, told, weeks_of_support
from tests.rewriting import rewrite
from tests.world_casework import allocated, waiting

CATALOGUE = shipped_catalogue()


def as_tuples() -> list[tuple[object, ...]]:
    return sorted(LedgerLine.objects.values_list("occurrence_id", "unit_cost", "bearer", "gbp", "per_days"))


def test_the_ledger_holds_exactly_what_the_pure_engine_says(cast: Cast, as_the_app: None) -> None:
    world = waiting(cast)
    occurrences = told(world)
    posted = post_costs(None)
    want = [
        (occurrence.pk, line.unit_cost, line.bearer, line.gbp, line.per_days)
        for occurrence, event in zip(occurrences, pure_events(world), strict=True)
        for line in cost_event(event, CATALOGUE).lines
    ]
    assert as_tuples() == sorted(want)
    assert (posted.occurrences, posted.lines, posted.not_costed) == (len(A_YEAR_OF_TROUBLE), len(want), 1)
    assert NotCosted.objects.get().reason == "no_unit_cost"


def test_posting_twice_changes_nothing(cast: Cast) -> None:
    told(waiting(cast))
    post_costs(None)
    before, entries = as_tuples(), JournalEntry.objects.count()
    assert post_costs(None).occurrences == 0
    assert as_tuples() == before
    assert JournalEntry.objects.count() == entries


def test_a_run_can_be_done_in_steps_and_each_leaves_one_entry(cast: Cast) -> None:
    told(waiting(cast))
    steps = [post_costs(None, at_most=5) for _ in range(3)]
    assert [step.occurrences for step in steps] == [5, 5, 2]
    assert [step.more for step in steps] == [True, True, False]
    assert JournalEntry.objects.filter(event="costs.posted").count() == 3
    assert not Occurrence.objects.filter(posted_at__isnull=True).exists()


def test_what_moved_to_another_person_is_worked_out_again(cast: Cast) -> None:
    world = waiting(cast)
    (occurrence,) = told(world, [Told(0, "health.mental_health_service", date(2025, 2, 1), date(2025, 6, 1))])
    post_costs(None)
    assert set(LedgerLine.objects.values_list("unit_cost", flat=True)) == {"HE11.2.1", "HE11.2.2", "HE11.2.3"}
    Occurrence.objects.filter(pk=occurrence.pk).update(subject=world.child, posted_at=None)
    post_costs(None)
    assert set(LedgerLine.objects.values_list("unit_cost", flat=True)) == {"HE12.0"}


def test_a_birth_date_that_becomes_known_brings_the_cost(cast: Cast) -> None:
    world = waiting(cast)
    born = Person.objects.get(pk=world.child).date_of_birth
    rewrite(Person.objects.filter(pk=world.child), date_of_birth=None)
    told(world, [Told(2, "health.mental_health_service", date(2025, 2, 1), date(2025, 6, 1))])
    post_costs(None)
    assert NotCosted.objects.get().unit_costs == ["HE11.2.1", "HE11.2.2", "HE11.2.3", "HE12.0"]
    rewrite(Person.objects.filter(pk=world.child), date_of_birth=born)
    post_costs(None)
    assert not NotCosted.objects.exists()
    assert LedgerLine.objects.get().unit_cost == "HE12.0"


def test_a_new_catalogue_stands_beside_the_old(cast: Cast) -> None:
    old = Catalogue.objects.create(
        version="2025-11",
        digest="0",
        base_year="2023-24",
        loaded_at="2025-11-01T00:00Z",
        complete_at="2025-11-01T00:00Z",
    )
    (occurrence,) = told(waiting(cast), [Told(0, "police.arrest", date(2025, 2, 1))])
    LedgerLine.objects.create(
        occurrence=occurrence, catalogue=old, unit_cost="CR7.0", bearer="police", basis="each",
        starts_on=date(2025, 2, 1), gbp=Decimal(700),
    )  # fmt: skip
    Occurrence.objects.update(posted_at="2025-11-01T00:00Z")
    assert post_costs(None).occurrences == 1
    assert LedgerLine.objects.count() == 2
    assert LedgerLine.objects.get(catalogue=old).gbp == 700
    assert Catalogue.objects.get(version=CATALOGUE.version).complete_at is not None
    assert post_costs(None).occurrences == 0


def test_prices_that_changed_under_the_same_name_are_refused(cast: Cast) -> None:
    post_costs(None)
    Catalogue.objects.update(digest="0" * 64)
    with pytest.raises(Refused, match="give changed prices a version of their own"):
        post_costs(None)


def test_costs_are_posted_by_whoever_keeps_the_ledger(cast: Cast) -> None:
    post_costs(cast.claims_officer)
    post_costs(cast.administrator)
    with pytest.raises(NotAllowed, match="claims officer or an administrator"):
        post_costs(cast.key_worker)


def test_support_costs_its_minutes_at_the_rate_of_a_family_support_worker(cast: Cast, as_the_app: None) -> None:
    case = supported(allocated(cast), date(2025, 1, 6), None)
    weeks_of_support(case, [90, 30])
    posted = post_support_costs(None)
    rate = CATALOGUE.price("SS18.10").fiscal
    assert posted.weeks == 2
    assert round(posted.gbp, 10) == round(rate * 2, 10)
    assert post_support_costs(None).weeks == 0
    Support.objects.filter(minutes=30).update(minutes=60)
    assert post_support_costs(None).weeks == 1
    assert sum(SupportCost.objects.values_list("minutes", flat=True)) == 150


def test_the_command_says_how_many_and_how_fast(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    told(waiting(cast))
    call_command("post_costs", "--as", "administrator@example.org")
    assert "12 occurrences under 2026-11" in capsys.readouterr().out
