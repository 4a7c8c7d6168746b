"""The API of access requests: recorded with a family, answered step by step, and handed over."""

from dataclasses import dataclass

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.refusals import NotFound
from cases.api.bodies import Body, Words
from cases.api.families import Call, answer, written
from cases.api.same_person import Nothing
from cases.operations import answer_access_request as answering
from cases.selectors.access_pack import PackItem
from cases.selectors.access_requests import RequestRow, RequestSheet, access_request, access_requests, pack_items
from cases.vocabulary import AskedBy, HeldBack

TAGS = ["access requests"]


@dataclass(frozen=True)
class RequestList:
    """Requests of the actor's place: open ones first, by when they are due; then the last that were answered."""

    requests: tuple[RequestRow, ...]


@dataclass(frozen=True)
class RecordedRequest:
    """The number of a request that was recorded. Whoever recorded it does not answer it."""

    id: int


@dataclass(frozen=True)
class Pack:
    """What is handed over: the records as they were frozen, and what of them is withheld and on what ground."""

    records: tuple[PackItem, ...]


class RequestBody(Body):
    """Who asked for what, when, and about whom (a subject of the family)."""

    subject = serializers.UUIDField()
    asked_by = serializers.ChoiceField(choices=AskedBy.choices)
    received_on = serializers.DateField(default=timezone.localdate)
    words = Words(max_length=2000, default="", allow_blank=True)
    child_agrees = serializers.BooleanField(default=None, allow_null=True)


class IdentityBody(Body):
    """How we know who asks, and that they may."""

    how = Words(max_length=1000)


class ExtendBody(Body):
    """By how many months, and why."""

    months = serializers.IntegerField(min_value=1, max_value=2)
    because = Words(max_length=1000)


class HoldBackBody(Body):
    """One record of the pack, and the ground."""

    record = serializers.CharField(max_length=80)
    ground = serializers.ChoiceField(choices=HeldBack.choices)


class RefusedBody(Body):
    """Why, as it is told to whoever asked."""

    because = Words(max_length=2000)


STEPS: dict[str, tuple[type[Body], object]] = {
    "identity": (IdentityBody, answering.check_identity),
    "pause": (Nothing, answering.pause_clock),
    "resume": (Nothing, answering.resume_clock),
    "extend": (ExtendBody, answering.extend_clock),
    "hold_back": (HoldBackBody, answering.hold_back),
    "prepare": (Nothing, answering.prepare_pack),
    "take_back": (Nothing, answering.take_back_pack),
    "approve": (Nothing, answering.approve_pack),
    "refuse": (RefusedBody, answering.refuse_request),
}
"""What each step takes, and the operation: the same as on the page."""


class FamilyRequests(Call):
    """Requests that reached whoever works with a family."""

    @extend_schema(
        tags=TAGS, operation_id="record_access_request", request=RequestBody, responses={201: written(RecordedRequest)}
    )
    def post(self, request: Request, reference: str) -> Response:
        """Record one."""
        made = self.taken(request, RequestBody, answering.record_access_request, reference)
        return answer(RecordedRequest(made), status.HTTP_201_CREATED)


class Requests(Call):
    """Requests of the actor's place."""

    @extend_schema(tags=TAGS, operation_id="access_requests", responses=written(RequestList))
    def get(self, request: Request) -> Response:
        """Each by its number and family, with its clock."""
        return answer(RequestList(access_requests(self.actor)))


class OneRequest(Call):
    """One request."""

    @extend_schema(tags=TAGS, operation_id="access_request", responses=written(RequestSheet))
    def get(self, request: Request, wanted: int) -> Response:
        """What would be sent, and the steps that can be taken now. Reading it is written down."""
        return answer(access_request(self.actor, wanted))


class RequestStep(Call):
    """One step of the answer."""

    @extend_schema(
        tags=TAGS,
        operation_id="access_request_step",
        request={"application/json": {"oneOf": [{"type": "object"}]}},
        description="The steps are those of `steps` in the request: identity (how), pause, resume, extend (months, "
        "because), hold_back (record, ground), prepare, take_back, approve, refuse (because).",
        responses=written(RequestSheet),
    )
    def post(self, request: Request, wanted: int, step: str) -> Response:
        """Take it."""
        if step not in STEPS:
            raise NotFound(step)
        body, operation = STEPS[step]
        self.taken(request, body, operation, wanted)  # type: ignore[arg-type]
        return answer(access_request(self.actor, wanted))


class RequestPack(Call):
    """The pack."""

    @extend_schema(tags=TAGS, operation_id="hand_over_access_pack", request=Nothing, responses=written(Pack))
    def post(self, request: Request, wanted: int) -> Response:
        """Hand it over, once a second person has approved it. Each time is a disclosure."""
        given = answer(Pack(pack_items(self.taken(request, Nothing, answering.release_pack, wanted))))
        given["Cache-Control"] = "no-store"
        return given
