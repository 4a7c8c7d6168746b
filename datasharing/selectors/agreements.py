"""The register of agreements, and one agreement in plain words: who has signed what, and what it opens to whom."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.refusals import NotFound
from agencies.vocabulary import AgencyKind, Purpose, Role
from datasharing.gathering import RuleLine, gathered
from datasharing.models import Agreement, Rule
from datasharing.policy import TO_CONFIRM, VERIFIED
from datasharing.vocabulary import Category, LevelWord, NotFor, Onward, Reach


@dataclass(frozen=True)
class PartyLine:
    """One party: whether it has signed, when and by whom."""

    agency: str
    kind: str
    signed_at: datetime | None
    signed_by: str


@dataclass(frozen=True)
class GatewayLine:
    """One legal gateway that the agreement rests on; `to_confirm` is empty where it is verified."""

    title: str
    provision: str
    to_confirm: str


@dataclass(frozen=True)
class AgreementLine:
    """One line of the register. `state`: draft, in force, suspended, ended, not yet begun."""

    reference: str
    title: str
    state: str
    starts_on: date
    ends_on: date
    review_on: date
    signed: int
    parties: int
    mine: str

    @property
    def signed_words(self) -> str:
        """How many have signed, of how many."""
        return f"{self.signed} of {self.parties}"


@dataclass(frozen=True)
class AgreementSheet:
    """One agreement. `may_*`: what this reader can do with it now."""

    line: AgreementLine
    words: str
    suspended_at: datetime | None
    parties: tuple[PartyLine, ...]
    gateways: tuple[GatewayLine, ...]
    rules: tuple[RuleLine, ...]
    may_sign: bool
    may_suspend: bool
    may_resume: bool


def agreement_register(actor: Actor) -> tuple[AgreementLine, ...]:
    """Every agreement, for whoever acts in a post: agreements are no secret."""
    found = Agreement.objects.prefetch_related("parties").order_by("title")
    return tuple(_line(one, actor) for one in found)


def agreement(actor: Actor, reference: str) -> AgreementSheet:
    """One agreement with its parties, gateways and rules. Raises NotFound where there is none."""
    found = Agreement.objects.prefetch_related("parties__agency").filter(reference=reference).first()
    if found is None:
        raise NotFound(reference)
    rules = list(Rule.objects.filter(agreement=found).select_related("gateway"))
    gateways = {rule.gateway_id: rule.gateway for rule in rules}
    mine = next((party for party in found.parties.all() if party.agency_id == actor.agency), None)
    leads = actor.role == Role.GOVERNANCE_LEAD and mine is not None
    parties = sorted(found.parties.all(), key=lambda party: party.agency.name)
    return AgreementSheet(
        line=_line(found, actor),
        words=found.words,
        suspended_at=found.suspended_at,
        parties=tuple(
            PartyLine(party.agency.name, str(AgencyKind(party.agency.kind).label), party.signed_at, party.signed_by)
            for party in parties
        ),
        gateways=tuple(
            GatewayLine(one.title, one.provision, "" if one.confidence == VERIFIED else TO_CONFIRM)
            for one in sorted(gateways.values(), key=lambda one: one.title)
        ),
        rules=tuple(gathered(_rule_line(rule) for rule in rules)),
        may_sign=bool(leads and mine and not mine.signed_at and found.ends_on >= timezone.localdate()),
        may_suspend=leads and found.suspended_at is None,
        may_resume=leads and found.suspended_at is not None,
    )


def _line(found: Agreement, actor: Actor) -> AgreementLine:
    parties = list(found.parties.all())
    mine = next((party for party in parties if party.agency_id == actor.agency), None)
    signed = sum(1 for party in parties if party.signed_at)
    return AgreementLine(
        reference=found.reference,
        title=found.title,
        state=_state(found, signed, timezone.localdate()),
        starts_on=found.starts_on,
        ends_on=found.ends_on,
        review_on=found.review_on,
        signed=signed,
        parties=len(parties),
        mine=_("Not a party") if mine is None else _("Signed") if mine.signed_at else _("Not signed"),
    )


def _state(found: Agreement, signed: int, today: date) -> str:
    if found.suspended_at is not None:
        return _("Suspended")
    if found.ends_on < today:
        return _("Ended")
    if signed < 2:
        return _("Draft")
    return _("In force") if found.starts_on <= today else _("Not yet begun")


def _rule_line(rule: Rule) -> RuleLine:
    return RuleLine(
        suppliers=frozenset({str(AgencyKind(rule.supplier_kind).label)}),
        categories=frozenset({str(Category(rule.category).label)}),
        receivers=frozenset({str(AgencyKind(rule.receiver_kind).label)}),
        purposes=frozenset({str(Purpose(rule.purpose).label)}),
        roles=frozenset(str(Role(role).label) for role in rule.roles),
        reaches=frozenset(str(Reach(reach).label) for reach in rule.reaches),
        level=str(LevelWord(rule.level).label),
        gateway=rule.gateway_id,
        gateway_title=rule.gateway.title,
        confidence="" if rule.confidence == VERIFIED else TO_CONFIRM,
        needs_consent=rule.needs_consent,
        onward="" if rule.onward == Onward.ANY else str(Onward(rule.onward).label),
        not_for=frozenset(str(NotFor(use).label) for use in rule.not_for),
    )
