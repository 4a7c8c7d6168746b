"""Families made up by chance with a fixed seed: what they would cost unhelped, and what support truly saves.

Every family has trouble that comes and goes: spells that cost by the day, and events that cost once. Those who are
supported come in after their busiest half year of several, as families do, so that part of it passes by itself.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from outcomes.costing.catalogue import Basis
from outcomes.costing.effect import WhyNotCompared, supported_history
from outcomes.costing.effect_histories import FamilyHistory, NeedShown, SupportedHistory
from outcomes.costing.effect_matching import Records
from outcomes.costing.ledger import ONE_DAY, Event, LedgerLine
from outcomes.costing.statement import borne
from outcomes.costing.windows import windows_of

FIRST, LAST = date(2023, 9, 1), date(2026, 8, 31)
DAYS = (LAST - FIRST).days
RECORDS = Records(FIRST, LAST)
HEADLINES = ("1", "3", "6", "7", "8", "9")


@dataclass(frozen=True)
class MadeUp:
    """Both sides, and the mean that support truly saved a year of those compared."""

    supported: list[SupportedHistory]
    others: list[FamilyHistory]
    saved: float


def line(from_day: date, gbp: str, *, end_day: date | None = None, bearer: str = "council") -> LedgerLine:
    """Borne once, or each day of a spell."""
    event = Event("an.event", "somebody", from_day, end_day)
    each = end_day is None
    return LedgerLine(
        event=event,
        unit_cost="U1",
        bearer=bearer,
        basis=Basis.EACH if each else Basis.PER_DAY,
        gbp=Decimal(gbp),
        per_days=None if each else Decimal(1),
        from_day=from_day,
        end_day=end_day or from_day + ONE_DAY,
        catalogue="a catalogue",
    )


def family(key: object, lines: list[LedgerLine], needs: tuple[str, ...] = HEADLINES[:3]) -> FamilyHistory:
    """A family with a child that shows these needs all the time."""
    return FamilyHistory(
        key=key,
        lines=lines,
        needs=[NeedShown(need, FIRST, LAST + ONE_DAY) for need in needs],
        happened=[one.from_day for one in lines],
        children_born=[date(2015, 3, 4)],
    )


def support(history: FamilyHistory, start: date, end: date | None) -> SupportedHistory | WhyNotCompared:
    """The family supported on these days."""
    windows = windows_of(start, end, LAST)
    return supported_history(history, windows, borne(history.lines, windows), RECORDS)


def made_up(seed: int, *, supported: int, others: int, kept_from: float, slump: float = 0.0) -> MadeUp:
    """Support keeps a share `kept_from` of events from happening from its first day on.

    `slump` is a share of everybody's events that stop by themselves from 2025-06-01.
    """
    random = np.random.default_rng(seed)
    mine: list[SupportedHistory] = []
    saved: list[float] = []
    theirs: list[FamilyHistory] = []
    for at in range(supported + others):
        days, pounds = _trouble(random)
        if slump:
            stays = (days < (date(2025, 6, 1) - FIRST).days) | (random.random(len(days)) >= slump)
            days, pounds = days[stays], pounds[stays]
        if at >= supported:
            theirs.append(family(at, _lines(days, pounds)))
            continue
        dates = random.integers(400, 620, 12)
        start = max(dates, key=lambda day: ((days >= day - 150) & (days < day)).sum())
        happens = (days < start) | (random.random(len(days)) >= kept_from)
        begins = FIRST + timedelta(days=int(start))
        one = support(family(at, _lines(days[happens], pounds[happens])), begins, begins + timedelta(days=200))
        assert isinstance(one, SupportedHistory)
        after = (days >= start + 200) & (days < start + 200 + one.after.days)
        saved.append(float(pounds[after & ~happens].sum()) * 365 / one.after.days)
        mine.append(one)
    return MadeUp(mine, theirs, float(np.mean(saved)))


def _trouble(random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """The days of a family's events, and what each costs: how many a year is the family's own."""
    many = random.poisson(random.gamma(6, 1.5) * DAYS / 365)
    return np.sort(random.integers(0, DAYS, many)), random.choice([400.0, 900.0, 3000.0], many)


def _lines(days: np.ndarray, pounds: np.ndarray) -> list[LedgerLine]:
    return [line(FIRST + timedelta(days=int(day)), f"{gbp:.0f}") for day, gbp in zip(days, pounds, strict=True)]
