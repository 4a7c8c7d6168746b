"""The API of the money rooms: the same steps by the same operations, answered with the same sheets as the pages."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from cases.api.bodies import Body, Words
from cases.api.families import Call
from outcomes.api.calls import MoneySerializer, answer
from outcomes.budgets.operations.buy_from_fund import buy_from_fund
from outcomes.budgets.operations.make_budget import add_budget_line, make_budget
from outcomes.budgets.operations.record_budget_entry import close_budget_quarter, record_budget_entry
from outcomes.budgets.selectors.budget import BudgetList, BudgetSheet, budget, budgets
from outcomes.budgets.selectors.family_fund import FamilyFundSheet, family_fund
from outcomes.budgets.vocabulary import EntryIs
from outcomes.business_cases.operations.save_business_case import approve_business_case, save_business_case
from outcomes.business_cases.selectors.business_case import (
    BusinessCaseSheet,
    CaseList,
    business_case,
    business_cases,
)
from outcomes.costing.agreements import Footing
from outcomes.costing.budgets import BudgetKind

CASES, BUDGETS = ["business cases"], ["budgets"]


class Gbp(serializers.DecimalField):
    """Pounds and pence."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=14, decimal_places=2, **kwargs)


class CaseBody(Body):
    """`told` is the case in TOML or JSON; `place` is asked for of a new case, `reference` for a further version."""

    title = Words(max_length=160)
    told = serializers.CharField(max_length=200_000, trim_whitespace=False)
    purpose = Words(default="", allow_blank=True)
    place = serializers.CharField(default="", allow_blank=True, max_length=200)
    reference = serializers.CharField(default="", allow_blank=True, max_length=12)


class ApproveBody(Body):
    """The version that was read."""

    version = serializers.IntegerField()
    words = Words(default="", allow_blank=True)


class BudgetBody(Body):
    """`accountable_officer` and `fund_approver` are posts; `year` is that of its April."""

    place = serializers.CharField(max_length=200)
    year = serializers.IntegerField()
    name = Words(max_length=160)
    footing = serializers.ChoiceField(choices=[one.value for one in Footing])
    accountable_officer = serializers.IntegerField()
    host = Words(default="", allow_blank=True, max_length=200)
    accountable_body = Words(default="", allow_blank=True, max_length=200)
    legal_power = Words(default="", allow_blank=True, max_length=200)
    fund_limit = Gbp(allow_null=True, default=None)
    fund_approver = serializers.IntegerField(allow_null=True, default=None)


class LineBody(Body):
    """One partner's line."""

    kind = serializers.ChoiceField(choices=[one.value for one in BudgetKind])
    partner = Words(max_length=60)
    words = Words(max_length=200)
    planned = Gbp()
    is_fund = serializers.BooleanField(default=False)
    is_shared = serializers.BooleanField(default=False)


class SumBody(Body):
    """A sum promised or paid; `settles` is the promise that a payment stands for."""

    line = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=EntryIs.choices)
    gbp = Gbp()
    falls_on = serializers.DateField()
    words = Words(max_length=200)
    settles = serializers.IntegerField(allow_null=True, default=None)


class QuarterBody(Body):
    """A quarter of the budget's year, from 1."""

    number = serializers.IntegerField()


class BuyBody(Body):
    """What is bought, for an action of the plan."""

    action = serializers.IntegerField()
    what = Words(max_length=200)
    gbp = Gbp()


class BusinessCasesCall(Call):
    """Business cases side by side."""

    @extend_schema(operation_id="business_cases", tags=CASES, responses=MoneySerializer(dataclass=CaseList))
    def get(self, request: Request) -> Response:
        """Every case of the reader's place."""
        return answer(business_cases(self.actor))

    @extend_schema(
        operation_id="save_business_case",
        tags=CASES,
        request=CaseBody,
        responses={201: MoneySerializer(dataclass=BusinessCaseSheet)},
    )
    def post(self, request: Request) -> Response:
        """Save a case, or a further version of one."""
        made = self.taken(request, CaseBody, save_business_case)
        return answer(business_case(self.actor, made), status.HTTP_201_CREATED)


