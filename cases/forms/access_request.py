"""Recording an access request, and the steps by which it is answered."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.forms.base import PlainForm
from agencies.forms.fields import DateField, Radios
from cases.forms import choices
from cases.selectors.members import MembersSheet
from cases.vocabulary import AskedBy, HeldBack


class RecordRequestForm(PlainForm):
    """Who asked for what, when, and about whom."""

    subject = forms.ChoiceField(label=_("Whom it is about"), widget=Radios())
    asked_by = forms.ChoiceField(label=_("Who asked"), choices=AskedBy.choices, widget=Radios())
    child_agrees = forms.ChoiceField(
        label=_("If a parent asked: does the child agree?"),
        choices=[("", _("Not asked, or too young to decide")), ("yes", _("Yes")), ("no", _("No"))],
        required=False,
        widget=Radios(),
    )
    received_on = DateField(label=_("When it reached us"), latest=timezone.localdate)
    words = forms.CharField(
        label=_("What they asked for, and how to reach them"),
        required=False,
        help_text=_("It need not be on paper, and they need not say why."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )

    def __init__(self, *args: Any, sheet: MembersSheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"].choices = choices.people(sheet.members)  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """The operation's keyword arguments."""
        given = self.cleaned_data
        return given | {
            "subject": UUID(given["subject"]),
            "child_agrees": {"yes": True, "no": False}.get(given["child_agrees"]),
        }


class IdentityForm(PlainForm):
    """How we know who asks."""

    how = forms.CharField(
        label=_("How you know who asks, and that they may"),
        help_text=_("Met in person by somebody who knows them, or a document that you saw. Keep no copy of it."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
    )


class ExtendForm(PlainForm):
    """By how much, and why."""

    months = forms.TypedChoiceField(
        label=_("By how much"), choices=[("1", _("One month")), ("2", _("Two months"))], coerce=int, widget=Radios()
    )
    because = forms.CharField(label=_("Why it takes longer"), widget=forms.Textarea(attrs={"rows": 2}), max_length=1000)


class HoldBackForm(PlainForm):
    """One record, and the ground."""

    record = forms.CharField(label=_("Record"), max_length=80)
    ground = forms.ChoiceField(label=_("On what ground"), choices=HeldBack.choices, widget=Radios())


class RefuseForm(PlainForm):
    """Why, as it is told to whoever asked."""

    because = forms.CharField(
        label=_("Why it is refused, as you tell whoever asked"),
        help_text=_("Tell them too that they can complain to us, and to the Information Commissioner."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
