"""Disclosure control of the overview: an attack on all tables together, and a replay of two editions side by side."""

import random

from datasharing.statistics import round_money
from tests.outcomes.attack import (
    FAMILY_TABLES,
    Attack,
    as_published,
    exact,
    tell_families,
    tell_groups,
    tell_pounds,
)
from tests.outcomes.random_cube import moved_on, published, random_place

SOME = 12
"""So many withheld cells are attacked here, and every one of many places in tests/prove."""


def test_all_tables_together_give_no_withheld_cell_back() -> None:
    dice = random.Random(1)
    true, shown = published(random_place(dice, 150))
    for tell in (tell_families, tell_pounds):
        attack = Attack()
        tell(attack, exact(true, shown))
        assert len(attack.withheld) > SOME
        attack.withheld = dice.sample(attack.withheld, SOME)
        assert attack.recovered() == []


def test_people_by_group_give_no_withheld_cell_back() -> None:
    for seed in (2, 3, 4):
        true, shown = published(random_place(random.Random(seed), 60))
        attack = Attack()
        tell_groups(attack, exact(true, shown))
        assert attack.withheld and attack.recovered() == []


def test_the_attack_itself_finds_what_is_withheld_without_what_belongs_to_it() -> None:
    """So that nought recovered says something: with only the cells of few families gone, it finds many of them."""
    true, shown = published(random_place(random.Random(3), 150))
    few = {
        key: None if true[key] < 6 else value if value is not None else true[key]
        for key, value in shown.items()
        if key[0] in FAMILY_TABLES
    }
    attack = Attack()
    tell_families(attack, exact(true, few))
    assert len(attack.recovered()) > 20


def test_two_editions_a_quarter_apart_give_no_withheld_cell_back() -> None:
    """Even to somebody who knows in which cells nothing happened in between."""
    dice = random.Random(4)
    place = random_place(dice, 120)
    later = moved_on(dice, place, changed=4, new=3)
    true, shown = published(place)
    after, next_shown = published(later, before={key for key, value in shown.items() if value is None})
    attack = Attack()
    for edition, figures in (("first", shown), ("second", next_shown)):
        attack.edition = edition
        tell_families(attack, as_published(figures))
    for key in shown:
        if key[0] in FAMILY_TABLES and true[key] == after[key]:
            attack.unchanged(key, "first", "second")
    attack.withheld = dice.sample(attack.withheld, SOME)
    assert attack.recovered() == []


def test_the_same_families_withhold_the_same_cells_in_the_next_edition() -> None:
    place = random_place(random.Random(5), 120)
    _, shown = published(place)
    withheld = {key for key, value in shown.items() if value is None}
    _, again = published(place, before=withheld)
    assert {key for key, value in again.items() if value is None} == withheld


def test_what_is_published_lies_within_half_a_rounding_of_the_truth() -> None:
    true, shown = published(random_place(random.Random(6), 100))
    for key, ends in as_published(shown).items():
        assert ends is None or ends[0] <= float(true[key]) <= ends[1]
    assert {shown[key] for key in shown if key[0] == "cost"} - {None} == {
        round_money(true[key]) for key, value in shown.items() if key[0] == "cost" and value is not None
    }
