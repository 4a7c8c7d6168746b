"""A partner's file, and one of mended rows."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.forms.base import PlainForm
from agencies.forms.fields import DateField
from cases.intake.days import EARLIEST
from cases.intake.happenings import Cover


class ExtractForm(PlainForm):
    """What sort of file, the days that it covers, and the file."""

    profile = forms.ChoiceField(label=gettext_lazy("What sort of file is it?"))
    supplier = forms.CharField(
        label=gettext_lazy("Whose is it?"), required=False, max_length=60,
        help_text=gettext_lazy("The agency’s reference, where several of its kind send such files"),
    )  # fmt: skip
    covers_from = DateField(
        label=gettext_lazy("First day that it covers"), earliest=EARLIEST, latest=timezone.localdate
    )
    covers_to = DateField(label=gettext_lazy("Last day that it covers"), earliest=EARLIEST, latest=timezone.localdate)
    supplied_on = DateField(
        label=gettext_lazy("Day on which it was made"), earliest=EARLIEST, latest=timezone.localdate
    )
    file = forms.FileField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy("As your system exports it. Nothing has to be changed in it."),
    )

    def __init__(self, *args: Any, profiles: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["profile"].choices = [("", _("Choose one")), *profiles]  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """What `upload_extract` takes beside the profile."""
        given = self.cleaned_data
        return {
            "content": given["file"].chunks(),
            "cover": Cover(given["covers_from"], given["covers_to"], given["supplied_on"]),
            "supplier": given["supplier"].strip(),
        }


class MendedForm(PlainForm):
    """The rows that were set aside, mended."""

    file = forms.FileField(
        label=gettext_lazy("The mended rows"),
        help_text=gettext_lazy("The file that you downloaded here, with its first three columns"),
    )
