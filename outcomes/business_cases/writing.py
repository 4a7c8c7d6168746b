"""A business case changed part by part, and written down again as TOML. Pure; what is said stays what is meant.

A case is plain values as `reading.decode` gives them. Its options are named by a slug: `this` for the case itself,
`usual` for business as usual, and the number from 1 of any other. Every change gives a new case; the old one stays.
"""

import json
from collections.abc import Mapping, Sequence
from copy import deepcopy
from decimal import Decimal
from typing import Any

from outcomes.costing.case_reading import CASE_KEYS, OPTION_KEYS, OUTCOME_KEYS

Told = dict[str, Any]
THIS, USUAL = "this", "usual"
USUAL_KEY = "business_as_usual"
TABLES = ("outcomes", USUAL_KEY, "options")


def written(told: Told) -> str:
    """The case as TOML, in the usual order of its keys; `decode` reads the same out of it."""
    lines = _pairs(told, CASE_KEYS)
    lines += _outcomes(told, "outcomes")
    usual = told.get(USUAL_KEY)
    if isinstance(usual, dict):
        lines += ["", f"[{USUAL_KEY}]", *_pairs(usual, OPTION_KEYS), *_outcomes(usual, f"{USUAL_KEY}.outcomes")]
    for option in told.get("options") or []:
        lines += ["", "[[options]]", *_pairs(option, OPTION_KEYS), *_outcomes(option, "options.outcomes")]
    return "\n".join(lines) + "\n"


def options_of(told: Told) -> dict[str, Told]:
    """Each option by its slug, the case itself first and business as usual last."""
    more = {str(number): option for number, option in enumerate(told.get("options") or [], 1)}
    return {THIS: told, **more, USUAL: told.get(USUAL_KEY) or {}}


def with_frame(told: Told, facts: Told, costs: Mapping[str, Sequence[Decimal]]) -> Told:
    """Other years, timing, discount, base year or bias, and the costs of each option by its slug.

    A phase is cut to the years, or goes on as in its last year.
    """
    new = deepcopy(told)
    new.update(facts)
    new.setdefault("outcomes", [])
    new.setdefault(USUAL_KEY, {"outcomes": []})
    for slug, option in options_of(new).items():
        option["costs"] = list(costs[slug])
        for outcome in option.setdefault("outcomes", []):
            if phase := outcome.get("phase"):
                outcome["phase"] = [*phase, *[phase[-1]] * int(new["years"])][: int(new["years"])]
    return new


def with_option(told: Told, name: str, costs: Sequence[Decimal]) -> Told:
    """A further option, without outcomes yet."""
    new = deepcopy(told)
    new.setdefault("options", []).append({"name": name, "costs": list(costs), "outcomes": []})
    return new


def without_option(told: Told, slug: str) -> Told:
    """One option fewer; LookupError for the case itself, for business as usual, and where there is none."""
    new = deepcopy(told)
    if slug in (THIS, USUAL) or slug not in options_of(new):
        raise LookupError(slug)
    del new["options"][int(slug) - 1]
    return new


def with_outcome(told: Told, slug: str, outcome: Told, number: int | None = None) -> Told:
    """An outcome of an option written anew by its number from 1, or one more. LookupError where there is none."""
    new = deepcopy(told)
    outcomes = options_of(new)[slug].setdefault("outcomes", [])
    if number is None:
        outcomes.append(outcome)
    else:
        outcomes[_place(outcomes, number)] = outcome
    return new


def without_outcome(told: Told, slug: str, number: int) -> Told:
    """One outcome fewer; LookupError where there is none."""
    new = deepcopy(told)
    outcomes = options_of(new)[slug].get("outcomes") or []
    del outcomes[_place(outcomes, number)]
    return new


def outcome_of(told: Told, slug: str, number: int) -> Told:
    """One outcome; LookupError where there is none."""
    outcomes = options_of(told)[slug].get("outcomes") or []
    found: Told = outcomes[_place(outcomes, number)]
    return found


def _place(outcomes: Sequence[Told], number: int) -> int:
    if not 1 <= number <= len(outcomes):
        raise LookupError(number)
    return number - 1


def _outcomes(option: Told, name: str) -> list[str]:
    outcomes = option.get("outcomes") or []
    if not outcomes:
        return ["outcomes = []"] if "." in name else []
    return [line for one in outcomes for line in ("", f"[[{name}]]", *_pairs(one, OUTCOME_KEYS))]


def _pairs(table: Told, order: Sequence[str]) -> list[str]:
    """A line for each key that holds no table of its own; the known keys first."""
    keys = [*(key for key in order if key in table), *(key for key in table if key not in order)]
    lines = [f"{_key(key)} = {_value(table[key])}" for key in keys if key not in TABLES]
    return [*lines, "outcomes = []"] if order is CASE_KEYS and not table.get("outcomes") else lines


def _key(key: str) -> str:
    bare = key.isascii() and key.replace("_", "").replace("-", "").isalnum()
    return key if bare else _text(key)


def _value(value: Any) -> str:
    if value is None:
        return '""'
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(key)} = {_value(one)}" for key, one in value.items()) + "}"
    return str(value)


def _text(words: str) -> str:
    """A basic string of TOML, which is one of JSON but for the last control character."""
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007F")
