"""The API of outcomes: the same steps by the same operations, answered with the same sheets as the pages."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework_dataclasses.fields import DefaultDecimalField

from cases.api.bodies import Body, Words
from cases.api.families import Call
from cases.api.sheets import SheetSerializer
from cases.vocabulary import ClosingOutcome
from outcomes.cube import ALL
from outcomes.operations.claims import decide_claim, make_claim, pay_claim, reverse_claim
from outcomes.operations.close_case import LastMeasure, close_case
from outcomes.operations.measure_outcome import measure_outcome
from outcomes.selectors.claims import ClaimSheet, ClaimsSheet, claim, claims
from outcomes.selectors.cost_sheets import FamilyCosts
from outcomes.selectors.family_costs import family_costs
from outcomes.selectors.measurements import MeasurementsSheet, measurements
from outcomes.selectors.overview import OverviewSheet, overview
from outcomes.vocabulary import SCORES, Occasion, Standing


class Pounds(DefaultDecimalField):
    """To the penny, half up: the only rounding there is, and only for showing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"rounding": ROUND_HALF_UP} | kwargs)  # type: ignore[no-untyped-call]


class MoneySerializer(SheetSerializer):
    """A sheet with pounds in it."""

    serializer_field_mapping = {**SheetSerializer.serializer_field_mapping, Decimal: Pounds}

    @property
    def serializer_dataclass_field(self) -> type["MoneySerializer"]:
        """Sheets inside sheets are written in the same way."""
        return MoneySerializer


class Score(serializers.IntegerField):
    """Where the family says that it is with a need, from 1 to 10, if it was asked."""

    def __init__(self, **kwargs: Any) -> None:
        usual = {"allow_null": True, "default": None, "min_value": SCORES[0], "max_value": SCORES[-1]}
        super().__init__(**usual | kwargs)


class MeasureBody(Body):
    """`need` is a need's record; `measured_on` is today unless told."""

    need = serializers.IntegerField()
    occasion = serializers.ChoiceField(choices=Occasion.choices)
    standing = serializers.ChoiceField(choices=Standing.choices)
    evidence = Words()
    score = Score()
    measured_on = serializers.DateField(allow_null=True, default=None)


class ClosingBody(Body):
    """How one need stands at the close."""

    need = serializers.IntegerField()
    standing = serializers.ChoiceField(choices=Standing.choices)
    evidence = Words()
    score = Score()


class CloseBody(Body):
    """How the case ended, and how every need stands."""

    outcome = serializers.ChoiceField(choices=ClosingOutcome.choices)
    closing_words = Words()
    follow_up_on = serializers.DateField()
    not_reviewed = Words(default="", allow_blank=True)
    measurements = ClosingBody(many=True, default=list)

    def facts(self) -> dict[str, Any]:
        """Measurements as `close_case` takes them."""
        given = self.validated_data
        measured = {one.pop("need"): LastMeasure(**one) for one in given["measurements"]}
        return {**given, "measurements": measured}


class ClaimBody(Body):
    """`result` is one that can be claimed today; `slug` a framework's, the newest that pays unless told."""

    result = serializers.CharField(max_length=60)
    slug = serializers.CharField(max_length=60, default="", allow_blank=True)


class DecisionBody(Body):
    """Whether the evidence bears it out, and why."""

    approve = serializers.BooleanField()
    words = Words()


class PaymentBody(Body):
    """The day on which it was paid."""

    paid_on = serializers.DateField()


class ReversalBody(Body):
    """Why a paid claim is taken back."""

    words = Words()


def answer(sheet: Any, code: int = status.HTTP_200_OK) -> Response:
    """A sheet as the response."""
    return Response(MoneySerializer(sheet, dataclass=type(sheet)).data, status=code)


class FamilyCostsCall(Call):
    """What a family costs."""

    @extend_schema(operation_id="family_costs", tags=["families"], responses=MoneySerializer(dataclass=FamilyCosts))
    def get(self, request: Request, reference: str) -> Response:
        """Before, during and after support, by who bears it, as far as the reader may see it."""
        return answer(family_costs(self.actor, reference))


