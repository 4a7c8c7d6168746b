"""The API of investment agreements and operational plans: the same operations and sheets as the pages."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.refusals import Invalid
from cases.api.bodies import Body, Words
from cases.api.families import Call
from outcomes.api.calls import MoneySerializer, answer
from outcomes.api.money import Gbp
from outcomes.budgets.operations.keep_plan import add_plan_part, make_operational_plan, tell_plan_part
from outcomes.budgets.operations.make_agreement import NewPartner, close_agreement_quarter, make_agreement
from outcomes.budgets.quarters import read_quarter
from outcomes.budgets.selectors.agreement import AgreementList, AgreementSheet, agreement, agreements
from outcomes.budgets.selectors.operational_plan import (
    OperationalPlanSheet,
    PlanList,
    operational_plan,
    operational_plans,
    plan_part,
)
from outcomes.budgets.vocabulary import PartIs, PartState
from outcomes.costing.agreements import CannotAgree, Footing, Quarter, Sharing

INVESTMENTS, PLANS = ["investment agreements"], ["operational plans"]


class PartnerBody(Body):
    """One partner: `share` in per cent; `commits` by quarter from the first one on."""

    partner = Words(max_length=60)
    share = serializers.DecimalField(max_digits=9, decimal_places=6, allow_null=True, default=None)
    stands_first_loss = serializers.BooleanField(default=False)
    commits = serializers.ListField(child=Gbp(), default=list, max_length=80)


class AgreementBody(Body):
    """The terms; quarters are written as 2026-27 Q1."""

    place = serializers.CharField(max_length=200)
    tier = serializers.CharField(default="", allow_blank=True, max_length=10)
    name = Words(max_length=160)
    footing = serializers.ChoiceField(choices=[one.value for one in Footing])
    sharing = serializers.ChoiceField(choices=[one.value for one in Sharing])
    first = serializers.CharField(max_length=20)
    last = serializers.CharField(max_length=20)
    partners = PartnerBody(many=True)
    host = Words(default="", allow_blank=True, max_length=200)
    accountable_body = Words(default="", allow_blank=True, max_length=200)
    legal_power = Words(default="", allow_blank=True, max_length=200)

    def facts(self) -> dict[str, Any]:
        """Quarters and partners as `make_agreement` takes them."""
        given = dict(self.validated_data)
        given |= {name: quarter_told(given[name], name) for name in ("first", "last")}
        partners = [NewPartner(**one | {"commits": tuple(one["commits"])}) for one in given["partners"]]
        return {**given, "partners": partners}


class SettleBody(Body):
    """The quarter to be closed, as 2026-27 Q1."""

    quarter = serializers.CharField(max_length=20)

    def facts(self) -> dict[str, Any]:
        """The quarter itself."""
        return {"quarter": quarter_told(self.validated_data["quarter"], "quarter")}


class OperationalPlanBody(Body):
    """The head of a plan."""

    place = serializers.CharField(max_length=200)
    name = Words(max_length=160)
    purpose = Words()


class PlanPartBody(Body):
    """One part of a plan."""

    kind = serializers.ChoiceField(choices=PartIs.choices)
    heading = Words(max_length=200)
    words = Words(default="", allow_blank=True)
    who = Words(default="", allow_blank=True, max_length=200)
    day = serializers.DateField(allow_null=True, default=None)
    under = serializers.IntegerField(allow_null=True, default=None)


class NewsBody(Body):
    """What came of a part."""

    state = serializers.ChoiceField(choices=PartState.choices)
    words = Words()
    happened_on = serializers.DateField()


def quarter_told(words: str, field: str) -> Quarter:
    """A quarter out of words; refused in words."""
    try:
        return read_quarter(words)
    except CannotAgree as refusal:
        raise Invalid(str(refusal), field=field) from refusal


class InvestmentsCall(Call):
    """Investment agreements."""

    @extend_schema(operation_id="investments", tags=INVESTMENTS, responses=MoneySerializer(dataclass=AgreementList))
    def get(self, request: Request) -> Response:
        """Every agreement of the reader's place and its parts."""
        return answer(agreements(self.actor))

    @extend_schema(
        operation_id="make_agreement",
        tags=INVESTMENTS,
        request=AgreementBody,
        responses={201: MoneySerializer(dataclass=AgreementSheet)},
    )
    def post(self, request: Request) -> Response:
        """Keep an agreement."""
        made = self.taken(request, AgreementBody, make_agreement)
        return answer(agreement(self.actor, made), status.HTTP_201_CREATED)


class InvestmentCall(Call):
    """One investment agreement."""

    @extend_schema(operation_id="investment", tags=INVESTMENTS, responses=MoneySerializer(dataclass=AgreementSheet))
    def get(self, request: Request, reference: str) -> Response:
        """What was agreed, and what would pass."""
        return answer(agreement(self.actor, reference))


class SettleCall(Call):
    """Quarters of an agreement."""

    @extend_schema(
        operation_id="close_agreement_quarter",
        tags=INVESTMENTS,
        request=SettleBody,
        responses={201: MoneySerializer(dataclass=AgreementSheet)},
    )
    def post(self, request: Request, reference: str) -> Response:
        """Close one, once, by the published figures."""
        self.taken(request, SettleBody, close_agreement_quarter, reference)
        return answer(agreement(self.actor, reference), status.HTTP_201_CREATED)


class PlansCall(Call):
    """Operational plans."""

    @extend_schema(operation_id="operational_plans", tags=PLANS, responses=MoneySerializer(dataclass=PlanList))
    def get(self, request: Request) -> Response:
        """Every plan of the reader's place and its parts."""
        return answer(operational_plans(self.actor))

    @extend_schema(
        operation_id="make_operational_plan",
        tags=PLANS,
        request=OperationalPlanBody,
        responses={201: MoneySerializer(dataclass=OperationalPlanSheet)},
    )
    def post(self, request: Request) -> Response:
        """Begin a plan."""
        made = self.taken(request, OperationalPlanBody, make_operational_plan)
        return answer(operational_plan(self.actor, made), status.HTTP_201_CREATED)


class PlanCall(Call):
    """One operational plan."""

    @extend_schema(
        operation_id="operational_plan", tags=PLANS, responses=MoneySerializer(dataclass=OperationalPlanSheet)
    )
    def get(self, request: Request, key: int) -> Response:
        """Every part of it."""
        return answer(operational_plan(self.actor, key))


class PartsCall(Call):
    """Parts of a plan."""

    @extend_schema(
        operation_id="add_plan_part",
        tags=PLANS,
        request=PlanPartBody,
        responses={201: MoneySerializer(dataclass=OperationalPlanSheet)},
    )
    def post(self, request: Request, key: int) -> Response:
        """Add one."""
        self.taken(request, PlanPartBody, add_plan_part, key)
        return answer(operational_plan(self.actor, key), status.HTTP_201_CREATED)


class NewsCall(Call):
    """What came of a part."""

    @extend_schema(
        operation_id="tell_plan_part",
        tags=PLANS,
        request=NewsBody,
        responses={201: MoneySerializer(dataclass=OperationalPlanSheet)},
    )
    def post(self, request: Request, key: int) -> Response:
        """Tell it."""
        self.taken(request, NewsBody, tell_plan_part, key)
        sheet, _part = plan_part(self.actor, key)
        return answer(sheet, status.HTTP_201_CREATED)
