"""Forms of what leaves: the number in the council's own system, and a family that moves to another authority."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.forms.base import PlainForm
from agencies.forms.fields import Checkboxes, DateField, Radios
from cases.forms import choices
from cases.selectors.people import Member

LONGEST = 20_000


class OutsideNumberForm(PlainForm):
    """The family's number and link in the council's own system."""

    number = forms.CharField(
        label=_("Number in the council’s own system"),
        max_length=60,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )
    link = forms.CharField(
        label=_("Link to it"), required=False, max_length=500, help_text=_("It begins with https://")
    )


class TransferOutForm(PlainForm):
    """Where they moved, who moves, and what the next front door needs to know."""

    front_door = forms.ChoiceField(label=_("Where does the family live now?"))
    people = forms.MultipleChoiceField(label=_("Who moves?"), widget=Checkboxes())
    address = forms.CharField(label=_("New address"), required=False, max_length=300)
    words = forms.CharField(
        label=_("What does the next front door need to know?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Only this, the people and their needs go. The plan, contacts and partners’ answers stay here."),
    )
    agreed = forms.ChoiceField(
        label=_("Has the family agreed that this goes?"),
        choices=[("yes", _("Yes")), ("no", _("No, or they were not asked"))],
        widget=Radios(reveals={"no": "why_without"}),
    )
    why_without = forms.CharField(
        label=_("Why it goes without their agreement"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    follow_up_on = DateField(
        label=_("When do you ask whether they arrived?"),
        earliest=choices.tomorrow,
        help_text=_("For example, 27 3 2027"),
    )

    def __init__(self, *args: Any, members: Sequence[Member], doors: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = choices.people(members)  # type: ignore[attr-defined]
        self.fields["front_door"].choices = [("", _("Choose one")), *doors]  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """What `transfer_out` takes."""
        given = dict(self.cleaned_data)
        given["people"] = [UUID(one) for one in given["people"]]
        given["agreed"] = given["agreed"] == "yes"
        return given
