"""Forty random places: every published table attacked together, and two editions a quarter apart replayed."""

import random

import pytest

from tests.outcomes.attack import (
    FAMILY_TABLES,
    PEOPLE_TABLES,
    POUND_TABLES,
    Attack,
    as_published,
    exact,
    tell_families,
    tell_groups,
    tell_pounds,
)
from tests.outcomes.random_cube import moved_on, published, random_place

pytestmark = pytest.mark.prove
PLACES = 40
TELL = {
    "families": (tell_families, FAMILY_TABLES),
    "pounds": (tell_pounds, POUND_TABLES),
    "people": (tell_groups, PEOPLE_TABLES),
}


def test_no_withheld_cell_of_forty_places_is_recovered() -> None:
    attacked, recovered = 0, []
    for seed in range(PLACES):
        dice = random.Random(seed)
        true, shown = published(random_place(dice, dice.choice((40, 90, 150, 260))))
        for tell, _ in TELL.values():
            attack = Attack()
            tell(attack, exact(true, shown))
            attacked += len(attack.withheld)
            recovered += attack.recovered()
    print(
        f"\n{PLACES} places: {attacked:,} withheld cells attacked over all tables together, {len(recovered)} recovered"
    )
    assert recovered == []


def test_no_withheld_cell_is_recovered_from_two_editions() -> None:
    attacked, recovered = 0, []
    for seed in range(PLACES // 4):
        dice = random.Random(1_000 + seed)
        place = random_place(dice, dice.choice((90, 150)))
        later = moved_on(dice, place, changed=dice.randint(1, 6), new=dice.randint(0, 4))
        true, shown = published(place)
        after, next_shown = published(later, before={key for key, value in shown.items() if value is None})
        for tell, tables in TELL.values():
            attack = Attack()
            for edition, figures in (("first", shown), ("second", next_shown)):
                attack.edition = edition
                tell(attack, as_published(figures))
            for key in shown:
                if key[0] in tables and true[key] == after[key]:
                    attack.unchanged(key, "first", "second")
            attacked += len(attack.withheld)
            recovered += attack.recovered()
    print(f"\n{PLACES // 4} pairs of editions: {attacked:,} withheld cells attacked, {len(recovered)} recovered")
    assert recovered == []
