"""The API of two people who are one: the page's sheet, and the same steps."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.api.bodies import Body
from cases.api.families import TAGS, Call, answer, written
from cases.intake.selectors.same_person import SamePersonSheet, same_person
from cases.operations.join_people import join_people, part_people


class SameBody(Body):
    """Who is the same person (a subject that was suggested), and that somebody has looked at both."""

    gone = serializers.UUIDField()
    checked = serializers.BooleanField()


class Nothing(Body):
    """Nothing to fill in."""


class Same(Call):
    """Whoever a member may be too."""

    @extend_schema(tags=TAGS, operation_id="same_person", responses=written(SamePersonSheet))
    def get(self, request: Request, reference: str, subject: UUID) -> Response:
        """The others, likeliest first, with the reasons; and the joinings that stand."""
        return answer(same_person(self.actor, reference, subject))

    @extend_schema(tags=TAGS, operation_id="join_people", request=SameBody, responses=written(SamePersonSheet))
    def post(self, request: Request, reference: str, subject: UUID) -> Response:
        """Make them one person. It can be taken apart."""
        self.taken(request, SameBody, join_people, reference, subject)
        return answer(same_person(self.actor, reference, subject))


class Apart(Call):
    """A joining that stands."""

    @extend_schema(tags=TAGS, operation_id="part_people", request=Nothing, responses=written(SamePersonSheet))
    def post(self, request: Request, reference: str, subject: UUID, joining: int) -> Response:
        """Take it apart: each has what they had."""
        self.taken(request, Nothing, part_people, reference, subject, joining)
        return answer(same_person(self.actor, reference, subject))
