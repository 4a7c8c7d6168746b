"""How the API knows who calls. `lintel.middleware` has already decided by the access table; this tells DRF."""

from typing import Any

from django.http import HttpRequest
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from agencies.actor import Actor


class SystemUser:
    """Stands for a partner's system, in the post that its token acts in. It has no rights of its own."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, actor: Actor) -> None:
        self.pk = actor.practitioner


class TokenAuthentication(BaseAuthentication):
    """A token's bearer. Needs no proof against forged forms: a browser never sends a token by itself."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        """The bearer, when the middleware has found the token good."""
        actor = getattr(_below(request), "token_actor", None)
        return (SystemUser(actor), actor) if actor is not None else None

    def authenticate_header(self, request: Request) -> str:
        """What a caller without either is told to send."""
        return 'Bearer realm="Lintel"'


class PageAuthentication(SessionAuthentication):
    """A practitioner's own session, with the proof against forged forms that every page asks for."""


class InTheTable(BasePermission):
    """Lets through what the middleware has let through by the access table, and nothing that it has not seen."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Whether the middleware found a row for this address and let the caller in."""
        return getattr(_below(request), "row", None) is not None


def _below(request: Request) -> HttpRequest:
    below: HttpRequest = request._request
    return below
