"""All routes agree, in many random worlds: the larger half of `tests/datasharing/test_routes.py`."""

import time

import pytest

from tests.agreements import sign_rulebook
from tests.cast import Cast
from tests.datasharing.test_routes import disagreements

WORLDS = 12


@pytest.mark.prove
@pytest.mark.django_db
def test_all_routes_agree_in_many_random_worlds(cast: Cast, client) -> None:  # type: ignore[no-untyped-def]
    sign_rulebook()
    began = time.monotonic()
    looked = 0
    wrong: list[str] = []
    for seed in range(100, 100 + WORLDS):
        found, answers = disagreements(cast, client, seed, families=1)
        wrong += found
        looked += answers
    print(f"\nroutes: {len(wrong)} disagreements in {looked:,} answers of {WORLDS} random families")
    print(f"routes: {time.monotonic() - began:.0f} seconds")
    assert "\n".join(wrong[:20]) == ""
