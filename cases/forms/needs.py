"""The form for a need or a strength."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.forms.fields import Checkboxes, Radios
from cases.forms import choices
from cases.forms.drafted import DraftedForm
from cases.selectors.members import MembersSheet
from cases.vocabulary import Need, NeedKind
from datasharing.vocabulary import Category, ToldBy


class NeedForm(DraftedForm):
    """What it is, the evidence, whom it is about and who told it."""

    kind = forms.ChoiceField(
        label=_("Is it a need or a strength?"),
        choices=NeedKind.choices,
        widget=Radios(attrs={"class": "govuk-radios--inline"}),
    )
    need = forms.ChoiceField(label=_("What it is in"), choices=[("", _("Choose")), *Need.choices])
    evidence = forms.CharField(
        label=_("The evidence"),
        help_text=_("What was seen or said, and by whom."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    about = forms.MultipleChoiceField(
        label=_("Whom it is about"),
        required=False,
        help_text=_("Nobody ticked means the whole family."),
        widget=Checkboxes(),
    )
    told_by = forms.ChoiceField(
        label=_("Who told it"),
        choices=[
            (ToldBy.PERSON, _("The person themselves")),
            (ToldBy.PRACTITIONER, _("A practitioner saw or heard it")),
            (ToldBy.SYSTEM, _("A record of my agency")),
        ],
        widget=Radios(),
    )
    category = forms.ChoiceField(
        label=_("What the evidence tells of"),
        required=False,
        help_text=_("Who may read it follows from this."),
        choices=[("", _("What usually goes with this need")), *choices.categories(Category.NEEDS)],
    )

    def __init__(self, *args: Any, sheet: MembersSheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = choices.people(sheet.members)  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """What `record_need` takes."""
        return self.cleaned_data | {"about": [UUID(one) for one in self.cleaned_data["about"]]}
