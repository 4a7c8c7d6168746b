"""Loads outcome frameworks from data, and refuses wrong ones in words: headlines, criteria, thresholds, payments.

A folder holds `frameworks.toml` (which frameworks there are) and `outcome_frameworks.csv` (their rows); an area may
keep its own. Pure: no Django, no tables. Source: costing.md section 7.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from cases.vocabulary import Need
from outcomes.csv_tables import CatalogueRefused, Faults, rows_of

SHIPPED = Path(__file__).parent / "data" / "frameworks"
MANIFEST = "frameworks.toml"
TABLE = "outcome_frameworks.csv"
APRIL = 4
COLUMNS = (
    "framework", "version", "headline_code", "headline", "criterion_code", "criterion", "measure", "threshold",
    "window_months", "sustained_months", "payment_gbp", "source", "confidence",
)  # fmt: skip
NEEDS, NEEDS_COLUMNS = "framework_needs.csv", ("framework", "headline_code", "needs")
RESULTS = "framework_results.csv"
RESULT_COLUMNS = ("framework", "result", "words", "headlines", "months", "months_of", "practice", "payment")
TO_CONFIRM = "recalled"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion, rule or payment as its row says it. Months and pounds are None where the row has none."""

    code: str
    words: str
    measure: str
    threshold: str
    period: str
    window_months: int | None
    sustained_months: int | None
    payment_gbp: Decimal | None
    source: str
    confidence: str

    @property
    def to_confirm(self) -> bool:
        """Whether it is from general knowledge."""
        return self.confidence == TO_CONFIRM


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline need, with the criteria of which any one meets it."""

    code: str
    title: str
    criteria: tuple[Criterion, ...]

    def criterion(self, code: str) -> Criterion | None:
        """A criterion by its code."""
        return next((one for one in self.criteria if one.code == code), None)


@dataclass(frozen=True, slots=True)
class Result:
    """What a framework pays for: every need under `headlines` (all of them where there are none) sustained.

    `months` is how long, and `months_of` how long for single headlines. `practice`: a key worker named, a whole-family
    assessment and a plan for every need are asked for too. `payment` is the criterion whose pounds are paid; `{year}`
    in it is the financial year of the claim.
    """

    code: str
    words: str
    headlines: frozenset[str]
    months: int
    months_of: Mapping[str, int]
    practice: bool
    payment: str

    def period(self, headline: str) -> int:
        """For how many months a headline's outcome must hold."""
        return self.months_of.get(headline, self.months)


@dataclass(frozen=True, slots=True)
class Framework:
    """One framework. `needed` headline needs identify a household with a child; `ends_on` is its last day, or None.

    `rules` are its rows about no single headline: who is eligible, what a result is. `payments` are all its rows with
    pounds. `needs` maps the house's needs onto its headlines; `results` are what it pays for. A framework that has
    ended may identify and report; it takes no claim dated after its end.
    """

    slug: str
    code: str
    title: str
    starts_on: date
    ends_on: date | None
    needed: int
    needed_words: str
    by_events: bool
    to_confirm: bool
    headlines: tuple[Headline, ...]
    rules: tuple[Criterion, ...]
    payments: tuple[Criterion, ...]
    needs: Mapping[str, str]
    results: tuple[Result, ...]

    def pays(self, result: Result, on: date) -> Decimal | None:
        """Pounds for a result claimed on a day; None where the framework names no payment for that year."""
        first = on.year if on.month >= APRIL else on.year - 1
        code = result.payment.replace("{year}", f"{first}/{(first + 1) % 100:02}")
        return next((one.payment_gbp for one in self.payments if one.code == code), None)

    def headline(self, code: str) -> Headline | None:
        """A headline by its code."""
        return next((one for one in self.headlines if one.code == code), None)

    def has_ended(self, on: date) -> bool:
        """Whether its last day lies before this one."""
        return self.ends_on is not None and self.ends_on < on


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the table: its criterion, under a headline's code and title."""

    headline: str
    title: str
    criterion: Criterion


@cache
def shipped_frameworks() -> Mapping[str, Framework]:
    """The frameworks that came with Lintel, by slug, oldest first; read once."""
    return load_frameworks(SHIPPED)


def shipped_framework(slug: str) -> Framework:
    """A shipped framework by its slug. CatalogueRefused, naming those that there are, for any other."""
    found = shipped_frameworks().get(slug)
    if found is None:
        raise CatalogueRefused([f"There is no framework {slug}; there are {', '.join(shipped_frameworks())}."])
    return found


def load_frameworks(folder: Path) -> Mapping[str, Framework]:
    """Every framework of a folder, each row checked. CatalogueRefused with all its faults at once."""
    faults = Faults()
    rows = _rows(folder, faults)
    told = _manifest(folder, faults)
    needs, results = _needs(folder, faults), _results(folder, faults)
    faults.stop_if_any()
    found = {slug: _framework(slug, facts, rows, needs, results, faults) for slug, facts in told.items()}
    faults.stop_if_any()
    return dict(sorted(found.items(), key=lambda item: (item[1].starts_on, item[0])))


def _manifest(folder: Path, faults: Faults) -> dict[str, Any]:
    try:
        return tomllib.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        faults.add(f"{MANIFEST} is missing.")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        faults.add(f"{MANIFEST} cannot be read: {error}.")
    return {}


