"""The API of the front door: the same steps by the same operations, answered with the same sheets as the pages."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from cases.api.families import PAGE, Call, answer, page_of, written
from cases.intake.api.bodies import (
    AnswerBody,
    AskBody,
    BasisBody,
    DecideBody,
    EmptyBody,
    MatchBody,
    ReferralBody,
    StepUpBody,
)
from cases.intake.operations.confirm_match import confirm_match
from cases.intake.operations.decide_triage import decide_triage
from cases.intake.operations.declare_conflict import declare_conflict
from cases.intake.operations.give_information import give_information
from cases.intake.operations.list_for_panel import list_for_panel
from cases.intake.operations.record_basis import record_basis
from cases.intake.operations.request_information import request_information
from cases.intake.operations.step_up import step_up
from cases.intake.operations.submit_referral import submit_referral
from cases.intake.report import read_report
from cases.intake.selectors.asked import AskedList, AskedSheet, asked_of_me, asked_sheet
from cases.intake.selectors.candidates import MatchSheet, match_sheet
from cases.intake.selectors.inbox import InboxSheet, inbox
from cases.intake.selectors.panel import PanelSheet, panel_sheet
from cases.intake.selectors.protection import ProtectionSheet, protection_sheet
from cases.intake.selectors.referral import ReferralSheet, referral_sheet
from cases.intake.selectors.sent import SentSheet, sent_sheet

TAGS = ["referrals"]
TO_FRONT_DOOR = OpenApiParameter(
    "front_door", str, description="the reference of a front door, needed only where your place has several"
)


@dataclass(frozen=True)
class Acknowledged:
    """What the sender keeps. `due_at` is when the front door will have decided on the next step."""

    reference: str
    urgency: str
    received_at: datetime
    due_at: datetime


@dataclass(frozen=True)
class Done:
    """A step is taken on the referral of this reference."""

    reference: str
    words: str


class Referrals(Call):
    """Refer."""

    @extend_schema(
        tags=TAGS,
        operation_id="refer",
        request=ReferralBody,
        parameters=[TO_FRONT_DOOR],
        responses={
            201: written(Acknowledged),
            200: OpenApiResponse(written(Acknowledged), description="The same was sent before: its reference"),
            409: OpenApiResponse(description="Something else was sent before under this id"),
            422: OpenApiResponse(description="Not usable as sent, in words; nothing was taken in"),
        },
    )
    def post(self, request: Request) -> Response:
        """Send a referral. The same `id` with the same content again answers 200 with the same reference."""
        report = read_report(request.data, today=timezone.localdate())
        sent = submit_referral(self.actor, report, to_front_door=request.query_params.get("front_door", "")[:60])
        kept = Acknowledged(sent.reference, sent.urgency, sent.received_at, sent.due_at)
        return answer(kept, status.HTTP_201_CREATED if sent.is_new else status.HTTP_200_OK)


class Status(Call):
    """What became of a referral."""

    @extend_schema(tags=TAGS, operation_id="referral_status", responses=written(SentSheet))
    def get(self, request: Request, reference: str) -> Response:
        """For whoever sent it: received or decided, in words that are safe to pass on."""
        return answer(sent_sheet(self.actor, reference))


class Inbox(Call):
    """The front door's inbox."""

    @extend_schema(
        tags=TAGS,
        operation_id="inbox",
        parameters=[PAGE, OpenApiParameter("urgency", str), OpenApiParameter("state", str)],
        responses=written(InboxSheet),
    )
    def get(self, request: Request) -> Response:
        """What waits, red first, then by the clock."""
        asked = request.query_params
        urgency, state = asked.get("urgency", ""), asked.get("state", "")
        return answer(inbox(self.actor, urgency=urgency, state=state, page=page_of(request)))


class OneReferral(Call):
    """One referral."""

    @extend_schema(tags=TAGS, responses=written(ReferralSheet))
    def get(self, request: Request, reference: str) -> Response:
        """What was said, what partners answered, what was decided, and what this actor can do now."""
        return answer(referral_sheet(self.actor, reference))


class Match(Call):
    """Who the people are."""

    @extend_schema(tags=TAGS, operation_id="referral_candidates", responses=written(MatchSheet))
    def get(self, request: Request, reference: str) -> Response:
        """The candidates for each person, with the reasons."""
        return answer(match_sheet(self.actor, reference))

    @extend_schema(tags=TAGS, operation_id="referral_match", request=MatchBody, responses=written(MatchSheet))
    def post(self, request: Request, reference: str) -> Response:
        """Say who each person is."""
        self.taken(request, MatchBody, confirm_match, reference)
        return answer(match_sheet(self.actor, reference))


