"""The form for a contact: one page, for a telephone at a kitchen table."""

import datetime as dt
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.forms.fields import Checkboxes, DateField, Radios, TimeField
from cases.forms import choices
from cases.forms.drafted import DraftedForm
from cases.operations.record_contact import NewPart
from cases.selectors.members import MembersSheet
from cases.vocabulary import ContactKind
from datasharing.vocabulary import Category, ToldBy


class ContactForm(DraftedForm):
    """When, how, how long, who was seen, what was said, a child's own words, what next."""

    kind = forms.ChoiceField(
        label=gettext_lazy("How was the contact made?"), choices=ContactKind.choices, widget=Radios()
    )
    held_on = DateField(
        label=gettext_lazy("Day"), latest=dt.date.today, help_text=gettext_lazy("For example, 27 3 2026")
    )
    held_time = TimeField(label=gettext_lazy("Time"), help_text=gettext_lazy("For example, 2:30pm or 14:30"))
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes"),
        min_value=0,
        max_value=1440,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )
    place_words = forms.CharField(label=gettext_lazy("Where"), required=False)
    seen = forms.MultipleChoiceField(label=gettext_lazy("Who was seen"), required=False, widget=Checkboxes())
    words = forms.CharField(
        label=gettext_lazy("What was said or seen"),
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": gettext_lazy("Write what was said or seen")},
    )
    category = forms.ChoiceField(
        label=gettext_lazy("What this tells of"),
        help_text=gettext_lazy("Who may read it follows from this."),
        choices=choices.categories(Category.CONTACTS),
        initial=Category.CONTACTS,
    )
    about = forms.MultipleChoiceField(
        label=gettext_lazy("Whom it is about"),
        required=False,
        help_text=gettext_lazy("Nobody ticked means the whole family."),
        widget=Checkboxes(),
    )
    child = forms.ChoiceField(label=gettext_lazy("Which child said something in their own words"), required=False)
    child_words = forms.CharField(
        label=gettext_lazy("The child’s own words"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    next_step = forms.CharField(
        label=gettext_lazy("What next"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, sheet: MembersSheet, **kwargs: Any) -> None:
        now = timezone.localtime()
        first = {"held_on": now.date(), "category": Category.CONTACTS}
        kwargs["initial"] = first | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        everyone, children = choices.people(sheet.members), choices.people(sheet.children)
        self.fields["seen"].choices = everyone  # type: ignore[attr-defined]
        self.fields["about"].choices = everyone  # type: ignore[attr-defined]
        self.fields["child"].choices = [("", _("No child")), *children]  # type: ignore[attr-defined]
        if self.data.get("kind") == ContactKind.ATTEMPTED or self.data.get("child_words"):
            self.fields["words"].required = False
        if not children:
            del self.fields["child"], self.fields["child_words"]

    def clean(self) -> dict[str, Any]:
        """A child's words need the child, and the other way."""
        given = super().clean() or {}
        if given.get("child_words") and not given.get("child"):
            self.add_error("child", _("Choose which child said this"))
        if given.get("child") and not given.get("child_words"):
            self.add_error("child_words", _("Write the child’s own words, or choose no child"))
        return given

    def facts(self) -> dict[str, Any]:
        """What `record_contact` takes."""
        given = self.cleaned_data
        parts = []
        if given["words"]:
            parts.append(NewPart(given["category"], [UUID(one) for one in given["about"]], given["words"]))
        if given.get("child_words"):
            child = UUID(given["child"])
            parts.append(NewPart(Category.CONTACTS, [child], given["child_words"], True, ToldBy.PERSON))
        return {
            "kind": given["kind"],
            "held_at": timezone.make_aware(dt.datetime.combine(given["held_on"], given["held_time"])),
            "minutes": given["minutes"],
            "place_words": given["place_words"],
            "seen": [UUID(one) for one in given["seen"]],
            "parts": parts,
            "next_step": given["next_step"],
            "submission": given["submission"],
        }
