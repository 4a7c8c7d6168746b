"""The rules of agreements as `policy.decide` reads them, and who signed."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import structlog
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q

from agencies.actor import Actor
from agencies.vocabulary import AgencyKind, Purpose, Role
from datasharing.models import Funding, Party, Rule, RulebookTurn
from datasharing.policy import PROVIDERS, AgreedRule
from datasharing.vocabulary import Category, Level, NotFor, Onward, Reach


@dataclass(frozen=True, slots=True)
class Signatory:
    """An agency that has signed something: its kind, and the contact that may be shown where nothing else may."""

    agency: int
    kind: AgencyKind
    name: str
    contact: str


log = structlog.get_logger(__name__)

COLUMNS = (
    "agreement_id", "agreement__reference", "agreement__title", "agreement__starts_on", "agreement__ends_on",
    "agreement__suspended_at", "supplier_kind", "category", "receiver_kind", "roles", "purpose", "reaches", "level",
    "gateway_id", "gateway__title", "gateway__provision", "confidence", "needs_consent", "onward", "not_for",
    "payers",
)  # fmt: skip


class Rulebook:
    """The rules that a reader of one kind and purpose may come under, by supplier kind and category."""

    def __init__(self, rules: list[AgreedRule], signatories: dict[int, Signatory]) -> None:
        self._rules: dict[tuple[AgencyKind, Category], list[AgreedRule]] = defaultdict(list)
        for rule in rules:
            self._rules[rule.supplier_kind, rule.category].append(rule)
        self._signatories = signatories

    def about(self, supplier_kind: AgencyKind, category: Category) -> list[AgreedRule]:
        """The rules for what this kind supplies of this category; empty where there is none."""
        return self._rules.get((supplier_kind, category), [])

    def signed_by_kind(self, kind: AgencyKind) -> list[Signatory]:
        """The agencies of this kind that have signed any agreement, by name."""
        found = [one for one in self._signatories.values() if one.kind == kind]
        return sorted(found, key=lambda one: (one.name, one.agency))

    def contact(self, agency: int) -> str:
        """The neutral contact of an agency that has signed; empty for any other."""
        found = self._signatories.get(agency)
        return found.contact if found else ""


def rulebook_for(actor: Actor, on: date, *, turn: int | None = None) -> Rulebook:
    """What this reader comes under on this day; read once for each `turn` of the rulebook (looked up unless told)."""
    if turn is None:
        turn = RulebookTurn.objects.values_list("number", flat=True).first()
    provider = actor.agency if actor.kind in PROVIDERS else None
    if turn is None:
        return _read(actor.kind, actor.purpose, provider, on)
    return _kept(actor.kind, actor.purpose, provider, on, turn)


@lru_cache(maxsize=256)
def _kept(kind: AgencyKind, purpose: Purpose, provider: int | None, on: date, turn: int) -> Rulebook:
    """No number of a turn comes twice, and whatever changes a rule or who signed changes it in the same transaction."""
    return _read(kind, purpose, provider, on)


def _read(kind: AgencyKind, purpose: Purpose, provider: int | None, on: date) -> Rulebook:
    going_on = Q(onward=Onward.SUBJECT_CONSENT)
    if provider is not None:
        going_on |= Q(onward=Onward.FUNDED_PROVIDER)
    payers = Funding.objects.filter(
        provider_id=provider or 0, payer__kind=OuterRef("receiver_kind"), starts_on__lte=on, ends_on__gte=on
    )
    rows = (
        Rule.objects.filter(Q(receiver_kind=kind) | going_on, purpose=purpose)
        .annotate(payers=ArraySubquery(payers.order_by("payer_id").values("payer_id")))
        .order_by("agreement__reference", "id")
        .values_list(*COLUMNS, named=True)
    )
    rules = list(rows)
    signed: dict[int, set[int]] = defaultdict(set)
    signatories: dict[int, Signatory] = {}
    parties = Party.objects.filter(signed_at__date__lte=on).values_list(
        "agreement_id", "agency_id", "agency__kind", "agency__name", "agency__contact"
    )
    for agreement, agency, theirs, name, contact in parties:
        signed[agreement].add(agency)
        signatories[agency] = Signatory(agency, AgencyKind(theirs), name, contact)
    by_agreement = {agreement: frozenset(agencies) for agreement, agencies in signed.items()}
    nobody = frozenset[int]()
    agreed = (_readable(rule, by_agreement.get(rule.agreement_id, nobody)) for rule in rules)
    return Rulebook([rule for rule in agreed if rule is not None], signatories)


def _readable(rule: Any, signed: frozenset[int]) -> AgreedRule | None:
    """The rule, or None where it holds a word that nobody knows: it opens nothing then, and the log says so."""
    try:
        lists = {name: tuple(getattr(rule, name)) for name in ("roles", "reaches", "not_for", "payers")}
        return _agreed(rule._replace(**lists), signed)
    except (ValueError, KeyError) as unknown:
        log.warning("rule_not_understood", agreement=rule.agreement__reference, unknown=str(unknown))
        return None


@lru_cache(maxsize=8_192)
def _agreed(rule: Any, signed: frozenset[int]) -> AgreedRule:
    """A row of COLUMNS as a rule. The same row and signatures give the same rule, so that it is read once."""
    return AgreedRule(
        agreement=rule.agreement__reference,
        agreement_title=rule.agreement__title,
        supplier_kind=AgencyKind(rule.supplier_kind),
        category=Category(rule.category),
        receiver_kind=AgencyKind(rule.receiver_kind),
        roles=frozenset(Role(role) for role in rule.roles),
        purpose=Purpose(rule.purpose),
        reaches=frozenset(Reach(reach) for reach in rule.reaches),
        level=Level[rule.level.upper()],
        gateway=rule.gateway_id,
        gateway_title=rule.gateway__title,
        provision=rule.gateway__provision,
        confidence=rule.confidence,
        needs_consent=rule.needs_consent,
        onward=Onward(rule.onward),
        not_for=tuple(NotFor(use) for use in rule.not_for),
        starts_on=rule.agreement__starts_on,
        ends_on=rule.agreement__ends_on,
        suspended=rule.agreement__suspended_at is not None,
        signed=signed,
        payers=frozenset(rule.payers),
    )
