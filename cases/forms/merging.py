"""Which other record it is, and what the reader decides before two records are merged."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.forms.base import PlainForm
from agencies.forms.fields import Checkboxes, Radios
from cases.selectors.merging import MergePreview


class OtherRecordForm(PlainForm):
    """The reference of the other record."""

    reference = forms.CharField(
        label=gettext_lazy("Reference of the other record"),
        help_text=gettext_lazy("It stands over every page of a family, such as F7K2M9PQ."),
        max_length=12,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off", "spellcheck": "false"}),
    )


class MergeForm(PlainForm):
    """Whose plan and which key worker go on, who works with the whole family, and that somebody has looked at both."""

    goes_on = forms.ChoiceField(label=gettext_lazy("Whose plan goes on?"), widget=Radios())
    key_worker = forms.ChoiceField(label=gettext_lazy("Who is key worker from now on?"), widget=Radios())
    staying = forms.MultipleChoiceField(
        label=gettext_lazy("Who works with the whole family from now on?"),
        help_text=gettext_lazy("They reach one of the records alone. Whoever is not ticked reaches neither."),
        required=False,
        widget=Checkboxes(),
    )
    checked = forms.BooleanField(
        label=gettext_lazy("I have looked at both, and they are one family"),
        error_messages={"required": gettext_lazy("Tick the box when you have looked at both, and they are one family")},
    )

    def __init__(self, *args: Any, sheet: MergePreview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        both = (sheet.kept, sheet.gone)
        self._ask("goes_on", sheet.choose_plan, [(one.reference, f"{one.reference}: {one.state}") for one in both])
        self._ask("key_worker", sheet.choose_worker, [(str(one.key_worker_post), one.key_worker) for one in both])
        self.fields["goes_on"].error_messages["required"] = _("Choose whose plan goes on")
        self.fields["key_worker"].error_messages["required"] = _("Choose who is key worker from now on")
        self._ask("staying", bool(sheet.one_sided), [(str(one.grant), one.words) for one in sheet.one_sided])
        hints = {
            str(one.grant): _("%(of)s. Their work is open: tick this, or wait until it has ended.") % {"of": one.of}
            if one.must_stay
            else one.of
            for one in sheet.one_sided
        }
        self.fields["staying"].widget.hints = hints
        for name, asked in self._asked.items():
            if not asked:
                del self.fields[name]

    def facts(self) -> dict[str, Any]:
        """What `merge_families` takes."""
        given = self.cleaned_data
        worker = given.get("key_worker")
        return {
            "checked": given["checked"],
            "goes_on": given.get("goes_on", ""),
            "key_worker": int(worker) if worker else None,
            "staying": [int(one) for one in given.get("staying", [])],
        }

    def _ask(self, name: str, asked: bool, choices: list[tuple[str, str]]) -> None:
        self._asked = {**getattr(self, "_asked", {}), name: asked}
        self.fields[name].choices = choices  # type: ignore[attr-defined]
