"""Giving and ending grants: the only truth of whose work a family is.

Operations of the apps above call these inside their own transaction, after they have checked who may do so.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.models import Post, Team
from agencies.operations import journal
from agencies.places import lies_inside
from agencies.refusals import Invalid, Refused
from agencies.vocabulary import Role
from datasharing.models import FamilyFile, Grant
from datasharing.vocabulary import HOLDERS, Category, Event, Reach


@transaction.atomic
def give_grant(
    actor: Actor | None,
    file_id: UUID,
    kind: Reach,
    *,
    post: int | None = None,
    team: int | None = None,
    due_at: datetime | None = None,
    due_for: str = "",
    asked_about: Iterable[UUID] = (),
    categories: Iterable[Category] = (),
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> Grant:
    """Give one post or one team reach on a family, from `starts_at` (now) to `ends_at` (excluded; None: open).

    Refused where nobody in that post could use it: wrong role, or a place that does not hold the family.
    """
    if (post is None) == (team is None):
        raise Invalid(_("A grant is held by one post or by one team."))
    if kind is not Reach.EXCLUDED and kind not in HOLDERS:
        raise Invalid(_("%(kind)s is not given as a grant.") % {"kind": kind.label})
    if kind is not Reach.EXCLUDED:
        _check_holder(file_id, kind, post, team)
    grant = Grant.objects.create(
        file_id=file_id,
        kind=kind,
        post_id=post,
        team_id=team,
        given_by_id=actor.post if actor else None,
        starts_at=starts_at or timezone.now(),
        ends_at=ends_at,
        due_at=due_at,
        due_for=due_for,
        asked_about=sorted(set(asked_about)),
        categories=sorted(set(categories)),
    )
    journal.record(
        actor,
        Event.GRANT_GIVEN,
        families=[file_id],
        subjects=grant.asked_about,
        detail={"grant": grant.pk, "kind": str(kind), "post": post, "team": team},
    )
    return grant


def end_grant(actor: Actor | None, grant_id: int, *, at: datetime | None = None) -> bool:
    """End one grant now, or at a moment. Returns whether it was still running."""
    return _end(actor, Grant.objects.filter(pk=grant_id), at or timezone.now()) == 1


def end_grants(actor: Actor | None, file_id: UUID, *, kinds: Collection[Reach], at: datetime | None = None) -> int:
    """End every running grant of these kinds on a family. Returns how many there were."""
    return _end(actor, Grant.objects.filter(file_id=file_id, kind__in=list(kinds)), at or timezone.now())


def running(files: Collection[UUID], at: datetime) -> list[Grant]:
    """Every grant on these families that has not ended by then, begun or not."""
    rows = _running(Grant.objects.filter(file_id__in=list(files)), at)
    return list(rows.select_related("post__practitioner", "post__agency", "team").order_by("pk"))


def end_these(actor: Actor | None, grants: Collection[int], *, at: datetime | None = None) -> int:
    """End these grants now, or at a moment. Returns how many were still running."""
    return _end(actor, Grant.objects.filter(pk__in=list(grants)), at or timezone.now())


@transaction.atomic
def shorten(actor: Actor | None, ends: Mapping[int, datetime]) -> int:
    """Let grants end on a day to come, where they would have run longer. Returns how many were shortened."""
    now = timezone.now()
    held = list(Grant.objects.select_for_update().filter(pk__in=list(ends)).order_by("pk"))
    longer = [one for one in held if ends[one.pk] > now and (one.ends_at is None or one.ends_at > ends[one.pk])]
    for one in longer:
        one.ends_at = max(ends[one.pk], one.starts_at)
    Grant.objects.bulk_update(longer, ["ends_at"])
    if longer:
        journal.record(
            actor, Event.GRANT_ENDED, families={one.file_id for one in longer},
            detail={"grants": [one.pk for one in longer], "later": True},
        )  # fmt: skip
    return len(longer)


@transaction.atomic
def set_due(
    actor: Actor | None, file_id: UUID, *, kinds: Collection[Reach], due_at: datetime | None, due_for: str = ""
) -> int:
    """Move the moment by which the work of these grants falls due. Returns how many grants moved."""
    running = _running(Grant.objects.filter(file_id=file_id, kind__in=list(kinds)), timezone.now())
    moved = running.update(due_at=due_at, due_for=due_for)
    if moved:
        journal.record(
            actor,
            Event.GRANT_DUE,
            families=[file_id],
            detail={"kinds": sorted(map(str, kinds)), "due_at": due_at.isoformat() if due_at else "", "for": due_for},
        )
    return moved


@transaction.atomic
def _end(actor: Actor | None, grants: QuerySet[Grant], at: datetime) -> int:
    running = list(_running(grants, at).select_for_update().order_by("pk"))
    if not running:
        return 0
    for grant in running:
        grant.ends_at = max(at, grant.starts_at)
    Grant.objects.bulk_update(running, ["ends_at"])
    journal.record(
        actor,
        Event.GRANT_ENDED,
        families={grant.file_id for grant in running},
        detail={"grants": [grant.pk for grant in running], "kinds": sorted({str(grant.kind) for grant in running})},
    )
    return len(running)


def _running(grants: QuerySet[Grant], at: datetime) -> QuerySet[Grant]:
    return grants.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at))


def _check_holder(file_id: UUID, kind: Reach, post: int | None, team: int | None) -> None:
    """Refuse a grant that nobody could use."""
    place = FamilyFile.objects.values_list("place__path", flat=True).get(pk=file_id)
    if post is not None:
        holder = Post.objects.select_related("place", "practitioner").get(pk=post)
        if holder.role not in HOLDERS[kind]:
            role = Role(holder.role).label.lower()
            raise Refused(
                _("%(practitioner)s acts here as %(role)s, which cannot hold this work.")
                % {"practitioner": holder.practitioner.name, "role": role}
            )
        if not lies_inside(place, holder.place.path):
            raise Refused(_outside(holder.practitioner.name, holder.place.name))
        return
    assert team is not None
    named = Team.objects.select_related("place").get(pk=team)
    if not lies_inside(place, named.place.path):
        raise Refused(_outside(named.name, named.place.name))


def _outside(who: str, place: str) -> str:
    return _("%(who)s works in %(place)s; this family lives outside it.") % {"who": who, "place": place}
