"""Linkage on one machine: Splink scores pairs on DuckDB in this process, in memory; nothing is written to disk."""

import logging
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow
from splink import DuckDBAPI, Linker

from cases.likeness import Identity
from cases.linkage.clustering import Doubt, Pair, never, people
from cases.linkage.comparisons import settings
from cases.linkage.model import Level, Model, shipped_model
from cases.linkage.written import Written, columns, distinct, homes

LARGEST_HOME = 3
"""Postcodes that one family may have been seen at and still be taken for one home."""
STEADY_NAMES = 2_000
"""As if so many names more had been seen as often as the model says: few records say little of how rare one is."""
STEADY_PAIRS = 50_000_000
"""The same for the share of pairs that are one person."""
SCHEMA = pyarrow.schema(
    [
        (name, kind)
        for kind, names in (
            (pyarrow.int64(), ("unique_id", "day", "year")),
            (pyarrow.string(), ("given", "form", "initial", "family", "born", "turned", "home")),
            (pyarrow.string(), ("nhs_number", "upn", "nino")),
            (pyarrow.list_(pyarrow.string()), ("forms", "families")),
        )
        for name in names
    ]
)


@dataclass(frozen=True, slots=True)
class Linked:
    """Who is who: for each record's key the number of its person; the written identities; what to look at."""

    people: dict[Hashable, int]
    written: list[Written]
    doubts: list[Doubt]


def clusters(identities: Iterable[Identity], model: Model | None = None) -> dict[Hashable, int]:
    """For each identity's key the number of its person (from 0). The order in which they come makes no difference."""
    return link(identities, model).people


def link(identities: Iterable[Identity], model: Model | None = None) -> Linked:
    """Link all of these with one another, by the model given or the one shipped."""
    model = model or shipped_model()
    written = distinct(identities)
    return settle(written, scored_pairs(written, model), model)


def settle(written: list[Written], pairs: Iterable[Pair], model: Model) -> Linked:
    """Who is who by these scored pairs: the step that is the same whatever engine scored them."""
    likely = [pair for pair in pairs if not never(model, pair.levels)]
    numbers, doubts = people(written, likely, model.bands)
    answer = {key: number for one, number in zip(written, numbers, strict=True) for key in one.keys}
    return Linked(answer, written, doubts)


def scored_pairs(written: Sequence[Written], model: Model) -> list[Pair]:
    """The pairs that share a block and weigh enough to be looked at."""
    if len(written) < 2:
        return []
    table = table_of(written)
    with duckdb.connect(config={"autoinstall_known_extensions": False}) as connection:
        connection.execute("SET temp_directory = ''")
        linker = linker_on(DuckDBAPI(connection), table, model, prior_of(written, model))
        scored = linker.inference.predict(threshold_match_weight=least_weight(model), warning_mode="never")
        rows = connection.table(scored.physical_name).project(", ".join(scored_columns(model))).fetchall()
    return pairs_of(rows, model)


def least_weight(model: Model) -> float:
    """The match weight below which a pair is of no use."""
    return min(model.bands.look, model.bands.link - model.bands.margin)


def scored_columns(model: Model) -> list[str]:
    """What of Splink's scored pairs is used, in the order that `pairs_of` takes."""
    return ["unique_id_l", "unique_id_r", "match_weight", *(f"gamma_{one.name}" for one in model.comparisons)]


def pairs_of(rows: Iterable[Sequence[Any]], model: Model) -> list[Pair]:
    """Splink's scored pairs (see `scored_columns`), of whatever engine, in the model's own words."""
    names = [comparison.name for comparison in model.comparisons]
    labels = [_labels(comparison.levels) for comparison in model.comparisons]
    known: dict[tuple[int, ...], dict[str, str]] = {}
    pairs = []
    for one, other, weight, *gammas in rows:
        levels = known.get(tuple(gammas))
        if levels is None:
            levels = {name: label[gamma] for name, label, gamma in zip(names, labels, gammas, strict=True)}
            known[tuple(gammas)] = levels
        pairs.append(Pair(min(one, other), max(one, other), round(weight, 3), levels))
    return pairs


def _labels(levels: Sequence[Level]) -> dict[int, str]:
    """Splink numbers levels from the last (0) to the first; -1 is missing."""
    count = len(levels)
    return {-1: "missing"} | {count - 1 - place: level.name for place, level in enumerate(levels)}


def table_of(written: Sequence[Written]) -> pyarrow.Table:
    """The table that is linked (see `written.columns`)."""
    listed = list(written)
    return pyarrow.table(columns(listed, homes(listed, LARGEST_HOME)), schema=SCHEMA)


def linker_on(api: DuckDBAPI, table: pyarrow.Table, model: Model, prior: float) -> Linker:
    """Splink set to this model over this table, with name frequencies that few records cannot upset.

    `api` may be any of Splink's backends; the model is the same.
    """
    linker = Linker(api.register(table), settings(model, prior), log_level=logging.ERROR, validate_settings=False)
    for column, usual in _rare_columns(model).items():
        counts = Counter(value for value in table[column].to_pylist() if value)
        whole = sum(counts.values()) + STEADY_NAMES
        values = sorted(counts)
        shares = [(counts[value] + STEADY_NAMES * usual) / whole for value in values]
        lookup = pyarrow.table({column: pyarrow.array(values, pyarrow.string()), f"tf_{column}": shares})
        linker.table_management.register_term_frequency_lookup(api.register(lookup), column)
    return linker


def _rare_columns(model: Model) -> dict[str, float]:
    return {level.rare: level.u for one in model.comparisons for level in one.levels if level.rare}


def prior_of(written: Sequence[Written], model: Model) -> float:
    """The chance that two of these, drawn at random, are one person: from the pairs that nearly certainly are."""
    sure: Counter[Hashable] = Counter()
    for one in written:
        if one.given and one.family and one.dob:
            sure[one.given, one.family, one.dob] += 1
        else:
            sure.update(one.ids[:1])
    matches = sum(count * (count - 1) / 2 for count in sure.values()) / model.training.certain_recall
    pairs = len(written) * (len(written) - 1) / 2
    return (matches + STEADY_PAIRS * model.prior) / (pairs + STEADY_PAIRS)
