"""Every error of the API as problem details (RFC 9457): type, title, status, detail, and `errors` by field."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
)
from django.core.exceptions import (
    ValidationError as DjangoValidationError,
)
from django.db import DataError
from django.http import Http404, JsonResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from agencies.refusals import Invalid, NotAllowed, NotFound, Refused

MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: "What was sent cannot be read",
    401: "Not signed in",
    403: "Not allowed",
    404: "Not found",
    405: "Not done here",
    406: "Not available in that form",
    409: "Refused",
    413: "Too large",
    415: "Not in a form that is read here",
    422: "Not usable as sent",
    429: "Too many requests",
}
WHOLE = "_"


def body(status: int, detail: str, errors: dict[str, list[str]] | None = None, **more: Any) -> dict[str, Any]:
    """The members of one problem. `errors` maps a field ("people.0.born_on"; "_" for the whole) to its words."""
    title = TITLES.get(status) or HTTPStatus(status).phrase
    told = {"type": "about:blank", "title": title, "status": status, "detail": detail} | more
    return told | ({"errors": errors} if errors else {})


def problem(status: int, detail: str, errors: dict[str, list[str]] | None = None) -> JsonResponse:
    """A problem, from where there is no API view to answer."""
    return JsonResponse(body(status, detail, errors), status=status, content_type=MEDIA_TYPE)


def not_signed_in(detail: str) -> JsonResponse:
    """401, with what to send instead."""
    response = problem(401, detail)
    response["WWW-Authenticate"] = 'Bearer realm="Lintel"'
    return response


def is_unstorable(error: BaseException) -> bool:
    """Whether an error comes of text that no database keeps: a NUL, or half of a pair of surrogates."""
    if isinstance(error, UnicodeEncodeError):
        return True
    return isinstance(error, ValueError | DataError) and ("NUL" in str(error) or "0x00" in str(error))


def handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """What DRF calls for whatever a view raises. None leaves it to be logged and answered with 500."""
    known = _known(error)
    if known is None:
        return None
    set_rollback()
    status, told, headers = known
    return Response(told, status=status, headers=headers, content_type=MEDIA_TYPE)


def _known(error: Exception) -> tuple[int, dict[str, Any], dict[str, str]] | None:
    if isinstance(error, NotFound | Http404):
        return _told(404, _("There is nothing here."))
    if isinstance(error, NotAllowed):
        return _told(403, error.words)
    if isinstance(error, Refused):
        status = 422 if isinstance(error, Invalid) else 409
        return _told(status, error.words, {error.field: [error.words]} if error.field else None)
    if isinstance(error, exceptions.ValidationError):
        errors = by_field(error.detail)
        return _told(422, _in_words(errors), errors)
    if isinstance(error, DjangoValidationError):
        return _told(422, " ".join(error.messages), {WHOLE: list(error.messages)})
    if isinstance(error, RequestDataTooBig | TooManyFieldsSent):
        return _told(413, _("What was sent is too large to be taken in one piece."))
    if is_unstorable(error):
        return _told(422, _("What was sent holds a character that cannot be kept, such as NUL."))
    if isinstance(error, PermissionDenied):
        return _told(403, str(error) or _("This is not yours to do."))
    if isinstance(error, SuspiciousOperation):
        return _told(400, _("What was sent cannot be read."))
    return _of_the_framework(error) if isinstance(error, exceptions.APIException) else None


def _of_the_framework(error: exceptions.APIException) -> tuple[int, dict[str, Any], dict[str, str]]:
    headers = {}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = error.auth_header  # type: ignore[attr-defined]
    detail = str(error.detail)
    if isinstance(error, exceptions.Throttled):
        wait = max(1, round(getattr(error, "wait", None) or 1))
        headers["Retry-After"] = str(wait)
        detail = _("Too many requests. Try again in %(seconds)s seconds.") % {"seconds": wait}
    elif isinstance(error, exceptions.ParseError):
        detail = _("The body is not well-formed JSON in UTF-8: %(detail)s") % {"detail": detail}
    status = 401 if isinstance(error, exceptions.NotAuthenticated) else error.status_code
    return _told(status, detail, headers=headers)


def _told(
    status: int, detail: str, errors: dict[str, list[str]] | None = None, headers: dict[str, str] | None = None
) -> tuple[int, dict[str, Any], dict[str, str]]:
    return status, body(status, detail, errors), headers or {}


def by_field(detail: Any, path: str = "") -> dict[str, list[str]]:
    """DRF's nested errors made flat: {"people": [{"born_on": ["…"]}]} becomes {"people.0.born_on": ["…"]}."""
    if isinstance(detail, dict):
        found: dict[str, list[str]] = {}
        for name, inner in detail.items():
            step = path if name == "non_field_errors" else f"{path}.{name}".lstrip(".")
            found |= by_field(inner, step)
        return found
    if isinstance(detail, list | tuple) and any(isinstance(item, dict | list) for item in detail):
        found = {}
        for place, inner in enumerate(detail):
            found |= by_field(inner, f"{path}.{place}".lstrip("."))
        return found
    words = [str(item) for item in detail] if isinstance(detail, list | tuple) else [str(detail)]
    return {path or WHOLE: words} if words else {}


def _in_words(errors: dict[str, list[str]]) -> str:
    whole = " ".join(errors.get(WHOLE, []))
    parts = [f"{field}: {' '.join(words)}" for field, words in errors.items() if field != WHOLE]
    return " ".join([whole, *parts]).strip()
