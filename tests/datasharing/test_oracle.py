"""The door against an oracle written from the specification alone: small here, 100,000 questions in `make leaks`."""

import pytest

from tests.leaks.sweep import sweep


@pytest.mark.django_db
def test_the_door_and_the_oracle_agree() -> None:
    wrong, seen = sweep(2_400, seed=1, a_world=1_200)
    assert wrong[:3] == []
    assert min(seen[level] for level in ("hidden", "involvement", "open")) > 20
    assert all(seen[f"step {step}"] for step in (1, 2, 3, 4, 5, 6, 7, 8))
