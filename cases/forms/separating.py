"""Who goes to the new record, who works with them, and whether anybody must be protected from whoever stays."""

from typing import Any
from uuid import UUID

from django import forms

from agencies.forms.base import PlainForm
from agencies.forms.fields import Checkboxes, Radios
from cases.forms import choices
from cases.selectors.separating import SeparateSheet

SEALED = ("sealed", "Somebody who goes must be protected from somebody who stays")
APART = ("apart", "They live apart now, or were put together by mistake")


class SeparateForm(PlainForm):
    """One record becomes two."""

    going = forms.MultipleChoiceField(label="Who goes to the new record?", widget=Checkboxes())
    way = forms.ChoiceField(
        label="Why are there two records?",
        widget=Radios(
            hints={
                SEALED[0]: "The new record is sealed. This one does not change, and nothing here tells of it.",
                APART[0]: "What is about those who go alone goes with them. This record knows them no more.",
            }
        ),
    )
    key_worker = forms.ChoiceField(
        label="Key worker of the new record", help_text="Under a seal, somebody who does not work with this family."
    )
    custodians = forms.MultipleChoiceField(
        label="Custodians of the seal",
        required=False,
        help_text="For a sealed record: two or more, who alone can undo it. One confirms it within a working day.",
        widget=Checkboxes(),
    )
    reason = forms.CharField(
        label="Why, and what the new key worker needs to know",
        help_text="They read it. Under a seal nobody who works with this family does.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, sheet: SeparateSheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = [SEALED] * sheet.may_seal + [APART] * sheet.may_part
        lists = {
            "going": choices.people(sheet.members),
            "way": ways,
            "key_worker": [("", "Choose somebody"), *((str(one.post), one.words) for one in sheet.workers)],
            "custodians": [(str(one.post), one.words) for one in sheet.custodians],
        }
        self.fields["going"].error_messages["required"] = "Choose who goes to the new record"
        self.fields["way"].error_messages["required"] = "Choose why there are two records"
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
