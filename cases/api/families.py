"""The API of casework: the same steps by the same operations, answered with the same sheets as the pages."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies.actor import Actor
from cases.api.bodies import (
    ActionBody,
    AllocateBody,
    Body,
    ContactBody,
    DoneBody,
    KeyWorkerBody,
    MemberBody,
    NeedBody,
    PlanBody,
    ReviewBody,
    StrategyBody,
)
from cases.api.sheets import SheetSerializer
from cases.operations.add_action import add_action
from cases.operations.add_member import add_member
from cases.operations.agree_plan import agree_plan
from cases.operations.allocate_team import allocate_team
from cases.operations.change_key_worker import change_key_worker
from cases.operations.complete_action import complete_action
from cases.operations.record_contact import record_contact
from cases.operations.record_need import record_need
from cases.operations.record_strategy import record_strategy
from cases.operations.review_plan import review_plan
from cases.selectors.allocation import AllocationSheet, allocation
from cases.selectors.chronology import ChronologySheet, Wanted, chronology, wanted_in
from cases.selectors.contacts import ContactsSheet, contacts
from cases.selectors.family import FamilySheet, family
from cases.selectors.my_families import MyFamilies, my_families
from cases.selectors.needs import NeedsSheet, needs
from cases.selectors.plan import PlanSheet, plan
from cases.selectors.team import TeamSheet, team
from cases.selectors.view_as import ViewAsSheet, view_as
from cases.selectors.waiting_list import WaitingList, waiting_list
from cases.selectors.why import WhySheet, person_asked, why

PAGE = OpenApiParameter("page", int, description="from 1")
TAGS = ["families"]


def written(sheet: type) -> SheetSerializer:
    """The serializer of a sheet's class, for the schema."""
    return SheetSerializer(dataclass=sheet)


def answer(sheet: Any, code: int = status.HTTP_200_OK) -> Response:
    """A sheet as the response."""
    return Response(SheetSerializer(sheet, dataclass=type(sheet)).data, status=code)


