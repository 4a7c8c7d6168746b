"""Makes a business case out of decoded JSON, or refuses it in words, all faults at once. Source: costing.md section 5.

Numbers may be int, Decimal or float (a float is taken as it prints). Required of an outcome: population, affected,
engaged, impact, deadweight, deadweight_is, unit_value, price_year, kind and, where that is fiscal, bearer. A key that
nobody knows is let by, unless it looks like a slip for one that was left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeVar

from outcomes.costing.appraisal import Case, DeadweightIs, Kind, Outcome
from outcomes.costing.discounting import DiscountSchedule, Timing, flat_rate
from outcomes.costing.money import NOUGHT, ONE, Deflators

E = TypeVar("E", bound=StrEnum)
MOST_YEARS = 75
MOST_OUTCOMES = 100
LARGEST = Decimal("1e15")
MOST_PLACES = 30
CASE_KEYS = (
    "years", "timing", "discount", "base_year", "costs", "outcomes", "cost_optimism_bias", "business_as_usual",
    "options",
)  # fmt: skip
OPTION_KEYS = ("name", "costs", "outcomes")
MOST_OPTIONS = 20
CASE_NAME = "this case"
USUAL_NAME = "business as usual"
OUTCOME_KEYS = (
    "name", "population", "affected", "engaged", "impact", "deadweight", "deadweight_is", "attributed_elsewhere",
    "unit_value", "price_year", "phase", "optimism_bias", "evidence_grade", "kind", "bearer", "cashable",
)  # fmt: skip


class CannotAppraise(ValueError):
    """A case that cannot be appraised; `faults` holds one sentence for each thing to mend."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(faults))


@dataclass(frozen=True)
class AppraisalSettings:
    """What a case may refer to by name: price years, discount schedules, optimism bias by grade of evidence."""

    deflators: Deflators
    discount_schedules: Mapping[str, DiscountSchedule]
    optimism_bias: Mapping[int, Decimal]


def read_case(payload: object, settings: AppraisalSettings) -> tuple[Case, Case | None]:
    """The option, and business as usual where the payload has it. Raises CannotAppraise."""
    reading = _Reading(settings)
    case, usual = reading.case(payload)
    if reading.faults:
        raise CannotAppraise(reading.faults)
    return case, usual


def read_options(payload: object, settings: AppraisalSettings) -> dict[str, Case]:
    """Every option by name, where the payload lists more of them: this case, business as usual, and the rest.

    Empty where it lists none. Raises CannotAppraise.
    """
    reading = _Reading(settings)
    case, usual = reading.case(payload)
    options = reading.options(payload, case, usual)
    if reading.faults:
        raise CannotAppraise(reading.faults)
    return options


