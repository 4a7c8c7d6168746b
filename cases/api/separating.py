"""The API of making two records of one: the page's sheet, and the same step."""

from dataclasses import dataclass

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from cases.api.bodies import Body, Words
from cases.api.families import TAGS, Call, answer, written
from cases.operations.separate_family import separate_family
from cases.selectors.separating import SeparateSheet, separate_sheet


@dataclass(frozen=True)
class SeparateRecord:
    """The reference of the new record. It is open to whoever was let into it, and to nobody by this."""

    reference: str


class SeparateBody(Body):
    """`going` are subjects of the family, `key_worker` and `custodians` posts. Sealed, a seal has two custodians."""

    going = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=50)
    key_worker = serializers.IntegerField()
    reason = Words()
    is_sealed = serializers.BooleanField(default=False)
    custodians = serializers.ListField(child=serializers.IntegerField(), default=list, max_length=20)


class Separate(Call):
    """One record becomes two."""

    @extend_schema(tags=TAGS, operation_id="separate_sheet", responses=written(SeparateSheet))
    def get(self, request: Request, reference: str) -> Response:
        """Who can go, who can be key worker, and who can keep a seal."""
        return answer(separate_sheet(self.actor, reference))

    @extend_schema(
        tags=TAGS, operation_id="separate_family", request=SeparateBody, responses={201: written(SeparateRecord)}
    )
    def post(self, request: Request, reference: str) -> Response:
        """Give those who go a record of their own."""
        made = self.taken(request, SeparateBody, separate_family, reference)
        return answer(SeparateRecord(made), status.HTTP_201_CREATED)
