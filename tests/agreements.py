"""Puts the shipped rulebook in force between agencies, through the operations: `sign_rulebook("hill-school", …)`."""

from copy import copy
from datetime import date
from typing import ClassVar

from django.db.models import Model

from agencies.actor import Actor
from agencies.models import Agency, JournalEntry, Post, Practitioner
from agencies.vocabulary import AgencyKind, Purpose, Role
from datasharing.models import Agreement, Gateway, Party, Rule
from datasharing.operations import load_rulebook, sign_agreement

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


class Kept:
    """The signed rulebook of the cast, made once by the operations and put back in later tests of the same session."""

    agencies: tuple[int, ...] = ()
    rows: ClassVar[list[list[Model]]] = []


TABLES: tuple[type[Model], ...] = (Practitioner, Post, Gateway, Agreement, Party, Rule, JournalEntry)


def sign_rulebook(*agencies: str) -> None:
    """Load the rulebook and sign every agreement for these agencies (by reference); for all when none is named."""
    here = tuple(Agency.objects.order_by("pk").values_list("pk", flat=True))
    untouched = not agencies and not Agreement.objects.exists()
    if untouched and here == Kept.agencies:
        for table, rows in zip(TABLES, Kept.rows, strict=True):
            table._default_manager.bulk_create(copy(row) for row in rows)
        return
    before = [set(table._default_manager.values_list("pk", flat=True)) for table in TABLES]
    _load_and_sign(agencies)
    if untouched:
        Kept.agencies = here
        Kept.rows = [
            list(table._default_manager.exclude(pk__in=known).order_by("pk"))
            for table, known in zip(TABLES, before, strict=True)
        ]


def _load_and_sign(agencies: tuple[str, ...]) -> None:
    load_rulebook(None)
    unsigned = Party.objects.filter(signed_at__isnull=True).select_related("agency__place", "agreement")
    if agencies:
        unsigned = unsigned.filter(agency__reference__in=agencies)
    leads: dict[int, Actor] = {}
    for party in unsigned.order_by("agency_id", "agreement_id"):
        lead = leads.get(party.agency_id) or leads.setdefault(party.agency_id, governance_lead(party.agency))
        sign_agreement(lead, party.agreement.reference)
