"""Forms beside a statement: dispute, correct, let stand; and of a contact recorded in error."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.forms.base import PlainForm
from agencies.forms.fields import Radios
from cases.forms import choices
from cases.selectors.marks import MarkingSheet
from cases.vocabulary import MarkKind

KINDS = {
    MarkKind.DISPUTED: _("Somebody disputes it"),
    MarkKind.CORRECTED: _("It is wrong, and this is right"),
    MarkKind.STANDS: _("I looked into it, and it stands"),
}


class MarkForm(PlainForm):
    """What is said of it, by whom, in what words."""

    kind = forms.ChoiceField(label=_("What you want to record"), widget=Radios())
    said_by = forms.ChoiceField(label=_("Who disputes it"), required=False, widget=Radios())
    words = forms.CharField(
        label=_("In what words"),
        help_text=_("Of a dispute, the words of whoever disputes it."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
    )

    def __init__(self, *args: Any, sheet: MarkingSheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind, KINDS[MarkKind(kind)]) for kind in sheet.open_to_me]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        if MarkKind.DISPUTED in sheet.open_to_me:
            self.fields["said_by"].choices = [*choices.people(sheet.members), ("", _("I do"))]  # type: ignore[attr-defined]
        else:
            del self.fields["said_by"]

    def facts(self) -> dict[str, Any]:
        """The operation's keyword arguments."""
        given = self.cleaned_data
        said_by = given.get("said_by")
        return {"kind": given["kind"], "words": given["words"], "said_by": UUID(said_by) if said_by else None}


class WithdrawForm(PlainForm):
    """Why it was recorded in error."""

    reason = forms.CharField(
        label=_("Why it was recorded in error"),
        help_text=_("Do not repeat what was written. Everybody who could see the contact reads this."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
