"""A business case as it is written, in TOML or JSON: read, or refused in words, all faults at once. No tables.

TOML has no word for nothing: `price_year = ""` says that a unit value is at prices of the base year.
"""

import json
import tomllib
from decimal import Decimal, InvalidOperation
from typing import Any

from outcomes.catalogues import shipped_catalogue
from outcomes.costing.appraisal import Case
from outcomes.costing.case_reading import CannotAppraise, read_options
from outcomes.costing.money import Deflators
from outcomes.settings_tables import appraisal_settings

LONGEST = 200_000
NO_USUAL = "business_as_usual is missing. Every case is compared with what would be spent and happen without it."
EXAMPLE = """\
# Pounds are at prices of base_year unless an outcome says another price_year.
years = 3
timing = "year_start"        # or "year_end"
discount = "green_book"      # or a rate, such as 0.035
base_year = "2024-25"
costs = [60000, 40000, 40000]

[[outcomes]]
name = "Fewer incidents"
population = 200
affected = 0.35              # shares are from 0 to 1
engaged = 0.8
impact = 0.45
deadweight = 0.2
deadweight_is = "share"      # or "rate"
unit_value = 2470
price_year = "2008-09"       # or "" for prices of base_year
phase = [0.5, 1, 1]          # how much of it is there in each year
evidence_grade = 3           # 1 the best, 6 the weakest: sets the optimism bias
kind = "fiscal"              # or "economic", "social"
bearer = "police"
cashable = 0.25

[business_as_usual]
costs = [15000, 15000, 15000]
outcomes = []
"""


def read_written(told: str, catalogue: str = "") -> tuple[dict[str, Case], Deflators]:
    """Every option by name, business as usual among them, and the deflators of a catalogue (the newest).

    Raises CannotAppraise.
    """
    decoded = decode(told)
    deflators = (shipped_catalogue(catalogue) if catalogue else shipped_catalogue()).deflators
    if decoded.get("business_as_usual") is None:
        raise CannotAppraise([NO_USUAL])
    return read_options({"options": [], **decoded}, appraisal_settings(deflators)), deflators


def decode(told: str) -> dict[str, Any]:
    """The case as plain values. JSON begins with a brace; all else is TOML."""
    if len(told) > LONGEST:
        raise CannotAppraise([f"The case is too long: it can have {LONGEST:,} characters at most."])
    try:
        if told.lstrip().startswith("{"):
            decoded = json.loads(told, parse_float=Decimal, parse_int=Decimal)
        else:
            decoded = _without_empty_years(tomllib.loads(told, parse_float=Decimal))
    except json.JSONDecodeError as error:
        raise CannotAppraise([f"The case cannot be read: line {error.lineno}, column {error.colno}."]) from error
    except tomllib.TOMLDecodeError as error:
        raise CannotAppraise([f"The case cannot be read: {error}."]) from error
    except (InvalidOperation, RecursionError, ValueError) as error:
        raise CannotAppraise(["The case holds a number or a nesting that is too large."]) from error
    if not isinstance(decoded, dict):
        raise CannotAppraise(["The case must be an object with keys, such as years."])
    return decoded


def _without_empty_years(told: dict[str, Any]) -> dict[str, Any]:
    """The same, where an empty price year is none."""
    for holder in (told, told.get("business_as_usual"), *_listed(told.get("options"))):
        for outcome in _listed(holder.get("outcomes")) if isinstance(holder, dict) else ():
            if isinstance(outcome, dict) and outcome.get("price_year") == "":
                outcome["price_year"] = None
    return told


def _listed(given: object) -> list[Any]:
    return given if isinstance(given, list) else []
