"""The rulebook that ships: agreements, their rules and the legal gateways, read from data files. No tables."""

import csv
import tomllib
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from agencies.vocabulary import AgencyKind, Purpose, Role
from datasharing.vocabulary import Category, LevelWord, NotFor, Onward, Reach

DATA = Path(__file__).parent / "data"
RULEBOOK = DATA / "rulebook.toml"
GATEWAYS = DATA / "gateways.csv"


class RulebookUnreadable(Exception):
    """The words say which agreement and rule, and what is wrong. Nothing is loaded then."""


@dataclass(frozen=True, slots=True)
class GatewayRow:
    """A power or duty under which agencies share."""

    code: str
    title: str
    provision: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule, spelled out: one supplier kind, one category, one receiving kind, one purpose."""

    supplier_kind: AgencyKind
    category: Category
    receiver_kind: AgencyKind
    roles: tuple[Role, ...]
    purpose: Purpose
    reaches: tuple[Reach, ...]
    level: LevelWord
    gateway: str
    needs_consent: bool
    onward: Onward
    not_for: tuple[NotFor, ...]
    confidence: str

    @property
    def key(self) -> tuple[str, ...]:
        """What makes it the same rule of its agreement."""
        return (
            self.supplier_kind, self.category, self.receiver_kind, self.purpose, self.level, str(self.needs_consent)
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """An agreement as it is drafted: nobody has signed it."""

    reference: str
    title: str
    words: str
    starts_on: date
    ends_on: date
    review_on: date
    rules: tuple[RuleRow, ...]

    @property
    def kinds(self) -> frozenset[AgencyKind]:
        """The kinds of agency that its rules speak of."""
        return frozenset(kind for rule in self.rules for kind in (rule.supplier_kind, rule.receiver_kind))


@cache
def gateways(path: Path = GATEWAYS) -> tuple[GatewayRow, ...]:
    """The legal gateways that rules may rest on."""
    with path.open(encoding="utf-8", newline="") as handle:
        return tuple(GatewayRow(**row) for row in csv.DictReader(handle))


@cache
def agreements(path: Path = RULEBOOK) -> tuple[AgreementRow, ...]:
    """Every agreement of the rulebook with its rules spelled out. Raises RulebookUnreadable, in words."""
    known = {gateway.code: gateway for gateway in gateways()}
    return tuple(_agreement(reference, table, known) for reference, table in _read(path)["agreements"].items())


@cache
def _supplies() -> dict[Category, tuple[AgencyKind, ...]]:
    table = _read(RULEBOOK)["supplies"]
    return {Category(category): tuple(AgencyKind(kind) for kind in kinds) for category, kinds in table.items()}


def supplies(category: Category) -> tuple[AgencyKind, ...]:
    """The kinds of agency that usually supply a category: for padlocks, which never depend on rows."""
    return _supplies().get(category, ())


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RulebookUnreadable(f"The rulebook {path.name} cannot be read: {error}") from error


def _agreement(reference: str, table: dict[str, Any], known: dict[str, GatewayRow]) -> AgreementRow:
    try:
        rules = tuple(rule for block in table["rules"] for rule in _rules(block, table, known))
        row = AgreementRow(
            reference=reference,
            title=table["title"],
            words=table["words"].strip(),
            starts_on=table["starts_on"],
            ends_on=table["ends_on"],
            review_on=table["review_on"],
            rules=rules,
        )
    except (KeyError, ValueError, TypeError) as error:
        raise RulebookUnreadable(f"The agreement {reference} cannot be read: {error!r}") from error
    key, times = Counter(rule.key for rule in rules).most_common(1)[0]
    if times > 1:
        raise RulebookUnreadable(f"The agreement {reference} says {times} times: {', '.join(key)}")
    return row


def _rules(block: dict[str, Any], table: dict[str, Any], known: dict[str, GatewayRow]) -> list[RuleRow]:
    """A block of the file, multiplied out: every supplier × category × receiver × purpose."""
    said = {**table.get("usual", {}), **block}
    gateway = known.get(said["gateway"])
    if gateway is None:
        raise ValueError(f"no gateway {said['gateway']}")
    return [
        RuleRow(
            supplier_kind=AgencyKind(supplier),
            category=Category(category),
            receiver_kind=AgencyKind(receiver),
            roles=tuple(Role(role) for role in said["roles"]),
            purpose=Purpose(purpose),
            reaches=tuple(Reach(reach) for reach in said["reaches"]),
            level=LevelWord(said.get("level", "open")),
            gateway=gateway.code,
            needs_consent=said.get("needs_consent", False),
            onward=Onward(said.get("onward", "any")),
            not_for=tuple(NotFor(use) for use in said.get("not_for", [])),
            confidence=said.get("confidence", gateway.confidence),
        )
        for supplier in said["from"]
        for category in said["categories"]
        for receiver in said["to"]
        for purpose in said["purposes"]
        if not (supplier == receiver and said.get("others_only", False))
    ]
