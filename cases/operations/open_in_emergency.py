"""Emergency access, and telling of it at once: whoever answers for the family, and never anyone whom it is about."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from agencies.actor import Actor
from agencies.operations.notify import notify
from agencies.vocabulary import NoticeKind
from cases.models import FamilyMember
from datasharing.models import EmergencyAccess
from datasharing.operations.access import ANSWERERS, ANSWERS
from datasharing.operations.emergency import take_emergency_access
from datasharing.selectors.holders import governance_leads, holders, kept_out


@transaction.atomic
def open_in_emergency(
    actor: Actor, reference: str, *, categories: Collection[str], reason: str, on: datetime | None = None
) -> datetime:
    """Take emergency access to a family; returns when it ends. Its manager and the governance leads are told.

    Left out is whoever keeps out of the family or is implicated in what happened to anyone who was ever in it, and
    whoever took it.
    """
    until = take_emergency_access(actor, reference, categories=categories, reason=reason, on=on)
    taken = EmergencyAccess.objects.select_related("grant__file__place").filter(grant__post_id=actor.post).latest("pk")
    file = taken.grant.file
    about = list(FamilyMember.objects.filter(family_id=file.pk).values_list("person_id", flat=True))
    managers = holders(file.pk, ANSWERS, roles=ANSWERERS, about=about)
    leads = governance_leads(file.place.path) - kept_out(file.pk, about)
    for posts, leads_to, told, family in (
        (managers, "cases:safety", file.reference, file.pk),
        (leads, "datasharing:emergency", str(taken.pk), None),
    ):
        notify(
            posts - {actor.post},
            NoticeKind.EMERGENCY_TAKEN,
            event=f"emergency:{taken.pk}",
            leads_to=leads_to,
            reference=told,
            family=family,
            on=taken.taken_at,
        )
    return until
