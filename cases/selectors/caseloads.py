"""What the key workers of a place carry, weighted, and the room that each has left."""

from collections import defaultdict
from collections.abc import Collection
from decimal import Decimal

from django.db.models import Count
from django.utils.translation import gettext as _

from agencies.selectors.posts import PostSheet, live_posts
from agencies.vocabulary import Role
from cases.caseload import plain, weighted
from cases.models import Case
from cases.permits import IN_WORK
from datasharing.places import lies_inside


def key_workers_for(place: str) -> list[PostSheet]:
    """The key workers in post today whose own place holds this one (a path), by name."""
    return [post for post in live_posts(role=Role.KEY_WORKER) if lies_inside(place, post.place)]


def loads(posts: Collection[int]) -> dict[int, Decimal]:
    """The weight of the families that each of these posts is key worker of now: one query."""
    families: dict[int, dict[str, int]] = defaultdict(dict)
    counted = (
        Case.objects.filter(key_worker__in=posts, state__in=IN_WORK)
        .values_list("key_worker", "intensity")
        .annotate(number=Count("pk"))
        .order_by("key_worker", "intensity")
    )
    for post, intensity, number in counted:
        families[post][intensity] = number
    return {post: weighted(families.get(post, {})) for post in posts}


def stand_ins(place: str, worker: int, *, only_key: bool = False) -> list[tuple[str, str]]:
    """Who could stand in for a key worker here, or (`only_key`) take over: posts, with what each carries."""
    roles = (Role.KEY_WORKER,) if only_key else (Role.KEY_WORKER, Role.TEAM_MEMBER, Role.SOCIAL_WORKER)
    posts = [one for one in live_posts(role=roles) if lies_inside(place, one.place) and one.id != worker]
    carried = loads([one.id for one in posts])
    return [
        (
            str(one.id),
            _("%(one)s: %(carried)s of %(capacity)s")
            % {"one": one.words, "carried": plain(carried[one.id]), "capacity": one.capacity},
        )
        if one.role == Role.KEY_WORKER
        else (str(one.id), one.words)
        for one in posts
    ]
