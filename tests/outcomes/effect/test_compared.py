"""The compared estimate: like with like, refused where too few, and right where the truth is known."""

from dataclasses import replace
from datetime import date

import pytest

from outcomes.costing.effect import estimate_effect, in_words
from outcomes.costing.effect_histories import NeedShown
from outcomes.costing.effect_matching import MEASURES, Compared, candidates, compare, match
from tests.outcomes.effect.families import HEADLINES, RECORDS, MadeUp, family, line, made_up


def estimate(world: MadeUp, draws: int = 300) -> Compared:
    return compare(match(world.supported, world.others, RECORDS), draws=draws)


@pytest.fixture(scope="module")
def helped() -> MadeUp:
    return made_up(1, supported=60, others=160, kept_from=0.5)


def test_what_support_saved_lies_in_the_interval(helped: MadeUp) -> None:
    found = estimate(helped)
    assert found.together.low < helped.saved < found.together.high
    assert found.together.low > 0
    assert (found.supported, found.others) == (60, found.others) and 20 <= found.others <= 160


def test_a_crisis_that_passes_by_itself_is_not_taken_for_the_effect_of_support() -> None:
    worlds = [made_up(seed, supported=60, others=160, kept_from=0.0) for seed in range(40, 46)]
    fell = [estimate_effect(world.supported, (), records=RECORDS).before_and_after for world in worlds]
    found = [estimate(world, draws=200).together for world in worlds]
    passed = sum(float(one.saved) for one in fell if one) / len(worlds)
    assert passed > 1_000
    assert abs(sum(one.mean for one in found)) / len(worlds) < passed / 2
    assert sum(one.low <= 0 <= one.high for one in found) >= 5


def test_what_changes_for_everybody_is_not_taken_for_the_effect_of_support() -> None:
    world = made_up(7, supported=60, others=160, kept_from=0.0, slump=0.6)
    found = estimate(world)
    assert found.others_fell > 2_000
    assert found.together.low <= 0 <= found.together.high


def test_the_difference_is_that_of_the_two_changes_and_bearers_add_up(helped: MadeUp) -> None:
    found = estimate(helped)
    assert found.supported_fell - found.others_fell == pytest.approx(found.together.mean)
    assert sum(one.mean for one in found.by_bearer.values()) == pytest.approx(found.together.mean)
    fell = estimate_effect(helped.supported, (), records=RECORDS).before_and_after
    assert fell and found.supported_fell == pytest.approx(float(fell.saved))


def test_the_two_sides_stood_alike_when_support_began(helped: MadeUp) -> None:
    balance = {one.measure: one for one in estimate(helped, draws=1).balance}
    assert tuple(balance) == MEASURES
    cost = balance["cost_year_before"]
    assert cost.compared == pytest.approx(cost.supported, rel=0.15)


def test_the_same_records_give_the_same_figures(helped: MadeUp) -> None:
    assert estimate(helped) == estimate(helped)


def test_the_order_of_the_families_does_not_move_the_estimate(helped: MadeUp) -> None:
    turned = replace(helped, supported=helped.supported[::-1], others=helped.others[::-1])
    assert estimate(turned, draws=1).together.mean == pytest.approx(estimate(helped, draws=1).together.mean)


def test_who_showed_too_few_needs_or_has_no_child_is_never_compared() -> None:
    enough = family("enough", [])
    few = family("few", [], ("1", "3"))
    childless = replace(family("childless", []), children_born=[])
    assert candidates([enough, few, childless]) == [enough]


def test_a_family_counts_with_a_need_more_or_with_the_fewest_borne_out() -> None:
    world = made_up(5, supported=3, others=0, kept_from=0.0)
    once = [NeedShown(need, date(2024, 11, 1), date(2024, 11, 2)) for need in HEADLINES]
    lines = [line(date(2024, 11, 1), "100")]
    others = [
        replace(family(at, lines), needs=needs)
        for at, needs in enumerate([once[:3], once[:4], [*once[:3], *once[:3]]])
        for _ in range(20)
    ]
    starts = [one for one in world.supported if one.before.end_day > date(2024, 12, 1)]
    matched = match(starts, others, RECORDS)
    assert len(starts) and set(matched.order[matched.usable > 0]) == set(range(20, 60))


def test_a_supported_family_without_twenty_like_it_is_left_out(helped: MadeUp) -> None:
    matched = match(helped.supported, helped.others[:19], RECORDS)
    assert len(matched.saved) == 0
    assert len(match(helped.supported, helped.others[:20], RECORDS).saved) == len(helped.supported)


def test_the_estimate_is_said_in_words(helped: MadeUp) -> None:
    found = estimate(helped)
    assert in_words(found).startswith("Support saved £")
    assert f"from 60 supported families and {found.others} like them who were not supported" in in_words(found)
    together = found.together
    unsure = replace(found, together=replace(together, mean=120.0, low=-3.5, high=400.0))
    assert in_words(unsure).startswith("It cannot be told") and "£3.50 lost" in in_words(unsure)
    worse = replace(found, together=replace(together, mean=-900.0, low=-1400.0, high=-2.0))
    assert in_words(worse).startswith("Support cost £900.00 a family and year more than it saved")
