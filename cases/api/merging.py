"""The API of two records of one family: the page's sheets, and the same steps."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.api.bodies import Body
from cases.api.families import TAGS, Call, answer, written
from cases.api.same_person import Nothing
from cases.operations.merge_families import merge_families
from cases.operations.part_families import part_families
from cases.selectors.merging import MergePreview, MergeSheet, merge_preview, merge_sheet


class MergeBody(Body):
    """What the preview asks: whose plan and which key worker (a post) go on, and which grants of `one_sided`."""

    checked = serializers.BooleanField()
    goes_on = serializers.CharField(max_length=12, default="", allow_blank=True)
    key_worker = serializers.IntegerField(default=None, allow_null=True)
    staying = serializers.ListField(child=serializers.IntegerField(), default=list, max_length=200)


class Merges(Call):
    """Which other record a family may be."""

    @extend_schema(tags=TAGS, operation_id="merges", responses=written(MergeSheet))
    def get(self, request: Request, reference: str) -> Response:
        """Other families with somebody of this one in them, and the merges that stand."""
        return answer(merge_sheet(self.actor, reference))


class Merge(Call):
    """Two records side by side."""

    @extend_schema(tags=TAGS, operation_id="merge_preview", responses=written(MergePreview))
    def get(self, request: Request, reference: str, other: str) -> Response:
        """Both, and what a merge would do to whom."""
        return answer(merge_preview(self.actor, reference, other))

    @extend_schema(tags=TAGS, operation_id="merge_families", request=MergeBody, responses=written(MergeSheet))
    def post(self, request: Request, reference: str, other: str) -> Response:
        """Make them one record. It can be taken apart."""
        self.taken(request, MergeBody, merge_families, reference, other)
        return answer(merge_sheet(self.actor, reference))


class MergeApart(Call):
    """A merge that stands."""

    @extend_schema(tags=TAGS, operation_id="part_families", request=Nothing, responses=written(MergeSheet))
    def post(self, request: Request, reference: str, merging: int) -> Response:
        """Take it apart: each record has what it had."""
        self.taken(request, Nothing, part_families, reference, merging)
        return answer(merge_sheet(self.actor, reference))
