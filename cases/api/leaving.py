"""The API of what leaves: documents for the council's own system, and families that move."""

from dataclasses import dataclass

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from cases.api.bodies import Body, Words
from cases.api.families import Call, answer, written
from cases.operations.hand_off import keep_outside_number
from cases.operations.transfer_out import transfer_out
from cases.selectors.handing_off import HandOffsSheet, hand_offs

TAGS = ["families"]


@dataclass(frozen=True)
class MovedOut:
    """The referral's reference at the other front door."""

    reference: str


class OutsideNumberBody(Body):
    """The family's number and link in the council's own system."""

    number = serializers.CharField(max_length=60)
    link = serializers.CharField(max_length=500, default="", allow_blank=True)


class TransferOutBody(Body):
    """`front_door` is the reference of another authority's front door, `people` subjects of the family."""

    front_door = serializers.CharField(max_length=60)
    people = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=50)
    words = Words()
    agreed = serializers.BooleanField()
    why_without = Words(default="", allow_blank=True)
    address = serializers.CharField(max_length=300, default="", allow_blank=True)
    follow_up_on = serializers.DateField()


class HandOffs(Call):
    """What went to the council's own system."""

    @extend_schema(tags=TAGS, responses=written(HandOffsSheet))
    def get(self, request: Request, reference: str) -> Response:
        """Documents, how far each has come, and the family's number there."""
        return answer(hand_offs(self.actor, reference))

    @extend_schema(tags=TAGS, request=OutsideNumberBody, responses=written(HandOffsSheet))
    def post(self, request: Request, reference: str) -> Response:
        """Keep the family's number there."""
        self.taken(request, OutsideNumberBody, keep_outside_number, reference)
        return answer(hand_offs(self.actor, reference))


class TransferOut(Call):
    """A family moves to another authority."""

    @extend_schema(tags=TAGS, request=TransferOutBody, responses={201: written(MovedOut)})
    def post(self, request: Request, reference: str) -> Response:
        """Close the case here and refer the family to the front door there."""
        sent = self.taken(request, TransferOutBody, transfer_out, reference)
        return answer(MovedOut(sent), status.HTTP_201_CREATED)
