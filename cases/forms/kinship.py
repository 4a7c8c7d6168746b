"""Who is whose: record it, end it, and the day that somebody died."""

import datetime as dt
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.forms.base import PlainForm
from agencies.forms.fields import Checkboxes, DateField, Radios
from cases.forms import choices
from cases.kinship import Kin
from cases.selectors.members import MembersSheet
from datasharing.vocabulary import ToldBy

KINDS = [
    (_("One is the parent"), Kin.choices[:4]),
    (_("They are, or were, a couple"), Kin.choices[4:]),
]


class KinshipForm(PlainForm):
    """One person, what they are, and to whom: a parent may have several children at once."""

    one = forms.ChoiceField(label=_("Who"))
    kind = forms.ChoiceField(
        label=_("What are they?"), choices=[("", _("Choose")), *KINDS],
        help_text=_("Brothers and sisters follow from their parents."),
    )  # fmt: skip
    others = forms.MultipleChoiceField(
        label=_("Of whom, or with whom?"),
        help_text=_("Children, or the one other partner."),
        widget=Checkboxes(),
        error_messages={"required": _("Choose at least one person")},
    )
    starts_on = DateField(
        label=_("Since when"), required=False, latest=dt.date.today,
        help_text=_("As far as it is known. Leave it empty for a parent by birth."),
    )  # fmt: skip
    told_by = forms.ChoiceField(
        label=_("Who told it"),
        choices=[
            (ToldBy.PERSON, _("The person themselves")),
            (ToldBy.PRACTITIONER, _("A practitioner saw or heard it")),
            (ToldBy.SYSTEM, _("A record of my agency")),
        ],
        initial=ToldBy.PERSON,
        widget=Radios(),
    )

    def __init__(self, *args: Any, sheet: MembersSheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = choices.people(sheet.members)
        self.fields["one"].choices = [("", _("Choose")), *people]  # type: ignore[attr-defined]
        self.fields["others"].choices = people  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """What `record_kinship` takes."""
        given = self.cleaned_data
        return given | {"one": UUID(given["one"]), "others": [UUID(other) for other in given["others"]]}


class KinshipEndForm(PlainForm):
    """The day on which it ended."""

    ends_on = DateField(label=_("When did it end?"), latest=dt.date.today)


class WhereaboutsForm(PlainForm):
    """Where somebody lives now."""

    address = forms.CharField(label=_("Address"))
    postcode = forms.CharField(label=_("Postcode"), required=False)
    telephone = forms.CharField(label=_("Telephone number"), required=False)


class DeathForm(PlainForm):
    """The day on which somebody died."""

    died_on = DateField(
        label=_("When did they die?"), required=False, latest=dt.date.today,
        help_text=_("Leave it empty if it was recorded by mistake."),
    )  # fmt: skip
