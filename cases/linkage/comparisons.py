"""The model in Splink's own terms. Conditions are built by Splink for whatever engine runs them: DuckDB or Spark."""

from typing import Any

import splink.comparison_level_library as levels
from splink import SettingsCreator, block_on

from cases.linkage.model import Comparison, Model

SHORTEST, LONG = 3, 4
"""Letters: each name needs `SHORTEST`, one of the two `LONG`; shorter ones are too often a slip apart (Lee, Leo)."""


def settings(model: Model, prior: float) -> SettingsCreator:
    """Splink's settings for a model, with the prior of the data at hand."""
    return SettingsCreator(
        link_type="dedupe_only",
        probability_two_random_records_match=prior,
        comparisons=[_comparison(one) for one in model.comparisons],
        blocking_rules_to_generate_predictions=[block_on(*block) for block in model.blocks],
        retain_matching_columns=True,
        retain_intermediate_calculation_columns=False,
        max_iterations=15,
        em_convergence=0.0005,
    )


def _comparison(one: Comparison) -> dict[str, Any]:
    found = [_missing(one)]
    for level in one.levels:
        creator = _condition(level.when)
        creator.configure(
            m_probability=level.m,
            u_probability=level.u,
            label_for_charts=level.name,
            fix_m_probability=one.fixed,
            fix_u_probability=one.fixed,
        )
        if level.rare:
            creator.configure(
                tf_adjustment_column=level.rare, tf_adjustment_weight=1.0, disable_tf_exact_match_detection=True
            )
        found.append(creator)
    return {"output_column_name": one.name, "comparison_levels": found}


def _missing(one: Comparison) -> Any:
    """Nothing is said where either lacks each of the columns compared."""
    creators = [levels.NullLevel(column) for column in one.missing]
    whole = creators[0] if len(creators) == 1 else levels.And(*creators)
    return whole.configure(is_null_level=True, label_for_charts="missing")


def _condition(when: tuple[str, ...]) -> Any:
    if not when:
        return levels.ElseLevel()
    ways = [_all_of(way) for way in when]
    return ways[0] if len(ways) == 1 else levels.Or(*ways)


def _all_of(way: str) -> Any:
    found = [_term(*term.split()) for term in way.split(" and ")]
    return found[0] if len(found) == 1 else levels.And(*found)


def _term(kind: str, column: str, *rest: str) -> Any:
    """One condition of the model file. ValueError for a word that it does not know."""
    left, right = f"{column}_l", f"{column}_r"
    if kind == "same":
        return levels.ExactMatchLevel(column)
    if kind == "overlap":
        return levels.ArrayIntersectLevel(column, min_intersection=1)
    if kind == "crossed":
        return levels.ColumnsReversedLevel(column, rest[0], symmetrical=True)
    if kind == "turned":
        return levels.ColumnsReversedLevel(column, rest[0])
    if kind == "digit":
        same_length = levels.CustomLevel(f"length({left}) = length({right})")
        return levels.And(same_length, levels.LevenshteinLevel(column, 1))
    if kind == "edits":
        long = levels.CustomLevel(f"length({left}) >= {LONG} OR length({right}) >= {LONG}")
        both = levels.CustomLevel(f"length({left}) >= {SHORTEST} AND length({right}) >= {SHORTEST}")
        return levels.And(long, both, levels.DamerauLevenshteinLevel(column, int(rest[0])))
    if kind == "apart":
        return levels.CustomLevel(f"abs({left} - {right}) IN ({', '.join(str(int(n)) for n in rest)})")
    if kind == "begins":
        least = int(rest[0])
        return levels.CustomLevel(
            f"(length({right}) >= {least} AND substr({left}, 1, length({right})) = {right}) "
            f"OR (length({left}) >= {least} AND substr({right}, 1, length({left})) = {left})"
        )
    raise ValueError(f"the linkage model knows no condition “{kind}”")
