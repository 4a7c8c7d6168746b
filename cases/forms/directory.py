"""Forms of the directory: its filter, a referral to a service, and what became of one."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.forms.base import PlainForm
from agencies.forms.fields import DateField, Radios
from cases.forms import choices
from cases.selectors.directory import EntrySheet
from cases.selectors.services import ServiceRow, ServicesSheet
from cases.vocabulary import HelpResult, HelpState, Need

LONGEST = 20_000


class DirectoryFilter(PlainForm):
    """Words, a need, an age: each goes into the address."""

    mark_optional = False

    search = forms.CharField(label=_("What kind of help, or where"), required=False, max_length=200)
    need = forms.ChoiceField(label=_("Need"), required=False, choices=[("", _("Any need")), *Need.choices])
    age = forms.IntegerField(
        label=_("For somebody of this age"),
        required=False,
        min_value=0,
        max_value=120,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )
    family = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)


class FeedForm(PlainForm):
    """A file of services, and the name under which it is read again."""

    feed = forms.SlugField(label=_("Name of the feed"), max_length=60, help_text=_("The same name each time"))
    file = forms.FileField(
        label=_("File of services"), help_text=_("Open Referral UK as JSON, or a CSV with one service a line")
    )
    is_whole = forms.BooleanField(label=_("It is whole: services that are not in it have gone"), required=False)


class ReferToServiceForm(PlainForm):
    """For whom, for which need, why; and their yes."""

    submission = forms.UUIDField(widget=forms.HiddenInput, required=False)
    about = forms.ChoiceField(label=_("Who is it for?"), widget=Radios(), required=False)
    need = forms.ChoiceField(label=_("For which need?"))
    words = forms.CharField(
        label=_("Why, and what is hoped for"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    agreed = forms.BooleanField(label=_("They have said yes to this referral"), required=False)

    def __init__(self, *args: Any, sheet: ServicesSheet, service: EntrySheet, **kwargs: Any) -> None:
        kwargs["initial"] = {"submission": uuid4(), "about": ""} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        whole = ("", _("The whole family"))
        self.fields["about"].choices = [*choices.people(sheet.members), whole]  # type: ignore[attr-defined]
        first = [one for one in Need.choices if one[0] in service.needs]
        rest = [one for one in Need.choices if one[0] not in service.needs]
        blank = [] if len(first) == 1 else [("", _("Choose one"))]
        self.fields["need"].choices = [*blank, *first, *rest]  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """What `refer_to_service` takes."""
        given = dict(self.cleaned_data)
        given["about"] = UUID(given["about"]) if given["about"] else None
        return given


class ServiceNewsForm(PlainForm):
    """What became of it, when, and, once it has ended, what came of it."""

    state = forms.ChoiceField(label=_("What became of it?"), widget=Radios(reveals={HelpState.ENDED: "result"}))
    result = forms.ChoiceField(
        label=_("What came of it?"), required=False, choices=[("", _("Choose one")), *HelpResult.choices]
    )
    happened_on = DateField(label=_("When?"), latest=timezone.localdate, initial=timezone.localdate)
    words = forms.CharField(
        label=_("Anything to say of it"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, row: ServiceRow, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [  # type: ignore[attr-defined]
            (state, HelpState(state).label) for state in row.next_states
        ]

    def clean(self) -> dict[str, Any]:
        """What came of it is asked once it has ended, and only then."""
        given = super().clean() or self.cleaned_data
        if given.get("state") == HelpState.ENDED and not given.get("result"):
            self.add_error("result", _("Say what came of it"))
        if given.get("state") != HelpState.ENDED:
            given["result"] = ""
        return given
