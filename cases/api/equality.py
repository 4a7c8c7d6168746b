"""The API of equality monitoring: the page's sheet and step."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.api.bodies import Body
from cases.api.families import TAGS, Call, answer, written
from cases.operations.record_equality import record_equality
from cases.selectors.equality import EqualitySheet, equality
from cases.vocabulary import Disability, EthnicGroup


class EqualityBody(Body):
    """What they say of themselves."""

    ethnic_group = serializers.ChoiceField(choices=EthnicGroup.choices)
    disability = serializers.ChoiceField(choices=Disability.choices)


class Equality(Call):
    """One member's own answers."""

    @extend_schema(tags=TAGS, operation_id="equality", responses=written(EqualitySheet))
    def get(self, request: Request, reference: str, subject: UUID) -> Response:
        """What is recorded, if anything."""
        return answer(equality(self.actor, reference, subject))

    @extend_schema(tags=TAGS, operation_id="record_equality", request=EqualityBody, responses=written(EqualitySheet))
    def post(self, request: Request, reference: str, subject: UUID) -> Response:
        """Write it down, over what was there."""
        self.taken(request, EqualityBody, record_equality, reference, subject)
        return answer(equality(self.actor, reference, subject))
