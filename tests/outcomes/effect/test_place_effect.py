"""The estimates from the ledger: who is on either side, and that both sides are costed alike."""

from datetime import date
from decimal import Decimal

from agencies.models import Agency
from cases.models import Case, Family, Household, Occurrence, Person
from outcomes.costing.effect import WhyNotCompared
from outcomes.costing.effect_histories import Histories
from outcomes.costing.effect_matching import Records
from outcomes.operations.post_costs import post_costs
from outcomes.selectors.effect import place_effect, place_histories, records_of
from outcomes.selectors.supported_costs import costs_of_all_support
from tests.cast import Cast
from tests.outcomes.identification.home_world import FOUR_NEEDS, Told, home
from tests.outcomes.tables.ledger_world import COVERS_TO, covered, supported, told
from tests.world_casework import World, waiting

STARTED, ENDED = date(2025, 2, 1), date(2025, 8, 1)
THREE_NEEDS: tuple[Told, ...] = FOUR_NEEDS[:3]


def helped(cast: Cast, *, ended: date | None = ENDED) -> World:
    world = waiting(cast)
    covered()
    told(world)
    supported(world, STARTED, ended)
    return world


def others() -> list[int]:
    return [int(str(one.key)) for one in place_histories("ashworth").others]


def test_a_supported_family_costs_here_what_it_costs_on_its_page(cast: Cast, as_the_app: None) -> None:
    world = helped(cast)
    post_costs(None)
    (one,) = place_histories("ashworth").supported
    assert one.history.key == Case.objects.get(pk=world.case).family_id
    assert (one.before.first_day, one.before.end_day, one.after.first_day) == (date(2024, 2, 2), STARTED, ENDED)
    (costs,) = costs_of_all_support()
    assert one.before_a_year == {row.bearer: row.a_year[0] for row in costs.rows}
    assert one.after_a_year == {row.bearer: row.a_year[2] for row in costs.rows}
    histories = Histories([one.history])
    start = histories.everybody_on(STARTED)
    assert abs(histories.cost(start - 365, start).sum() - float(sum(one.before_a_year.values()))) < 0.001


def test_households_with_enough_needs_of_which_nobody_was_supported_are_compared(cast: Cast, as_the_app: None) -> None:
    helped(cast)
    enough = home(1, told=THREE_NEEDS)
    home(2, told=THREE_NEEDS[:2])
    post_costs(None)
    assert others() == [enough.household]
    (one,) = place_histories("ashworth").others
    assert sorted(need.headline for need in one.needs) == ["1", "3", "7"]
    assert len(one.happened) == 3 and one.lines and date(2014, 6, 7) in one.children_born


def test_a_household_of_which_somebody_was_supported_is_never_compared(cast: Cast) -> None:
    world = helped(cast)
    of_a_member, known_as, left_alone = home(1), home(2), home(3)
    Person.objects.filter(pk=world.members[0]).update(household=of_a_member.household)
    family = Family.objects.get(cases=world.case)
    Family.objects.filter(pk=family.pk).update(household=Household.objects.get(pk=known_as.household))
    post_costs(None)
    assert others() == [left_alone.household]


def test_a_family_that_waits_and_was_never_helped_is_compared(cast: Cast) -> None:
    world = waiting(cast)
    covered()
    here = home(1)
    Family.objects.filter(cases=world.case).update(household=Household.objects.get(pk=here.household))
    post_costs(None)
    found = place_histories("ashworth")
    assert [one.key for one in found.others] == [here.household] and found.supported == ()


def test_two_of_a_household_in_one_incident_are_one_event(cast: Cast) -> None:
    covered()
    here = home(1)
    Occurrence.objects.bulk_create(
        Occurrence(
            subject_id=person,
            supplier=Agency.objects.get(reference="ashworth-police"),
            category="domestic_abuse",
            code="police.domestic_abuse_incident",
            starts_on=date(2026, 2, 1),
            incident="I7",
        )
        for person in here.people.values()
    )
    post_costs(None)
    (one,) = place_histories("ashworth").others
    assert len(one.happened) == len(FOUR_NEEDS) + 1
    assert sorted(need.headline for need in one.needs) == ["1", "10", "3", "7", "8"]


def test_support_that_has_not_ended_is_left_out_with_the_reason(cast: Cast) -> None:
    helped(cast, ended=None)
    post_costs(None)
    found = place_histories("ashworth")
    assert (found.supported, found.left_out) == ((), (WhyNotCompared.NOT_ENDED,))


def test_too_few_families_are_refused_in_words_beside_what_can_be_said(cast: Cast) -> None:
    helped(cast)
    post_costs(None)
    effect = place_effect("ashworth")
    assert effect.before_and_after and effect.before_and_after.families == 1
    assert isinstance(effect.before_and_after.saved, Decimal)
    assert effect.compared is None and "too few families" in effect.why_no_compared


def test_before_anything_is_posted_there_is_nothing_to_say(cast: Cast) -> None:
    effect = place_effect("ashworth")
    assert effect.before_and_after is None and effect.why_no_compared and records_of("ashworth") is None


def test_the_records_go_back_as_far_as_the_shortest_file(cast: Cast) -> None:
    covered()
    assert records_of("ashworth") == Records(date(2023, 9, 1), COVERS_TO)


def test_a_place_without_a_family_of_its_own_has_none_of_its_area(cast: Cast) -> None:
    helped(cast)
    post_costs(None)
    assert place_histories("ashworth/nowhere").supported == ()
    assert len(place_histories("ashworth").supported) == 1
