"""Who comes, in which post, for what purpose: asked of the access table before any view runs.

Set on every request: `request.actor`, the actor for the purpose of this address's row (None where the row asks for
none), and `request.row`. A partner's system comes with a token, to the API alone; everybody else with a session.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _

from agencies.access import Audience, Row
from agencies.actor import Actor
from agencies.operations.tokens import digest_of
from agencies.refusals import Invalid, NotAllowed, NotFound, Refused
from agencies.selectors.actor import acting, acting_by_token
from agencies.selectors.posts import live_posts, post_words
from agencies.sign_in import POST_KEY, SECOND_FACTOR_KEY
from agencies.vocabulary import Role
from datasharing.keys.ring import forget
from lintel import problems, views
from lintel.access import row_for

ENDED_KEY = "ended_post"


class AccessMiddleware:
    """Decides by the access table. What a view raises becomes the page (or the problem) that says so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        forget()
        request.actor = None  # type: ignore[attr-defined]
        request.row = None  # type: ignore[attr-defined]
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return views.bad_request(request)
        if views.is_api(request):
            translation.activate(settings.LANGUAGE_CODE)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: list[object], kwargs: dict[str, object]
    ) -> HttpResponseBase | None:
        """Let the request in, or answer it here. An address that is not in the table is not found by anybody."""
        row = row_for(request.resolver_match.view_name) if request.resolver_match else None
        if row is None:
            return views.not_found(request)
        answer = _by_token(request, row) if _token_of(request) else _by_session(request, row)
        if answer is None:
            request.row = row  # type: ignore[attr-defined]
        return answer

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page for what a view's operation or selector refused. (The API answers for itself.)"""
        if isinstance(exception, NotFound):
            return views.not_found(request)
        if isinstance(exception, NotAllowed):
            return views.forbidden(request, exception)
        if isinstance(exception, Invalid | Refused):
            return views.refused(request, exception)
        if problems.is_unstorable(exception):
            return views.bad_request(request)
        return None


def _by_token(request: HttpRequest, row: Row) -> HttpResponseBase | None:
    actor = acting_by_token(digest_of(_token_of(request)))
    if actor is None:
        return problems.not_signed_in(_("This token is unknown or has ended, or the post it acts in has ended."))
    request.token_actor = actor  # type: ignore[attr-defined]
    if row.audience is Audience.PUBLIC:
        return None
    return _act(request, row, actor)


def _by_session(request: HttpRequest, row: Row) -> HttpResponseBase | None:
    if row.audience is Audience.PUBLIC:
        return None
    if not request.user.is_authenticated:
        return _to_sign_in(request)
    if not request.session.get(SECOND_FACTOR_KEY):
        return _to_second_factor(request, row)
    actor = _chosen(request)
    if row.audience is Audience.SIGNED_IN:
        request.actor = actor  # type: ignore[attr-defined]
        return None
    if actor is None:
        if views.is_api(request):
            return problems.problem(403, _("Choose the post you act in first."))
        return redirect_to_login(request.get_full_path(), "agencies:choose_post")
    return _act(request, row, actor)


def _act(request: HttpRequest, row: Row, actor: Actor) -> HttpResponse | None:
    """Set the actor for the row's purpose, or refuse the role in words."""
    purpose = row.purposes.get(actor.role)
    if row.audience is Audience.IN_POST and purpose is None:
        request.actor = actor  # type: ignore[attr-defined]
        return views.forbidden(request, NotAllowed(_not_yours(row, actor)))
    request.actor = actor.for_purpose(purpose) if purpose else actor  # type: ignore[attr-defined]
    return None


def _chosen(request: HttpRequest) -> Actor | None:
    """The actor of the post that was chosen; of the only one, if there is only one; None when one must be chosen."""
    practitioner = request.user.pk
    chosen = request.session.get(POST_KEY)
    if chosen is not None:
        actor = acting(practitioner, chosen)
        if actor is not None:
            return actor
        del request.session[POST_KEY]
        request.session[ENDED_KEY] = chosen
        words = _("Your post has ended: %(post)s. Choose the post you act in now.")
        messages.warning(request, words % {"post": post_words(chosen)})
        return None
    posts = live_posts(practitioner=practitioner)
    if len(posts) != 1 or ENDED_KEY in request.session:
        return None
    request.session[POST_KEY] = posts[0].id
    return acting(practitioner, posts[0].id)


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    if views.is_api(request):
        return problems.not_signed_in(_("Sign in, or send a token: Authorization: Bearer TOKEN."))
    return redirect_to_login(request.get_full_path() if request.method in {"GET", "HEAD"} else request.path)


def _to_second_factor(request: HttpRequest, row: Row) -> HttpResponseBase | None:
    name = request.resolver_match.view_name if request.resolver_match else ""
    if name in {"mfa_activate_totp", "account_logout"}:
        return None
    if views.is_api(request):
        return problems.problem(403, _("Set up your second factor first."))
    return redirect("mfa_activate_totp")


def _not_yours(row: Row, actor: Actor) -> str:
    roles = ", ".join(str(Role(role).label).lower() for role in row.purposes)
    return _("This is for: %(roles)s. You act as %(role)s.") % {"roles": roles, "role": str(actor.role.label).lower()}


def _token_of(request: HttpRequest) -> str:
    """The token of a request to the API; empty for a page, whatever it carries."""
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if views.is_api(request) and scheme.lower() == "bearer" else ""
