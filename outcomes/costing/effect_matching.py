"""The compared estimate: each supported family beside the nearest that were never supported, at the same dates.

Pure; numpy, with a fixed seed. Source: costing.md section 4. Families come in at a crisis, and a crisis passes by
itself. So a family is laid beside others that stood much as it did on the day its support began: the same needs shown,
as many children, the same cost in the year before and in the half year before, the same spells still running and as
many events of late. Their costs are taken over the very same days, so that what changes for everybody changes for both.
What difference is left after matching is taken off by a line fitted through the matched families.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from outcomes.costing.effect_histories import FamilyHistory, Floats, Histories, Indices, SupportedHistory
from outcomes.costing.windows import YEAR

NEAREST = 20
FURTHEST = 5 * NEAREST
FEWEST_NEEDS = 3
DRAWS = 2_000
SEED = 20_250_401
LATE_DAYS = 182
LEAST = 1e-9
RIDGE = 1.0
CONFIDENCE = 95
A_YEAR = timedelta(days=YEAR)


@dataclass(frozen=True)
class Matched:
    """What matching left: rows are supported families, columns the nearest others, nearest first.

    `order` are indices of the others; `usable` False where there is no such other. `saved` and `others_saved` are
    pounds a year before less after, by bearer; `apart` is how far each other stands from its supported family.
    """

    bearers: tuple[str, ...]
    others: int
    order: Indices
    usable: Floats
    saved: Floats
    others_saved: Floats
    apart: Floats
    standing: Floats
    others_standing: Floats

    @property
    def others_used(self) -> int:
        """How many other families are among the nearest of any supported one."""
        counted = weights(self, np.ones(self.others)) > 0
        return len(np.unique(self.order[counted]))


@dataclass(frozen=True)
class Difference:
    """Pounds saved a year and family, and the ends of its interval: all bearers together, or one."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Balance:
    """How alike the two sides were when support began, on average: supported, compared."""

    measure: str
    supported: float
    compared: float


@dataclass(frozen=True)
class Compared:
    """The difference of the two changes: `supported` families against `others`, altogether and by bearer."""

    supported: int
    others: int
    together: Difference
    by_bearer: dict[str, Difference]
    supported_fell: float
    others_fell: float
    balance: tuple[Balance, ...]


MEASURES = ("cost_year_before", "cost_half_year_before", "cost_running", "events_half_year", "children", "needs")
"""What families are matched on, beside which needs they showed; each is measured on the day that support began."""


def candidates(others: Sequence[FamilyHistory], fewest_needs: int = FEWEST_NEEDS) -> list[FamilyHistory]:
    """Those who have a child and ever showed so many needs: nobody else can be compared on any day."""
    return [one for one in others if one.children_born and len({need.headline for need in one.needs}) >= fewest_needs]


def match(
    supported: Sequence[SupportedHistory], others: Sequence[FamilyHistory], fewest_needs: int = FEWEST_NEEDS
) -> Matched:
    """Lay every supported family beside its nearest others at its own dates. Those of fewer needs are not compared.

    A supported family that has fewer than `NEAREST` such others is left out.
    """
    histories = Histories([one.history for one in supported] + list(others))
    families, bearers, measures = len(supported), len(histories.bearers), len(MEASURES)
    width = min(FURTHEST, len(others))
    order = np.zeros((families, width), dtype=np.intp)
    usable = np.zeros((families, width))
    saved, others_saved = np.zeros((families, bearers)), np.zeros((families, width, bearers))
    standing, others_standing = np.zeros((families, measures)), np.zeros((families, width, measures))
    apart = np.zeros((families, width, measures))
    for at, one in enumerate(supported):
        needs = histories.needs(one.before.first_day, one.before.end_day)
        stood = _standing(histories, one.before.end_day, needs.sum(axis=1))
        rest = stood[families:]
        alike = (rest[:, MEASURES.index("needs")] >= fewest_needs) & (rest[:, MEASURES.index("children")] > 0)
        scaled = _scaled(stood, np.concatenate([np.zeros(families, dtype=bool), alike]))
        away = scaled[families:] - scaled[at]
        distance = (away[:, :-1] ** 2).sum(axis=1) + (needs[families:] != needs[at]).sum(axis=1)
        distance[~alike] = np.inf
        nearest = np.argsort(distance, kind="stable")[:width]
        fell = _fell(histories, one)
        order[at], usable[at] = nearest, np.isfinite(distance[nearest])
        saved[at], others_saved[at] = fell[at], fell[families:][nearest]
        standing[at], others_standing[at] = stood[at], rest[nearest]
        apart[at] = away[nearest]
    keep = usable.sum(axis=1) >= NEAREST
    return Matched(
        bearers=histories.bearers,
        others=len(others),
        order=order[keep],
        usable=usable[keep],
        saved=saved[keep],
        others_saved=others_saved[keep],
        apart=apart[keep],
        standing=standing[keep],
        others_standing=others_standing[keep],
    )


