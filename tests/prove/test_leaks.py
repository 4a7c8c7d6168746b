"""`make leaks`: 100,000 random (actor, record, category, day) through the real door, against the oracle."""

import time

import pytest

from tests.leaks.sweep import sweep

QUESTIONS = 100_000


@pytest.mark.prove
@pytest.mark.django_db
def test_no_leak_in_a_hundred_thousand_questions() -> None:
    began = time.monotonic()
    wrong, seen = sweep(QUESTIONS, seed=1_000)
    print(f"\nleaks: {len(wrong)} differences in {seen['questions']:,} questions over {seen['worlds']} worlds")
    print("leaks: levels " + ", ".join(f"{level} {seen[level]:,}" for level in ("hidden", "involvement", "open")))
    print("leaks: answered by " + ", ".join(f"step {step}: {seen[f'step {step}']:,}" for step in range(1, 9)))
    print(f"leaks: {time.monotonic() - began:.0f} seconds")
    assert wrong[:5] == []
    assert all(seen[f"step {step}"] for step in range(1, 9))
