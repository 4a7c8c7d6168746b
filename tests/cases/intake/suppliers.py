"""A small place for the tests of intake: the agencies that supply files, an actor in each, and what they have signed.

Lighter than the whole cast, since these tests are about files and not about who may see a family.
"""

from dataclasses import dataclass, replace

from agencies.actor import Actor
from agencies.models import Agency, Post, Practitioner
from agencies.operations.agencies import add_agency
from agencies.operations.places import add_place
from agencies.selectors.actor import actor_for
from agencies.vocabulary import AgencyKind, PlaceKind, Purpose, Role
from cases.intake.profile import profile_names, shipped_profile
from datasharing.models import Gateway
from datasharing.operations.agreements import draft_agreement, sign_agreement
from datasharing.rulebook import agreements
from tests.agreements import LONG_AGO, governance_lead

AGENCIES = {
    "ashworth-council": AgencyKind.COUNCIL,
    "brindle-council": AgencyKind.COUNCIL,
    "ashworth-police": AgencyKind.POLICE,
    "ashworth-health": AgencyKind.HEALTH,
    "ashworth-jcp": AgencyKind.JOBCENTRE_PLUS,
}


@dataclass(frozen=True)
class Suppliers:
    """An actor for each who matters here; the partners' contacts and the key worker, an administrator, the lead."""

    health: Actor
    police: Actor
    jobcentre: Actor
    key_worker: Actor
    administrator: Actor
    governance: Actor


def make_suppliers() -> Suppliers:
    """The place, its agencies and actors; agreements drafted with what the extracts need of the shipped rulebook."""
    add_place(None, "ashworth", name="Ashworth", kind=PlaceKind.AUTHORITY)
    for reference, kind in AGENCIES.items():
        add_agency(None, reference, name=reference, kind=kind, place="ashworth", contact="0161 496 0000")
    _draft_agreements()
    return Suppliers(
        health=_actor("ashworth-health", Role.PARTNER_CONTACT),
        police=_actor("ashworth-police", Role.PARTNER_CONTACT),
        jobcentre=_actor("ashworth-jcp", Role.PARTNER_CONTACT),
        key_worker=_actor("ashworth-council", Role.KEY_WORKER),
        administrator=_actor("ashworth-council", Role.ADMINISTRATOR),
        governance=_actor("ashworth-council", Role.GOVERNANCE_LEAD),
    )


def sign(*references: str) -> None:
    """Sign every agreement for these agencies."""
    for agency in Agency.objects.filter(reference__in=references):
        lead = governance_lead(agency)
        for party in agency.agreements.filter(signed_at__isnull=True).select_related("agreement"):
            sign_agreement(lead, party.agreement.reference)


def _actor(reference: str, role: Role) -> Actor:
    agency = Agency.objects.get(reference=reference)
    practitioner = Practitioner.objects.create_user(f"{role}@{reference}.example", None, name=f"{role} of {reference}")
    post = Post.objects.create(
        practitioner=practitioner, agency=agency, role=role, place=agency.place, title=role.label, starts_on=LONG_AGO
    )
    return actor_for(post.pk, Purpose.MATCHING)


def _draft_agreements() -> None:
    profiles = [shipped_profile(name) for name in profile_names()]
    for row in agreements():
        wanted = {
            (profile.supplier, category)
            for profile in profiles
            if row.reference in profile.agreements
            for category in profile.categories
        }
        rules = {
            (rule.supplier_kind, rule.category): rule
            for rule in row.rules
            if (rule.supplier_kind, rule.category) in wanted and rule.receiver_kind == AgencyKind.COUNCIL
        }
        if rules:
            Gateway.objects.bulk_create(
                [Gateway(code=rule.gateway, title=rule.gateway) for rule in rules.values()], ignore_conflicts=True
            )
            draft_agreement(None, replace(row, rules=tuple(rules.values())), agencies=AGENCIES)
