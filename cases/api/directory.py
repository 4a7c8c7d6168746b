"""The API of the directory: services, referrals to them, and what came of each."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from cases.api.bodies import Body, Words
from cases.api.families import PAGE, Call, answer, page_of, written
from cases.operations.refer_to_service import record_service_news, refer_to_service
from cases.selectors.directory import DirectorySheet, EntrySheet, directory, entry
from cases.selectors.services import ServicesSheet, services
from cases.vocabulary import HelpResult, HelpState, Need

TAGS = ["directory"]


class ServiceReferralBody(Body):
    """`entry` is a service of the directory, `about` a subject of the family or null for all of it."""

    entry = serializers.IntegerField(min_value=1, max_value=2**31)
    need = serializers.ChoiceField(choices=Need.choices)
    agreed = serializers.BooleanField()
    about = serializers.UUIDField(allow_null=True, default=None)
    words = Words(default="", allow_blank=True)
    submission = serializers.UUIDField(allow_null=True, default=None)


class ServiceNewsBody(Body):
    """What became of a referral to a service; `result` once it has ended."""

    state = serializers.ChoiceField(choices=HelpState.choices)
    happened_on = serializers.DateField()
    words = Words(default="", allow_blank=True)
    result = serializers.ChoiceField(choices=HelpResult.choices, default="", allow_blank=True)


class Directory(Call):
    """What help there is."""

    @extend_schema(
        tags=TAGS,
        operation_id="directory_list",
        parameters=[PAGE, OpenApiParameter("search", str), OpenApiParameter("need", str), OpenApiParameter("age", int)],
        responses=written(DirectorySheet),
    )
    def get(self, request: Request) -> Response:
        """Services for the actor's place, by name."""
        asked = request.query_params
        typed = asked.get("age", "")
        age = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else None
        search = asked.get("search", "")[:200]
        return answer(directory(self.actor, search=search, need=asked.get("need", ""), age=age, page=page_of(request)))


class Entry(Call):
    """One service."""

    @extend_schema(tags=TAGS, responses=written(EntrySheet))
    def get(self, request: Request, entry: int) -> Response:
        """The service, offered or not any more."""
        return answer(_entry(self, entry))


class Services(Call):
    """A family's referrals to services."""

    @extend_schema(tags=TAGS, responses=written(ServicesSheet))
    def get(self, request: Request, reference: str) -> Response:
        """What help from services the family has and had."""
        return answer(services(self.actor, reference))

    @extend_schema(tags=TAGS, request=ServiceReferralBody, responses={201: written(ServicesSheet)})
    def post(self, request: Request, reference: str) -> Response:
        """Refer somebody to a service, with their yes."""
        self.taken(request, ServiceReferralBody, refer_to_service, reference)
        return answer(services(self.actor, reference), status.HTTP_201_CREATED)


class News(Call):
    """What became of a referral to a service."""

    @extend_schema(tags=TAGS, request=ServiceNewsBody, responses={201: written(ServicesSheet)})
    def post(self, request: Request, reference: str, referral: int) -> Response:
        """Record the next step; it goes forward only."""
        self.taken(request, ServiceNewsBody, record_service_news, reference, referral)
        return answer(services(self.actor, reference), status.HTTP_201_CREATED)


def _entry(call: Call, wanted: int) -> EntrySheet:
    return entry(call.actor, wanted)
