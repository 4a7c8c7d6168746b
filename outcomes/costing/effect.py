"""Did support do it? Three estimates side by side, each named, with what it can and cannot say. Pure.

Source: costing.md section 4. *Before and after* is what the ledger says, exact; *with deadweight* takes off a share
from evidence; *compared* is `effect_matching`'s, or words why there is none. Saved is positive: pounds a year less.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from agencies.words import Words
from outcomes.costing.effect_histories import FamilyHistory, SupportedHistory
from outcomes.costing.effect_matching import FEWEST_NEEDS, Compared, Records, candidates, compare, match
from outcomes.costing.money import NOUGHT, ONE, CannotCost, pounds
from outcomes.costing.statement import Borne
from outcomes.costing.windows import FEWEST_DAYS_COMPARED, Window, WindowName

FEWEST_FAMILIES = 20


class Estimate(StrEnum):
    """The three estimates. Headings and words are for the page, the telephone and the paper alike."""

    BEFORE_AND_AFTER = "before_and_after"
    WITH_DEADWEIGHT = "with_deadweight"
    COMPARED = "compared"

    @property
    def heading(self) -> str:
        return {
            Estimate.BEFORE_AND_AFTER: Words("Before and after: not the effect of support"),
            Estimate.WITH_DEADWEIGHT: Words("With deadweight taken off"),
            Estimate.COMPARED: Words("Compared with families who were not supported"),
        }[self]

    @property
    def can_say(self) -> str:
        return {
            Estimate.BEFORE_AND_AFTER: (
                Words("How much less these families cost in the year after support than in the year before it.")
            ),
            Estimate.WITH_DEADWEIGHT: (
                Words(
                    "How much of that fall would be due to support if, here too, as large a share of it would "
                    "have come anyway as the evidence found elsewhere."
                )
            ),
            Estimate.COMPARED: (
                Words(
                    "How much more the cost of these families fell than that of families who showed similar needs, "
                    "had as many children, had cost as much and were in a like crisis, but were not supported, over "
                    "the same months."
                )
            ),
        }[self]

    @property
    def cannot_say(self) -> str:
        return {
            Estimate.BEFORE_AND_AFTER: (
                Words(
                    "It is not the effect of support. Families come in at their worst, and part of a crisis passes by "
                    "itself; some costs would have risen without help."
                )
            ),
            Estimate.WITH_DEADWEIGHT: (
                Words(
                    "Whether that share holds here: it was found for other people, elsewhere, at another time. It says "
                    "nothing of chance, so it has no interval."
                )
            ),
            Estimate.COMPARED: (
                Words(
                    "It cannot know what no partner recorded. If families were chosen for help for reasons that "
                    "the records do not show, part of the difference is due to those. It is an average, and says "
                    "nothing of any one family."
                )
            ),
        }[self]


class WhyNotCompared(StrEnum):
    """Why a supported family is in none of the estimates."""

    NOT_ENDED = "not_ended"
    TOO_LITTLE_AFTER = "too_little_after"
    BEFORE_THE_DATA = "before_the_data"

    @property
    def words(self) -> str:
        return {
            WhyNotCompared.NOT_ENDED: Words("Support has not ended."),
            WhyNotCompared.TOO_LITTLE_AFTER: (
                f"There are fewer than {FEWEST_DAYS_COMPARED} days of records after support ended."
            ),
            WhyNotCompared.BEFORE_THE_DATA: Words("Records do not go back to a year before support began."),
        }[self]


@dataclass(frozen=True)
class Evidence:
    """The evidence row chosen: the share of a fall that would have come anyway, from 0 to 1, and who found that."""

    deadweight: Decimal
    source: str


@dataclass(frozen=True)
class BeforeAndAfter:
    """Pounds a year and family, not rounded: the mean over `families`. `by_bearer` is what each saved."""

    families: int
    before: Decimal
    after: Decimal
    by_bearer: Mapping[str, Decimal]
    estimate = Estimate.BEFORE_AND_AFTER

    @property
    def saved(self) -> Decimal:
        return self.before - self.after


@dataclass(frozen=True)
class WithDeadweight:
    """Pounds a year and family, not rounded, once the evidence's share is taken off."""

    families: int
    evidence: Evidence
    saved: Decimal
    by_bearer: Mapping[str, Decimal]
    estimate = Estimate.WITH_DEADWEIGHT


@dataclass(frozen=True)
class Effect:
    """The three side by side. An estimate that cannot be made is None, and `why_no_...` says in words why.

    `left_out` counts the supported families that are in none of them; `unmatched` those in the first two alone,
    because too few others were like them.
    """

    before_and_after: BeforeAndAfter | None
    why_no_before_and_after: str
    with_deadweight: WithDeadweight | None
    why_no_with_deadweight: str
    compared: Compared | None
    why_no_compared: str
    left_out: Mapping[WhyNotCompared, int]
    unmatched: int


