"""The custodian's answer: the same person or not."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.forms.base import PlainForm
from agencies.forms.fields import Radios

SAME, OTHER = "same", "other"


class SealedMatchForm(PlainForm):
    """Whether it is the sealed person, and what everybody who works with the referral must do."""

    answer = forms.ChoiceField(
        label=_("Is this the person whom the seal protects?"),
        choices=[(SAME, _("Yes, the same person")), (OTHER, _("No, somebody else"))],
        widget=Radios(
            hints={
                SAME: _("The front door is told nothing. Decide with its manager what is safe."),
                OTHER: _("Remembered: you are not asked again of somebody written just so."),
            }
        ),
    )
    instruction = forms.CharField(
        label=_("What must everybody do who works with this referral?"),
        required=False,
        max_length=200,
        help_text=_("For example: ring the duty manager before any visit. Give no reason: everybody on it reads this."),
    )

    def __init__(self, *args: Any, may_instruct: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_instruct:
            del self.fields["instruction"]

    def facts(self) -> dict[str, Any]:
        """What `decide_sealed_match` takes."""
        return {
            "is_same": self.cleaned_data["answer"] == SAME,
            "instruction": self.cleaned_data.get("instruction", ""),
        }
