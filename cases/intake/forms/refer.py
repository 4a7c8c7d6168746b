"""The two ways in on a page: for professionals, and in plain words for families."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.forms.base import PlainForm
from agencies.forms.fields import Checkboxes, Radios
from agencies.forms.wording import in_their_language
from cases.intake.report import LONGEST_CONCERN
from cases.vocabulary import Need, SaidConsent, Source

CONSENT_HINTS: dict[str, Any] = {
    SaidConsent.GIVEN: _("They know about this referral and want help"),
    SaidConsent.NOT_SOUGHT: _("Say why in your own words below"),
    SaidConsent.REFUSED: _("Partners will be asked only if significant harm is suspected"),
}
PLAIN_NEEDS = [
    (Need.EDUCATION, _("School, or getting there")),
    (Need.EARLY_YEARS, _("A baby or small child")),
    (Need.HEALTH, _("Health, or how somebody feels")),
    (Need.SUBSTANCE, _("Drink or drugs")),
    (Need.RELATIONSHIPS, _("Getting on with each other")),
    (Need.SAFETY, _("Keeping somebody safe")),
    (Need.CRIME, _("Trouble with the police or neighbours")),
    (Need.DOMESTIC_ABUSE, _("Somebody at home, or an ex-partner, is hurting or frightening us")),
    (Need.HOUSING, _("Our home")),
    (Need.MONEY, _("Money or work")),
]
YES_OR_NO = [("yes", _("Yes")), ("no", _("No"))]


class FrontDoorForm(PlainForm):
    """What both forms share: the form's own number, so that pressed twice it sends once, and the front door."""

    submission = forms.UUIDField(widget=forms.HiddenInput)
    front_door = forms.ChoiceField(label=_("Which area"), required=False)

    def __init__(self, *args: Any, doors: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["submission"].initial = uuid4
        if len(doors) < 2:
            del self.fields["front_door"]
            return
        field = self.fields["front_door"]
        field.choices = [("", _("Choose one")), *doors]  # type: ignore[attr-defined]
        field.required = True

    @property
    def to_front_door(self) -> str:
        """The front door chosen, where there was a choice."""
        return str(self.cleaned_data.get("front_door") or "")


class ReferForm(FrontDoorForm):
    """A referral by a professional."""

    immediate_danger = forms.ChoiceField(
        label=_("Is somebody in danger now?"),
        choices=[("yes", _("Yes, I have rung 999 or children's social care")), ("no", _("No"))],
        widget=Radios(),
    )
    source = forms.ChoiceField(
        label=_("Who is referring?"), choices=[("", _("Choose one")), *in_their_language(Source.choices)]
    )
    referrer_contact = forms.CharField(
        label=_("How we can reach you"),
        max_length=200,
        required=False,
        help_text=_("A telephone number or e-mail address"),
    )
    consent = forms.ChoiceField(
        label=_("What does the family say?"),
        choices=in_their_language(SaidConsent.choices),
        widget=Radios(hints=CONSENT_HINTS),
    )
    concern = forms.CharField(
        label=_("What worries you, and what is going well"),
        max_length=LONGEST_CONCERN,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What you have seen or been told, and when. Say what is fact and what is opinion."),
    )
    needs = forms.MultipleChoiceField(
        label=_("What may they need help with?"),
        choices=in_their_language(Need.choices),
        required=False,
        widget=Checkboxes(attrs={"class": "govuk-checkboxes--small"}),
        help_text=_("Tick any that apply"),
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
        label=_("Is anybody in danger right now?"),
        choices=YES_OR_NO,
        widget=Radios(attrs={"class": "govuk-radios--inline"}),
    )
    who = forms.ChoiceField(
        label=_("Who are you asking for?"),
        choices=[(Source.SELF, _("My own family")), (Source.OTHER, _("Somebody else's family"))],
        widget=Radios(),
    )
    concern = forms.CharField(
        label=_("What is going on, and what would help?"),
        max_length=LONGEST_CONCERN,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("In your own words. A few lines are enough."),
    )
    needs = forms.MultipleChoiceField(
        label=_("What is it about?"),
        choices=PLAIN_NEEDS,
        required=False,
        widget=Checkboxes(attrs={"class": "govuk-checkboxes--small"}),
        help_text=_("Tick any that fit"),
    )
    address = forms.CharField(label=_("Where does the family live?"), max_length=300, required=False)
    postcode = forms.CharField(
        label=_("Postcode"), max_length=10, required=False, widget=forms.TextInput({"class": "govuk-input--width-10"})
    )
    your_name = forms.CharField(label=_("Your name"), max_length=120, required=False)
    contact = forms.CharField(
        label=_("How can we reach you safely?"),
        max_length=200,
        help_text=_("A telephone number or e-mail address, and when not to ring"),
    )
    consent = forms.ChoiceField(
        label=_("May we talk to people who know the family, such as the school or the doctor?"),
        choices=[
            (SaidConsent.GIVEN, _("Yes")),
            (SaidConsent.NOT_SOUGHT, _("Ask me first")),
            (SaidConsent.REFUSED, _("No")),
        ],
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
        label=_("Your code"), max_length=30, help_text=_("Twelve letters and numbers, such as B3CD-7FGH-2JKM"),
        widget=forms.TextInput({"class": "govuk-input--width-20", "autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip


class WhatHappenedForm(CodeForm):
    """Reference and code, as they were told when help was asked for."""

    reference = forms.CharField(
        label=_("Your reference"), max_length=20, widget=forms.TextInput({"class": "govuk-input--width-10"})
    )

    field_order = ["reference", "code"]
