"""Puts the shipped rulebook in force between agencies, through the operations: `sign_rulebook("hill-school", …)`."""

from datetime import date

from agencies.actor import Actor
from agencies.models import Agency, JournalEntry, Post, Practitioner
from agencies.vocabulary import AgencyKind, Purpose, Role
from datasharing.models import Agreement, Gateway, Party, Rule
from datasharing.operations import load_rulebook, sign_agreement
from tests.kept import Kept, keep, keys

LONG_AGO = date(2020, 1, 1)


def governance_lead(agency: Agency) -> Actor:
    """The information governance lead of an agency; one is appointed where there is none."""
    post = Post.objects.filter(agency=agency, role=Role.GOVERNANCE_LEAD).select_related("practitioner", "place").first()
    if post is None:
        email = f"governance@{agency.reference}.example"
        practitioner = Practitioner.objects.create_user(email, None, name=f"Governance lead of {agency.name}")
        post = Post.objects.create(
            practitioner=practitioner,
            agency=agency,
            role=Role.GOVERNANCE_LEAD,
            place=agency.place,
            title="Information governance lead",
            starts_on=LONG_AGO,
        )
    return Actor(
        post=post.pk,
        practitioner=post.practitioner_id,
        agency=agency.pk,
        agency_name=agency.name,
        kind=AgencyKind(agency.kind),
        role=Role.GOVERNANCE_LEAD,
        place=post.place.path,
        starts_on=post.starts_on,
        ends_on=post.ends_on,
        purpose=Purpose.ASSURANCE,
        name=post.practitioner.name,
    )


TABLES = (Practitioner, Post, Gateway, Agreement, Party, Rule, JournalEntry)
MADE: dict[tuple[tuple[int, ...], tuple[str, ...]], Kept] = {}
"""What signing added, by the agencies that there are and those that were asked for."""


def sign_rulebook(*agencies: str) -> None:
    """Load the rulebook and sign every agreement for these agencies (by reference); for all when none is named.

    Made once by the operations for the same cast, and put back in later tests of the same session.
    """
    here = tuple(Agency.objects.order_by("pk").values_list("pk", flat=True))
    if Agreement.objects.exists() or Post.objects.filter(role=Role.GOVERNANCE_LEAD).count() > 1:
        _load_and_sign(agencies)
    elif (here, agencies) in MADE:
        MADE[here, agencies].put_back()
    else:
        before = keys(TABLES)
        _load_and_sign(agencies)
        MADE[here, agencies] = keep(TABLES, before)


def _load_and_sign(agencies: tuple[str, ...]) -> None:
    load_rulebook(None)
    unsigned = Party.objects.filter(signed_at__isnull=True).select_related("agency__place", "agreement")
    if agencies:
        unsigned = unsigned.filter(agency__reference__in=agencies)
    leads: dict[int, Actor] = {}
    for party in unsigned.order_by("agency_id", "agreement_id"):
        lead = leads.get(party.agency_id) or leads.setdefault(party.agency_id, governance_lead(party.agency))
        sign_agreement(lead, party.agreement.reference)
