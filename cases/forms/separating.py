"""Who goes to the new record, who works with them, and whether anybody must be protected from whoever stays."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.forms.base import PlainForm
from agencies.forms.fields import Checkboxes, Radios
from cases.forms import choices
from cases.selectors.separating import SeparateSheet

SEALED = ("sealed", gettext_lazy("Somebody who goes must be protected from somebody who stays"))
APART = ("apart", gettext_lazy("They live apart now, or were put together by mistake"))


class SeparateForm(PlainForm):
    """One record becomes two."""

    going = forms.MultipleChoiceField(label=gettext_lazy("Who goes to the new record?"), widget=Checkboxes())
    way = forms.ChoiceField(
        label=gettext_lazy("Why are there two records?"),
        widget=Radios(
            hints={
                SEALED[0]: gettext_lazy(
                    "The new record is sealed. This one does not change, and nothing here tells of it."
                ),
                APART[0]: gettext_lazy(
                    "What is about those who go alone goes with them. This record knows them no more."
                ),
            }
        ),
    )
    key_worker = forms.ChoiceField(
        label=gettext_lazy("Key worker of the new record"),
        help_text=gettext_lazy("Under a seal, somebody who does not work with this family."),
    )
    custodians = forms.MultipleChoiceField(
        label=gettext_lazy("Custodians of the seal"),
        required=False,
        help_text=gettext_lazy(
            "For a sealed record: two or more, who alone can undo it. One confirms it within a working day."
        ),
        widget=Checkboxes(),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why, and what the new key worker needs to know"),
        help_text=gettext_lazy("They read it. Under a seal nobody who works with this family does."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, sheet: SeparateSheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = [SEALED] * sheet.may_seal + [APART] * sheet.may_part
        lists = {
            "going": choices.people(sheet.members),
            "way": ways,
            "key_worker": [("", _("Choose somebody")), *((str(one.post), one.words) for one in sheet.workers)],
            "custodians": [(str(one.post), one.words) for one in sheet.custodians],
        }
        self.fields["going"].error_messages["required"] = _("Choose who goes to the new record")
        self.fields["way"].error_messages["required"] = _("Choose why there are two records")
        for name, offered in lists.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
        if not sheet.may_seal:
            del self.fields["custodians"]

    def facts(self) -> dict[str, Any]:
        """What `separate_family` takes."""
        given = self.cleaned_data
        return {
            "going": [UUID(one) for one in given["going"]],
            "key_worker": int(given["key_worker"]),
            "reason": given["reason"],
            "is_sealed": given["way"] == SEALED[0],
            "custodians": [int(one) for one in given.get("custodians", [])],
        }
