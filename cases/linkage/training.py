"""Train the weights on records at hand: u from pairs at random, m by expectation maximisation. Splink does the work.

What training cannot see (fixed comparisons, levels too rare) keeps the values of the model file. The same records
give the same weights.
"""

import logging
from collections import Counter
from collections.abc import Iterable
from typing import Any

import duckdb
from splink import DuckDBAPI, Linker, block_on

from cases.likeness import Identity
from cases.linkage.engine import linker_on, prior_of, table_of
from cases.linkage.model import Model, shipped_model
from cases.linkage.written import distinct

SEED = 20261122
PLACES = 6


class TooFew(ValueError):
    """There are too few records to train on; the shipped weights serve better."""


FEWEST = 2_000
"""Written identities below which training says more of chance than of the place."""


def train(identities: Iterable[Identity], name: str, model: Model | None = None) -> dict[str, Any]:
    """Weights for the model, as `model.shipped_model` reads them from a JSON file; `name` says what they come from.

    TooFew when there is too little to train on.
    """
    model = model or shipped_model()
    written = distinct(identities)
    if len(written) < FEWEST:
        raise TooFew(f"{len(written)} written identities: at least {FEWEST:,} are needed to train")
    table = table_of(written)
    for block in model.training.blocks:
        seen = Counter(zip(*(table[column].to_pylist() for column in block), strict=True))
        if not any(count > 1 and None not in values for values, count in seen.items()):
            raise TooFew(f"no two written identities share {' and '.join(block)}")
    prior = prior_of(written, model)
    with duckdb.connect(config={"autoinstall_known_extensions": False}) as connection:
        connection.execute("SET temp_directory = ''")
        connection.execute("SET threads = 1")
        linker = linker_on(DuckDBAPI(connection), table, model, prior)
        linker.training.estimate_u_using_random_sampling(max_pairs=model.training.pairs, seed=SEED)
        logging.getLogger("splink").setLevel(logging.ERROR)
        for block in model.training.blocks:
            linker.training.estimate_parameters_using_expectation_maximisation(
                block_on(*block), fix_probability_two_random_records_match=False
            )
        trained = _trained(linker, model)
    return {"model": model.version, "trained": name, "records": len(written), "prior": prior, "comparisons": trained}


def _trained(linker: Linker, model: Model) -> dict[str, dict[str, dict[str, float]]]:
    """Per comparison and level its m and u, rounded."""
    model_said = linker.misc.save_model_to_json()
    said = {one["output_column_name"]: one["comparison_levels"] for one in model_said["comparisons"]}
    found: dict[str, dict[str, dict[str, float]]] = {}
    for comparison in model.comparisons:
        if comparison.fixed:
            continue
        by_label = {level["label_for_charts"]: level for level in said[comparison.name]}
        found[comparison.name] = {
            level.name: {
                "m": round(_known(by_label[level.name].get("m_probability"), level.m), PLACES),
                "u": round(_known(by_label[level.name].get("u_probability"), level.u), PLACES + 2),
            }
            for level in comparison.levels
        }
    return found


def _known(value: object, otherwise: float) -> float:
    return value if isinstance(value, float) and value > 0 else otherwise
