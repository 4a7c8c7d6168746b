"""Loads a dated catalogue of prices from its folder of CSV files, and refuses a wrong one in words.

A version is a folder under `outcomes/data/catalogues/` (or anywhere else: an area may keep its own) with a
`manifest.toml`. Pure: no Django, no tables. Source: costing.md section 1.
"""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from outcomes.costing.catalogue import (
    AgeBand,
    Basis,
    Catalogue,
    EventCode,
    EventCost,
    EventKind,
    EventNeed,
    Term,
    UnitCost,
)
from outcomes.costing.money import NOUGHT, ONE, Deflators
from outcomes.csv_tables import CatalogueRefused, Faults, Row, only_once, rows_of

T = TypeVar("T")

SHIPPED = Path(__file__).parent / "data" / "catalogues"

UNIT_COST_COLUMNS = (
    "code", "part_of", "item", "unit", "bearer", "fiscal_gbp", "economic_gbp", "social_gbp", "price_year", "source",
    "confidence",
)  # fmt: skip
EVENT_COST_COLUMNS = (
    "event_code", "age_from", "age_to", "unit_cost", "basis", "days", "bearer", "share", "beside", "note",
)  # fmt: skip
EVENT_CODE_COLUMNS = ("event_code", "kind", "supplier", "costed", "extract", "words")
EVENT_NEED_COLUMNS = ("event_code", "age_from", "age_to", "headline", "criterion", "window_months", "note")
DEFLATOR_COLUMNS = ("financial_year", "index_2024_25_100", "forecast")
TERM_COLUMNS = ("term", "first_day", "last_day")
NOBODY_YET = "shared"


@dataclass(frozen=True)
class Manifest:
    """What `manifest.toml` says of its folder."""

    version: str
    base_year: str
    bearers: frozenset[str]
    values: tuple[str, ...]
    values_said: str
    sources: Mapping[str, str]


def shipped_versions() -> tuple[str, ...]:
    """The versions that came with Lintel, oldest first."""
    return tuple(sorted(folder.name for folder in SHIPPED.iterdir() if (folder / "manifest.toml").is_file()))


@cache
def shipped_catalogue(version: str = "", base_year: str = "") -> Catalogue:
    """The shipped catalogue of that version, or the newest; read once. `base_year` overrides its manifest's."""
    versions = shipped_versions()
    if version and version not in versions:
        raise CatalogueRefused([f"There is no catalogue {version}; there are {', '.join(versions)}."])
    return load_catalogue(SHIPPED / (version or versions[-1]), base_year=base_year)


def load_catalogue(folder: Path, *, base_year: str = "") -> Catalogue:
    """The catalogue in `folder`, every row checked. Raises CatalogueRefused with all its faults at once."""
    faults = Faults()
    manifest = _manifest(folder, faults)
    faults.stop_if_any()
    base_year = base_year or manifest.base_year
    index = only_once(_deflators(folder, faults))
    unit_costs = only_once(_unit_costs(folder, faults, index, manifest.bearers))
    codes = only_once(_event_codes(folder, faults))
    terms = only_once(_terms(folder, faults))
    costs = list(_event_costs(folder, faults, codes, unit_costs, manifest.bearers))
    needs = list(_event_needs(folder, faults, codes))
    if base_year not in index:
        faults.add(f"The base year {base_year} has no GDP deflator.")
    for code in codes.values():
        if code.costed != any(cost.event_code == code.code for _, cost in costs):
            said = "is said to be costed, but has no rows" if code.costed else "is said not to be costed, but has rows"
            faults.add(f"event_costs.csv: {code.code} {said}.")
    _check_parts(costs, unit_costs)
    _check_shares(costs)
    _check_terms(terms.values(), faults)
    faults.stop_if_any()
    return Catalogue(
        version=manifest.version,
        base_year=base_year,
        deflators=Deflators(index),
        unit_costs=unit_costs,
        event_costs=_by_code([cost for _, cost in costs], lambda cost: cost.event_code),
        event_codes=codes,
        event_needs=_by_code(needs, lambda need: need.event_code),
        terms=terms,
        values=manifest.values,
        values_said=manifest.values_said,
        sources=manifest.sources,
    )


