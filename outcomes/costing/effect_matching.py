"""The compared estimate: each supported family beside the nearest that were never supported, over the same months.

Pure; numpy, with a fixed seed. Source: costing.md section 4. Three things are done so that like is laid beside like.
Families come in at a crisis, and a crisis passes by itself; so every other family is taken at a crisis of its own: of
the days within three months of the day on which support began, the one before which most had happened to it in half a
year. Families come in because their needs are real, and one stray record passes by itself too; so others count only
with one need more than the fewest, or with the fewest borne out by more than one record or by 150 days. And of those,
the nearest are those that stood alike on that day: the same needs shown, as many children, the same cost in the year
and in the half year before, the same spells running, as many events. Each is then followed over windows as long as the
supported family's. What difference is left after matching is taken off by a line fitted through the matched.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from outcomes.costing.effect_histories import Days, FamilyHistory, Floats, Histories, Indices, SupportedHistory
from outcomes.costing.ledger import ONE_DAY
from outcomes.costing.windows import FEWEST_DAYS_COMPARED, YEAR

NEAREST = 20
FURTHEST = 5 * NEAREST
FEWEST_NEEDS = 3
DRAWS = 2_000
SEED = 20_250_401
LATE_DAYS = 182
CRISIS_WITHIN = 90
CRISIS_STEP = 15
LEAST = 1e-9
RIDGE = 1.0
CONFIDENCE = 95
A_YEAR = timedelta(days=YEAR)

MEASURES = ("cost_year_before", "cost_half_year_before", "cost_running", "events_half_year", "children", "needs")
"""What families are matched on, beside which needs they showed: on the day that support began, or of the crisis."""
CHILDREN, NEEDS = MEASURES.index("children"), MEASURES.index("needs")


@dataclass(frozen=True)
class Records:
    """The first and the last day that the records of a place cover."""

    first_day: date
    last_day: date


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
    """How alike the two sides stood, on average, when support began and at the others' crises."""

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


def candidates(others: Sequence[FamilyHistory], fewest_needs: int = FEWEST_NEEDS) -> list[FamilyHistory]:
    """Those who have a child and ever showed so many needs: nobody else can be compared on any day."""
    return [one for one in others if one.children_born and len({need.headline for need in one.needs}) >= fewest_needs]


def match(
    supported: Sequence[SupportedHistory],
    others: Sequence[FamilyHistory],
    records: Records,
    fewest_needs: int = FEWEST_NEEDS,
) -> Matched:
    """Lay every supported family beside its nearest others. Those of fewer needs are not compared.

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
    began = histories.everybody_on(records.first_day)
    for at, one in enumerate(supported):
        day = _crisis(histories, one, records)
        day[:families] = one.before.end_day.toordinal()
        needs = histories.needs(day - YEAR, day)
        stood = _standing(histories, day, needs.sum(axis=1))
        rest = stood[families:]
        sure = (needs & histories.borne_out(began, day)).sum(axis=1)[families:] >= fewest_needs
        alike = (sure | (rest[:, NEEDS] > fewest_needs)) & (rest[:, CHILDREN] > 0)
        scaled = _scaled(stood, np.concatenate([np.zeros(families, dtype=bool), alike]))
        away = scaled[families:] - scaled[at]
        distance = (away[:, :-1] ** 2).sum(axis=1) + (needs[families:] != needs[at]).sum(axis=1)
        distance[~alike] = np.inf
        nearest = np.argsort(distance, kind="stable")[:width]
        fell = _fell(histories, one, day, records)
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


def _crisis(histories: Histories, one: SupportedHistory, records: Records) -> Days:
    """For each family the day, near that on which this one's support began, before which most had happened to it.

    Equal days: the nearest. Both windows must lie within the records on it, the one after for 90 days or more.
    """
    start, length = one.before.end_day, one.after.first_day - one.before.end_day
    least = timedelta(days=min(FEWEST_DAYS_COMPARED, one.after.days))
    shifts = sorted(range(-CRISIS_WITHIN, CRISIS_WITHIN + 1, CRISIS_STEP), key=lambda days: (abs(days), days))
    meant = [start + timedelta(days=days) for days in shifts]
    days = [
        histories.everybody_on(day)
        for day in meant
        if day - A_YEAR >= records.first_day and day + length + least <= records.last_day + ONE_DAY
    ]
    happened = np.array([histories.events(day - LATE_DAYS, day) for day in days])
    return np.asarray(np.array(days)[happened.argmax(axis=0), np.arange(histories.count)])


def _standing(histories: Histories, day: Days, needs: Floats) -> Floats:
    columns = (
        histories.cost(day - YEAR, day).sum(axis=1),
        histories.cost(day - LATE_DAYS, day).sum(axis=1),
        histories.running(day - 1) * YEAR,
        histories.events(day - LATE_DAYS, day),
        histories.children(day),
        needs,
    )
    return np.column_stack(columns).astype(np.float64)


def _scaled(stood: Floats, alike: Floats) -> Floats:
    """In standard deviations of those who may be compared, by their roots, so that the dearest do not rule."""
    roots = np.sqrt(np.maximum(stood, 0))
    spread = roots[alike].std(axis=0) if alike.any() else np.ones(stood.shape[1])
    return np.asarray(roots / np.where(spread > LEAST, spread, 1.0))


def _fell(histories: Histories, one: SupportedHistory, day: Days, records: Records) -> Floats:
    """Pounds a year by bearer in the window before each family's day less in the window after, for everybody."""
    after = day + (one.after.first_day - one.before.end_day).days
    end = np.minimum(after + YEAR, records.last_day.toordinal() + 1)
    a_year = (YEAR / (end - after))[:, None]
    return np.asarray(histories.cost(day - YEAR, day) - histories.cost(after, end) * a_year)


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
