"""Tokens, with which a partner's system acts in one post. The token is shown once; only its digest is kept."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.models import Token
from agencies.operations import journal
from agencies.operations.authority import require_administrator
from agencies.operations.posts import take_post
from agencies.places import lies_inside
from agencies.refusals import Invalid, NotFound, Refused
from agencies.vocabulary import Event, Role

PREFIX = "lintel_"
LONGEST = timedelta(days=366)


def digest_of(token: str) -> str:
    """The SHA-256 of a token, in hexadecimal: all that is kept of it. (It is random, so it needs no salt.)"""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def issue_token(actor: Actor | None, post: int, *, label: str, ends_at: datetime) -> str:
    """Issue a token for a post that is live, until a moment at most a year away, and return it."""
    held = take_post(post)
    if actor is not None and not lies_inside(held.place.path, actor.place):
        raise NotFound
    require_administrator(actor, held.place.path, agency=held.agency)
    now = timezone.now()
    if not label.strip() or len(label.strip()) > 120:
        raise Invalid(_("Enter the name of the system that the token is for, in 120 letters at most."), "label")
    if ends_at <= now:
        raise Invalid(_("The token must end in the future."), "ends_at")
    if ends_at > now + LONGEST:
        raise Invalid(_("A token lasts a year at most."), "ends_at")
    today = timezone.localdate(now)
    if held.starts_on > today or (held.ends_on is not None and held.ends_on < today):
        raise Refused(_("The post is not held today, so no system can act in it."))
    if held.role == Role.ADMINISTRATOR:
        raise Refused(_("No system acts as an administrator."))
    if Token.objects.filter(post=held, label=label.strip(), ends_at__gt=now).exists():
        raise Refused(_("This post has a token of this name. End that one first."), "label")
    token = PREFIX + secrets.token_urlsafe(32)
    issued = Token.objects.create(
        post=held, label=label.strip(), digest=digest_of(token), issued_at=now, ends_at=ends_at
    )
    detail = {"token": issued.pk, "post": held.pk, "ends_at": ends_at.isoformat()}
    journal.record(actor, Event.TOKEN_ISSUED, detail=detail)
    return token


@transaction.atomic
def end_token(actor: Actor | None, digest: str) -> Token:
    """End a token now, by its digest. Raises Refused when it has ended already."""
    token = (
        Token.objects.select_for_update(of=("self",))
        .select_related("post__agency", "post__place")
        .filter(digest=digest)
        .first()
    )
    if token is None or (actor is not None and not lies_inside(token.post.place.path, actor.place)):
        raise NotFound
    require_administrator(actor, token.post.place.path, agency=token.post.agency)
    if token.ends_at <= timezone.now():
        raise Refused(_("This token has ended already."))
    token.ends_at = timezone.now()
    token.save(update_fields=["ends_at"])
    journal.record(actor, Event.TOKEN_ENDED, detail={"token": token.pk, "post": token.post_id})
    return token
