"""Who keeps the seals on people's identity: for what is put to a custodian and to nobody else."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from agencies.actor import Actor
from datasharing.models import Named, Restriction
from datasharing.operations.restrictions import is_implicated
from datasharing.vocabulary import Category, RestrictionKind


def custodians_of(subjects: Collection[UUID], at: datetime | None = None) -> dict[UUID, tuple[int, ...]]:
    """Those of these people whose identity is sealed, each with the posts of the seal's custodians."""
    now = at or timezone.now()
    seals = Restriction.objects.filter(
        _live(now), subject_id__in=subjects, kind=RestrictionKind.SEALED, categories__contains=[Category.IDENTITY]
    )
    found: dict[UUID, set[int]] = {subject: set() for subject in seals.values_list("subject_id", flat=True)}
    for subject, post in Named.objects.filter(_live(now), restriction__in=seals, is_custodian=True).values_list(
        "restriction__subject_id", "post_id"
    ):
        found[subject].add(post)
    return {subject: tuple(sorted(posts)) for subject, posts in found.items()}


def keeps_seal_of(actor: Actor, subject: UUID, at: datetime | None = None) -> bool:
    """Whether this actor is a custodian of the seal on this person, and not implicated."""
    now = at or timezone.now()
    kept = custodians_of([subject], now).get(subject, ())
    return actor.is_live(timezone.localdate(now)) and actor.post in kept and not is_implicated(actor.post, subject)


def everybody_sealed(at: datetime | None = None) -> list[UUID]:
    """Everybody whose identity is sealed today."""
    now = at or timezone.now()
    seals = Restriction.objects.filter(_live(now), kind=RestrictionKind.SEALED)
    return list(seals.filter(categories__contains=[Category.IDENTITY]).values_list("subject_id", flat=True).distinct())


def _live(at: datetime) -> Q:
    return Q(starts_at__lte=at) & (Q(ends_at__isnull=True) | Q(ends_at__gt=at))