class MeasurementsCall(Call):
    """How needs stand."""

    @extend_schema(
        operation_id="measurements", tags=["families"], responses=MoneySerializer(dataclass=MeasurementsSheet)
    )
    def get(self, request: Request, reference: str) -> Response:
        """Every need that the reader may see, with its measurements."""
        return answer(measurements(self.actor, reference))

    @extend_schema(
        operation_id="measure_outcome",
        tags=["families"],
        request=MeasureBody,
        responses={201: MoneySerializer(dataclass=MeasurementsSheet)},
    )
    def post(self, request: Request, reference: str) -> Response:
        """Measure one need; answered with them all."""
        self.taken(request, MeasureBody, measure_outcome, reference)
        return answer(measurements(self.actor, reference), status.HTTP_201_CREATED)


class CloseCall(Call):
    """The end of a case."""

    @extend_schema(
        operation_id="close_case",
        tags=["families"],
        request=CloseBody,
        responses=MoneySerializer(dataclass=MeasurementsSheet),
    )
    def post(self, request: Request, reference: str) -> Response:
        """Measure every need and close the case; both or neither."""
        self.taken(request, CloseBody, close_case, reference)
        return answer(measurements(self.actor, reference))


class ClaimsCall(Call):
    """The reader's families under a framework: claimed, ready, blocked."""

    @extend_schema(
        operation_id="claims",
        tags=["claims"],
        parameters=[
            OpenApiParameter("framework", str, description="a framework's slug; the newest that pays otherwise"),
            OpenApiParameter("page", int),
        ],
        responses=MoneySerializer(dataclass=ClaimsSheet),
    )
    def get(self, request: Request) -> Response:
        """A page of families, with claims and with what is missing for one."""
        asked = request.query_params
        page = asked.get("page", "1")
        sheet = claims(self.actor, slug=asked.get("framework", ""), page=int(page) if page.isdecimal() else 1)
        return answer(sheet)


class MakeClaimCall(Call):
    """A claim for one family."""

    @extend_schema(
        operation_id="make_claim",
        tags=["claims"],
        request=ClaimBody,
        responses={201: MoneySerializer(dataclass=ClaimSheet)},
    )
    def post(self, request: Request, reference: str) -> Response:
        """Claim a result, freezing its evidence."""
        made = self.taken(request, ClaimBody, make_claim, reference)
        return answer(claim(self.actor, made), status.HTTP_201_CREATED)


class ClaimCall(Call):
    """One claim and its pack."""

    @extend_schema(operation_id="claim", tags=["claims"], responses=MoneySerializer(dataclass=ClaimSheet))
    def get(self, request: Request, reference: str) -> Response:
        """The claim, its evidence line by line, and what is closed to the reader."""
        return answer(claim(self.actor, reference))


class DecideClaimCall(Call):
    """A second person's decision."""

    @extend_schema(
        operation_id="decide_claim",
        tags=["claims"],
        request=DecisionBody,
        responses=MoneySerializer(dataclass=ClaimSheet),
    )
    def post(self, request: Request, reference: str) -> Response:
        """Approve or refuse; never one's own."""
        return answer(claim(self.actor, self.taken(request, DecisionBody, decide_claim, reference)))


class PayClaimCall(Call):
    """A payment."""

    @extend_schema(
        operation_id="pay_claim", tags=["claims"], request=PaymentBody, responses=MoneySerializer(dataclass=ClaimSheet)
    )
    def post(self, request: Request, reference: str) -> Response:
        """Record that an approved claim was paid."""
        return answer(claim(self.actor, self.taken(request, PaymentBody, pay_claim, reference)))


class ReverseClaimCall(Call):
    """A reversal, which is a row of its own."""

    @extend_schema(
        operation_id="reverse_claim", tags=["claims"], request=ReversalBody,
        responses={201: MoneySerializer(dataclass=ClaimSheet)},
    )  # fmt: skip
    def post(self, request: Request, reference: str) -> Response:
        """Take a paid claim back; answered with the reversal."""
        made = self.taken(request, ReversalBody, reverse_claim, reference)
        return answer(claim(self.actor, made), status.HTTP_201_CREATED)


class OverviewCall(Call):
    """The published figures of a place."""

    @extend_schema(
        operation_id="overview",
        tags=["overview"],
        parameters=[OpenApiParameter("band", str, description="a band that the edition has; all families otherwise")],
        responses=MoneySerializer(dataclass=OverviewSheet),
    )
    def get(self, request: Request) -> Response:
        """The latest edition: the same figures as the page, withheld cells as null."""
        return answer(overview(self.actor, band=request.query_params.get("band", ALL)))