@dataclass
class _Reading:
    """Each reader returns a usable value, and notes a fault where the payload has none."""

    settings: AppraisalSettings
    faults: list[str] = field(default_factory=list)

    def case(self, payload: object) -> tuple[Case, Case | None]:
        told = self.told(payload, "the case", CASE_KEYS)
        years = self.years(told)
        base_year = self.year_with_deflator(told.get("base_year"), "base_year")
        timing = self.word(told, "timing", Timing, "timing")
        discount = self.discount(told)
        bias = self.share(told, "cost_optimism_bias", "cost_optimism_bias", NOUGHT)

        def option(where: str, source: dict[str, object]) -> Case:
            costs = self.costs(source, f"{where}costs", years)
            return Case(years, timing, discount, base_year, costs, self.outcomes(source, where, years), bias)

        case = option("", told)
        if case.costs and not any(case.costs) and not self.faults:
            self.faults.append("The costs come to nought, so nothing can be said of the return on them.")
        usual = None
        if told.get("business_as_usual") is not None:
            where = "business_as_usual"
            usual = option(f"{where}, ", self.told(told["business_as_usual"], where, ("costs", "outcomes")))
        return case, usual

    def options(self, payload: object, case: Case, usual: Case | None) -> dict[str, Case]:
        """The case itself, business as usual and what `options` lists, over the years of the case."""
        given = payload.get("options") if isinstance(payload, dict) else None
        if given is None:
            return {}
        if not isinstance(given, list) or len(given) > MOST_OPTIONS:
            self.faults.append(f"options must be a list of {MOST_OPTIONS} at most.")
            return {}
        if usual is None:
            self.faults.append("Options are compared with business_as_usual, which is missing.")
            return {}
        found = {USUAL_NAME: usual, CASE_NAME: case}
        for at, one in enumerate(given, 1):
            where = f"option {at}"
            told = self.told(one, where, OPTION_KEYS)
            name = told.get("name")
            if not isinstance(name, str) or not name.strip() or name.strip() in found:
                self.faults.append(f"{where} must have a name of its own.")
                continue
            found[name.strip()] = replace(
                case,
                costs=self.costs(told, f"{where}, costs", case.years),
                outcomes=self.outcomes(told, f"{where}, ", case.years),
            )
        return found

    def told(self, payload: object, where: str, keys: tuple[str, ...]) -> dict[str, object]:
        if not isinstance(payload, dict):
            self.faults.append(f"{where} must be an object with keys, such as {keys[0]}.")
            return {}
        for key in payload.keys() - set(keys):
            missing = [name for name in keys if name not in payload]
            for meant in get_close_matches(str(key), missing, n=1, cutoff=0.8):
                self.faults.append(f"{where}: there is no {key}; did you mean {meant}?")
        return payload

    def years(self, told: dict[str, object]) -> int:
        years = self.number(told, "years", "years")
        if years != int(years) or not 1 <= years <= MOST_YEARS:
            self.faults.append(f"years must be a whole number from 1 to {MOST_YEARS}.")
            return 0
        return int(years)

    def discount(self, told: dict[str, object]) -> DiscountSchedule:
        given = told.get("discount")
        schedules = self.settings.discount_schedules
        if isinstance(given, str) and given in schedules:
            return schedules[given]
        if given is None or isinstance(given, str):
            self.faults.append(f"discount must be {' or '.join(schedules)}, or a rate such as 0.035.")
            return flat_rate(NOUGHT)
        return flat_rate(self.share(told, "discount", "discount"))

    def costs(self, told: dict[str, object], where: str, years: int) -> tuple[Decimal, ...]:
        costs = self.numbers(told.get("costs"), where, years)
        if any(cost < 0 for cost in costs):
            self.faults.append(f"{where}: a cost must not be below nought.")
        return costs

    def outcomes(self, told: dict[str, object], where: str, years: int) -> tuple[Outcome, ...]:
        given = told.get("outcomes")
        if not isinstance(given, list):
            self.faults.append(f"{where}outcomes must be a list.")
            return ()
        if len(given) > MOST_OUTCOMES:
            self.faults.append(f"{where}outcomes has {len(given)} rows; there may be {MOST_OUTCOMES} at most.")
            return ()
        return tuple(self.outcome(one, f"{where}outcome {at}", years) for at, one in enumerate(given, 1))

    def outcome(self, payload: object, where: str, years: int) -> Outcome:
        told = self.told(payload, where, OUTCOME_KEYS)
        name = told.get("name")
        if isinstance(name, str) and name.strip():
            where = f"{where} ({name.strip()[:60]})"
        price_year = told.get("price_year")
        if "price_year" not in told:
            self.faults.append(f"{where}: price_year is missing; null means prices of the base year.")
        bearer = told.get("bearer")
        kind = self.word(told, "kind", Kind, f"{where}: kind")
        if kind is Kind.FISCAL and not (isinstance(bearer, str) and bearer.strip()):
            self.faults.append(f"{where}: bearer must say who bears the cost, such as police.")
        population = self.number(told, "population", f"{where}: population")
        if population < 0:
            self.faults.append(f"{where}: population must not be below nought.")
        return Outcome(
            name=name if isinstance(name, str) else where,
            population=population,
            affected=self.share(told, "affected", where),
            engaged=self.share(told, "engaged", where),
            impact=self.share(told, "impact", where),
            deadweight=self.share(told, "deadweight", where),
            deadweight_is=self.word(told, "deadweight_is", DeadweightIs, f"{where}: deadweight_is"),
            attributed_elsewhere=self.share(told, "attributed_elsewhere", where, NOUGHT),
            unit_value=self.number(told, "unit_value", f"{where}: unit_value"),
            price_year=None if price_year is None else self.year_with_deflator(price_year, f"{where}: price_year"),
            phase=self.phase(told, where, years),
            optimism_bias=self.optimism_bias(told, where),
            kind=kind,
            bearer=bearer if isinstance(bearer, str) else "",
            cashable=self.share(told, "cashable", where, NOUGHT),
        )

    def phase(self, told: dict[str, object], where: str, years: int) -> tuple[Decimal, ...]:
        if "phase" not in told:
            return (ONE,) * years
        phase = self.numbers(told["phase"], f"{where}: phase", years)
        if not all(NOUGHT <= share <= ONE for share in phase):
            self.faults.append(f"{where}: every share of phase must be from 0 to 1.")
        return phase

    def optimism_bias(self, told: dict[str, object], where: str) -> Decimal:
        """The bias as given, or that of the grade of evidence; both at once is a fault."""
        if told.get("evidence_grade") is None:
            return self.share(told, "optimism_bias", where, NOUGHT)
        grade = self.number(told, "evidence_grade", f"{where}: evidence_grade")
        if told.get("optimism_bias") is not None:
            self.faults.append(f"{where}: give optimism_bias or evidence_grade, not both.")
        if grade not in self.settings.optimism_bias:
            grades = ", ".join(map(str, self.settings.optimism_bias))
            self.faults.append(f"{where}: evidence_grade must be one of {grades}.")
            return NOUGHT
        return self.settings.optimism_bias[int(grade)]

    def year_with_deflator(self, given: object, what: str) -> str:
        if not isinstance(given, str) or given not in self.settings.deflators.index:
            first, *_, last = self.settings.deflators.index
            self.faults.append(f"{what}: {_shown(given)} is not a financial year from {first} to {last}.")
            return ""
        return given

    def share(self, told: dict[str, object], key: str, where: str, default: Decimal | None = None) -> Decimal:
        what = where if where == key else f"{where}: {key}"
        if default is not None and key not in told:
            return default
        share = self.number(told, key, what)
        if not NOUGHT <= share <= ONE:
            self.faults.append(f"{what} must be a share from 0 to 1; it is {_shown(share)}.")
        return share

    def word(self, told: dict[str, object], key: str, words: type[E], what: str) -> E:
        given = told.get(key)
        if isinstance(given, str) and given in list(words):
            return words(given)
        self.faults.append(f"{what} must be {' or '.join(words)}; it is {_shown(given)}.")
        return next(iter(words))

    def numbers(self, given: object, what: str, years: int) -> tuple[Decimal, ...]:
        if not isinstance(given, list):
            self.faults.append(f"{what} must be a list with one number a year.")
            return ()
        if years and len(given) != years:
            self.faults.append(f"{what} has {len(given)} numbers; there are {years} years.")
        return tuple(self.as_number(number, what) for number in given[:MOST_YEARS])

    def number(self, told: dict[str, object], key: str, what: str) -> Decimal:
        if told.get(key) is None:
            self.faults.append(f"{what} is missing.")
            return NOUGHT
        return self.as_number(told[key], what)

    def as_number(self, given: object, what: str) -> Decimal:
        number = Decimal("NaN")
        if isinstance(given, int | float | Decimal) and not isinstance(given, bool):
            number = Decimal(str(given)) if isinstance(given, float) else Decimal(given)
        if not number.is_finite():
            self.faults.append(f"{what} must be a number; it is {_shown(given)}.")
        elif abs(number) > LARGEST:
            self.faults.append(f"{what} is too large a number to work with.")
        elif int(number.as_tuple().exponent) < -MOST_PLACES:
            self.faults.append(f"{what} has more than {MOST_PLACES} decimal places.")
        else:
            return number
        return NOUGHT


def _shown(given: object) -> str:
    if given is None:
        return "missing"
    return f"“{given}”"[:60] if isinstance(given, str) else str(given)[:60]
