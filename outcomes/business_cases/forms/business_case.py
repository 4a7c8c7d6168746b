"""The form of a business case: written or sent as a file, every fault named, and nothing typed lost."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from agencies.forms.base import PlainForm
from outcomes.budgets.forms.fields import ManyFaultsForm
from outcomes.budgets.selectors.budget import PlaceChoice
from outcomes.business_cases.reading import LONGEST

UNREADABLE = _("The file must be TOML or JSON, as UTF-8 text")


class CaseForm(ManyFaultsForm):
    """A case; a file that is sent stands for what is written, and is shown there."""

    place = forms.ChoiceField(label=_("Which place"))
    title = forms.CharField(label=_("What the case is called"), max_length=160)
    purpose = forms.CharField(
        label=_("What it is for"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    file = forms.FileField(
        label=_("Send it as a file"),
        required=False,
        help_text=_("TOML or JSON, as the command appraise reads it. It takes the place of what is written below"),
    )
    told = forms.CharField(
        label=_("The case"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 28, "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, places: tuple[PlaceChoice, ...] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if places is None:
            del self.fields["place"]
        else:
            self.fields["place"].choices = [(one.path, one.name) for one in places]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        sent = given.pop("file", None)
        if isinstance(sent, UploadedFile):
            try:
                given["told"] = sent.read(LONGEST * 4).decode("utf-8-sig")
                self.data = {**self.data.dict(), "told": given["told"]}  # type: ignore[attr-defined]
            except UnicodeDecodeError:
                self.add_error("file", UNREADABLE)
        given["told"] = str(given.get("told") or "").replace("\r\n", "\n")
        if not given["told"].strip() and not self.errors:
            self.add_error("told", _("Write the case, or send it as a file"))
        return given


class ApproveForm(PlainForm):
    """What the approver says of it."""

    version = forms.IntegerField(widget=forms.HiddenInput())
    words = forms.CharField(
        label=_("What you say of it"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
