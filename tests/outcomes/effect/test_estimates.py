"""The three estimates side by side: each named, each with its limits, each refused in words."""

from datetime import date
from decimal import Decimal

import pytest

from outcomes.costing.effect import (
    FEWEST_FAMILIES,
    Estimate,
    Evidence,
    WhyNotCompared,
    estimate_effect,
    supported_history,
)
from outcomes.costing.effect_histories import SupportedHistory
from outcomes.costing.money import CannotCost
from outcomes.costing.statement import borne
from outcomes.costing.windows import windows_of
from tests.outcomes.effect.families import LAST, RECORDS, family, line, made_up, support

EVIDENCE = Evidence(Decimal("0.2"), "A published study of families like these")


def helped(before: str, after: str, key: str = "a") -> SupportedHistory:
    lines = [line(date(2024, 12, 1), before), line(date(2025, 8, 1), after, bearer="police")]
    one = support(family(key, lines), date(2025, 1, 1), date(2025, 7, 1))
    assert isinstance(one, SupportedHistory)
    return one


def test_before_and_after_is_exact_and_is_never_called_the_effect() -> None:
    effect = estimate_effect([helped("1000.10", "300.05"), helped("500", "0", "b")], (), records=RECORDS)
    told = effect.before_and_after
    assert told and (told.before, told.after, told.saved) == (Decimal("750.05"), Decimal("150.025"), Decimal("600.025"))
    assert told.by_bearer == {"council": Decimal("750.05"), "police": Decimal("-150.025")}
    assert "not the effect of support" in told.estimate.heading
    assert "not the effect of support" in told.estimate.cannot_say


def test_deadweight_takes_off_the_share_that_the_evidence_says() -> None:
    effect = estimate_effect([helped("1000", "300")], (), records=RECORDS, evidence=EVIDENCE)
    less = effect.with_deadweight
    assert less and less.saved == Decimal("560.0") and sum(less.by_bearer.values()) == less.saved
    assert less.evidence is EVIDENCE


def test_without_evidence_nothing_is_taken_off_and_it_says_so() -> None:
    effect = estimate_effect([helped("1000", "300")], (), records=RECORDS)
    assert effect.with_deadweight is None and "No evidence has been chosen" in effect.why_no_with_deadweight


@pytest.mark.parametrize("share", ["-0.1", "1.1"])
def test_a_deadweight_that_is_no_share_is_refused(share: str) -> None:
    with pytest.raises(CannotCost, match="must be from 0 to 1"):
        estimate_effect([helped("1000", "300")], (), records=RECORDS, evidence=Evidence(Decimal(share), "a study"))


def test_fewer_than_twenty_families_on_either_side_are_too_few() -> None:
    world = made_up(3, supported=FEWEST_FAMILIES, others=60, kept_from=0.4)
    assert estimate_effect(world.supported, world.others, records=RECORDS).compared is not None
    fewer = estimate_effect(world.supported[1:], world.others, records=RECORDS)
    assert fewer.compared is None and fewer.before_and_after is not None
    assert "too few families" in fewer.why_no_compared and "19 that were supported" in fewer.why_no_compared
    alone = estimate_effect(world.supported, world.others[:19], records=RECORDS)
    assert alone.compared is None and "19 like them" in alone.why_no_compared


def test_with_nobody_to_speak_of_every_estimate_says_why_there_is_none() -> None:
    effect = estimate_effect((), (), records=None, evidence=EVIDENCE, left_out=[WhyNotCompared.NOT_ENDED] * 2)
    assert (effect.before_and_after, effect.with_deadweight, effect.compared) == (None, None, None)
    assert effect.why_no_before_and_after and effect.why_no_with_deadweight and effect.why_no_compared
    assert effect.left_out == {WhyNotCompared.NOT_ENDED: 2}


@pytest.mark.parametrize(
    ("start", "end", "why"),
    [
        (date(2026, 1, 1), None, WhyNotCompared.NOT_ENDED),
        (date(2026, 1, 1), date(2026, 9, 1), WhyNotCompared.TOO_LITTLE_AFTER),
        (date(2026, 1, 1), date(2026, 6, 4), WhyNotCompared.TOO_LITTLE_AFTER),
        (date(2024, 8, 30), date(2025, 1, 1), WhyNotCompared.BEFORE_THE_DATA),
    ],
)
def test_a_family_without_both_windows_is_left_out_with_the_reason(
    start: date, end: date | None, why: WhyNotCompared
) -> None:
    assert support(family("a", []), start, end) is why
    assert why.words.endswith(".")


def test_the_shortest_windows_that_can_be_compared() -> None:
    one = support(family("a", []), date(2024, 8, 31), date(2026, 6, 3))
    assert isinstance(one, SupportedHistory) and (one.before.days, one.after.days) == (365, 90)


def test_a_window_cut_short_counts_as_pounds_a_year() -> None:
    history = family("a", [line(date(2026, 6, 3), "90")])
    windows = windows_of(date(2025, 9, 1), date(2026, 6, 3), LAST)
    one = supported_history(history, windows, borne(history.lines, windows), RECORDS)
    assert isinstance(one, SupportedHistory) and one.after_a_year == {"council": Decimal(365)}


def test_each_estimate_says_what_it_can_and_cannot_say() -> None:
    for one in Estimate:
        assert one.heading and one.can_say.endswith(".") and one.cannot_say.endswith(".")
