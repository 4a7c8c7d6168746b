"""What callers of the API send, step by step: the same facts as the forms of the pages."""

from typing import Any

from rest_framework import serializers

from cases.meeting_words import Attended
from cases.operations.agree_plan import NewAction, NewGoal
from cases.operations.record_contact import NewPart
from cases.vocabulary import ContactKind, Need, NeedKind, Progress, Role, Sex
from datasharing.vocabulary import Category, ToldBy

LONGEST = 20_000


class Words(serializers.CharField):
    """Free text: kept as sent but for blanks at the ends; a null character is refused."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=kwargs.pop("max_length", LONGEST), **kwargs)


class Body(serializers.Serializer[Any]):
    """A body that is read, never written. `facts()` is what the operation takes."""

    def facts(self) -> dict[str, Any]:
        """The operation's keyword arguments."""
        return dict(self.validated_data)


class AllocateBody(Body):
    """`key_worker` and `members` are posts, `team` the reference of a locality team."""

    key_worker = serializers.IntegerField()
    members = serializers.ListField(child=serializers.IntegerField(), default=list, max_length=30)
    team = serializers.CharField(default="", allow_blank=True, max_length=60)


class KeyWorkerBody(Body):
    """`key_worker` is a post."""

    key_worker = serializers.IntegerField()
    handover = Words()


class MemberBody(Body):
    """Somebody who belongs to the family and was not in it before."""

    given_name = Words(max_length=200)
    family_name = Words(max_length=200)
    role = serializers.ChoiceField(choices=Role.choices)
    date_of_birth = serializers.DateField(allow_null=True, default=None)
    sex = serializers.ChoiceField(choices=Sex.choices, default=Sex.UNKNOWN)


class StrategyBody(Body):
    """When the strategy discussion was held, who came and what was decided."""

    strategy = Words()


class NeedBody(Body):
    """`about` holds subjects of the family; none means all of it."""

    need = serializers.ChoiceField(choices=Need.choices)
    kind = serializers.ChoiceField(choices=NeedKind.choices, default=NeedKind.NEED)
    evidence = Words()
    about = serializers.ListField(child=serializers.UUIDField(), default=list, max_length=50)
    category = serializers.ChoiceField(choices=Category.choices, default="", allow_blank=True)
    told_by = serializers.ChoiceField(choices=ToldBy.choices, default=ToldBy.PRACTITIONER)


class NewActionBody(Body):
    """One action of a new plan. `name` is a word by which other actions name it in `after`."""

    words = Words()
    due_on = serializers.DateField()
    owner_post = serializers.IntegerField(allow_null=True, default=None)
    owner_person = serializers.UUIDField(allow_null=True, default=None)
    name = serializers.CharField(default="", allow_blank=True, max_length=60)
    after = serializers.ListField(child=serializers.CharField(max_length=60), default=list, max_length=50)


class NewGoalBody(Body):
    """One goal of a new plan, under a need on record."""

    need = serializers.ChoiceField(choices=Need.choices)
    words = Words()
    actions = NewActionBody(many=True, default=list)


class PlanBody(Body):
    """The plan as the family agreed to it."""

    goals = NewGoalBody(many=True, allow_empty=False)
    family_words = Words()
    next_review_on = serializers.DateField()

    def facts(self) -> dict[str, Any]:
        """Goals and actions as `agree_plan` takes them."""
        given = self.validated_data
        goals = [
            NewGoal(
                goal["need"],
                goal["words"],
                [NewAction(**action | {"after": tuple(action["after"])}) for action in goal["actions"]],
            )
            for goal in given["goals"]
        ]
        return {**given, "goals": goals}


class ActionBody(Body):
    """One more action. `after` and `before` are actions of the plan; it `takes` so many working days."""

    goal = serializers.IntegerField()
    words = Words()
    due_on = serializers.DateField()
    owner_post = serializers.IntegerField(allow_null=True, default=None)
    owner_person = serializers.UUIDField(allow_null=True, default=None)
    after = serializers.ListField(child=serializers.IntegerField(), default=list, max_length=50)
    before = serializers.ListField(child=serializers.IntegerField(), default=list, max_length=50)
    takes = serializers.IntegerField(default=1, help_text="working days")


class DoneBody(Body):
    """The day on which an action was done; today unless told."""

    done_on = serializers.DateField(allow_null=True, default=None)


class PartBody(Body):
    """One part of a contact."""

    category = serializers.ChoiceField(choices=Category.choices, default=Category.CONTACTS)
    about = serializers.ListField(child=serializers.UUIDField(), default=list, max_length=50)
    words = Words()
    is_child_voice = serializers.BooleanField(default=False)
    told_by = serializers.ChoiceField(choices=ToldBy.choices, default=ToldBy.PRACTITIONER)


class ContactBody(Body):
    """A contact. `submission` is the sender's own number: sent twice, the contact is recorded once."""

    kind = serializers.ChoiceField(choices=ContactKind.choices)
    held_at = serializers.DateTimeField()
    minutes = serializers.IntegerField()
    place_words = serializers.CharField(default="", allow_blank=True, max_length=200)
    seen = serializers.ListField(child=serializers.UUIDField(), default=list, max_length=50)
    parts = PartBody(many=True, default=list)
    next_step = Words(default="", allow_blank=True)
    submission = serializers.UUIDField()

    def facts(self) -> dict[str, Any]:
        """Parts as `record_contact` takes them."""
        return {**self.validated_data, "parts": [NewPart(**part) for part in self.validated_data["parts"]]}


class GoalStandingBody(Body):
    """How one goal stands."""

    goal = serializers.IntegerField()
    progress = serializers.ChoiceField(choices=Progress.choices)
    words = Words(default="", allow_blank=True)


class ReviewBody(Body):
    """A review of the plan. `came` are posts of the team; `submission` the sender's own number, as of a contact.

    `others` maps posts to "apologies", "report" or "absent".
    """

    held_on = serializers.DateField()
    came = serializers.ListField(child=serializers.IntegerField(), allow_empty=False, max_length=50)
    others = serializers.DictField(child=serializers.ChoiceField(Attended.choices), default=dict)
    family_came = serializers.ListField(child=serializers.UUIDField(), default=list, max_length=50)
    meeting = serializers.IntegerField(allow_null=True, default=None)
    minutes = Words(default="", allow_blank=True)
    goals = GoalStandingBody(many=True)
    decisions = Words()
    family_words = Words(default="", allow_blank=True)
    next_review_on = serializers.DateField()
    submission = serializers.UUIDField(allow_null=True, default=None)
    version = serializers.IntegerField(allow_null=True, default=None, help_text="of the plan that was reviewed")

    def facts(self) -> dict[str, Any]:
        """Goals as `review_plan` takes them."""
        goals = {one["goal"]: (one["progress"], one["words"]) for one in self.validated_data["goals"]}
        return {**self.validated_data, "goals": goals}
