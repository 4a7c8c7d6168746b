"""The people whom somebody has dealt with: of a family, named in a referral, told apart, joined, protected.

Records by themselves never make two of them one, and never let them be forgotten. For operations alone.
"""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.intake.models import ReferredPerson, Rejection, SealedMatch
from cases.models import FamilyMember, Joining, Person
from datasharing.models import Restriction


def dealt_with(subject: str) -> Q:
    """The condition on a query that somebody has dealt with the person whose anchor is in this column."""
    this = OuterRef(subject)
    rows: tuple[
        QuerySet[FamilyMember] | QuerySet[ReferredPerson] | QuerySet[Rejection] | QuerySet[SealedMatch], ...
    ] = (
        FamilyMember.objects.filter(person=this),
        ReferredPerson.objects.filter(person=this),
        Rejection.objects.filter(person=this),
        SealedMatch.objects.filter(person=this),
    )
    found = Q(Exists(Restriction.objects.filter(subject=this)))
    found |= Q(Exists(Joining.objects.filter(Q(kept=this) | Q(gone=this))))
    for held in rows:
        found |= Q(Exists(held))
    return found


def people_dealt_with() -> set[UUID]:
    """All of them."""
    return set(Person.objects.filter(dealt_with("pk")).values_list("pk", flat=True))
