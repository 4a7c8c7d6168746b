"""What the key workers of a place carry, weighted, and the room that each has left."""

from collections import defaultdict
from collections.abc import Collection
from decimal import Decimal

from django.db.models import Count

from agencies.selectors.posts import PostSheet, live_posts
from agencies.vocabulary import Role
from cases.caseload import weighted
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
