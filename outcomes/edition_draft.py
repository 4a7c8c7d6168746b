"""An edition before it is frozen: every cell of the cube as counted, and how all of it is made safe at once. Pure.

Families are one unit and pounds another. Within a unit every table is audited with every other, because one may sum or
bound another: the intensities add up to a step, a need is never more frequent than families with a case. Where one
cell holds nearly the families of another, those beside are a cell of their own that is never shown, so that the audit
sees what the difference would tell. Source: sharing.md "Statistics".
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from datasharing.audit import Relations
from datasharing.statistics import LEAST, TOTAL, Tally, safe_amounts, safe_counts, safe_people
from outcomes.cube import (
    ALL,
    BEARERS,
    CASE_STEPS,
    CASELOADS,
    CLAIMS,
    COMPARED_FAMILIES,
    COST,
    EFFECT,
    GAINS,
    GROUPS,
    HELP,
    HELP_BY,
    NEEDS,
    OUTCOME_COST,
    OUTCOMES,
    REACHED,
    STEPS,
    SUPPORT,
    SUPPORTED,
    TIER,
    TIER_BANDS,
    TIERS,
    TREND,
    Declared,
    Key,
    Step,
)

Found = Mapping[tuple[str, str, str], Tally]
"""What was counted of one table, by band, row and column."""
Shown = dict[Key, Decimal | None]
BESIDE = "beside"
"""Families with a year before support to compare and none after it yet. Never shown."""
STOOD_ON = "stood_on"
"""What the families of the estimates cost in the year before. Never shown."""
WITHOUT_NEED = "without_need"
"""What support cost for families of whom no need is on record. Never shown."""
EVERYBODY = "everybody"
"""All people of families with a case, in which the tables of groups agree. Never shown."""
QUARTER = "quarter"
"""A single quarter, of which years are shown. Never shown."""


@dataclass
class Draft:
    """All tables of one unit, and what every reader knows of them. `also` may not be shown whatever they hold."""

    parts: Sequence[str]
    tallies: dict[Key, Tally] = field(default_factory=dict)
    relations: Relations[Key] = field(default_factory=Relations)
    never_shown: set[Key] = field(default_factory=set)
    also: set[Key] = field(default_factory=set)

    def bands(self, table: Declared) -> tuple[str, ...]:
        """All families, the parts of the place, and the intensities, as far as the table is cut by them."""
        parts = tuple(self.parts) if table.by else ()
        return (ALL, *parts, *(TIER_BANDS if len(table.by) > 1 else ()))

    def take(self, table: Declared, found: Found, rows: Collection[str] = ()) -> None:
        """A table with every declared cell, also the empty ones: which cells there are tells nothing.

        All families are the sum of the parts of the place, and of the intensities.
        """
        for row in rows or table.rows:
            for column in table.columns:
                for band in self.bands(table):
                    self.tallies[table.name, band, row, column] = found.get((band, row, column), Tally())
                for cut in (self.parts, TIER_BANDS):
                    if set(cut) <= set(self.bands(table)):
                        whole = (table.name, ALL, row, column)
                        self.relations.add(whole, [(table.name, band, row, column) for band in cut])

    def hide(self, table: str, found: Mapping[tuple[str, str], Tally], band: str = ALL) -> None:
        """Cells of a band that no table shows, by row and column."""
        for (row, column), tally in found.items():
            self.tallies[table, band, row, column] = tally
            self.never_shown.add((table, band, row, column))


def safe_families(draft: Draft, *, least: int = LEAST, before: Collection[Key] = ()) -> Shown:
    """Every table that counts families, made safe with all others."""
    return safe_counts(
        draft.tallies, draft.relations, least=least, never_shown=draft.never_shown, before=before
    )  # fmt: skip


def safe_pounds(draft: Draft, *, least: int = LEAST, before: Collection[Key] = ()) -> Shown:
    """Every table of pounds, made safe with all others."""
    return safe_amounts(
        draft.tallies, draft.relations, least=least, also=draft.also, never_shown=draft.never_shown, before=before
    )  # fmt: skip


def safe_groups(draft: Draft, *, least: int = LEAST, before: Collection[Key] = ()) -> Shown:
    """Every table that counts people by group, made safe with the others."""
    return safe_people(draft.tallies, draft.relations, least=least, never_shown=draft.never_shown, before=before)


def draft_groups(groups: Mapping[str, Found]) -> Draft:
    """The tables of groups, by name. Everybody is in one row of each; whoever is in another column was reached."""
    draft = Draft(())
    for table in GROUPS:
        draft.take(table, groups.get(table.name, {}))
        for row in table.rows:
            reached, *others = ((table.name, ALL, row, column) for column in REACHED)
            for one in others:
                draft.relations.limit(one, [reached])
    for column in REACHED:
        each = [draft.tallies[GROUPS[0].name, ALL, row, column] for row in GROUPS[0].rows]
        draft.hide(EVERYBODY, {("people", column): Tally(amount=sum((one.amount for one in each), Decimal(0)))})
        for table in GROUPS:
            rows = [(table.name, ALL, row, column) for row in table.rows]
            draft.relations.add((EVERYBODY, ALL, "people", column), rows)
    return draft


def draft_families(
    parts: Sequence[str], *, steps: Found, tiers: Found, needs: Found, caseloads: Found, supported: Found,
    effect: Found, beside: Tally, outcomes: Found, claims: Found, helped: Found, helped_by: Mapping[str, Found],
) -> Draft:  # fmt: skip
    """The tables that count families. `helped` is by need, `helped_by` for each need by service. `beside` are families
    with a year before support to compare and none after it yet.

    The families of the year after are among those of the year before: the estimates stand on them.
    """
    draft = Draft(parts)
    draft.take(STEPS, steps)
    draft.take(TIERS, tiers)
    draft.take(NEEDS, needs)
    draft.take(CASELOADS, caseloads)
    draft.take(SUPPORTED, supported)
    draft.take(CLAIMS, claims)
    draft.take(OUTCOMES, outcomes)
    for band in draft.bands(OUTCOMES):
        for need in OUTCOMES.rows:
            met = (OUTCOMES.name, band, need, "met")
            draft.relations.limit(met, [(NEEDS.name, band, need, "families")])
            for column in ("sustained", "broken"):
                draft.relations.limit((OUTCOMES.name, band, need, column), [met])
    _take_help(draft, helped, helped_by)
    draft.hide(BESIDE, {("before", "families"): beside})
    before, after = ((SUPPORTED.name, ALL, window, "families") for window in ("before", "after"))
    draft.relations.add(before, [after, (BESIDE, ALL, "before", "families")])
    if effect:
        draft.take(COMPARED_FAMILIES, effect)
        draft.relations.limit((COMPARED_FAMILIES.name, ALL, "compared", "families"), [after])
    for band in draft.bands(STEPS):
        for step in CASE_STEPS:
            draft.relations.add((STEPS.name, band, step, "families"), [(TIERS.name, band, r, step) for r in TIERS.rows])
        loads = [(CASELOADS.name, band, row, "families") for row in CASELOADS.rows]
        draft.relations.add((STEPS.name, band, Step.HELPED, "families"), loads)
        with_a_case = [(STEPS.name, band, step, "families") for step in CASE_STEPS]
        _limit(draft, band, with_a_case)
    for band in TIER_BANDS:
        _limit(draft, band, [(TIERS.name, ALL, band.removeprefix(TIER), step) for step in CASE_STEPS])
    return draft


def _take_help(draft: Draft, helped: Found, helped_by: Mapping[str, Found]) -> None:
    """Help from services: whoever came was referred, whom it helped came; a service's families are among a need's."""
    draft.take(HELP, helped)
    with_a_case = [(STEPS.name, ALL, step, "families") for step in CASE_STEPS]
    for need in HELP.rows:
        draft.relations.limit((HELP.name, ALL, need, "referred"), with_a_case)
        draft.relations.limit((HELP.name, ALL, need, "met"), [(OUTCOMES.name, ALL, need, "met")])
        _limit_help(draft, HELP.name, need)
        found = helped_by.get(need, {})
        rows = sorted({row for _, row, _ in found})
        if rows:
            draft.take(HELP_BY, found, rows)
        for row in rows:
            _limit_help(draft, HELP_BY.name, row)
            for column in HELP.columns:
                draft.relations.limit((HELP_BY.name, ALL, row, column), [(HELP.name, ALL, need, column)])


def _limit_help(draft: Draft, table: str, row: str) -> None:
    for part, whole in (("attended", "referred"), ("helped", "attended"), ("met", "referred")):
        draft.relations.limit((table, ALL, row, part), [(table, ALL, row, whole)])


def _limit(draft: Draft, band: str, with_a_case: Sequence[Key]) -> None:
    """No need, and no window, is of more families than have a case."""
    for table in (NEEDS, SUPPORTED):
        for row in table.rows:
            draft.relations.limit((table.name, band, row, "families"), with_a_case)


def draft_pounds(
    parts: Sequence[str], counts: Shown, *, cost: Found, support: Found, trend: Found,
    quarters: Mapping[tuple[str, str], Tally], years: Mapping[str, Sequence[str]], effect: Found, gains: Found,
    stood_on: Tally, beside: Tally, outcome_cost: Found, without_need: Mapping[str, Tally],
) -> Draft:  # fmt: skip
    """The tables of pounds. `years`: a year's last day, and those of its quarters; `quarters` by last day and bearer.

    `outcome_cost` is support by need, `without_need` that of families without any, by band. `stood_on` is what the
    families of the estimates cost in the year before, `beside` what the others did then. `counts` are the families
    shown: no pounds are, where their families are not.
    """
    draft = Draft(parts)
    draft.take(COST, cost)
    draft.take(SUPPORT, support)
    for band in draft.bands(COST):
        for window in COST.columns:
            draft.relations.add((COST.name, band, TOTAL, window), [(COST.name, band, b, window) for b in BEARERS])
            if counts.get((SUPPORTED.name, band, window, "families")) is None:
                draft.also |= {(COST.name, band, row, window) for row in COST.rows}
    draft.take(OUTCOME_COST, outcome_cost)
    for band in draft.bands(OUTCOME_COST):
        draft.hide(WITHOUT_NEED, {("support", "gbp"): without_need.get(band, Tally())}, band)
        by_need = [(OUTCOME_COST.name, band, need, "gbp") for need in OUTCOME_COST.rows]
        draft.relations.add((SUPPORT.name, band, "support", "gbp"), [*by_need, (WITHOUT_NEED, band, "support", "gbp")])
    _take_trend(draft, trend, quarters, years)
    if effect:
        _take_effect(draft, counts, effect, stood_on, beside)
    if gains:
        draft.take(GAINS, gains)
        draft.relations.signed |= {(GAINS.name, ALL, row, "gbp") for row in GAINS.rows}
        if counts.get((COMPARED_FAMILIES.name, ALL, "compared", "families")) is None:
            draft.also |= {(GAINS.name, ALL, row, "gbp") for row in GAINS.rows}
    return draft


def _take_trend(
    draft: Draft, trend: Found, quarters: Mapping[tuple[str, str], Tally], years: Mapping[str, Sequence[str]]
) -> None:
    """Years to the end of each quarter, which overlap: single quarters are hidden; every year is the sum of four."""
    draft.take(TREND, trend, list(years))
    single = list(dict.fromkeys(quarter for its_quarters in years.values() for quarter in its_quarters))
    draft.hide(
        QUARTER, {(row, column): quarters.get((row, column), Tally()) for row in single for column in TREND.columns}
    )
    for name, rows in ((TREND.name, list(years)), (QUARTER, single)):
        for row in rows:
            draft.relations.add((name, ALL, row, TOTAL), [(name, ALL, row, bearer) for bearer in BEARERS])
    for year, its_quarters in years.items():
        for bearer in TREND.columns:
            parts = [(QUARTER, ALL, quarter, bearer) for quarter in its_quarters]
            draft.relations.add((TREND.name, ALL, year, bearer), parts)


def _take_effect(draft: Draft, counts: Shown, effect: Found, stood_on: Tally, beside: Tally) -> None:
    """The estimates: what their families cost before is what they saved and what they cost after."""
    rows = list(dict.fromkeys(row for _, row, _ in effect))
    draft.take(EFFECT, effect, rows)
    draft.relations.signed |= {(EFFECT.name, ALL, row, "gbp") for row in rows}
    draft.hide(STOOD_ON, {("before", "gbp"): stood_on})
    draft.hide(BESIDE, {("before", "gbp"): beside})
    stood, rest = ((name, ALL, "before", "gbp") for name in (STOOD_ON, BESIDE))
    saved = (EFFECT.name, ALL, "before_and_after", "gbp")
    draft.relations.add((COST.name, ALL, TOTAL, "before"), [stood, rest])
    draft.relations.add(stood, [saved, (COST.name, ALL, TOTAL, "after")])
    for row in rows:
        families = (
            (SUPPORTED.name, ALL, "after") if row == "before_and_after" else (COMPARED_FAMILIES.name, ALL, "compared")
        )
        if counts.get((*families, "families")) is None:
            draft.also.add((EFFECT.name, ALL, row, "gbp"))
