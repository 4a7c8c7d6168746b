"""The actor of a request: a live post and the purpose that the access table gives."""

from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.access import USUAL_PURPOSE
from agencies.actor import Actor
from agencies.models import Post, Token
from agencies.refusals import NotFound, Refused
from agencies.selectors.posts import live_on
from agencies.vocabulary import AgencyKind, Purpose, Role


def actor_for(post_id: int, purpose: Purpose, *, on: date | None = None) -> Actor:
    """The practitioner acting in this post for a purpose. Raises NotFound unless the post is live on the day."""
    actor = acting(None, post_id, on=on)
    if actor is None:
        raise NotFound
    return actor.for_purpose(purpose)


def acting(practitioner: UUID | None, post_id: int, *, on: date | None = None) -> Actor | None:
    """The actor of a live post, for its role's usual purpose; None when it is not live, or not this practitioner's."""
    posts = Post.objects.select_related("practitioner", "agency", "place")
    posts = posts.filter(live_on(on or timezone.localdate()), pk=post_id, practitioner__is_active=True)
    if practitioner is not None:
        posts = posts.filter(practitioner_id=practitioner)
    post = posts.first()
    return _actor(post) if post else None


def acting_by_email(email: str) -> Actor:
    """The actor of a practitioner's only live post today, for a command run in their name. Raises Refused otherwise."""
    posts = Post.objects.select_related("practitioner", "agency", "place")
    found = list(
        posts.filter(live_on(timezone.localdate()), practitioner__email__iexact=email, practitioner__is_active=True)[:2]
    )
    if len(found) != 1:
        words = (
            _("%(email)s holds several posts today. Name somebody who holds one.")
            if found
            else _("%(email)s holds no post today. Name somebody who holds one.")
        )
        raise Refused(words % {"email": email})
    return _actor(found[0])


def acting_by_token(digest: str) -> Actor | None:
    """The actor of a token that has not ended, in a post that is live today; None otherwise."""
    token = (
        Token.objects.select_related("post__practitioner", "post__agency", "post__place")
        .filter(digest=digest, ends_at__gt=timezone.now(), post__practitioner__is_active=True)
        .first()
    )
    if token is None:
        return None
    actor = _actor(token.post)
    return actor if actor.is_live(timezone.localdate()) else None


def _actor(post: Post) -> Actor:
    role = Role(post.role)
    return Actor(
        post=post.pk,
        practitioner=post.practitioner_id,
        agency=post.agency_id,
        agency_name=post.agency.name,
        kind=AgencyKind(post.agency.kind),
        role=role,
        place=post.place.path,
        starts_on=post.starts_on,
        ends_on=post.ends_on,
        purpose=USUAL_PURPOSE[role],
        name=post.practitioner.name,
    )
