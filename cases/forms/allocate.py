"""The forms for allocating a family, and for handing it over."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.forms.base import PlainForm
from agencies.forms.fields import Checkboxes, Radios
from cases.selectors.allocation import AllocationSheet


def _workers(sheet: AllocationSheet) -> tuple[list[tuple[str, str]], dict[str, str]]:
    choices = [
        (str(one.post), _("%(one)s (suggested)") % {"one": one.name} if one.is_suggested else one.name)
        for one in sheet.workers
    ]
    return choices, {str(one.post): one.words for one in sheet.workers}


class AllocateForm(PlainForm):
    """One key worker, and one named person an agency from a locality team."""

    mark_optional = False

    key_worker = forms.ChoiceField(label=gettext_lazy("Key worker"))
    team = forms.ChoiceField(label=gettext_lazy("Locality team"), required=False)
    members = forms.MultipleChoiceField(
        label=gettext_lazy("The team around the family"),
        required=False,
        help_text=gettext_lazy("One named person an agency."),
        widget=Checkboxes(),
    )

    def __init__(self, *args: Any, sheet: AllocationSheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        workers, hints = _workers(sheet)
        field = forms.ChoiceField(label=_("Key worker"), choices=workers, widget=Radios(hints=hints))
        field.error_messages["required"] = _("Choose a key worker")
        self.fields["key_worker"] = field
        self.fields["team"].choices = [(one.reference, one.name) for one in sheet.teams]  # type: ignore[attr-defined]
        self.fields["team"].initial = sheet.team
        seats = {seat.post: seat for team in sheet.teams for seat in team.members}
        self.fields["members"].choices = [  # type: ignore[attr-defined]
            (str(seat.post), f"{seat.name}, {seat.agency}") for seat in seats.values()
        ]
        if not sheet.teams:
            del self.fields["team"], self.fields["members"]
        self.order_fields(["key_worker", "team", "members"])

    def facts(self) -> dict[str, Any]:
        """What `allocate_team` takes."""
        given = self.cleaned_data
        return {
            "key_worker": int(given["key_worker"]),
            "team": given.get("team", ""),
            "members": [int(one) for one in given.get("members", [])],
        }


class ChangeKeyWorkerForm(PlainForm):
    """Who takes over, and what they need to know."""

    key_worker = forms.ChoiceField(label=gettext_lazy("New key worker"))
    handover = forms.CharField(
        label=gettext_lazy("How things stand"),
        help_text=gettext_lazy("What the next key worker needs to know. They read it on the team page."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(self, *args: Any, sheet: AllocationSheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        workers, hints = _workers(sheet)
        field = forms.ChoiceField(label=_("New key worker"), choices=workers, widget=Radios(hints=hints))
        field.error_messages["required"] = _("Choose who takes over")
        self.fields["key_worker"] = field
        self.order_fields(["key_worker", "handover"])