def _manifest(folder: Path, faults: Faults) -> Manifest:
    try:
        told = tomllib.loads((folder / "manifest.toml").read_text(encoding="utf-8"))
        manifest = Manifest(
            version=str(told["version"]),
            base_year=str(told["base_year"]),
            bearers=frozenset(told["bearers"]),
            values=tuple(told["values"]),
            values_said=str(told["values_said"]),
            sources=dict(told["sources"]),
        )
    except FileNotFoundError:
        faults.add(f"{folder.name} has no manifest.toml, so it is not a catalogue.")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        faults.add(f"manifest.toml cannot be read: {error}.")
    except KeyError as missing:
        faults.add(f"manifest.toml does not say its {missing.args[0]}.")
    else:
        if manifest.version != folder.name:
            faults.add(f"manifest.toml says version {manifest.version}, but its folder is named {folder.name}.")
        return manifest
    return Manifest("", "", frozenset(), (), "", {})


def _deflators(folder: Path, faults: Faults) -> Iterator[tuple[Row, str, Decimal]]:
    for row in rows_of(folder, "gdp_deflators.csv", DEFLATOR_COLUMNS, faults):
        row.yes("forecast", yes="true", no="false")
        index = row.number("index_2024_25_100")
        if not index:
            row.fault("a deflator of nought cannot be used.")
        yield row, row.needed("financial_year"), index


def _unit_costs(
    folder: Path, faults: Faults, index: Mapping[str, Decimal], bearers: frozenset[str]
) -> Iterator[tuple[Row, str, UnitCost]]:
    parents: list[tuple[Row, str]] = []
    seen: set[str] = set()
    for row in rows_of(folder, "unit_costs.csv", UNIT_COST_COLUMNS, faults):
        cost = UnitCost(
            code=row.needed("code"),
            part_of=row.text("part_of"),
            item=row.needed("item"),
            unit=row.needed("unit"),
            bearer=row.needed("bearer"),
            fiscal_gbp=row.number("fiscal_gbp"),
            economic_gbp=row.number_or_none("economic_gbp"),
            social_gbp=row.number_or_none("social_gbp"),
            price_year=row.needed("price_year"),
            source=row.needed("source"),
            confidence=row.needed("confidence"),
        )
        if cost.price_year not in index:
            row.fault(f"the price year {cost.price_year} has no GDP deflator.")
        if cost.bearer not in bearers | {NOBODY_YET}:
            row.fault(f"{cost.bearer} is not a bearer that the manifest names.")
        seen.add(cost.code)
        if cost.part_of:
            parents.append((row, cost.part_of))
        yield row, cost.code, cost
    for row, parent in parents:
        if parent not in seen:
            row.fault(f"it is part of {parent}, which is not there.")


def _event_codes(folder: Path, faults: Faults) -> Iterator[tuple[Row, str, EventCode]]:
    for row in rows_of(folder, "event_codes.csv", EVENT_CODE_COLUMNS, faults):
        code = EventCode(
            code=row.needed("event_code"),
            kind=row.one_of("kind", EventKind),
            supplier=row.needed("supplier"),
            costed=row.yes("costed"),
            extract=row.needed("extract"),
            words=row.needed("words"),
        )
        yield row, code.code, code


def _terms(folder: Path, faults: Faults) -> Iterator[tuple[Row, str, Term]]:
    for row in rows_of(folder, "school_terms.csv", TERM_COLUMNS, faults):
        term = Term(row.needed("term"), row.day("first_day"), row.day("last_day"))
        if term.last_day < term.first_day:
            row.fault(f"the term {term.name} ends before it begins.")
        yield row, term.name, term


