"""Emergency access, and telling of it: whoever answers for the family at once, and never anyone whom it is about."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from agencies.actor import Actor
from agencies.operations.notify import notify
from agencies.vocabulary import RUNS_THE_PLACE, NoticeKind
from cases.models import FamilyMember
from datasharing.models import EmergencyAccess
from datasharing.operations.access import ANSWERERS, ANSWERS
from datasharing.operations.emergency import suppliers_seen, take_emergency_access
from datasharing.selectors.holders import governance_leads, holders, kept_out

LOOKED_BACK = timedelta(days=3)
"""How long after its end an access is looked at for suppliers who were not told."""


@transaction.atomic
def open_in_emergency(
    actor: Actor, reference: str, *, categories: Collection[str], reason: str, on: datetime | None = None
) -> datetime:
    """Take emergency access to a family; returns when it ends.

    Its manager is told, and the governance leads of whoever runs the place and of the actor's own agency.
    Left out is whoever keeps out of the family or is implicated in what happened to anyone who was ever in it, and
    whoever took it.
    """
    until = take_emergency_access(actor, reference, categories=categories, reason=reason, on=on)
    taken = EmergencyAccess.objects.select_related("grant__file__place").filter(grant__post_id=actor.post).latest("pk")
    file = taken.grant.file
    about = list(FamilyMember.objects.filter(family_id=file.pk).values_list("person_id", flat=True))
    managers = holders(file.pk, ANSWERS, roles=ANSWERERS, about=about)
    leads = governance_leads(file.place.path, agencies=[actor.agency], kinds=RUNS_THE_PLACE) - kept_out(file.pk, about)
    notify(
        managers - {actor.post},
        NoticeKind.EMERGENCY_TAKEN,
        event=f"emergency:{taken.pk}",
        leads_to="cases:safety",
        reference=file.reference,
        family=file.pk,
        on=taken.taken_at,
    )
    _tell_leads(leads - {actor.post}, taken, taken.taken_at)
    return until


@transaction.atomic
def tell_suppliers_of_looks(*, on: datetime | None = None) -> int:
    """Tell the governance lead of each agency of whose information something was seen in an emergency; how many.

    Each is told once, of an access that runs or ended in the last days: they are the ones who review it.
    """
    at = on or timezone.now()
    recent = EmergencyAccess.objects.select_related("grant__file__place", "grant__post").filter(
        grant__ends_at__gt=at - LOOKED_BACK, taken_at__lte=at
    )
    told = 0
    for taken in recent:
        file = taken.grant.file
        about = list(FamilyMember.objects.filter(family_id=file.pk).values_list("person_id", flat=True))
        leads = governance_leads(file.place.path, agencies=suppliers_seen(taken)) - kept_out(file.pk, about)
        told += _tell_leads(leads - {taken.grant.post_id}, taken, at)
    return told


def _tell_leads(posts: Collection[int], taken: EmergencyAccess, at: datetime) -> int:
    return notify(
        posts,
        NoticeKind.EMERGENCY_TAKEN,
        event=f"emergency:{taken.pk}",
        leads_to="datasharing:emergency",
        reference=str(taken.pk),
        on=at,
    )
