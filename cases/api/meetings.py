"""The API of meetings and of orders that keep people apart: the pages' sheets and steps."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from cases.api.bodies import Body, Words
from cases.api.families import TAGS, Call, answer, written
from cases.meeting_words import OrderKind
from cases.operations.call_meeting import call_meeting
from cases.operations.record_order import record_order
from cases.selectors.meetings import MeetingsSheet, meetings
from cases.selectors.safety import SafetySheet, safety


class MeetingBody(Body):
    """A meeting. `posts` are of the team, `people` subjects of the family; `submission` the sender's own number."""

    held_at = serializers.DateTimeField()
    place_words = Words(max_length=200)
    words = Words(default="", allow_blank=True)
    posts = serializers.ListField(child=serializers.IntegerField(), default=list, max_length=50)
    people = serializers.ListField(child=serializers.UUIDField(), default=list, max_length=50)
    submission = serializers.UUIDField(allow_null=True, default=None)


class OrderBody(Body):
    """Who keeps away from whom, by what, from a day to a day, both included."""

    protected = serializers.UUIDField()
    kept_away = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=OrderKind.choices)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True, default=None)
    words = Words(default="", allow_blank=True)


class Meetings(Call):
    """Meetings of the team around the family."""

    @extend_schema(tags=TAGS, operation_id="meetings", responses=written(MeetingsSheet))
    def get(self, request: Request, reference: str) -> Response:
        """Meetings to come and meetings held."""
        return answer(meetings(self.actor, reference))

    @extend_schema(tags=TAGS, operation_id="call_meeting", request=MeetingBody, responses={201: written(MeetingsSheet)})
    def post(self, request: Request, reference: str) -> Response:
        """Call a meeting; refused where two of those asked must be kept apart."""
        self.taken(request, MeetingBody, call_meeting, reference)
        return answer(meetings(self.actor, reference), status.HTTP_201_CREATED)


class Orders(Call):
    """What keeps one member of a family away from another."""

    @extend_schema(tags=TAGS, operation_id="record_order", request=OrderBody, responses={201: written(SafetySheet)})
    def post(self, request: Request, reference: str) -> Response:
        """Record one."""
        self.taken(request, OrderBody, record_order, reference)
        return answer(safety(self.actor, reference), status.HTTP_201_CREATED)
