"""What the frame of every page needs: which post acts, and the places that it is offered."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from agencies.vocabulary import Role
from lintel.navigation import address_of, places_of


def frame(request: HttpRequest) -> dict[str, Any]:
    """`nav` and `acting` for base.html: both empty before sign-in; no post is named where the page asks for none."""
    actor = getattr(request, "actor", None)
    if actor is None:
        user = getattr(request, "user", None)
        return {"nav": [], "acting": _acting("") if user and user.is_authenticated else None}
    places = places_of(actor)
    here = max((address for address, _words in places if request.path.startswith(address)), key=len, default="")
    return {
        "nav": [{"href": address, "text": words, "current": address == here} for address, words in places],
        "acting": _acting(f"{Role(actor.role).label}, {actor.agency_name}"),
    }


def _acting(post_words: str) -> dict[str, str]:
    return {
        "post_words": post_words,
        "change_href": address_of("agencies:choose_post"),
        "sign_out_href": address_of("account_logout"),
    }
