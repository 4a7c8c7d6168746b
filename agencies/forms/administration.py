"""The administrator's forms: places, agencies, teams, practitioners."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.forms.base import PlainForm
from agencies.forms.fields import Checkboxes, DateField
from agencies.vocabulary import AgencyKind, PlaceKind, TeamKind

Choices = Sequence[tuple[str, str]]
NOTHING = ("", "")


class PlaceForm(PlainForm):
    """A place inside the administrator's own."""

    path = forms.CharField(
        label=_("Path"), max_length=200, help_text=_("The path of the place it is in, a stroke, its own word.")
    )
    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind of place"), choices=[NOTHING, *PlaceKind.choices])


class AgencyForm(PlainForm):
    """An agency."""

    name = forms.CharField(label=_("Name"), max_length=160)
    reference = forms.CharField(
        label=_("Reference"), max_length=55, help_text=_("Small letters and hyphens, such as hill-school. It stays.")
    )
    kind = forms.ChoiceField(label=_("Kind of agency"), choices=[NOTHING, *AgencyKind.choices])
    place = forms.ChoiceField(label=_("Place"))
    contact = forms.CharField(
        label=_("Neutral contact"),
        max_length=200,
        help_text=_("Shown where nothing else may be. It must not say what kind of help the agency gives."),
    )

    def __init__(self, *args: Any, places: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [NOTHING, *places]  # type: ignore[attr-defined]


class TeamForm(PlainForm):
    """A team of one agency, or of people from several."""

    name = forms.CharField(label=_("Name"), max_length=120)
    reference = forms.CharField(
        label=_("Reference"), max_length=60, help_text=_("Small letters and hyphens, such as team-north. It stays.")
    )
    kind = forms.ChoiceField(
        label=_("Kind of team"), choices=[NOTHING, *(one for one in TeamKind.choices if one[0] != TeamKind.DESK)]
    )
    place = forms.ChoiceField(label=_("Place"))
    agency = forms.ChoiceField(
        label=_("Agency"), required=False, help_text=_("Leave empty for a team of people from several agencies.")
    )

    def __init__(self, *args: Any, places: Choices, agencies: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [NOTHING, *places]  # type: ignore[attr-defined]
        self.fields["agency"].choices = [NOTHING, *agencies]  # type: ignore[attr-defined]


class QuorumForm(PlainForm):
    """How many members of a panel take part in a decision, and of which kinds of agency."""

    members = forms.IntegerField(
        label=_("How many members take part"), min_value=0, max_value=30, help_text=_("0 where there is no quorum."),
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
    )  # fmt: skip
    kinds = forms.MultipleChoiceField(
        label=_("Among them, one of each of these"),
        required=False,
        choices=AgencyKind.choices,
        widget=Checkboxes(attrs={"class": "govuk-checkboxes--small"}),
    )


class JoinForm(PlainForm):
    """A post that joins a team."""

    post = forms.TypedChoiceField(label=_("Who joins"), coerce=int)
    starts_on = DateField(label=_("First day on the team"))

    def __init__(self, *args: Any, posts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].choices = [NOTHING, *posts]  # type: ignore[attr-defined]


class PractitionerForm(PlainForm):
    """Somebody who will sign in."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail address"), max_length=200)
    telephone = forms.CharField(label=_("Telephone at work"), max_length=40, required=False)


class SearchForm(PlainForm):
    """A name or an e-mail address to look for among practitioners."""

    mark_optional = False
    q = forms.CharField(label=_("Name or e-mail address"), max_length=200, required=False)


class ConfirmForm(PlainForm):
    """A step that only needs a yes."""
