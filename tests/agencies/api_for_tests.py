"""Addresses that exist only in tests: an API and pages that raise whatever they are asked to."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.urls import path
from rest_framework import serializers
from rest_framework.decorators import api_view, throttle_classes
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import UserRateThrottle

from agencies.models import Place
from agencies.refusals import Invalid, NotAllowed, NotFound, Refused
from lintel.urls import urlpatterns as real

RAISED = {
    "not_found": NotFound,
    "not_allowed": lambda: NotAllowed("The panel decides this."),
    "refused": lambda: Refused("The plan is not agreed yet.", "plan"),
    "invalid": lambda: Invalid("The date is in the future.", "born_on"),
    "nul": lambda: ValueError("A string literal cannot contain NUL (0x00) characters."),
    "surrogate": lambda: UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed"),
    "denied": PermissionDenied,
    "suspicious": lambda: SuspiciousOperation("x"),
    "bug": lambda: RuntimeError("a bug"),
}


class PersonSerializer(serializers.Serializer):
    """One person of what is sent."""

    name = serializers.CharField()
    born_on = serializers.DateField()


class SentSerializer(serializers.Serializer):
    """What is sent."""

    people = PersonSerializer(many=True)


class OneAMinute(UserRateThrottle):
    """Throttled at the second call."""

    rate = "1/min"


@api_view(["GET", "POST"])
def raising(request: Request, what: str) -> Response:
    """Write a row, then raise what the address names; or say who acts."""
    if what in RAISED:
        Place.objects.create(path=f"half-done-{what}", name="x", kind="authority")
        raise RAISED[what]()
    if request.method == "POST":
        sent = SentSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
    return Response({"role": request.actor.role, "purpose": request.actor.purpose, "post": request.actor.post})


@api_view(["GET"])
@throttle_classes([OneAMinute])
def throttled(request: Request) -> Response:
    """Answers once a minute."""
    return Response({})


def page(request: HttpRequest, what: str) -> HttpResponse:
    """A page that raises what the address names."""
    raise RAISED[what]()


urlpatterns = [
    path("api/v1/raising/<slug:what>/", raising, name="raising"),
    path("api/v1/throttled/", throttled, name="throttled"),
    path("pages/raising/<slug:what>/", page, name="raising_page"),
    *real,
]
handler400 = "lintel.views.bad_request"
handler403 = "lintel.views.forbidden"
handler404 = "lintel.views.not_found"
handler500 = "lintel.views.server_error"
