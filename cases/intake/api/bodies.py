"""What callers of the front door's API send, step by step: the same facts as the forms of the pages."""

from typing import Any

from rest_framework import serializers

from cases.api.bodies import Body, Words
from cases.vocabulary import AskingBasis, Decision, Intensity, Need, Role, SaidConsent, Sex, Source, Urgency
from datasharing.vocabulary import Category


class PersonBody(Body):
    """Somebody whom a referral names: a name at least. A wrong NHS number is kept as said and not used."""

    given_name = serializers.CharField(required=False, allow_null=True, max_length=200)
    family_name = serializers.CharField(required=False, allow_null=True, max_length=200)
    date_of_birth = serializers.DateField(required=False, allow_null=True)
    sex = serializers.ChoiceField(choices=Sex.choices, required=False, allow_null=True)
    role = serializers.ChoiceField(choices=Role.choices, required=False, allow_null=True)
    nhs_number = serializers.CharField(required=False, allow_null=True, max_length=20)
    address = serializers.CharField(required=False, allow_null=True, max_length=300)
    postcode = serializers.CharField(required=False, allow_null=True, max_length=10)
    telephone = serializers.CharField(required=False, allow_null=True, max_length=40)


class ReferralBody(Body):
    """A referral, for the schema alone: `cases.intake.report` reads it.

    `id` is the sender's own: sent twice, it makes one referral. `received_at` is when the sender had it; the clock
    starts when it arrives here. `needs` may say safeguarding for safety and work for money.
    """

    id = serializers.CharField(required=False, max_length=80)
    received_at = serializers.DateTimeField(required=False, allow_null=True)
    source = serializers.ChoiceField(choices=Source.choices)  # type: ignore[assignment]
    consent = serializers.ChoiceField(choices=SaidConsent.choices)
    immediate_danger = serializers.BooleanField(required=False)
    needs = serializers.ListField(
        child=serializers.ChoiceField(choices=[*Need.values, "safeguarding", "work"]), required=False
    )
    concern = Words()
    people = PersonBody(many=True, allow_empty=False)
    referrer_name = serializers.CharField(required=False, allow_null=True, max_length=120)
    referrer_contact = serializers.CharField(required=False, allow_null=True, max_length=200)


class WhoBody(Body):
    """Who one person is: `position` from 0, `is` a subject that was suggested, or "new"; `is_not` subjects."""

    position = serializers.IntegerField(min_value=0)
    is_not = serializers.ListField(child=serializers.UUIDField(), default=list, max_length=50)

    def get_fields(self) -> dict[str, Any]:
        """`is` is a word of the language, so it is added by name."""
        return {**super().get_fields(), "is": serializers.CharField(max_length=36)}


class MatchBody(Body):
    """Who everybody is; `family` the reference of the family, where there are several; `place` of a new one.

    Where nobody is known, `family` may be the subject of one of `at_home` of the sheet.
    """

    people = WhoBody(many=True, allow_empty=False)
    family = serializers.CharField(default="", allow_blank=True, max_length=36)
    place = serializers.CharField(default="", allow_blank=True, max_length=200)

    def facts(self) -> dict[str, Any]:
        """What `confirm_match` takes."""
        given = self.validated_data
        return {
            "choices": {one["position"]: one["is"] for one in given["people"]},
            "rejected": [(one["position"], str(subject)) for one in given["people"] for subject in one["is_not"]],
            "family": given["family"],
            "place": given["place"],
        }


class BasisBody(Body):
    """On what basis partners may be asked."""

    basis = serializers.ChoiceField(choices=AskingBasis.choices)
    reason = Words(default="", allow_blank=True)
    manager = serializers.CharField(default="", allow_blank=True, max_length=120)


class AskBody(Body):
    """`agencies` are references, `about` positions from 0; `urgency` raises the referral's own."""

    agencies = serializers.ListField(child=serializers.CharField(max_length=60), allow_empty=False, max_length=50)
    about = serializers.ListField(child=serializers.IntegerField(min_value=0), allow_empty=False, max_length=50)
    question = Words()
    urgency = serializers.ChoiceField(choices=Urgency.choices, default="", allow_blank=True)


class EmptyBody(Body):
    """A step that needs nothing more."""


class AnswerPartBody(Body):
    """One box of an answer."""

    category = serializers.ChoiceField(choices=Category.choices)
    words = Words()


class AnswerBody(Body):
    """An answer: a box a category, or that nothing is known."""

    parts = AnswerPartBody(many=True, default=list)
    nothing_known = serializers.BooleanField(default=False)
    act_now = serializers.BooleanField(default=False)

    def validate_parts(self, parts: list[dict[str, str]]) -> list[dict[str, str]]:
        """Each category once."""
        if len({part["category"] for part in parts}) < len(parts):
            raise serializers.ValidationError("Each category can be answered once.")
        return parts

    def facts(self) -> dict[str, Any]:
        """What `give_information` takes."""
        given = self.validated_data
        return {**given, "parts": {part["category"]: part["words"] for part in given["parts"]}}


class DecideBody(Body):
    """What is to be done. `locality` is a team's reference, needed only where several could take the family.

    `present` are the posts of the members of the panel who take part, beside the sender.
    """

    decision = serializers.ChoiceField(choices=Decision.choices)
    reasons = Words()
    level_of_need = serializers.IntegerField(allow_null=True, default=None)
    intensity = serializers.ChoiceField(choices=Intensity.choices, default="", allow_blank=True)
    conditions = Words(default="", allow_blank=True)
    dissent = Words(default="", allow_blank=True)
    signposted_to = serializers.CharField(default="", allow_blank=True, max_length=200)
    locality = serializers.CharField(default="", allow_blank=True, max_length=60)
    present = serializers.ListField(child=serializers.IntegerField(), default=list, max_length=30)


class StepUpBody(Body):
    """A call to protection."""

    called_at = serializers.DateTimeField()
    spoken_to = serializers.CharField(max_length=120)
    reason = Words()
    strategy = Words(default="", allow_blank=True)
