"""The forms of the plan: agree it, add an action, review it."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy

from agencies.forms.base import PlainForm
from agencies.forms.fields import Checkboxes, DateField, Radios
from cases.forms import choices
from cases.forms.choices import tomorrow
from cases.forms.drafted import DraftedForm
from cases.operations.agree_plan import NewAction, NewGoal
from cases.operations.review_plan import CHANGED
from cases.plan_changes import changes_since
from cases.selectors.plan import GoalRow, Owner, PlanSheet
from cases.vocabulary import Need, Progress

MOST_GOALS = 8
SMALL = {"class": "govuk-checkboxes--small"}


def owner_of(key: str) -> dict[str, Any]:
    """ "post:12" or "person:UUID" as the operations take an owner."""
    kind, _, value = key.partition(":")
    return {"owner_post": int(value)} if kind == "post" else {"owner_person": UUID(value)}


def _owners(owners: Iterable[Owner], first: str) -> list[tuple[str, str]]:
    return [("", first), *((one.key, one.words) for one in owners)]


class PlanForm(DraftedForm):
    """What goes with the whole plan."""

    family_words = forms.CharField(
        label=gettext_lazy("What the family says of this plan, in their own words"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    next_review_on = DateField(
        label=gettext_lazy("Date of the next review"),
        earliest=tomorrow,
        help_text=gettext_lazy("For example, 27 3 2026"),
    )


class GoalForm(PlainForm):
    """One goal with its first action. Left empty, it is no goal."""

    mark_optional = False

    need = forms.ChoiceField(label=gettext_lazy("Which need it is for"), required=False)
    words = forms.CharField(
        label=gettext_lazy("What will be true when it is met"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    action = forms.CharField(label=gettext_lazy("The first thing to do"), required=False)
    owner = forms.ChoiceField(label=gettext_lazy("Who does it"), required=False)
    due_on = DateField(
        label=gettext_lazy("By when"),
        required=False,
        earliest=dt.date.today,
        help_text=gettext_lazy("For example, 27 3 2026"),
    )

    def __init__(self, *args: Any, sheet: PlanSheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        recorded = dict.fromkeys((row.need, row.need_words) for row in sheet.needs)
        needs = Need.choices if sheet.is_advice else list(recorded)
        self.fields["need"].choices = [("", gettext("Choose")), *needs]  # type: ignore[attr-defined]
        self.fields["owner"].choices = _owners(sheet.owners, gettext("Choose"))  # type: ignore[attr-defined]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return not any(self.cleaned_data.get(name) for name in self.fields)

    def clean(self) -> dict[str, Any]:
        """A goal needs its need and words; an action its owner and day."""
        given = super().clean() or {}
        if self.errors or not any(given.get(name) for name in self.fields):
            return given
        if not given.get("need"):
            self.add_error("need", gettext("Choose which need the goal is for"))
        if not given.get("words"):
            self.add_error("words", gettext("Enter what will be true when the goal is met"))
        if given.get("owner") or given.get("due_on") or given.get("action"):
            if not given.get("action"):
                self.add_error("action", gettext("Enter the first thing to do"))
            if not given.get("owner"):
                self.add_error("owner", gettext("Choose who does it"))
            if not given.get("due_on"):
                self.add_error("due_on", gettext("Enter by when it is to be done"))
        return given

    def goal(self) -> NewGoal:
        """As `agree_plan` takes it."""
        given = self.cleaned_data
        actions = [NewAction(given["action"], given["due_on"], **owner_of(given["owner"]))] if given["action"] else []
        return NewGoal(given["need"], given["words"], actions)


class ActionForm(DraftedForm):
    """One more action of the plan."""

    goal = forms.ChoiceField(label=gettext_lazy("Which goal it is for"), widget=Radios())
    words = forms.CharField(label=gettext_lazy("What is to be done"), widget=forms.Textarea(attrs={"rows": 2}))
    owner = forms.ChoiceField(label=gettext_lazy("Who does it"))
    due_on = DateField(
        label=gettext_lazy("By when"), earliest=dt.date.today, help_text=gettext_lazy("For example, 27 3 2026")
    )
    takes = forms.IntegerField(
        label=gettext_lazy("How many working days it takes"), required=False, min_value=1, max_value=260,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}), help_text=gettext_lazy("Left empty: one."),
    )  # fmt: skip
    after = forms.MultipleChoiceField(label=gettext_lazy("What must come first"), required=False, widget=Checkboxes())
    before = forms.MultipleChoiceField(
        label=gettext_lazy("What must wait for this"), required=False, widget=Checkboxes()
    )

    def __init__(self, *args: Any, sheet: PlanSheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_goals = [goal for goal in sheet.goals if not goal.achieved_on]
        actions = [action for goal in sheet.goals for action in goal.actions if not action.done_on]
        listed = [(str(one.id), one.words.value or "") for one in actions]
        self.fields["goal"].choices = [  # type: ignore[attr-defined]
            (str(goal.id), f"{goal.words.value} ({goal.need_words})") for goal in open_goals
        ]
        self.fields["owner"].choices = _owners(sheet.owners, gettext("Choose"))  # type: ignore[attr-defined]
        for name in ("after", "before"):
            self.fields[name].choices = listed  # type: ignore[attr-defined]
            if not listed:
                del self.fields[name]

    def facts(self) -> dict[str, Any]:
        """What `add_action` takes."""
        given = self.cleaned_data
        return {
            "goal": int(given["goal"]),
            "words": given["words"],
            "due_on": given["due_on"],
            "after": [int(one) for one in given.get("after", [])],
            "before": [int(one) for one in given.get("before", [])],
            "takes": given["takes"] or 1,
            "submission": given["submission"],
        } | owner_of(given["owner"])


class ReviewForm(DraftedForm):
    """Each goal not yet met, who came, what was decided, the next date."""

    held_on = DateField(
        label=gettext_lazy("When the review was held"),
        latest=dt.date.today,
        help_text=gettext_lazy("For example, 27 3 2026"),
    )
    meeting = forms.ChoiceField(label=gettext_lazy("Which meeting it was"), required=False, widget=Radios())
    came = forms.MultipleChoiceField(label=gettext_lazy("Who came"), widget=Checkboxes())
    apologies = forms.MultipleChoiceField(
        label=gettext_lazy("Who sent apologies"), required=False, widget=Checkboxes(attrs=SMALL)
    )
    report = forms.MultipleChoiceField(
        label=gettext_lazy("Who sent a report instead"), required=False, widget=Checkboxes(attrs=SMALL)
    )
    family_came = forms.MultipleChoiceField(
        label=gettext_lazy("Who came of the family"), required=False, widget=Checkboxes(attrs=SMALL)
    )
    minutes = forms.CharField(
        label=gettext_lazy("Minutes"),
        required=False,
        help_text=gettext_lazy("Everybody of the team who was asked to come can read them."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    decisions = forms.CharField(label=gettext_lazy("What was decided"), widget=forms.Textarea(attrs={"rows": 5}))
    family_words = forms.CharField(
        label=gettext_lazy("What the family said, in their own words"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    next_review_on = DateField(
        label=gettext_lazy("Date of the next review"),
        earliest=tomorrow,
        help_text=gettext_lazy("For example, 27 3 2026"),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, sheet: PlanSheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        self.changes: tuple[str, ...] = ()
        self.aside: tuple[str, ...] = ()
        self.initial["seen"] = sheet.state.written()
        self.goals: list[GoalRow] = [goal for goal in sheet.goals if not goal.achieved_on]
        team = [(one.key.removeprefix("post:"), one.words) for one in sheet.team]
        for name in ("came", "apologies", "report"):
            self.fields[name].choices = team  # type: ignore[attr-defined]
        self.fields["family_came"].choices = choices.people(sheet.members)  # type: ignore[attr-defined]
        self.fields["meeting"].choices = [  # type: ignore[attr-defined]
            *((str(one.id), one.words) for one in sheet.meetings), ("", gettext("None of these")),
        ]  # fmt: skip
        if not sheet.meetings:
            del self.fields["meeting"]
        for goal in self.goals:
            self.fields[f"progress_{goal.id}"] = forms.ChoiceField(
                label=gettext("How it stands now"),
                choices=Progress.choices,
                widget=Radios(attrs={"class": "govuk-radios--small"}),
                error_messages={"required": gettext("Say how “%(goal)s” stands now") % {"goal": goal.words.value}},
            )
            self.fields[f"words_{goal.id}"] = forms.CharField(
                label=gettext("In words"), required=False, widget=forms.Textarea(attrs={"rows": 2})
            )

    def clean(self) -> dict[str, Any]:
        """What changed since the form was opened is shown first; sent again, this review is recorded beside it."""
        given = super().clean() or {}
        self.changes = changes_since(given.get("seen", ""), self.sheet.state)
        if self.changes:
            self.aside = tuple(self._typed_about_what_is_met())
            self.data = QueryDict.copy(cast("QueryDict", self.data))
            self.data["seen"] = self.sheet.state.written()
            self.add_error(None, str(CHANGED))
        return given

    def _typed_about_what_is_met(self) -> Iterable[str]:
        """What was written about goals that are met meanwhile, and so are not asked about any more."""
        for goal in self.sheet.goals:
            words = str(self.data.get(f"words_{goal.id}", "")).strip()
            if goal.achieved_on and words:
                yield gettext("About “%(goal)s”, met meanwhile, you wrote: %(words)s") % {
                    "goal": goal.words.value,
                    "words": words,
                }

    def by_goal(self) -> list[tuple[GoalRow, Any, Any]]:
        """Each goal with its two fields, for the page."""
        return [(goal, self[f"progress_{goal.id}"], self[f"words_{goal.id}"]) for goal in self.goals]

    def facts(self) -> dict[str, Any]:
        """What `review_plan` takes."""
        given = self.cleaned_data
        return {
            "held_on": given["held_on"],
            "came": [int(one) for one in given["came"]],
            "others": {int(one): how for how in ("report", "apologies") for one in given[how]},
            "family_came": [UUID(one) for one in given["family_came"]],
            "meeting": int(given["meeting"]) if given.get("meeting") else None,
            "minutes": given["minutes"],
            "decisions": given["decisions"],
            "family_words": given["family_words"],
            "next_review_on": given["next_review_on"],
            "submission": given["submission"],
            "version": self.sheet.version,
            "goals": {goal.id: (given[f"progress_{goal.id}"], given[f"words_{goal.id}"]) for goal in self.goals},
        }
