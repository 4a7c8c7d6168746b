"""Publish: an edition of the fixed cube for a place, every cell rounded or withheld, and then frozen."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from agencies.actor import Actor
from agencies.models import Place
from agencies.operations import journal
from agencies.refusals import Invalid, NotAllowed, Refused
from agencies.vocabulary import Role
from datasharing.places import lies_inside
from datasharing.statistics import TOTAL
from outcomes.cube import (
    ALL,
    COST,
    COSTED,
    DATA_AGE,
    NEEDS,
    STEPS,
    SUPPORT,
    SUPPORTED,
    TIER_BANDS,
    TIERS,
    Declared,
    Sums,
    Tally,
    safe_amounts,
    safe_counts,
    safe_happenings,
)
from outcomes.models import Cell, Edition
from outcomes.selectors import overview_measures as measures
from outcomes.selectors.support_windows import DataAge, ShownCatalogue, data_ages, shown_catalogue
from outcomes.vocabulary import Event

MAY_PUBLISH = frozenset({Role.COMMISSIONER, Role.CLAIMS_OFFICER, Role.ADMINISTRATOR})
BETWEEN_EDITIONS = timedelta(days=28)

Key = tuple[str, str, str]
"""Band, row, column."""
Cells = Mapping[Key, Decimal | None]


@dataclass(frozen=True)
class PublishedEdition:
    """What was published: how many figures there are, and how many of them are withheld."""

    edition: int
    place: str
    covers_to: date
    cells: int
    withheld: int


@transaction.atomic
def publish_overview(actor: Actor | None, place: str, *, on: datetime | None = None) -> PublishedEdition:
    """Work out every table for a place (by its path) and freeze it. `actor` None: the command line.

    Refused before costs are posted or data is in, and within 28 days of the last edition: from two editions close to
    each other, single families could be read.
    """
    at = on or timezone.now()
    here = _place(actor, place)
    catalogue = shown_catalogue()
    ages = data_ages(here.path)
    if catalogue is None or not ages:
        raise Refused("There is nothing to publish: take partners' files in and post their costs first.")
    _check_interval(here, at)
    edition = Edition.objects.create(
        place=here, published_at=at, covers_to=max(age.last_day for age in ages), catalogue_id=catalogue.key
    )
    tables = _tables(here, catalogue, ages, at)
    cells = [_cell(edition, table, key, value) for table, found in tables for key, value in sorted(found.items())]
    Cell.objects.bulk_create(cells)
    withheld = sum(cell.withheld for cell in cells)
    detail = {"edition": edition.pk, "place": here.path, "cells": len(cells), "withheld": withheld}
    journal.record(actor, Event.OVERVIEW_REFRESHED, detail=detail)
    return PublishedEdition(edition.pk, here.path, edition.covers_to, len(cells), withheld)


def _place(actor: Actor | None, path: str) -> Place:
    if actor is not None and actor.role not in MAY_PUBLISH:
        raise NotAllowed("An edition is published by a commissioner, a claims officer or an administrator.")
    place = Place.objects.select_for_update().filter(path=path).first()
    if place is None or (actor is not None and not lies_inside(path, actor.place)):
        raise Invalid("Choose your own place or a part of it.", field="place")
    return place


def _check_interval(place: Place, at: datetime) -> None:
    last = Edition.objects.filter(place=place).first()
    if last and at < last.published_at + BETWEEN_EDITIONS:
        day = timezone.localtime(last.published_at + BETWEEN_EDITIONS)
        raise Refused(
            f"The last edition is of {timezone.localtime(last.published_at):%d %B %Y}. Publish the next from "
            f"{day:%d %B %Y}: between editions close to each other, single families could be read."
        )


def _cell(edition: Edition, table: Declared, key: Key, value: Decimal | None) -> Cell:
    band, row, column = key
    return Cell(
        edition=edition, table=table.name, band=band, row=row, column=column, value=value, withheld=value is None
    )


def _tables(
    place: Place, catalogue: ShownCatalogue, ages: Iterable[DataAge], at: datetime
) -> list[tuple[Declared, Cells]]:
    families = measures.standings(place)
    parts = measures.place_bands(families.values())
    costs = measures.costs(families, catalogue)
    supported = _by_band(_full(SUPPORTED, parts, costs.supported), parts)
    return [
        *_steps(measures.steps(families.values()), parts),
        (SUPPORTED, supported),
        (COST, _cost(costs.cost, supported, parts)),
        (SUPPORT, _support(costs.support, parts)),
        (NEEDS, _by_band(_full(NEEDS, parts, measures.needs(place, families)), parts)),
        (COSTED, _costed(*measures.happenings(place, catalogue))),
        (DATA_AGE, {(ALL, age.supplier[:60], "days"): _days_old(age, at) for age in ages}),
    ]


def _bands(table: Declared, parts: Collection[str]) -> tuple[str, ...]:
    """The bands of a table: all families, the parts of the place, and the intensities where it is cut by them."""
    tiers = TIER_BANDS if len(table.by) > 1 else ()
    return (ALL, *parts, *tiers)


def _full(table: Declared, parts: Collection[str], tallies: Mapping[Key, Tally]) -> dict[Key, Tally]:
    """Every declared cell, with nothing in it where no family is counted there: which cells exist tells nothing."""
    return {
        (band, row, column): tallies.get((band, row, column), Tally())
        for band in _bands(table, parts)
        for row in table.rows
        for column in table.columns
    }


def _add_band_sums(sums: Sums[Key], cells: Collection[Key], parts: Collection[str]) -> None:
    """All families are the sum of the parts of the place, and of the intensities."""
    for cut in (parts, TIER_BANDS):
        for band, row, column in cells:
            if band == ALL:
                sums.add((ALL, row, column), [key for part in cut if (key := (part, row, column)) in cells])


def _by_band(tallies: dict[Key, Tally], parts: Collection[str]) -> Cells:
    sums: Sums[Key] = Sums()
    _add_band_sums(sums, tallies, parts)
    return safe_counts(tallies, sums)


def _steps(tallies: Mapping[Key, Tally], parts: Collection[str]) -> list[tuple[Declared, Cells]]:
    """Families at each step, and those with a case by intensity too: made safe together, since one sums the other."""
    by_step, by_tier = _full(STEPS, parts, tallies), _full(TIERS, parts, tallies)
    sums: Sums[Key] = Sums()
    for band in _bands(STEPS, parts):
        for step in TIERS.columns:
            sums.add((band, step, "families"), [(band, tier, step) for tier in TIERS.rows])
    _add_band_sums(sums, by_step, parts)
    _add_band_sums(sums, by_tier, parts)
    found = safe_counts(by_step | by_tier, sums)
    return [(table, {key: found[key] for key in cells}) for table, cells in ((STEPS, by_step), (TIERS, by_tier))]


def _cost(tallies: Mapping[Key, Tally], supported: Cells, parts: Collection[str]) -> Cells:
    """A window at a time: no sum goes across windows. Not shown where the number of families is not."""
    full = _full(COST, parts, tallies)
    found: dict[Key, Decimal | None] = {}
    for window in COST.columns:
        mine = {key: tally for key, tally in full.items() if key[2] == window}
        sums: Sums[Key] = Sums()
        for band in _bands(COST, parts):
            sums.add((band, TOTAL, window), [(band, row, window) for row in COST.rows if row != TOTAL])
        _add_band_sums(sums, mine, parts)
        also = {key for key in mine if supported[key[0], window, "families"] is None}
        found |= safe_amounts(mine, sums, also=also)
    return found


def _support(tallies: Mapping[Key, Tally], parts: Collection[str]) -> Cells:
    full = _full(SUPPORT, parts, tallies)
    sums: Sums[Key] = Sums()
    _add_band_sums(sums, full, parts)
    return safe_amounts(full, sums)


def _costed(numbers: Counter[tuple[str, str]], people: Counter[tuple[str, str]]) -> Cells:
    rows = [row for row in COSTED.rows if row != TOTAL]
    columns = [column for column in COSTED.columns if column != TOTAL]
    told: dict[Key, int] = defaultdict(int)
    persons: dict[Key, int] = defaultdict(int)
    sums: Sums[Key] = Sums()
    for row in rows:
        for column in columns:
            for key in ((row, column), (row, TOTAL), (TOTAL, column), (TOTAL, TOTAL)):
                told[ALL, *key] += numbers[row, column]
                persons[ALL, *key] += people[row, column]
        sums.add((ALL, row, TOTAL), [(ALL, row, column) for column in columns])
    for column in COSTED.columns:
        sums.add((ALL, TOTAL, column), [(ALL, row, column) for row in rows])
    return safe_happenings(told, persons, sums)


def _days_old(age: DataAge, at: datetime) -> Decimal:
    return Decimal((timezone.localdate(at) - age.last_day).days)
