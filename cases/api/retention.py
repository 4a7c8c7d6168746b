"""The API of retention: what is due and held, lists that one draws up and another approves, and holds."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from cases.api.bodies import Body, Words
from cases.api.families import Call, answer, written
from cases.api.same_person import Nothing
from datasharing.operations.retention import approve_list, draw_up_list, end_hold, set_hold, withdraw_list
from datasharing.selectors.retention import HoldRow, ListSheet, RetentionSheet, hold, retention, retention_list

TAGS = ["retention"]


class HoldBody(Body):
    """Which family, why nothing of it may be deleted, and when somebody looks at it again."""

    reference = serializers.CharField(max_length=12)
    reason = Words(max_length=2000)
    review_on = serializers.DateField()


class EndHoldBody(Body):
    """Why it can end."""

    because = Words(max_length=2000)


class Retention(Call):
    """What is due in the actor's place."""

    @extend_schema(tags=TAGS, operation_id="retention", responses=written(RetentionSheet))
    def get(self, request: Request) -> Response:
        """How many are due, lists, holds and the schedule. Nobody is named."""
        return answer(retention(self.actor))


class RetentionLists(Call):
    """Lists of whose records are due."""

    @extend_schema(
        tags=TAGS, operation_id="draw_up_retention_list", request=Nothing, responses={201: written(ListSheet)}
    )
    def post(self, request: Request) -> Response:
        """Draw one up. Nothing is deleted by it: somebody else approves it."""
        made = self.taken(request, Nothing, draw_up_list)
        return answer(retention_list(self.actor, made), status.HTTP_201_CREATED)


class OneRetentionList(Call):
    """One list."""

    @extend_schema(tags=TAGS, operation_id="retention_list", responses=written(ListSheet))
    def get(self, request: Request, listing: int) -> Response:
        """Its families, and what became of each."""
        return answer(retention_list(self.actor, listing))


class RetentionApproved(Call):
    """A second person's yes to a list."""

    @extend_schema(tags=TAGS, operation_id="approve_retention_list", request=Nothing, responses=written(ListSheet))
    def post(self, request: Request, listing: int) -> Response:
        """Agree to all of it. It is carried out at the next run."""
        self.taken(request, Nothing, approve_list, listing)
        return answer(retention_list(self.actor, listing))


class RetentionWithdrawn(Call):
    """A list taken back."""

    @extend_schema(tags=TAGS, operation_id="withdraw_retention_list", request=Nothing, responses=written(ListSheet))
    def post(self, request: Request, listing: int) -> Response:
        """Nobody who is still on it is deleted by it."""
        self.taken(request, Nothing, withdraw_list, listing)
        return answer(retention_list(self.actor, listing))


class Holds(Call):
    """Holds, which stop deletion."""

    @extend_schema(tags=TAGS, operation_id="set_hold", request=HoldBody, responses={201: written(HoldRow)})
    def post(self, request: Request) -> Response:
        """Set one on a family."""
        made = self.taken(request, HoldBody, set_hold)
        return answer(hold(self.actor, made), status.HTTP_201_CREATED)


class OneHold(Call):
    """One hold that lasts."""

    @extend_schema(tags=TAGS, operation_id="hold", responses=written(HoldRow))
    def get(self, request: Request, wanted: int) -> Response:
        """On which family, why, and when it is looked at again."""
        return answer(hold(self.actor, wanted))


class HoldEnded(Call):
    """The end of a hold."""

    @extend_schema(tags=TAGS, operation_id="end_hold", request=EndHoldBody, responses=written(RetentionSheet))
    def post(self, request: Request, wanted: int) -> Response:
        """End it, and say why."""
        self.taken(request, EndHoldBody, end_hold, wanted)
        return answer(retention(self.actor))
