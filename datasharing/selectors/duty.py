"""Who is on duty as custodian, now and next, and where nobody is."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from agencies.actor import Actor
from agencies.places import parent_path
from agencies.refusals import NotFound
from agencies.selectors.posts import PostSheet, live_posts
from datasharing.models import DutyTurn, Restriction
from datasharing.operations.restrictions import SETTERS
from datasharing.selectors.holders import kept_out, leads_governance
from datasharing.vocabulary import RestrictionKind


@dataclass(frozen=True)
class TurnRow:
    """One turn: who, by which telephone, from when to when. `post` is theirs by number."""

    id: int
    post: int
    who: str
    telephone: str
    starts_at: datetime
    ends_at: datetime
    is_now: bool


@dataclass(frozen=True)
class RotaSheet:
    """The turns of a place that have not ended, those who can be given one, and the first moment without anybody."""

    turns: tuple[TurnRow, ...]
    posts: tuple[PostSheet, ...]
    gap: datetime | None


def rota(actor: Actor, at: datetime | None = None) -> RotaSheet:
    """The turns of the actor's place. NotFound for whoever is not the council's governance lead."""
    now = at or timezone.now()
    if not leads_governance(actor, now):
        raise NotFound
    here = DutyTurn.objects.filter(place__path=actor.place, ends_at__gt=now)
    held = here.select_related("post__practitioner", "post__agency")
    turns = tuple(_row(one, now) for one in held if one.starts_at < one.ends_at)
    until = turns[-1].ends_at if turns else now
    return RotaSheet(turns, can_be_on_duty(actor.place, now), first_gap(actor.place, now, until) or until)


def on_duty(place: str, at: datetime | None = None) -> TurnRow | None:
    """Who is on duty for a family of this place (a path) at a moment, or None. The nearest place's turn counts."""
    now = at or timezone.now()
    held = _covering(place, now, now).select_related("place", "post__practitioner", "post__agency")
    nearest = max(held, key=lambda one: len(one.place.path), default=None)
    return _row(nearest, now) if nearest else None


def answers_for(actor: Actor, file: UUID, place: str, at: datetime | None = None) -> bool:
    """Whether this actor is the duty custodian for a family now, and does not keep out of it."""
    now = at or timezone.now()
    turn = on_duty(place, now)
    return (
        turn is not None
        and turn.post == actor.post
        and actor.is_live(timezone.localdate(now))
        and actor.post not in kept_out(file)
    )


def can_be_on_duty(place: str, at: datetime | None = None) -> tuple[PostSheet, ...]:
    """Those who decide on restrictions in this place: a duty custodian is one of them."""
    return tuple(live_posts(role=SETTERS, place=place, on=timezone.localdate(at or timezone.now())))


def first_gap(place: str, starts_at: datetime, ends_at: datetime) -> datetime | None:
    """The first moment between these two at which nobody is on duty for this place; None where somebody always is."""
    reached = starts_at
    for one in _covering(place, starts_at, ends_at).order_by("starts_at"):
        if one.starts_at > reached:
            break
        reached = max(reached, one.ends_at)
    return reached if reached < ends_at else None


def places_with_seals(at: datetime) -> list[str]:
    """The places (paths) of whoever set a seal that is in force."""
    seals = Restriction.objects.filter(kind=RestrictionKind.SEALED, starts_at__lte=at).exclude(ends_at__lte=at)
    return sorted(set(seals.values_list("set_by__place__path", flat=True)))


def _covering(place: str, starts_at: datetime, ends_at: datetime) -> QuerySet[DutyTurn]:
    """The turns for this place, and for those that it lies in, that touch this stretch of time."""
    paths = [place]
    while paths[-1]:
        paths.append(parent_path(paths[-1]))
    return DutyTurn.objects.filter(place__path__in=paths, starts_at__lte=ends_at, ends_at__gt=starts_at)


def _row(one: DutyTurn, at: datetime) -> TurnRow:
    who = f"{one.post.practitioner.name}, {one.post.title}, {one.post.agency.name}"
    return TurnRow(
        id=one.pk,
        post=one.post_id,
        who=who,
        telephone=one.telephone,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        is_now=one.starts_at <= at < one.ends_at,
    )
