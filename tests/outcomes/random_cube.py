"""Random places, family by family, and the cube of each: what an attacker of the overview is let loose on."""

import random
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal

from datasharing.statistics import TOTAL, Tally
from outcomes.cube import ALL, BEARERS, CASE_STEPS, HELP, Key, Step
from outcomes.edition_draft import (
    Draft,
    Shown,
    draft_families,
    draft_groups,
    draft_pounds,
    safe_families,
    safe_groups,
    safe_pounds,
)

PARTS = ("place:a/north", "place:a/south", "place:a/west")
TIERS = ("intensive", "outreach", "advice")
NEEDS = ("education", "health", "crime", "housing", "money", "domestic_abuse")
QUARTERS = tuple(f"2026-{number:02d}" for number in range(1, 10))
YEARS = {QUARTERS[at]: list(QUARTERS[at - 3 : at + 1]) for at in range(3, 9)}
LOADS = (("1-5", 5), ("6-10", 10), ("11-15", 15), ("16+", 99))
Tallies = dict[tuple[str, str, str], Tally]


@dataclass(frozen=True)
class Household:
    """One family: where it stands, its needs, its worker, and what it cost in each window and quarter by bearer."""

    part: str
    step: str
    tier: str
    worker: int
    needs: frozenset[str]
    windows: dict[str, dict[str, Decimal]]
    quarters: dict[str, dict[str, Decimal]]
    people: tuple[tuple[str, str, str], ...] = ()

    @property
    def compared(self) -> bool:
        """Whether the estimates stand on it: its year after support can be compared."""
        return "after" in self.windows


def random_place(dice: random.Random, families: int) -> list[Household]:
    """So many families, with rare intensities, parts and costs among them."""
    return [_household(dice) for _ in range(families)]


def _household(dice: random.Random) -> Household:
    step = dice.choices([*Step], [2, 1, 1, 4, 6])[0]
    often = dict(zip(BEARERS, (0.8, 0.6, 0.5, 0.7, 0.15, 0.03), strict=True))
    spent = {
        bearer: Decimal(dice.choice((120, 900, 4_300, 26_000)) + dice.randint(0, 99))
        for bearer in BEARERS
        if dice.random() < often[bearer]
    }
    names = {Step.CLOSED: ["before", "during", "after"], Step.HELPED: ["before", "during"]}.get(step, [])
    windows = {name: {bearer: gbp + dice.randint(0, 400) for bearer, gbp in spent.items()} for name in names}
    if dice.random() < 0.05:
        windows.pop("after", None)
    return Household(
        part=dice.choices(PARTS, [6, 4, 1])[0],
        step=step,
        tier=dice.choices(TIERS, [5, 3, 1])[0],
        worker=dice.randint(1, 9),
        needs=frozenset(need for need in NEEDS if dice.random() < 0.35),
        windows=windows,
        quarters={day: {b: gbp for b, gbp in spent.items() if dice.random() < 0.3} for day in QUARTERS}
        if names
        else {},
        people=tuple(
            (
                dice.choices(("white", "asian", "black", "not_asked", "not_said"), [9, 3, 1, 2, 1])[0],
                dice.choices(("not_disabled", "disabled", "not_asked"), [7, 2, 1])[0],
                dice.choices(("F", "M", "U"), [6, 5, 1])[0],
            )
            for _ in range(dice.randint(1, 5))
        ),
    )


def moved_on(dice: random.Random, place: list[Household], changed: int, new: int) -> list[Household]:
    """The same place a quarter later: a few families moved a step, a few came."""
    later = list(place)
    for number in dice.sample(range(len(place)), changed):
        later[number] = replace(later[number], needs=frozenset(dice.sample(NEEDS, 2)), part=dice.choice(PARTS))
    return later + random_place(dice, new)


def _bands(one: Household) -> list[str]:
    return [ALL, one.part, f"tier:{one.tier}"]