def _event_costs(
    folder: Path,
    faults: Faults,
    codes: Mapping[str, EventCode],
    unit_costs: Mapping[str, UnitCost],
    bearers: frozenset[str],
) -> Iterator[tuple[Row, EventCost]]:
    for row in rows_of(folder, "event_costs.csv", EVENT_COST_COLUMNS, faults):
        cost = EventCost(
            event_code=row.needed("event_code"),
            ages=_ages(row),
            unit_cost=row.needed("unit_cost"),
            basis=row.one_of("basis", Basis),
            days=row.number_or_none("days"),
            bearer=row.needed("bearer"),
            share=row.share("share"),
            beside=row.text("beside"),
            note=row.text("note"),
        )
        if cost.event_code not in codes:
            row.fault(f"{cost.event_code} is not in event_codes.csv.")
        elif cost.basis is Basis.PER_DAY and codes[cost.event_code].kind is EventKind.POINT:
            row.fault(f"{cost.event_code} is a point in time and cannot be priced per day.")
        if cost.unit_cost not in unit_costs:
            row.fault(f"{cost.unit_cost} is not in unit_costs.csv.")
        if cost.bearer not in bearers:
            row.fault(f"{cost.bearer} is not a bearer that the manifest names.")
        if bool(cost.days) != (cost.basis is Basis.PER_DAY):
            row.fault("days must be a number above nought for per_day, and empty for each.")
        yield row, cost


def _event_needs(folder: Path, faults: Faults, codes: Mapping[str, EventCode]) -> Iterator[EventNeed]:
    for row in rows_of(folder, "event_needs.csv", EVENT_NEED_COLUMNS, faults):
        need = EventNeed(
            event_code=row.needed("event_code"),
            ages=_ages(row),
            headline=row.needed("headline"),
            criterion=row.needed("criterion"),
            window_months=row.whole("window_months"),
            note=row.text("note"),
        )
        if need.event_code not in codes:
            row.fault(f"{need.event_code} is not in event_codes.csv.")
        yield need


def _ages(row: Row) -> AgeBand:
    band = AgeBand(row.whole_or_none("age_from"), row.whole_or_none("age_to"))
    if band.youngest is not None and band.oldest is not None and band.oldest < band.youngest:
        row.fault(f"no age is from {band.youngest} to {band.oldest}.")
    return band


def _check_parts(costs: list[tuple[Row, EventCost]], unit_costs: Mapping[str, UnitCost]) -> None:
    """An event is priced by a total or by its parts, unless the part's row says that it stands beside the total."""
    for row, part in costs:
        totals = set(_totals_of(part.unit_cost, unit_costs))
        if part.beside and part.beside not in totals:
            row.fault(f"{part.unit_cost} is said to stand beside {part.beside}, of which it is no part.")
        for _, other in costs:
            same_people = part.event_code == other.event_code and part.ages.overlaps(other.ages)
            if same_people and other.unit_cost in totals and part.beside != other.unit_cost:
                row.fault(
                    f"{part.event_code} would be priced by {other.unit_cost} and again by its part {part.unit_cost}. "
                    "Use the total or its parts; or, if they are two different things, name the total under beside."
                )


def _totals_of(unit_cost: str, unit_costs: Mapping[str, UnitCost]) -> Iterator[str]:
    seen = {unit_cost}
    while unit_cost in unit_costs and (unit_cost := unit_costs[unit_cost].part_of) and unit_cost not in seen:
        seen.add(unit_cost)
        yield unit_cost


def _check_shares(costs: list[tuple[Row, EventCost]]) -> None:
    """At no age do the shares of one unit cost that one event is charged add up to more than the whole."""
    for row, cost in costs:
        same = [c for _, c in costs if (c.event_code, c.unit_cost) == (cost.event_code, cost.unit_cost)]
        youngest = cost.ages.youngest or 0
        together = sum((other.share for other in same if other.ages.holds(youngest)), NOUGHT)
        if together > ONE:
            row.fault(f"the shares of {cost.unit_cost} for {cost.event_code} add up to {together}, more than 1.")


def _check_terms(terms: Iterable[Term], faults: Faults) -> None:
    in_order = sorted(terms, key=lambda term: term.first_day)
    for earlier, later in pairwise(in_order):
        if later.first_day <= earlier.last_day:
            faults.add(f"school_terms.csv: {later.name} begins before {earlier.name} has ended.")


def _by_code(rows: list[T], code_of: Callable[[T], str]) -> dict[str, tuple[T, ...]]:
    found: dict[str, list[T]] = {}
    for row in rows:
        found.setdefault(code_of(row), []).append(row)
    return {code: tuple(of_code) for code, of_code in found.items()}
