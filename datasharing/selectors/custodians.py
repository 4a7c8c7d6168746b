"""Who keeps the seals on people's identity: for what is put to a custodian and to nobody else."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone

from agencies.actor import Actor
from agencies.places import lies_inside, meet
from agencies.refusals import NotFound
from agencies.selectors.posts import PostSheet, live_posts
from datasharing.live import live_at
from datasharing.models import Named, Restriction
from datasharing.operations.restrictions import FEWEST_CUSTODIANS, SETTERS, is_implicated
from datasharing.selectors.holders import leads_governance
from datasharing.vocabulary import Category, RestrictionKind


def custodians_of(subjects: Collection[UUID], at: datetime | None = None) -> dict[UUID, tuple[int, ...]]:
    """Those of these people whose identity is sealed, each with the posts of the seal's custodians."""
    now = at or timezone.now()
    seals = Restriction.objects.filter(
        live_at(now), subject_id__in=subjects, kind=RestrictionKind.SEALED, categories__contains=[Category.IDENTITY]
    )
    found: dict[UUID, set[int]] = {subject: set() for subject in seals.values_list("subject_id", flat=True)}
    for subject, post in Named.objects.filter(live_at(now), restriction__in=seals, is_custodian=True).values_list(
        "restriction__subject_id", "post_id"
    ):
        found[subject].add(post)
    return {subject: tuple(sorted(posts)) for subject, posts in found.items()}


def keeps_seal_of(actor: Actor, subject: UUID, at: datetime | None = None) -> bool:
    """Whether this actor is a custodian of the seal on this person, and not implicated."""
    now = at or timezone.now()
    kept = custodians_of([subject], now).get(subject, ())
    return actor.is_live(timezone.localdate(now)) and actor.post in kept and not is_implicated(actor.post, subject)


def named_on_seals(subject: UUID, at: datetime | None = None) -> frozenset[int]:
    """The posts named on a seal of this person's identity, custodians and others, but for whoever is implicated."""
    now = at or timezone.now()
    seals = Restriction.objects.filter(
        live_at(now), subject_id=subject, kind=RestrictionKind.SEALED, categories__contains=[Category.IDENTITY]
    )
    named = Named.objects.filter(live_at(now), restriction__in=seals).values_list("post_id", flat=True)
    return frozenset(post for post in named if not is_implicated(post, subject))


def everybody_sealed(at: datetime | None = None) -> list[UUID]:
    """Everybody whose identity is sealed today."""
    now = at or timezone.now()
    seals = Restriction.objects.filter(live_at(now), kind=RestrictionKind.SEALED)
    return list(seals.filter(categories__contains=[Category.IDENTITY]).values_list("subject_id", flat=True).distinct())


@dataclass(frozen=True)
class ShortSeal:
    """A seal that is short of custodians, by its number and the agency that set it; how many it has left."""

    id: int
    agency: str
    left: int


def seals_short(at: datetime | None = None, among: Collection[int] | None = None) -> dict[int, int]:
    """The seals with fewer than two custodians whose post is held today, and how many each has left."""
    now = at or timezone.now()
    today = timezone.localdate(now)
    named = Q(named__is_custodian=True, named__starts_at__lte=now) & (
        Q(named__ends_at__isnull=True) | Q(named__ends_at__gt=now)
    )
    held = Q(named__post__starts_on__lte=today, named__post__practitioner__is_active=True) & (
        Q(named__post__ends_on__isnull=True) | Q(named__post__ends_on__gte=today)
    )
    seals = Restriction.objects.filter(live_at(now), kind=RestrictionKind.SEALED)
    if among is not None:
        seals = seals.filter(pk__in=among)
    counted = seals.order_by().annotate(left=Count("named", filter=named & held)).filter(left__lt=FEWEST_CUSTODIANS)
    return dict(counted.values_list("pk", "left"))


def take_short(actor: Actor, restriction: int, at: datetime | None = None) -> ShortSeal:
    """One of them, for the governance lead of the council of its place who is not implicated; NotFound otherwise."""
    left = seals_short(at, [restriction])
    held = Restriction.objects.select_related("set_by__agency", "set_by__place").filter(pk__in=left).first()
    if (
        held is None
        or not leads_governance(actor, at or timezone.now())
        or not lies_inside(held.set_by.place.path, actor.place)
        or is_implicated(actor.post, held.subject_id)
    ):
        raise NotFound
    return ShortSeal(held.pk, held.set_by.agency.name, left[held.pk])


def candidates(restriction: int, at: datetime | None = None) -> tuple[PostSheet, ...]:
    """Whoever can be named custodian of a seal: managers and advisers of its place, not implicated, not custodian."""
    now = at or timezone.now()
    seal = Restriction.objects.select_related("set_by__place").get(pk=restriction)
    live = Named.objects.filter(live_at(now), restriction=seal)
    custodians = set(live.filter(is_custodian=True).values_list("post_id", flat=True))
    return tuple(
        one
        for one in live_posts(role=SETTERS, on=timezone.localdate(now))
        if one.id not in custodians
        and meet(one.place, seal.set_by.place.path)
        and not is_implicated(one.id, seal.subject_id)
    )
