"""Triage: a partner's answer, the panel's decision, and the call to protection."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.forms.base import PlainForm
from agencies.forms.fields import Checkboxes, DateField, Radios, TimeField
from cases.vocabulary import Decision, Intensity

LONGEST = 20_000
LEVELS = [
    ("1", gettext_lazy("1: their needs are met by services for everybody")),
    ("2", gettext_lazy("2: some extra help, from one service")),
    ("3", gettext_lazy("3: several needs at once, a lead and a plan")),
    ("4", gettext_lazy("4: specialist help, children's social care")),
]


class AnswerForm(PlainForm):
    """A partner's answer: one box for each category that its kind of agency supplies."""

    act_now = forms.BooleanField(
        label=gettext_lazy("Act now: this cannot wait. The front door and the emergency duty team are told at once"),
        required=False,
    )
    nothing_known = forms.BooleanField(label=gettext_lazy("We know nothing about these people"), required=False)

    def __init__(self, *args: Any, boxes: tuple[tuple[str, str], ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = {
            f"part_{category}": forms.CharField(
                label=words, required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5})
            )
            for category, words in boxes
        }
        self.fields = {**own, **self.fields}

    def facts(self) -> dict[str, Any]:
        """What `give_information` takes."""
        given = self.cleaned_data
        return {
            "parts": {name.removeprefix("part_"): words for name, words in given.items() if name.startswith("part_")},
            "nothing_known": given["nothing_known"],
            "act_now": given["act_now"],
        }


class DecideForm(PlainForm):
    """What is to be done, at what level of need, how much, and why."""

    mark_optional = False

    decision = forms.ChoiceField(
        label=gettext_lazy("What is to be done?"),
        choices=Decision.choices,
        widget=Radios(
            hints={
                Decision.OPEN_CASE: gettext_lazy("The family waits for a key worker"),
                Decision.JOIN_CASE: gettext_lazy("The key worker is told"),
                Decision.STEP_UP: gettext_lazy("After the call to protection"),
            },
            reveals={Decision.SIGNPOST: "signposted_to"},
        ),
    )
    signposted_to = forms.CharField(label=gettext_lazy("To which service?"), required=False, max_length=200)
    level_of_need = forms.ChoiceField(
        label=gettext_lazy("Level of need"),
        choices=LEVELS,
        required=False,
        widget=Radios(),
        help_text=gettext_lazy("Needed to open a case"),
    )
    intensity = forms.ChoiceField(
        label=gettext_lazy("How much help?"),
        choices=Intensity.choices,
        required=False,
        help_text=gettext_lazy("Needed to open a case"),
        widget=Radios(hints={Intensity.ADVICE: gettext_lazy("One goal, one page; no panel and no team")}),
    )
    locality = forms.ChoiceField(label=gettext_lazy("Which locality team?"), required=False)
    reasons = forms.CharField(
        label=gettext_lazy("Reasons"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5})
    )
    conditions = forms.CharField(
        label=gettext_lazy("Conditions, if any"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    present = forms.MultipleChoiceField(
        label=gettext_lazy("Who takes part in the decision, beside you"),
        required=False,
        widget=Checkboxes(attrs={"class": "govuk-checkboxes--small"}),
    )
    dissent = forms.CharField(
        label=gettext_lazy("Who disagreed, if anybody, and why"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self,
        *args: Any,
        localities: list[tuple[str, str]],
        services: list[tuple[str, str]] | None = None,
        present: tuple[list[tuple[str, str]], str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if present:
            self.fields["present"].choices, self.fields["present"].help_text = present  # type: ignore[attr-defined]
        else:
            del self.fields["present"]
        if services:
            self.fields["signposted_to"] = forms.ChoiceField(
                label=_("To which service of the directory?"),
                required=False,
                choices=[("", _("Choose one")), *services],
            )
        if len(localities) > 1:
            self.fields["locality"].choices = [("", _("Choose one")), *localities]  # type: ignore[attr-defined]
        else:
            del self.fields["locality"]

    def clean(self) -> dict[str, Any]:
        """What a decision needs besides its reasons is asked for at once, not one thing after another."""
        given = super().clean() or self.cleaned_data
        if given.get("decision") == Decision.OPEN_CASE:
            if not given.get("level_of_need"):
                self.add_error("level_of_need", _("Choose a level of need from 1 to 4"))
            if not given.get("intensity"):
                self.add_error("intensity", _("Choose how much help: intensive, outreach or advice"))
        if given.get("decision") == Decision.SIGNPOST and not given.get("signposted_to"):
            self.add_error("signposted_to", _("Name the service to which the family is signposted"))
        return given

    def facts(self) -> dict[str, Any]:
        """What `decide_triage` takes."""
        given = dict(self.cleaned_data)
        level = given.pop("level_of_need")
        given["present"] = [int(post) for post in given.get("present", [])]
        return given | {"level_of_need": int(level) if level else None}


class StepUpForm(PlainForm):
    """The call: when, whom, why, and the strategy discussion if there was one already."""

    called_on = DateField(label=gettext_lazy("Day of the call"), latest=timezone.localdate, initial=timezone.localdate)
    called_time = TimeField(
        label=gettext_lazy("Time of the call"), help_text=gettext_lazy("For example, 2:05am or 14:30")
    )
    spoken_to = forms.CharField(
        label=gettext_lazy("Whom did you speak to?"), max_length=120, help_text=gettext_lazy("Name and role")
    )
    reason = forms.CharField(
        label=gettext_lazy("Why is this about protection?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    strategy = forms.CharField(
        label=gettext_lazy("Strategy discussion"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("When, with whom, and what was decided, if it has been held"),
    )

    def facts(self) -> dict[str, Any]:
        """What `step_up` takes."""
        given = self.cleaned_data
        called_at = timezone.make_aware(dt.datetime.combine(given["called_on"], given["called_time"]))
        return {name: given[name] for name in ("spoken_to", "reason", "strategy")} | {"called_at": called_at}


class ConfirmForm(PlainForm):
    """A step that needs nothing but a yes."""
