"""Publish: an edition of the fixed cube for a place, every cell rounded or withheld, and then frozen."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import dateformat, timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.models import Place
from agencies.operations import journal
from agencies.refusals import Invalid, NotAllowed, Refused
from agencies.vocabulary import Role
from datasharing.audit import Relations
from datasharing.belt import Work, working
from datasharing.places import lies_inside
from datasharing.statistics import TOTAL, round_count, safe_happenings
from outcomes.cube import ALL, COSTED, DATA_AGE, PUT_IN, ROWS, SUPPORT, Key
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
from outcomes.models import Cell, Edition
from outcomes.operations.refresh_rollups import refresh_rollups
from outcomes.selectors import overview_measures as measures
from outcomes.selectors import overview_money as money
from outcomes.selectors import overview_outcomes as results
from outcomes.selectors import overview_people as people
from outcomes.selectors.effect import place_histories
from outcomes.selectors.support_windows import DataAge, ShownCatalogue, data_ages, shown_catalogue
from outcomes.vocabulary import Event

MAY_PUBLISH = frozenset({Role.COMMISSIONER, Role.CLAIMS_OFFICER, Role.ADMINISTRATOR})
BETWEEN_EDITIONS = timedelta(days=28)


@dataclass(frozen=True)
class PublishedEdition:
    """What was published: how many figures there are, how many of them are withheld; and of the figures of families
    and pounds behind which there is at least one family, how many there are and how many are shown."""

    edition: int
    place: str
    covers_to: date
    cells: int
    withheld: int
    held: int
    shown: int

    @property
    def share_shown(self) -> Decimal:
        """Of the figures behind which there is any family, the share shown, from 0 to 1."""
        return Decimal(self.shown) / Decimal(self.held) if self.held else Decimal(1)


@transaction.atomic
def publish_overview(actor: Actor | None, place: str, *, on: datetime | None = None) -> PublishedEdition:
    """Work out every table for a place (by its path) and freeze it. `actor` None: the command line.

    Refused before costs are posted or data is in, and within 28 days of the last edition: from two editions close to
    each other, single families could be read.
    """
    at = on or timezone.now()
    here, catalogue, ages = ready_to_publish(actor, place, at)
    covers_to = max(age.last_day for age in ages)
    refresh_rollups(None, here.path)
    with working(Work.STATISTICS):
        drafts, shown = _safe(here, catalogue, covers_to, _withheld_before(here))
    shown |= _of_files(here, catalogue, ages, at)
    edition = Edition.objects.create(place=here, published_at=at, covers_to=covers_to, catalogue_id=catalogue.key)
    cells = [_cell(edition, key, value) for key, value in shown.items()]
    Cell.objects.bulk_create(cells)
    withheld = sum(cell.withheld for cell in cells)
    held = [key for draft in drafts for key, tally in draft.tallies.items() if tally.families]
    held = [key for key in held if key in shown]
    detail = {"edition": edition.pk, "place": here.path, "cells": len(cells), "withheld": withheld}
    journal.record(actor, Event.OVERVIEW_REFRESHED, detail=detail)
    return PublishedEdition(
        edition.pk, here.path, covers_to, len(cells), withheld, len(held), sum(shown[key] is not None for key in held)
    )


def ready_to_publish(
    actor: Actor | None, place: str, at: datetime
) -> tuple[Place, ShownCatalogue, tuple[DataAge, ...]]:
    """The place (locked), the catalogue and the age of its data. Refused where no edition may be published now."""
    here = _place(actor, place)
    catalogue = shown_catalogue()
    ages = data_ages(here.path)
    if catalogue is None or not ages:
        raise Refused(_("There is nothing to publish: take partners' files in and post their costs first."))
    _check_no_other(here)
    _check_interval(here, at)
    return here, catalogue, ages


def _place(actor: Actor | None, path: str) -> Place:
    if actor is not None and actor.role not in MAY_PUBLISH:
        raise NotAllowed(_("An edition is published by a commissioner, a claims officer or an administrator."))
    place = Place.objects.select_for_update().filter(path=path).first()
    if place is None or (actor is not None and not lies_inside(path, actor.place)):
        raise Invalid(_("Choose your own place or a part of it."), field="place")
    return place


def _check_interval(place: Place, at: datetime) -> None:
    last = Edition.objects.filter(place=place).first()
    if last and at < last.published_at + BETWEEN_EDITIONS:
        day = timezone.localtime(last.published_at + BETWEEN_EDITIONS)
        raise Refused(
            _(
                "The last edition is of %(last)s. Publish the next from %(day)s: "
                "between editions close to each other, single families could be read."
            )
            % {"last": _day(timezone.localtime(last.published_at)), "day": _day(day)}
        )


def _day(moment: datetime) -> str:
    return dateformat.format(moment, "j F Y")


def _check_no_other(place: Place) -> None:
    """One cube for a place and all its parts: of two with families in common, each could tell what the other hides."""
    for path in Edition.objects.exclude(place=place).values_list("place__path", flat=True).distinct():
        if lies_inside(path, place.path) or lies_inside(place.path, path):
            raise Refused(
                _(
                    "An edition is published for %(path)s, which has families in common with %(place)s. "
                    "Publish one for the whole place: each part of it is a band of that."
                )
                % {"path": path, "place": place.path}
            )


def _withheld_before(place: Place) -> set[Key]:
    last = Edition.objects.filter(place=place).first()
    rows = last.cells.filter(withheld=True).values_list("table", "band", "row", "column") if last else ()
    return set(rows)


def _cell(edition: Edition, key: Key, value: Decimal | None) -> Cell:
    table, band, row, column = key
    return Cell(edition=edition, table=table, band=band, row=row, column=column, value=value, withheld=value is None)


def _safe(place: Place, catalogue: ShownCatalogue, last_day: date, before: set[Key]) -> tuple[tuple[Draft, ...], Shown]:
    """Every table of families, of pounds and of people by group: as counted, and as it may be shown."""
    standing = measures.standings(place)
    parts = measures.place_bands(standing.values())
    histories = place_histories(place.path)
    costs = money.costs(standing, catalogue, last_day, money.stood_on(histories))
    effect = money.effect(histories, costs.a_year)
    came, work, met = results.outcomes(standing, costs.breaks, last_day)
    outcome_cost, without_need = results.outcome_costs(standing, work, costs.paid)
    groups = draft_groups(people.groups(standing, work))
    helped, helped_by = results.helped(standing, met)
    steps = measures.steps(standing.values())
    families = draft_families(
        parts,
        steps=steps,
        tiers=steps,
        needs=measures.needs(place, standing),
        caseloads=measures.caseloads(standing),
        supported=costs.supported,
        effect=effect.families,
        beside=effect.beside,
        outcomes=came,
        claims=results.claims(place),
        helped=helped,
        helped_by=helped_by,
    )
    counts = safe_families(families, before=before)
    pounds = draft_pounds(
        parts,
        counts,
        cost=costs.cost,
        support=costs.support,
        trend=costs.trend,
        quarters=costs.single,
        years=costs.years,
        effect=effect.saved,
        gains=effect.gains,
        stood_on=effect.stood_on,
        beside=effect.beside,
        outcome_cost=outcome_cost,
        without_need=without_need,
    )
    shown = counts | safe_pounds(pounds, before=before) | safe_groups(groups, before=before)
    if shown[SUPPORT.name, ALL, "support", "gbp"] is not None:
        paid = money.put_in(place.path, last_day)
        shown |= {(PUT_IN.name, ALL, row, kind): gbp for (row, kind), gbp in paid.items()}
    return (families, pounds, groups), shown


def _of_files(place: Place, catalogue: ShownCatalogue, ages: tuple[DataAge, ...], at: datetime) -> Shown:
    """What partners' files hold: what could be costed and what could not, rows, and how old each is."""
    today = timezone.localdate(at)
    rows = measures.rows_of_files(place).items()
    return {
        **_costed(*measures.happenings(place, catalogue)),
        **{(ROWS.name, ALL, name, column): Decimal(round_count(number)) for (name, column), number in rows},
        **{(DATA_AGE.name, ALL, age.supplier[:60], "days"): Decimal((today - age.last_day).days) for age in ages},
    }


def _costed(numbers: Mapping[tuple[str, str], int], people: Mapping[tuple[str, str], int]) -> Shown:
    rows = [row for row in COSTED.rows if row != TOTAL]
    columns = [column for column in COSTED.columns if column != TOTAL]
    told: dict[Key, int] = defaultdict(int)
    persons: dict[Key, int] = defaultdict(int)
    relations: Relations[Key] = Relations()
    for row in rows:
        for column in columns:
            for pair in ((row, column), (row, TOTAL), (TOTAL, column), (TOTAL, TOTAL)):
                told[COSTED.name, ALL, *pair] += numbers.get((row, column), 0)
                persons[COSTED.name, ALL, *pair] += people.get((row, column), 0)
        relations.add((COSTED.name, ALL, row, TOTAL), [(COSTED.name, ALL, row, column) for column in columns])
    for column in COSTED.columns:
        relations.add((COSTED.name, ALL, TOTAL, column), [(COSTED.name, ALL, row, column) for row in rows])
    return safe_happenings(told, persons, relations)
