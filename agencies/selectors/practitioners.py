"""Practitioners as an administrator sees them: who they are, their posts, their systems' tokens. No families."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from agencies.actor import Actor
from agencies.models import Post, Practitioner, Team, Token
from agencies.refusals import NotFound
from agencies.selectors.posts import PostSheet, sheet_of
from agencies.vocabulary import RUNS_THE_PLACE
from agencies.within import within

SIZE = 25


@dataclass(frozen=True)
class PractitionerSheet:
    """Somebody who signs in, with those of their posts that the administrator sees to, latest first."""

    id: UUID
    name: str
    email: str
    telephone: str
    has_second_factor: bool
    posts: tuple[PostSheet, ...]


@dataclass(frozen=True)
class PractitionerList:
    """One page of practitioners by name."""

    items: tuple[PractitionerSheet, ...]
    number: int
    has_previous: bool
    has_next: bool


@dataclass(frozen=True)
class TokenSheet:
    """A token of a partner's system; the token itself is not kept."""

    digest: str
    label: str
    issued_at: datetime
    ends_at: datetime
    is_live: bool


@dataclass(frozen=True)
class PostPage:
    """One post with the names of its teams and its tokens, latest first."""

    post: PostSheet
    is_live: bool
    teams: tuple[tuple[str, str], ...]
    tokens: tuple[TokenSheet, ...]


def practitioners(actor: Actor, *, search: str = "", page: int = 1) -> PractitionerList:
    """Those with a post that the administrator sees to, and those without any; by name or e-mail if searched."""
    number = max(1, page)
    found = _seen_by(actor).order_by("name", "pk")
    if search.strip():
        found = found.filter(Q(name__icontains=search.strip()) | Q(email__icontains=search.strip()))
    rows = list(found[(number - 1) * SIZE : number * SIZE + 1])
    posts = _posts_of(actor, [row.pk for row in rows[:SIZE]])
    items = tuple(_sheet(row, posts.get(row.pk, [])) for row in rows[:SIZE])
    return PractitionerList(items, number, number > 1, len(rows) > SIZE)


def practitioner_sheet(actor: Actor, practitioner: UUID) -> PractitionerSheet:
    """One of them. Raises NotFound for anybody else."""
    row = _seen_by(actor).filter(pk=practitioner).first()
    if row is None:
        raise NotFound
    return _sheet(row, _posts_of(actor, [row.pk]).get(row.pk, []))


def post_page(actor: Actor, post: int) -> PostPage:
    """One post that the administrator sees to. Raises NotFound for any other."""
    row = _administered(actor).filter(pk=post).first()
    if row is None:
        raise NotFound
    now = timezone.now()
    today = timezone.localdate(now)
    on_it = Team.objects.filter(memberships__post=row).filter(
        Q(memberships__ends_on__isnull=True) | Q(memberships__ends_on__gte=today)
    )
    tokens = Token.objects.filter(post=row).order_by("-issued_at")
    sheet = sheet_of(row)
    return PostPage(
        post=sheet,
        is_live=sheet.is_live(today),
        teams=tuple(on_it.order_by("name").values_list("reference", "name").distinct()),
        tokens=tuple(
            TokenSheet(token.digest, token.label, token.issued_at, token.ends_at, token.ends_at > now)
            for token in tokens
        ),
    )


def _administered(actor: Actor) -> QuerySet[Post]:
    posts = Post.objects.filter(within(actor.place, "place__path"))
    if actor.kind not in RUNS_THE_PLACE:
        posts = posts.filter(agency_id=actor.agency)
    return posts.select_related("practitioner", "agency", "place")


def _seen_by(actor: Actor) -> QuerySet[Practitioner]:
    theirs = _administered(actor).filter(practitioner=OuterRef("pk"))
    any_post = Post.objects.filter(practitioner=OuterRef("pk"))
    factor = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    return Practitioner.objects.annotate(second_factor=Exists(factor)).filter(Exists(theirs) | ~Exists(any_post))


def _posts_of(actor: Actor, ids: list[UUID]) -> dict[UUID, list[PostSheet]]:
    found: dict[UUID, list[PostSheet]] = {}
    for post in _administered(actor).filter(practitioner_id__in=ids).order_by("-starts_on", "-pk"):
        found.setdefault(post.practitioner_id, []).append(sheet_of(post))
    return found


def _sheet(row: Practitioner, posts: list[PostSheet]) -> PractitionerSheet:
    second_factor: bool = getattr(row, "second_factor", False)
    return PractitionerSheet(row.pk, row.name, row.email, row.telephone, second_factor, tuple(posts))