def families_of(place: list[Household]) -> Draft:
    """The tables of families of a place, as counted."""
    made: dict[str, Tallies] = defaultdict(lambda: defaultdict(Tally))
    beside = Tally()
    load = Counter(one.worker for one in place if one.step == Step.HELPED)
    for one in place:
        with_a_case = one.step in CASE_STEPS
        for band in (ALL, one.part):
            made["steps"][band, one.step, "families"].add()
            if with_a_case:
                made["steps"][band, one.tier, one.step].add()
            if one.step == Step.HELPED:
                row = next(row for row, most in LOADS if load[one.worker] <= most)
                made["loads"][band, row, "families"].add()
        for at, need in enumerate(sorted(one.needs) if with_a_case else ()):
            came = ["referred", "attended", "helped"][: (3 * one.worker + at) % 4]
            came += ["met"] if came and (one.worker + at) % 4 else []
            for column in came:
                made["helped"][ALL, need, column].add()
                made[f"by {need}"][ALL, f"{need}: {'one' if one.worker % 3 else 'two'}", column].add()
        for band in _bands(one) if with_a_case else ():
            for at, need in enumerate(sorted(one.needs)):
                made["needs"][band, need, "families"].add()
                for column in ("met", "sustained", "broken")[: (one.worker + at) % 4]:
                    made["outcomes"][band, need, column].add()
            for name in one.windows:
                made["supported"][band, name, "families"].add()
        if one.windows and not one.compared:
            beside.add()
        if one.step == Step.CLOSED and one.worker < 6:
            made["claims"][ALL, ("claimed", "paid", "refused")[one.worker % 3], "families"].add()
    matched = Tally(max(0, sum(one.compared for one in place) - 2))
    effect = {(ALL, "compared", "families"): matched} if matched.families else {}
    return draft_families(
        PARTS, steps=made["steps"], tiers=made["steps"], needs=made["needs"], caseloads=made["loads"],
        supported=made["supported"], effect=effect, beside=beside, outcomes=made["outcomes"], claims=made["claims"],
        helped=made["helped"], helped_by={need: made[f"by {need}"] for need in HELP.rows if made[f"by {need}"]},
    )  # fmt: skip


def pounds_of(place: list[Household], counts: Shown) -> Draft:
    """The tables of pounds of a place, as counted."""
    made: dict[str, Tallies] = defaultdict(lambda: defaultdict(Tally))
    single: dict[tuple[str, str], Tally] = defaultdict(Tally)
    stood_on, beside, saved = Tally(), Tally(), Tally()
    without: dict[str, Tally] = defaultdict(Tally)
    for one in place:
        for name, borne in one.windows.items():
            whole = sum(borne.values(), Decimal(0))
            for band in _bands(one):
                for bearer, gbp in borne.items():
                    made["cost"][band, bearer, name].add(gbp)
                if whole:
                    made["cost"][band, TOTAL, name].add(whole)
            if name == "before":
                (stood_on if one.compared else beside).add(whole)
        if one.compared:
            before, after = (sum(one.windows[name].values(), Decimal(0)) for name in ("before", "after"))
            saved.add(before - after)
        for band in _bands(one) if one.windows else ():
            made["support"][band, "support", "gbp"].add(Decimal(2_000))
            for need in one.needs:
                made["by_need"][band, need, "gbp"].add(Decimal(2_000) / len(one.needs))
            if not one.needs:
                without[band].add(Decimal(2_000))
        _add_quarters(one, single, made["trend"])
    effect = {(ALL, "before_and_after", "gbp"): saved} if saved.families else {}
    return draft_pounds(
        PARTS, counts, cost=made["cost"], support=made["support"], trend=made["trend"], quarters=single, years=YEARS,
        effect=effect, gains={}, stood_on=stood_on, beside=beside, outcome_cost=made["by_need"], without_need=without,
    )  # fmt: skip


def groups_of(place: list[Household]) -> Draft:
    """The tables of people by group of a place, as counted."""
    made: dict[str, Tallies] = defaultdict(lambda: defaultdict(Tally))
    for one in place:
        if one.step not in CASE_STEPS:
            continue
        for at, table in enumerate(("ethnicity", "disability", "sex")):
            for row, number in Counter(person[at] for person in one.people).items():
                came = ("reached", "sustained")[: 1 + one.worker % 2]
                for column in (*came, *(("missed", "mistaken")[: one.worker % 3])):
                    made[table][ALL, row, column].add(Decimal(number))
    return draft_groups(made)


def _add_quarters(one: Household, single: dict[tuple[str, str], Tally], trend: Tallies) -> None:
    whole = {day: borne | {TOTAL: sum(borne.values(), Decimal(0))} for day, borne in one.quarters.items() if borne}
    for day, borne in whole.items():
        for bearer, gbp in borne.items():
            single[day, bearer].add(gbp)
    for year, days in YEARS.items():
        for bearer in (*BEARERS, TOTAL):
            if gbp := sum((whole[day].get(bearer, Decimal(0)) for day in days if day in whole), Decimal(0)):
                trend[ALL, year, bearer].add(gbp)


def published(place: list[Household], before: set[Key] | None = None) -> tuple[dict[Key, Decimal], Shown]:
    """The true value of every cell of the tables, and what of it is published."""
    families = families_of(place)
    counts = safe_families(families, before=before or set())
    pounds = pounds_of(place, counts)
    groups = groups_of(place)
    shown = counts | safe_pounds(pounds, before=before or set()) | safe_groups(groups, before=before or set())
    true = {key: Decimal(tally.families) for key, tally in families.tallies.items()}
    true |= {key: tally.amount for draft in (pounds, groups) for key, tally in draft.tallies.items()}
    return true, shown
