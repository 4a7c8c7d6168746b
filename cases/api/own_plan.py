"""The API of the family's own copy of the plan, of its private links, and of safety and consent."""

from dataclasses import dataclass

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from cases.api.bodies import Body
from cases.api.families import TAGS, Call, answer, written
from cases.operations.share_plan import LANGUAGES, agree_link, end_link, share_plan
from cases.selectors.own_plan import OwnPlanSheet, own_plan
from cases.selectors.safety import SafetySheet, safety


class LinkBody(Body):
    """The language in which a link's page speaks."""

    language = serializers.ChoiceField(choices=LANGUAGES, default="en-gb")


class NoBody(Body):
    """Nothing but the address."""


@dataclass(frozen=True)
class Link:
    """The secret of a private link, told this once: its address is /your-plan/SECRET/."""

    secret: str


class OwnPlans(Call):
    """The family's own copy of the plan."""

    @extend_schema(tags=TAGS, responses=written(OwnPlanSheet))
    def get(self, request: Request, reference: str) -> Response:
        """The copy, what is kept off it, its links, and what the family said."""
        return answer(own_plan(self.actor, reference))


class Links(Call):
    """Private links to the copy."""

    @extend_schema(tags=TAGS, request=LinkBody, responses={201: written(Link)})
    def post(self, request: Request, reference: str) -> Response:
        """Ask for a link; a link that was there before ends. It opens nothing until a second person has agreed."""
        secret = self.taken(request, LinkBody, share_plan, reference)
        return answer(Link(secret), status.HTTP_201_CREATED)


class LinkAgreed(Call):
    """A second person's yes to a link."""

    @extend_schema(tags=TAGS, request=NoBody, responses=written(OwnPlanSheet))
    def post(self, request: Request, reference: str, link: int) -> Response:
        """A manager or a domestic abuse adviser agrees."""
        self.taken(request, NoBody, agree_link, reference, link=link)
        return answer(own_plan(self.actor, reference))


class LinkEnded(Call):
    """The end of a link."""

    @extend_schema(tags=TAGS, request=NoBody, responses=written(OwnPlanSheet))
    def post(self, request: Request, reference: str, link: int) -> Response:
        """End it now."""
        self.taken(request, NoBody, end_link, reference, link=link)
        return answer(own_plan(self.actor, reference))


class Safety(Call):
    """Safety and consent of a family."""

    @extend_schema(tags=TAGS, responses=written(SafetySheet))
    def get(self, request: Request, reference: str) -> Response:
        """Instructions, restrictions on which the reader is named, and who agreed to what."""
        return answer(safety(self.actor, reference))