class Basis(Call):
    """The basis for asking partners."""

    @extend_schema(tags=TAGS, operation_id="referral_basis", request=BasisBody, responses=written(ReferralSheet))
    def post(self, request: Request, reference: str) -> Response:
        """Record it, before anybody is asked."""
        self.taken(request, BasisBody, record_basis, reference)
        return answer(referral_sheet(self.actor, reference))


class Ask(Call):
    """Requests to partners."""

    @extend_schema(tags=TAGS, operation_id="referral_ask", request=AskBody, responses={201: written(ReferralSheet)})
    def post(self, request: Request, reference: str) -> Response:
        """Ask partners: all of them, or none."""
        self.taken(request, AskBody, request_information, reference)
        return answer(referral_sheet(self.actor, reference), status.HTTP_201_CREATED)


class Listing(Call):
    """The panel's agenda."""

    @extend_schema(tags=TAGS, operation_id="referral_list", request=EmptyBody, responses=written(ReferralSheet))
    def post(self, request: Request, reference: str) -> Response:
        """Put the referral on it."""
        self.taken(request, EmptyBody, list_for_panel, reference)
        return answer(referral_sheet(self.actor, reference))


class Deciding(Call):
    """The decision."""

    @extend_schema(tags=TAGS, operation_id="referral_decide", request=DecideBody, responses=written(Done))
    def post(self, request: Request, reference: str) -> Response:
        """Decide. The reach of whoever decided may end with it, so the answer is short."""
        self.taken(request, DecideBody, decide_triage, reference)
        return answer(Done(reference, "Decided. Whoever sent it is told what they may know."))


class KeepingOut(Call):
    """A conflict of interest."""

    @extend_schema(tags=TAGS, operation_id="referral_conflict", request=EmptyBody, responses=written(Done))
    def post(self, request: Request, reference: str) -> Response:
        """Keep out: the referral, its pack and the family's file are closed to this post at once."""
        self.taken(request, EmptyBody, declare_conflict, reference)
        return answer(Done(reference, "You keep out of this referral."))


class AskedOfMe(Call):
    """What this agency was asked."""

    @extend_schema(tags=TAGS, operation_id="asked_of_me", parameters=[PAGE], responses=written(AskedList))
    def get(self, request: Request) -> Response:
        """The open requests, the soonest due first."""
        return answer(asked_of_me(self.actor, page=page_of(request)))


class AskedRequest(Call):
    """One request to this agency."""

    @extend_schema(tags=TAGS, operation_id="asked_request", responses=written(AskedSheet))
    def get(self, request: Request, number: int) -> Response:
        """The question and the people it is about, and nobody else."""
        return answer(asked_sheet(self.actor, number))

    @extend_schema(tags=TAGS, operation_id="answer_request", request=AnswerBody, responses=written(Done))
    def post(self, request: Request, number: int) -> Response:
        """Answer it. The request is closed to this agency afterwards."""
        self.taken(request, AnswerBody, give_information, number)
        return answer(Done(str(number), "Thank you. The front door has your answer."))


class Panel(Call):
    """The panel."""

    @extend_schema(tags=TAGS, operation_id="panel", parameters=[PAGE], responses=written(PanelSheet))
    def get(self, request: Request) -> Response:
        """The agenda, and the families to allocate."""
        return answer(panel_sheet(self.actor, page=page_of(request)))


class StepUps(Call):
    """The way to protection."""

    @extend_schema(tags=TAGS, operation_id="step_ups", responses=written(ProtectionSheet))
    def get(self, request: Request, reference: str) -> Response:
        """Whom to ring, and the calls already made as far as this actor may know of them."""
        return answer(protection_sheet(self.actor, reference))

    @extend_schema(tags=TAGS, operation_id="step_up", request=StepUpBody, responses={201: written(ProtectionSheet)})
    def post(self, request: Request, reference: str) -> Response:
        """Record a call, about a family's file or a referral that this actor has sent."""
        self.taken(request, StepUpBody, step_up, reference)
        return answer(protection_sheet(self.actor, reference), status.HTTP_201_CREATED)