def _rows(folder: Path, faults: Faults) -> dict[str, list[_Row]]:
    """The rows of each framework's code, in the order of the table."""
    found: dict[str, list[_Row]] = {}
    seen: set[tuple[str, str]] = set()
    for row in rows_of(folder, TABLE, COLUMNS, faults):
        code = row.needed("framework")
        criterion = Criterion(
            code=row.needed("criterion_code"),
            words=row.needed("criterion"),
            measure=row.text("measure"),
            threshold=row.text("threshold"),
            period=row.text("version"),
            window_months=row.whole_or_none("window_months"),
            sustained_months=row.whole_or_none("sustained_months"),
            payment_gbp=row.number_or_none("payment_gbp"),
            source=row.needed("source"),
            confidence=row.needed("confidence"),
        )
        if (code, criterion.code) in seen:
            row.fault(f"{code} has {criterion.code} twice.")
        seen.add((code, criterion.code))
        found.setdefault(code, []).append(_Row(row.needed("headline_code"), row.needed("headline"), criterion))
    return found


def _needs(folder: Path, faults: Faults) -> dict[str, dict[str, str]]:
    """By framework's code, the headline that each need of the house counts under."""
    found: dict[str, dict[str, str]] = {}
    for row in rows_of(folder, NEEDS, NEEDS_COLUMNS, faults):
        held = found.setdefault(row.needed("framework"), {})
        for need in row.needed("needs").split():
            if need not in Need.values:
                row.fault(f"{need} is no need; there are {', '.join(Need.values)}.")
            if need in held:
                row.fault(f"{need} counts under two headlines.")
            held[need] = row.needed("headline_code")
    return found


def _results(folder: Path, faults: Faults) -> dict[str, list[Result]]:
    """By framework's code, what it pays for."""
    found: dict[str, list[Result]] = {}
    for row in rows_of(folder, RESULTS, RESULT_COLUMNS, faults):
        if row.needed("practice") not in ("yes", "no"):
            row.fault("practice is yes or no.")
        months_of = {}
        for pair in row.text("months_of").split():
            headline, _, months = pair.partition(":")
            if not months.isdigit():
                row.fault(f"months_of holds headline:months, and {pair} is not that.")
                continue
            months_of[headline] = int(months)
        result = Result(
            code=row.needed("result"),
            words=row.needed("words"),
            headlines=frozenset(row.text("headlines").split()),
            months=row.whole("months"),
            months_of=months_of,
            practice=row.text("practice") == "yes",
            payment=row.needed("payment"),
        )
        found.setdefault(row.needed("framework"), []).append(result)
    return found


def _framework(
    slug: str, facts: dict[str, Any], rows: Mapping[str, list[_Row]], needs: Mapping[str, dict[str, str]],
    results: Mapping[str, list[Result]], faults: Faults,
) -> Framework:  # fmt: skip
    where = f"{MANIFEST}, {slug}"
    known = {
        "code": str, "title": str, "starts_on": date, "ends_on": date, "headlines_of": str, "needed": int,
        "needed_words": str, "by_events": bool, "to_confirm": bool,
    }  # fmt: skip
    for name in sorted(facts.keys() - known.keys()):
        faults.add(f"{where}: {name} is not something that a framework says.")
    for name, kind in known.items():
        if name not in facts and name not in ("ends_on", "headlines_of"):
            faults.add(f"{where}: {name} is missing.")
        elif name in facts and type(facts[name]) is not kind:
            faults.add(f"{where}: {name} is “{facts[name]}”, which cannot be used.")
    faults.stop_if_any()
    own = rows.get(facts["code"], [])
    headlines = _headlines(rows.get(facts.get("headlines_of", facts["code"]), []))
    if not 1 <= facts["needed"] <= len(headlines):
        faults.add(f"{where}: needed is {facts['needed']}, but it has {len(headlines)} headlines.")
    if "ends_on" in facts and facts["ends_on"] < facts["starts_on"]:
        faults.add(f"{where}: it ends before it begins.")
    return Framework(
        slug=slug,
        code=facts["code"],
        title=facts["title"],
        starts_on=facts["starts_on"],
        ends_on=facts.get("ends_on"),
        needed=facts["needed"],
        needed_words=facts["needed_words"],
        by_events=facts["by_events"],
        to_confirm=facts["to_confirm"],
        headlines=headlines,
        rules=tuple(row.criterion for row in own if not row.headline.isdigit()),
        payments=tuple(row.criterion for row in own if row.criterion.payment_gbp is not None),
        needs=needs.get(facts.get("headlines_of", facts["code"]), {}),
        results=tuple(results.get(facts["code"], ())),
    )


def _headlines(rows: Iterable[_Row]) -> tuple[Headline, ...]:
    """The numbered headlines in their order; rows under letters are rules."""
    titles: dict[str, str] = {}
    criteria: dict[str, list[Criterion]] = {}
    for row in rows:
        if row.headline.isdigit():
            titles.setdefault(row.headline, row.title)
            criteria.setdefault(row.headline, []).append(row.criterion)
    return tuple(Headline(code, titles[code], tuple(criteria[code])) for code in sorted(titles, key=int))
