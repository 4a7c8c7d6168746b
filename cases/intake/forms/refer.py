"""The two ways in on a page: for professionals, and in plain words for families."""

from typing import Any
from uuid import uuid4

from django import forms

from agencies.forms.base import PlainForm
from agencies.forms.fields import Checkboxes, Radios
from cases.intake.report import LONGEST_CONCERN
from cases.vocabulary import Need, SaidConsent, Source

CONSENT_HINTS: dict[str, str] = {
    SaidConsent.GIVEN: "They know about this referral and want help",
    SaidConsent.NOT_SOUGHT: "Say why in your own words below",
    SaidConsent.REFUSED: "Partners will be asked only if significant harm is suspected",
}
PLAIN_NEEDS = [
    (Need.EDUCATION, "School, or getting there"),
    (Need.EARLY_YEARS, "A baby or small child"),
    (Need.HEALTH, "Health, or how somebody feels"),
    (Need.SUBSTANCE, "Drink or drugs"),
    (Need.RELATIONSHIPS, "Getting on with each other"),
    (Need.SAFETY, "Keeping somebody safe"),
    (Need.CRIME, "Trouble with the police or neighbours"),
    (Need.DOMESTIC_ABUSE, "Somebody at home, or an ex-partner, is hurting or frightening us"),
    (Need.HOUSING, "Our home"),
    (Need.MONEY, "Money or work"),
]
YES_OR_NO = [("yes", "Yes"), ("no", "No")]


class FrontDoorForm(PlainForm):
    """What both forms share: the form's own number, so that pressed twice it sends once, and the front door."""

    submission = forms.UUIDField(widget=forms.HiddenInput)
    front_door = forms.ChoiceField(label="Which area", required=False)

    def __init__(self, *args: Any, doors: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["submission"].initial = uuid4
        if len(doors) < 2:
            del self.fields["front_door"]
            return
        field = self.fields["front_door"]
        field.choices = [("", "Choose one"), *doors]  # type: ignore[attr-defined]
        field.required = True

    @property
    def to_front_door(self) -> str:
        """The front door chosen, where there was a choice."""
        return str(self.cleaned_data.get("front_door") or "")


class ReferForm(FrontDoorForm):
    """A referral by a professional."""

    immediate_danger = forms.ChoiceField(
        label="Is somebody in danger now?",
        choices=[("yes", "Yes, I have rung 999 or children's social care"), ("no", "No")],
        widget=Radios(),
    )
    source = forms.ChoiceField(label="Who is referring?", choices=[("", "Choose one"), *Source.choices])
    referrer_contact = forms.CharField(
        label="How we can reach you", max_length=200, required=False, help_text="A telephone number or e-mail address"
    )
    consent = forms.ChoiceField(
        label="What does the family say?", choices=SaidConsent.choices, widget=Radios(hints=CONSENT_HINTS)
    )
    concern = forms.CharField(
        label="What worries you, and what is going well",
        max_length=LONGEST_CONCERN,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="What you have seen or been told, and when. Say what is fact and what is opinion.",
    )
    needs = forms.MultipleChoiceField(
        label="What may they need help with?",
        choices=Need.choices,
        required=False,
        widget=Checkboxes(attrs={"class": "govuk-checkboxes--small"}),
        help_text="Tick any that apply",
    )

    def facts(self, people: list[dict[str, Any]], referrer_name: str) -> dict[str, Any]:
        """The referral as a report is read from."""
        given = self.cleaned_data
        return {
            "id": f"form-{given['submission']}",
            "source": given["source"],
            "consent": given["consent"],
            "immediate_danger": given["immediate_danger"] == "yes",
            "needs": given["needs"],
            "concern": given["concern"],
            "people": people,
            "referrer_name": referrer_name,
            "referrer_contact": given["referrer_contact"],
        }


class AskForHelpForm(FrontDoorForm):
    """A family's own: plain words, nothing that has to be known but a name and a worry."""

    immediate_danger = forms.ChoiceField(
        label="Is anybody in danger right now?",
        choices=YES_OR_NO,
        widget=Radios(attrs={"class": "govuk-radios--inline"}),
    )
    who = forms.ChoiceField(
        label="Who are you asking for?",
        choices=[(Source.SELF, "My own family"), (Source.OTHER, "Somebody else's family")],
        widget=Radios(),
    )
    concern = forms.CharField(
        label="What is going on, and what would help?",
        max_length=LONGEST_CONCERN,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="In your own words. A few lines are enough.",
    )
    needs = forms.MultipleChoiceField(
        label="What is it about?",
        choices=PLAIN_NEEDS,
        required=False,
        widget=Checkboxes(attrs={"class": "govuk-checkboxes--small"}),
        help_text="Tick any that fit",
    )
    address = forms.CharField(label="Where does the family live?", max_length=300, required=False)
    postcode = forms.CharField(
        label="Postcode", max_length=10, required=False, widget=forms.TextInput({"class": "govuk-input--width-10"})
    )
    your_name = forms.CharField(label="Your name", max_length=120, required=False)
    contact = forms.CharField(
        label="How can we reach you safely?",
        max_length=200,
        help_text="A telephone number or e-mail address, and when not to ring",
    )
    consent = forms.ChoiceField(
        label="May we talk to people who know the family, such as the school or the doctor?",
        choices=[(SaidConsent.GIVEN, "Yes"), (SaidConsent.NOT_SOUGHT, "Ask me first"), (SaidConsent.REFUSED, "No")],
        widget=Radios(),
    )

    def facts(self, people: list[dict[str, Any]]) -> dict[str, Any]:
        """The referral as a report is read from: the one address is everybody's."""
        given = self.cleaned_data
        home = {name: given[name] for name in ("address", "postcode") if given[name]}
        return {
            "id": f"form-{given['submission']}",
            "source": given["who"],
            "consent": given["consent"] if given["who"] == Source.SELF else SaidConsent.NOT_SOUGHT,
            "immediate_danger": given["immediate_danger"] == "yes",
            "needs": given["needs"],
            "concern": given["concern"],
            "people": [person | home for person in people],
            "referrer_name": given["your_name"],
            "referrer_contact": given["contact"],
        }


class CodeForm(PlainForm):
    """The code that was written down."""

    code = forms.CharField(
        label="Your code", max_length=30, help_text="Twelve letters and numbers, such as B3CD-7FGH-2JKM",
        widget=forms.TextInput({"class": "govuk-input--width-20", "autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip


class WhatHappenedForm(CodeForm):
    """Reference and code, as they were told when help was asked for."""

    reference = forms.CharField(
        label="Your reference", max_length=20, widget=forms.TextInput({"class": "govuk-input--width-10"})
    )

    field_order = ["reference", "code"]
