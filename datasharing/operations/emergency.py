"""Emergency access: twelve hours, for named categories and a reason, told at once and reviewed by every supplier."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.models import JournalEntry
from agencies.operations import journal
from agencies.places import lies_inside
from agencies.refusals import Invalid, NotAllowed, NotFound, Refused
from agencies.vocabulary import ROLES, EntryKind, Role
from datasharing.grants import give_grant
from datasharing.models import EmergencyAccess, EmergencyReview, FamilyFile, Grant
from datasharing.selectors.joined import named
from datasharing.vocabulary import Category, Event, Reach

LASTS = timedelta(hours=12)
SHORTEST_REASON = 20


@transaction.atomic
def take_emergency_access(
    actor: Actor, reference: str, *, categories: Collection[str], reason: str, on: datetime | None = None
) -> datetime:
    """Open these categories of a family for twelve hours; returns when that ends.

    It is found by its reference alone, inside the actor's place. NotFound where there is none, and where the actor
    keeps out of it. What is sealed stays as if it were not there.
    """
    at = on or timezone.now()
    file = FamilyFile.objects.select_related("place").filter(named(reference)).first()
    if file is None or not lies_inside(file.place.path, actor.place) or _keeps_out(actor, file, at):
        raise NotFound(reference)
    if not ROLES[actor.role].emergency:
        raise NotAllowed(
            _("Emergency access is for the front door, emergency duty, child protection and the key worker's manager.")
        )
    wanted = sorted(set(categories))
    if not wanted or any(category not in Category.values for category in wanted):
        raise Invalid(_("Choose what you need to see."), field="categories")
    if len(reason.strip()) < SHORTEST_REASON:
        raise Invalid(_("Say why, in %(letters)s letters or more.") % {"letters": SHORTEST_REASON}, field="reason")
    until = at + LASTS
    grant = give_grant(
        actor,
        file.id,
        Reach.EMERGENCY,
        post=actor.post,
        categories=[Category(word) for word in wanted],
        starts_at=at,
        ends_at=until,
    )
    access = EmergencyAccess.objects.create(grant=grant, reason=reason.strip(), taken_at=at)
    detail = {"emergency": access.pk, "categories": wanted, "until": until.isoformat()}
    journal.record(actor, Event.EMERGENCY_TAKEN, families=[file.id], detail=detail)
    return until


@transaction.atomic
def review_emergency(
    actor: Actor, access: int, *, was_right: bool, words: str = "", on: datetime | None = None
) -> None:
    """The governance lead of one supplier says whether it was right. It leaves their desk when each has said so."""
    held = EmergencyAccess.objects.select_related("grant__file__place", "grant__post").filter(pk=access).first()
    if held is None or not lies_inside(held.grant.file.place.path, actor.place):
        raise NotFound
    if actor.role != Role.GOVERNANCE_LEAD:
        raise NotAllowed(_("An information governance lead reviews emergency access."))
    if actor.agency not in suppliers_seen(held):
        raise NotFound
    taken_by = held.grant.post
    if taken_by is not None and taken_by.practitioner_id == actor.practitioner:
        raise NotAllowed(_("You took this access yourself. Somebody else reviews it."))
    if not was_right and not words.strip():
        raise Invalid(_("Say what was not right."), field="words")
    at = on or timezone.now()
    review, made = EmergencyReview.objects.get_or_create(
        access=held,
        supplier_id=actor.agency,
        defaults={
            "was_right": was_right, "words": words.strip(), "reviewed_by_id": actor.post, "reviewed_at": at,
        },
    )  # fmt: skip
    if not made:
        raise Refused(_("Your agency has reviewed this already."))
    detail = {"emergency": held.pk, "review": review.pk, "was_right": was_right}
    journal.record(actor, Event.EMERGENCY_REVIEWED, families=[held.grant.file_id], detail=detail)


def suppliers_seen(access: EmergencyAccess) -> frozenset[int]:
    """The agencies that supplied something seen by this access, as the disclosure rows tell."""
    looks = JournalEntry.objects.filter(
        families__contains=[access.grant.file_id],
        kind=EntryKind.LOOK,
        post=access.grant.post,
        recorded_at__gte=access.taken_at,
    ).values_list("detail", flat=True)
    return frozenset(supplier for detail in looks for supplier in detail.get("in_emergency", ()))


def _keeps_out(actor: Actor, file: FamilyFile, at: datetime) -> bool:
    return (
        Grant.objects.filter(file=file, kind=Reach.EXCLUDED, starts_at__lte=at)
        .filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at))
        .filter(
            Q(post__practitioner_id=actor.practitioner)
            | Q(team__memberships__post_id=actor.post, team__memberships__ends_on__isnull=True)
        )
        .exists()
    )