def supported_history(
    history: FamilyHistory, windows: Sequence[Window], rows: Iterable[Borne], records: Records
) -> SupportedHistory | WhyNotCompared:
    """A supported family with both its windows, or why it cannot be compared."""
    by_name = {window.name: at for at, window in enumerate(windows)}
    if WindowName.AFTER not in by_name:
        ended = any(window.name is WindowName.DURING and not window.cut for window in windows)
        return WhyNotCompared.TOO_LITTLE_AFTER if ended else WhyNotCompared.NOT_ENDED
    at_before, at_after = by_name[WindowName.BEFORE], by_name[WindowName.AFTER]
    before, after = windows[at_before], windows[at_after]
    if not after.compared:
        return WhyNotCompared.TOO_LITTLE_AFTER
    if before.first_day < records.first_day or not before.compared:
        return WhyNotCompared.BEFORE_THE_DATA
    a_year = [(row.bearer, row.a_year[at_before] or NOUGHT, row.a_year[at_after] or NOUGHT) for row in rows]
    return SupportedHistory(
        history=history,
        before=before,
        after=after,
        before_a_year={bearer: gbp for bearer, gbp, _ in a_year},
        after_a_year={bearer: gbp for bearer, _, gbp in a_year},
    )


def estimate_effect(
    supported: Sequence[SupportedHistory],
    others: Sequence[FamilyHistory],
    *,
    records: Records | None,
    evidence: Evidence | None = None,
    left_out: Iterable[WhyNotCompared] = (),
    fewest_needs: int = FEWEST_NEEDS,
) -> Effect:
    """The three estimates for these supported families, against others of whom none was ever supported.

    `records` None: there are none. Raises CannotCost for a deadweight outside 0 to 1.
    """
    raw = before_and_after(supported) if supported else None
    nobody = Words("No family's support has ended long enough ago, with a year of records before it, to compare.")
    less = with_deadweight(raw, evidence) if raw and evidence else None
    why_no_less = (
        "" if less else nobody if not raw else Words("No evidence has been chosen that says what deadweight to take.")
    )
    compared, why_not, unmatched = _compared(supported, others, records, fewest_needs)
    return Effect(
        before_and_after=raw,
        why_no_before_and_after="" if raw else nobody,
        with_deadweight=less,
        why_no_with_deadweight=why_no_less,
        compared=compared,
        why_no_compared=why_not,
        left_out=dict(Counter(left_out)),
        unmatched=unmatched,
    )


def before_and_after(supported: Sequence[SupportedHistory]) -> BeforeAndAfter:
    """The mean of cost a year before, and after, over one or more families."""
    count = len(supported)
    bearers = sorted({bearer for one in supported for bearer in one.before_a_year.keys() | one.after_a_year.keys()})
    before = {bearer: _sum(one.before_a_year.get(bearer, NOUGHT) for one in supported) / count for bearer in bearers}
    after = {bearer: _sum(one.after_a_year.get(bearer, NOUGHT) for one in supported) / count for bearer in bearers}
    return BeforeAndAfter(
        families=count,
        before=_sum(before.values()),
        after=_sum(after.values()),
        by_bearer={bearer: before[bearer] - after[bearer] for bearer in bearers},
    )


def with_deadweight(raw: BeforeAndAfter, evidence: Evidence) -> WithDeadweight:
    """What is left of a fall once the share that would have come anyway is taken off; a rise is left as it is."""
    if not NOUGHT <= evidence.deadweight <= ONE:
        raise CannotCost(f"The share for deadweight must be from 0 to 1; it is {evidence.deadweight}.")
    ours = ONE - evidence.deadweight
    return WithDeadweight(
        families=raw.families,
        evidence=evidence,
        saved=raw.saved * ours,
        by_bearer={bearer: gbp * ours for bearer, gbp in raw.by_bearer.items()},
    )


def in_words(compared: Compared) -> str:
    """The compared estimate in one sentence."""
    mean, low, high = (pounds(Decimal(value)) for value in _ends(compared))
    spread = f"between {_said(low)} and {_said(high)}, with 95% confidence"
    families = f"{compared.supported} supported families and {compared.others} like them who were not supported"
    if low > 0:
        return f"Support saved {_gbp(mean)} a family and year ({spread}), from {families}."
    if high < 0:
        return f"Support cost {_gbp(-mean)} a family and year more than it saved ({spread}), from {families}."
    return (
        f"It cannot be told from {families} whether support saved anything: {_said(mean)} a family and year ({spread})."
    )


def _compared(
    supported: Sequence[SupportedHistory], others: Sequence[FamilyHistory], records: Records | None, fewest_needs: int
) -> tuple[Compared | None, str, int]:
    alike = candidates(others, fewest_needs)
    if records is None or len(supported) < FEWEST_FAMILIES or len(alike) < FEWEST_FAMILIES:
        return None, _too_few(len(supported), len(alike)), 0
    matched = match(supported, alike, records, fewest_needs)
    like_them, found = matched.others_used, len(matched.saved)
    unmatched = len(supported) - found
    if found < FEWEST_FAMILIES or like_them < FEWEST_FAMILIES:
        return None, _too_few(found, like_them), unmatched
    return compare(matched), "", unmatched


def _too_few(supported: int, others: int) -> str:
    return (
        f"There are too few families to compare: {supported} that were supported and can be compared, and {others} "
        f"like them that were not supported. At least {FEWEST_FAMILIES} of each are needed."
    )


def _ends(compared: Compared) -> tuple[float, float, float]:
    return compared.together.mean, compared.together.low, compared.together.high


def _said(gbp: Decimal) -> str:
    return f"{_gbp(gbp)} saved" if gbp >= 0 else f"{_gbp(-gbp)} lost"


def _gbp(gbp: Decimal) -> str:
    return f"£{gbp:,.2f}"


def _sum(values: Iterable[Decimal]) -> Decimal:
    return sum(values, NOUGHT)