class BusinessCaseCall(Call):
    """One business case."""

    @extend_schema(operation_id="business_case", tags=CASES, responses=MoneySerializer(dataclass=BusinessCaseSheet))
    def get(self, request: Request, reference: str) -> Response:
        """The latest version, worked out."""
        return answer(business_case(self.actor, reference))


class ApproveCall(Call):
    """Approve a business case."""

    @extend_schema(
        operation_id="approve_business_case",
        tags=CASES,
        request=ApproveBody,
        responses=MoneySerializer(dataclass=BusinessCaseSheet),
    )
    def post(self, request: Request, reference: str) -> Response:
        """Approve the latest version, which somebody else saved."""
        self.taken(request, ApproveBody, approve_business_case, reference)
        return answer(business_case(self.actor, reference))


class BudgetsCall(Call):
    """Budgets by place."""

    @extend_schema(operation_id="budgets", tags=BUDGETS, responses=MoneySerializer(dataclass=BudgetList))
    def get(self, request: Request) -> Response:
        """Every budget of the reader's place and its parts."""
        return answer(budgets(self.actor))

    @extend_schema(
        operation_id="make_budget",
        tags=BUDGETS,
        request=BudgetBody,
        responses={201: MoneySerializer(dataclass=BudgetSheet)},
    )
    def post(self, request: Request) -> Response:
        """Begin a budget."""
        made = self.taken(request, BudgetBody, make_budget)
        return answer(budget(self.actor, made), status.HTTP_201_CREATED)


class BudgetCall(Call):
    """One budget."""

    @extend_schema(operation_id="budget", tags=BUDGETS, responses=MoneySerializer(dataclass=BudgetSheet))
    def get(self, request: Request, key: int) -> Response:
        """A budget with the parts of its place."""
        return answer(budget(self.actor, key))


class LinesCall(Call):
    """Lines of a budget."""

    @extend_schema(
        operation_id="add_budget_line",
        tags=BUDGETS,
        request=LineBody,
        responses={201: MoneySerializer(dataclass=BudgetSheet)},
    )
    def post(self, request: Request, key: int) -> Response:
        """Add one."""
        self.taken(request, LineBody, add_budget_line, key)
        return answer(budget(self.actor, key), status.HTTP_201_CREATED)


class SumsCall(Call):
    """Sums of a budget."""

    @extend_schema(
        operation_id="record_budget_entry",
        tags=BUDGETS,
        request=SumBody,
        responses={201: MoneySerializer(dataclass=BudgetSheet)},
    )
    def post(self, request: Request, key: int) -> Response:
        """Record one, promised or paid."""
        self.taken(request, SumBody, record_budget_entry, key)
        return answer(budget(self.actor, key), status.HTTP_201_CREATED)


class QuartersCall(Call):
    """Quarters of a budget."""

    @extend_schema(
        operation_id="close_budget_quarter",
        tags=BUDGETS,
        request=QuarterBody,
        responses={201: MoneySerializer(dataclass=BudgetSheet)},
    )
    def post(self, request: Request, key: int) -> Response:
        """Close one, once."""
        self.taken(request, QuarterBody, close_budget_quarter, key)
        return answer(budget(self.actor, key), status.HTTP_201_CREATED)


class FundCall(Call):
    """The family fund for one family."""

    @extend_schema(operation_id="family_fund", tags=["families"], responses=MoneySerializer(dataclass=FamilyFundSheet))
    def get(self, request: Request, reference: str) -> Response:
        """What can be bought, and what was."""
        return answer(family_fund(self.actor, reference))

    @extend_schema(
        operation_id="buy_from_fund",
        tags=["families"],
        request=BuyBody,
        responses={201: MoneySerializer(dataclass=FamilyFundSheet)},
    )
    def post(self, request: Request, reference: str) -> Response:
        """Buy something for an action of the plan."""
        self.taken(request, BuyBody, buy_from_fund, reference)
        return answer(family_fund(self.actor, reference), status.HTTP_201_CREATED)