def _standing(histories: Histories, day: date, needs: Floats) -> Floats:
    late = day - timedelta(days=LATE_DAYS)
    columns = (
        histories.cost(day - A_YEAR, day).sum(axis=1),
        histories.cost(late, day).sum(axis=1),
        histories.running(day - timedelta(days=1)) * YEAR,
        histories.events(late, day),
        histories.children(day),
        needs,
    )
    return np.column_stack(columns).astype(np.float64)


def _scaled(stood: Floats, alike: Floats) -> Floats:
    """In standard deviations of those who may be compared, by their roots, so that the dearest do not rule."""
    roots = np.sqrt(np.maximum(stood, 0))
    spread = roots[alike].std(axis=0) if alike.any() else np.ones(stood.shape[1])
    return np.asarray(roots / np.where(spread > LEAST, spread, 1.0))


def _fell(histories: Histories, one: SupportedHistory) -> Floats:
    """Pounds a year by bearer in the window before less in the window after, for everybody, at one family's dates."""
    before, after = (
        histories.cost(window.first_day, window.end_day) * (YEAR / window.days) for window in (one.before, one.after)
    )
    return np.asarray(before - after)


def weights(matched: Matched, times: Floats) -> Floats:
    """How much each other family counts when each was drawn so many `times`: the twenty nearest of those drawn."""
    drawn = times[matched.order] * matched.usable
    upto = np.cumsum(drawn, axis=1)
    counted = np.clip(NEAREST - (upto - drawn), 0, drawn)
    whole = counted.sum(axis=1, keepdims=True)
    return np.asarray(counted / np.where(whole > 0, whole, 1.0))


def differences(matched: Matched, times_supported: Floats, times_others: Floats) -> tuple[Floats, Floats]:
    """The difference of the two changes by bearer, and the others' change, with each family drawn so many times."""
    share = weights(matched, times_others)
    drawn = times_supported * (share.sum(axis=1) > 0)
    share = share * drawn[:, None]
    others_fell = np.einsum("fn,fnb->fb", share, matched.others_saved)
    slopes = _slopes(matched, share)
    left = np.einsum("fn,fnm->fm", share, matched.apart)
    total = max(float(drawn.sum()), LEAST)
    expected = (others_fell - left @ slopes).sum(axis=0) / total
    return (drawn @ matched.saved) / total - expected, expected


def _slopes(matched: Matched, share: Floats) -> Floats:
    """How the others' change goes with how far they stand from their supported family: measures × bearers."""
    apart, fell = matched.apart, matched.others_saved
    size = share.sum(axis=1, keepdims=True)
    size = np.where(size > 0, size, 1.0)
    centred = apart - (np.einsum("fn,fnm->fm", share, apart) / size)[:, None, :]
    wide = centred * share[:, :, None]
    flat, weighted = centred.reshape(-1, centred.shape[2]), wide.reshape(-1, centred.shape[2])
    gram = weighted.T @ flat + RIDGE * np.eye(flat.shape[1])
    return np.asarray(np.linalg.solve(gram, weighted.T @ fell.reshape(-1, fell.shape[2])))


def compare(matched: Matched, *, draws: int = DRAWS, seed: int = SEED) -> Compared:
    """The estimate and its 95% interval: `draws` times both sides are drawn anew, and the matching done again."""
    families = len(matched.saved)
    ones, every = np.ones(families), np.ones(matched.others)
    told, expected = differences(matched, ones, every)
    random = np.random.default_rng(seed)
    drawn = np.empty((draws, len(matched.bearers)))
    for draw in range(draws):
        mine = random.multinomial(families, np.full(families, 1 / families)).astype(np.float64)
        theirs = random.multinomial(matched.others, np.full(matched.others, 1 / matched.others)).astype(np.float64)
        drawn[draw] = differences(matched, mine, theirs)[0]
    share = weights(matched, every)
    stood = np.einsum("fn,fnm->fm", share, matched.others_standing).mean(axis=0)
    return Compared(
        supported=families,
        others=matched.others_used,
        together=_difference(float(told.sum()), drawn.sum(axis=1)),
        by_bearer={bearer: _difference(float(told[at]), drawn[:, at]) for at, bearer in enumerate(matched.bearers)},
        supported_fell=float(matched.saved.sum(axis=1).mean()),
        others_fell=float(expected.sum()),
        balance=tuple(
            Balance(measure, float(matched.standing[:, at].mean()), float(stood[at]))
            for at, measure in enumerate(MEASURES)
        ),
    )


def _difference(mean: float, drawn: Floats) -> Difference:
    low, high = np.percentile(drawn, [(100 - CONFIDENCE) / 2, (100 + CONFIDENCE) / 2])
    return Difference(mean, float(low), float(high))
