"""Who is whose and who helps: what the pages draw, in words and numbers."""

from dataclasses import dataclass
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from cases.api.bodies import Body
from cases.api.families import TAGS, Call, answer, written
from cases.kinship import Kin
from cases.operations.record_kinship import record_kinship
from cases.selectors.ecomap import Helper, ecomap
from cases.selectors.genogram import Home, KinSheet, Relative, genogram
from cases.selectors.head import Head
from datasharing.vocabulary import ToldBy


@dataclass(frozen=True)
class WhoseSheet:
    """Everybody and whose they are, who lives with whom, and the records that it follows from."""

    head: Head
    relatives: tuple[Relative, ...]
    homes: tuple[Home, ...]
    records: tuple[KinSheet, ...]


@dataclass(frozen=True)
class HelpersSheet:
    """Who helps a family."""

    head: Head
    helpers: tuple[Helper, ...]


class KinshipBody(Body):
    """`one` is a parent of `others`, or the partner of the one among them; all are subjects."""

    kind = serializers.ChoiceField(choices=Kin.choices)
    one = serializers.UUIDField()
    others: Any = serializers.ListField(child=serializers.UUIDField(), allow_empty=False, max_length=50)
    starts_on = serializers.DateField(allow_null=True, default=None)
    told_by = serializers.ChoiceField(choices=ToldBy.choices, default=ToldBy.PRACTITIONER)


class Genogram(Call):
    """Who is whose."""

    @extend_schema(tags=TAGS, responses=written(WhoseSheet))
    def get(self, request: Request, reference: str) -> Response:
        """Everybody whom the reader may know of, and whose they are."""
        return answer(self._sheet(reference))

    @extend_schema(tags=TAGS, request=KinshipBody, responses={201: written(WhoseSheet)})
    def post(self, request: Request, reference: str) -> Response:
        """Record who is whose."""
        self.taken(request, KinshipBody, record_kinship, reference)
        return answer(self._sheet(reference), status.HTTP_201_CREATED)

    def _sheet(self, reference: str) -> WhoseSheet:
        sheet = genogram(self.actor, reference)
        return WhoseSheet(sheet.head, sheet.relatives, sheet.homes, sheet.records)


class Ecomap(Call):
    """Who helps."""

    @extend_schema(tags=TAGS, responses=written(HelpersSheet))
    def get(self, request: Request, reference: str) -> Response:
        """The team, services that they are referred to, and agencies that know of them."""
        sheet = ecomap(self.actor, reference)
        return answer(HelpersSheet(sheet.head, sheet.helpers))
