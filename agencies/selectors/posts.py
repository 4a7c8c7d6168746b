"""Posts as pages and operations of other apps see them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Post
from agencies.vocabulary import AgencyKind, Role
from agencies.within import within


@dataclass(frozen=True)
class PostSheet:
    """One post, with the practitioner who holds it. `place` is a path; `ends_on` the last day, or None."""

    id: int
    practitioner: UUID
    name: str
    email: str
    telephone: str
    agency_id: int
    agency: str
    agency_name: str
    kind: AgencyKind
    role: Role
    place: str
    place_name: str
    title: str
    starts_on: date
    ends_on: date | None
    capacity: int

    @property
    def role_words(self) -> str:
        """The role as a page says it."""
        return str(self.role.label)

    @property
    def words(self) -> str:
        """The holder as a colleague knows them: "Amira Khan, Key worker, Ashworth Council"."""
        return f"{self.name}, {self.title}, {self.agency_name}"

    def is_live(self, on: date) -> bool:
        """Whether the post is held on this day."""
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)


def live_on(day: date) -> Q:
    """The condition that a post (or a membership) is held on a day."""
    return Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gte=day))


def live_posts(
    *,
    role: Role | Collection[Role] | None = None,
    team: str | None = None,
    agency: str | None = None,
    place: str | None = None,
    practitioner: UUID | None = None,
    on: date | None = None,
) -> list[PostSheet]:
    """The posts held on a day (today), by role or roles, team and agency (references), place (a path; those inside
    it) and practitioner; in the order of their holders' names."""
    day = on or timezone.localdate()
    posts = Post.objects.filter(live_on(day), practitioner__is_active=True)
    if role is not None:
        posts = posts.filter(role__in=[role] if isinstance(role, str) else list(role))
    if team is not None:
        sits = Q(memberships__starts_on__lte=day) & (
            Q(memberships__ends_on__isnull=True) | Q(memberships__ends_on__gte=day)
        )
        posts = posts.filter(sits, memberships__team__reference=team).distinct()
    if agency is not None:
        posts = posts.filter(agency__reference=agency)
    if place is not None:
        posts = posts.filter(within(place, "place__path"))
    if practitioner is not None:
        posts = posts.filter(practitioner_id=practitioner)
    return _sheets(posts)


def posts_by_id(ids: Iterable[int]) -> dict[int, PostSheet]:
    """These posts, live or not, in one query."""
    return {sheet.id: sheet for sheet in _sheets(Post.objects.filter(pk__in=set(ids)))}


def post_words(post: "int | Post | PostSheet") -> str:
    """A post's holder in words; of an unknown one, "nobody"."""
    if isinstance(post, PostSheet):
        return post.words
    if isinstance(post, Post):
        return sheet_of(post).words
    found = posts_by_id([post]).get(post)
    return found.words if found else _("nobody")


def sheet_of(post: Post) -> PostSheet:
    """The sheet of a post whose practitioner, agency and place are at hand."""
    return PostSheet(
        id=post.pk,
        practitioner=post.practitioner_id,
        name=post.practitioner.name,
        email=post.practitioner.email,
        telephone=post.practitioner.telephone,
        agency_id=post.agency_id,
        agency=post.agency.reference,
        agency_name=post.agency.name,
        kind=AgencyKind(post.agency.kind),
        role=Role(post.role),
        place=post.place.path,
        place_name=post.place.name,
        title=post.title,
        starts_on=post.starts_on,
        ends_on=post.ends_on,
        capacity=post.capacity,
    )


def _sheets(posts: QuerySet[Post]) -> list[PostSheet]:
    ordered = posts.select_related("practitioner", "agency", "place").order_by("practitioner__name", "pk")
    return [sheet_of(post) for post in ordered]