def page_of(request: Request) -> int:
    """The page asked for; anything that is no number is the first."""
    typed = request.query_params.get("page", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1


@dataclass(frozen=True)
class Allocated:
    """The family, and the post of its key worker."""

    reference: str
    key_worker: int


class Call(APIView):
    """A call that acts as the request's actor, whom the middleware set."""

    def taken(self, request: Request, body: type[Body], operation: Callable[..., Any], *about: Any, **more: Any) -> Any:
        """Read the body, take the step and return what it returns; what is refused is answered as problem details."""
        given = body(data=request.data)
        given.is_valid(raise_exception=True)
        return operation(self.actor, *about, **given.facts(), **more)

    @property
    def actor(self) -> Actor:
        """Who asks."""
        found: Actor = self.request.actor  # type: ignore[attr-defined]
        return found


class Families(Call):
    """My families."""

    @extend_schema(
        tags=TAGS,
        operation_id="families_list",
        parameters=[PAGE, OpenApiParameter("due_for", str), OpenApiParameter("search", str)],
        responses=written(MyFamilies),
    )
    def get(self, request: Request) -> Response:
        """The actor's families, most urgent first."""
        asked = request.query_params
        search = asked.get("search", "")[:200]
        return answer(my_families(self.actor, page=page_of(request), due_for=asked.get("due_for", ""), search=search))


class Waiting(Call):
    """The waiting list."""

    @extend_schema(tags=TAGS, operation_id="waiting_list", parameters=[PAGE], responses=written(WaitingList))
    def get(self, request: Request) -> Response:
        """Families that wait for a key worker."""
        return answer(waiting_list(self.actor, page=page_of(request)))


class OneFamily(Call):
    """Who is who in one family."""

    @extend_schema(tags=TAGS, responses=written(FamilySheet))
    def get(self, request: Request, reference: str) -> Response:
        """The sheet of a family."""
        return answer(family(self.actor, reference))


class Why(Call):
    """Why each field is open, or why not."""

    @extend_schema(tags=TAGS, parameters=[OpenApiParameter("person", UUID)], responses=written(WhySheet))
    def get(self, request: Request, reference: str) -> Response:
        """By category and supplier, of the family as a whole or of one person: by rule, whatever is recorded."""
        asked = person_asked(request.query_params.get("person", ""), reference)
        return answer(why(self.actor, reference, person=asked))


class Members(Call):
    """Who belongs to a family."""

    @extend_schema(tags=TAGS, request=MemberBody, responses={201: written(FamilySheet)})
    def post(self, request: Request, reference: str) -> Response:
        """Add somebody to the family."""
        self.taken(request, MemberBody, add_member, reference)
        return answer(family(self.actor, reference), status.HTTP_201_CREATED)


class Strategy(Call):
    """The strategy discussion after a step up."""

    @extend_schema(tags=TAGS, request=StrategyBody, responses={201: written(FamilySheet)})
    def post(self, request: Request, reference: str) -> Response:
        """Record it."""
        self.taken(request, StrategyBody, record_strategy, reference)
        return answer(family(self.actor, reference), status.HTTP_201_CREATED)


class Needs(Call):
    """Needs and strengths."""

    @extend_schema(tags=TAGS, responses=written(NeedsSheet))
    def get(self, request: Request, reference: str) -> Response:
        """Needs and strengths with their evidence."""
        return answer(needs(self.actor, reference))

    @extend_schema(tags=TAGS, request=NeedBody, responses={201: written(NeedsSheet)})
    def post(self, request: Request, reference: str) -> Response:
        """Record a need or a strength."""
        self.taken(request, NeedBody, record_need, reference)
        return answer(needs(self.actor, reference), status.HTTP_201_CREATED)


class Plans(Call):
    """The one plan."""

    @extend_schema(tags=TAGS, responses=written(PlanSheet))
    def get(self, request: Request, reference: str) -> Response:
        """The plan with its goals, actions and reviews."""
        return answer(plan(self.actor, reference))

    @extend_schema(tags=TAGS, request=PlanBody, responses={201: written(PlanSheet)})
    def post(self, request: Request, reference: str) -> Response:
        """Agree the plan."""
        self.taken(request, PlanBody, agree_plan, reference)
        return answer(plan(self.actor, reference), status.HTTP_201_CREATED)


class Actions(Call):
    """Actions of the plan."""

    @extend_schema(tags=TAGS, request=ActionBody, responses={201: written(PlanSheet)})
    def post(self, request: Request, reference: str) -> Response:
        """Add an action."""
        self.taken(request, ActionBody, add_action, reference)
        return answer(plan(self.actor, reference), status.HTTP_201_CREATED)


class ActionDone(Call):
    """One action."""

    @extend_schema(tags=TAGS, request=DoneBody, responses=written(PlanSheet))
    def post(self, request: Request, reference: str, action: int) -> Response:
        """Mark it as done."""
        self.taken(request, DoneBody, complete_action, reference, action=action)
        return answer(plan(self.actor, reference))


class Contacts(Call):
    """Contacts with the family."""

    @extend_schema(tags=TAGS, parameters=[PAGE], responses=written(ContactsSheet))
    def get(self, request: Request, reference: str) -> Response:
        """A page of contacts, latest first."""
        return answer(contacts(self.actor, reference, page=page_of(request)))

    @extend_schema(tags=TAGS, request=ContactBody, responses={201: written(ContactsSheet)})
    def post(self, request: Request, reference: str) -> Response:
        """Record a contact; the same `submission` again records nothing more."""
        self.taken(request, ContactBody, record_contact, reference)
        return answer(contacts(self.actor, reference), status.HTTP_201_CREATED)


class Reviews(Call):
    """Reviews of the plan."""

    @extend_schema(tags=TAGS, responses=written(PlanSheet))
    def get(self, request: Request, reference: str) -> Response:
        """The plan with its reviews."""
        return answer(plan(self.actor, reference))

    @extend_schema(tags=TAGS, request=ReviewBody, responses={201: written(PlanSheet)})
    def post(self, request: Request, reference: str) -> Response:
        """Record a review."""
        self.taken(request, ReviewBody, review_plan, reference)
        return answer(plan(self.actor, reference), status.HTTP_201_CREATED)


class Chronology(Call):
    """What happened, across partners."""

    @extend_schema(
        tags=TAGS,
        parameters=[PAGE, *(OpenApiParameter(one.name, str) for one in fields(Wanted))],
        responses=written(ChronologySheet),
    )
    def get(self, request: Request, reference: str) -> Response:
        """A page of the chronology, as far as the address asks for."""
        wanted = wanted_in(request.query_params.dict())
        return answer(chronology(self.actor, reference, wanted, page=page_of(request)))


class Team(Call):
    """Who works with the family."""

    @extend_schema(tags=TAGS, responses=written(TeamSheet))
    def get(self, request: Request, reference: str) -> Response:
        """The team and how to reach them."""
        return answer(team(self.actor, reference))


class ViewAs(Call):
    """The record as another agency would see it."""

    @extend_schema(tags=TAGS, responses=written(ViewAsSheet))
    def get(self, request: Request, reference: str, kind: str) -> Response:
        """What is open both to an agency of this kind and to the reader."""
        return answer(view_as(self.actor, reference, kind))


class KeyWorkers(Call):
    """The key worker."""

    @extend_schema(tags=TAGS, request=KeyWorkerBody, responses={201: written(TeamSheet)})
    def post(self, request: Request, reference: str) -> Response:
        """Hand the family over."""
        self.taken(request, KeyWorkerBody, change_key_worker, reference)
        return answer(team(self.actor, reference), status.HTTP_201_CREATED)


class Allocation(Call):
    """Allocate a family."""

    @extend_schema(tags=TAGS, responses=written(AllocationSheet))
    def get(self, request: Request, reference: str) -> Response:
        """Workers with caseload and headroom, teams, and a suggestion."""
        return answer(allocation(self.actor, reference))

    @extend_schema(tags=TAGS, request=AllocateBody, responses={201: written(Allocated)})
    def post(self, request: Request, reference: str) -> Response:
        """One key worker and the team around the family. A panel's reach ends with it, so no sheet comes back."""
        self.taken(request, AllocateBody, allocate_team, reference)
        return answer(Allocated(reference, int(request.data["key_worker"])), status.HTTP_201_CREATED)
