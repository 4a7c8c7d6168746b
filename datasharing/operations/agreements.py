"""Agreements: drafted, signed by each party's own governance lead, suspended and resumed."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.languages import as_written
from agencies.models import Agency
from agencies.operations import journal
from agencies.refusals import Invalid, NotAllowed, NotFound, Refused
from agencies.vocabulary import Role
from datasharing.models import Agreement, Party, Rule
from datasharing.rulebook import AgreementRow, RuleRow
from datasharing.vocabulary import Event

BATCH = 500


@transaction.atomic
def draft_agreement(actor: Actor | None, row: AgreementRow, *, agencies: Iterable[str]) -> Agreement:
    """A new agreement with its rules, between these agencies (by reference). Nobody has signed it."""
    if actor is not None and actor.role != Role.GOVERNANCE_LEAD:
        raise NotAllowed(_("An information governance lead drafts agreements."))
    if row.ends_on < row.starts_on:
        raise Invalid(_("An agreement must end after it starts."), "ends_on")
    if Agreement.objects.filter(reference=row.reference).exists():
        raise Refused(_("There is an agreement %(reference)s already.") % {"reference": row.reference}, "reference")
    agreement = Agreement.objects.create(
        reference=row.reference,
        title=row.title,
        words=row.words,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        review_on=row.review_on,
    )
    Rule.objects.bulk_create([rule_of(agreement, rule) for rule in row.rules], BATCH)
    parties = Agency.objects.filter(reference__in=list(agencies)).order_by("reference")
    Party.objects.bulk_create([Party(agreement=agreement, agency=agency) for agency in parties])
    journal.record(
        actor,
        Event.AGREEMENT_DRAFTED,
        detail={"agreement": row.reference, "rules": len(row.rules), "parties": [one.reference for one in parties]},
    )
    return agreement


@transaction.atomic
def sign_agreement(actor: Actor, reference: str) -> Agreement:
    """Sign for the actor's own agency. In force between two parties from the day on which both have signed."""
    agreement = _for_the_lead_of_a_party(actor, reference)
    party = Party.objects.select_for_update().get(agreement=agreement, agency_id=actor.agency)
    if party.signed_at is not None:
        raise Refused(_("%(agency)s has signed this agreement already.") % {"agency": actor.agency_name})
    if agreement.ends_on < timezone.localdate():
        raise Refused(_("This agreement has ended. Draft another."))
    party.signed_at = timezone.now()
    party.signed_by = f"{actor.name}, {as_written(Role.GOVERNANCE_LEAD.label).lower()}".strip(", ")
    party.save(update_fields=["signed_at", "signed_by"])
    journal.record(actor, Event.AGREEMENT_SIGNED, detail={"agreement": reference, "agency": actor.agency})
    return agreement


@transaction.atomic
def suspend_agreement(actor: Actor, reference: str) -> Agreement:
    """Stop an agreement for every party, from the next request on. Any party's governance lead can."""
    agreement = _for_the_lead_of_a_party(actor, reference)
    if agreement.suspended_at is not None:
        raise Refused(_("This agreement is suspended already."))
    agreement.suspended_at = timezone.now()
    agreement.save(update_fields=["suspended_at"])
    journal.record(actor, Event.AGREEMENT_SUSPENDED, detail={"agreement": reference})
    return agreement


@transaction.atomic
def resume_agreement(actor: Actor, reference: str) -> Agreement:
    """Put a suspended agreement in force again."""
    agreement = _for_the_lead_of_a_party(actor, reference)
    if agreement.suspended_at is None:
        raise Refused(_("This agreement is not suspended."))
    agreement.suspended_at = None
    agreement.save(update_fields=["suspended_at"])
    journal.record(actor, Event.AGREEMENT_RESUMED, detail={"agreement": reference})
    return agreement


def rule_of(agreement: Agreement, row: RuleRow) -> Rule:
    """The table's row of a rule, not yet saved."""
    return Rule(
        agreement=agreement,
        supplier_kind=row.supplier_kind,
        category=row.category,
        receiver_kind=row.receiver_kind,
        roles=list(row.roles),
        purpose=row.purpose,
        reaches=list(row.reaches),
        level=row.level,
        gateway_id=row.gateway,
        needs_consent=row.needs_consent,
        onward=row.onward,
        not_for=list(row.not_for),
        confidence=row.confidence,
    )


def _for_the_lead_of_a_party(actor: Actor, reference: str) -> Agreement:
    """The agreement, locked, for the governance lead of one of its parties; refuses everybody else."""
    agreement = Agreement.objects.select_for_update().filter(reference=reference).first()
    if agreement is None:
        raise NotFound(reference)
    if actor.role != Role.GOVERNANCE_LEAD or not actor.is_live(timezone.localdate()):
        raise NotAllowed(_("Only an information governance lead can sign, suspend or resume an agreement."))
    if not agreement.parties.filter(agency_id=actor.agency).exists():
        raise NotAllowed(
            _("%(agency)s is not a party to this agreement, so this is not yours to do.")
            % {"agency": actor.agency_name}
        )
    return agreement
