"""The custodian's answer: the same person or not, and may the referral close; who takes it on; what was done."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.forms.base import PlainForm
from agencies.forms.fields import Radios
from agencies.selectors.posts import PostSheet

SAME, HELD, OTHER = "same", "held", "other"


class SealedMatchForm(PlainForm):
    """Whether it is the sealed person, who takes the referral on, and what everybody who works with it must do."""

    answer = forms.ChoiceField(
        label=_("Is this the person whom the seal protects?"),
        choices=[
            (HELD, _("Yes, and somebody safe must act before it closes")),
            (SAME, _("Yes, and it may close as the front door decides")),
            (OTHER, _("No, somebody else")),
        ],
        widget=Radios(
            hints={
                HELD: _("Whoever you choose reads this page. To the front door the referral ends as any other does."),
                SAME: _("The front door is told nothing. Decide with its manager what is safe."),
                OTHER: _("Remembered: you are not asked again of somebody written just so."),
            },
            reveals={HELD: "taker"},
        ),
    )
    taker = forms.TypedChoiceField(
        label=_("Who takes it on?"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Those who are named on the seal."),
        widget=Radios(),
    )
    instruction = forms.CharField(
        label=_("What must everybody do who works with this referral?"),
        required=False,
        max_length=200,
        help_text=_("For example: ring the duty manager before any visit. Give no reason: everybody on it reads this."),
    )

    def __init__(self, *args: Any, may_instruct: bool, takers: Iterable[PostSheet], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["taker"].choices = _choices(takers)  # type: ignore[attr-defined]
        if not may_instruct:
            del self.fields["instruction"]

    def clean(self) -> dict[str, Any]:
        """Somebody is chosen where somebody must act."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("answer") == HELD and not given.get("taker"):
            self.add_error("taker", _("Choose who takes it on."))
        return given

    def facts(self) -> dict[str, Any]:
        """What `decide_sealed_match` takes."""
        given = self.cleaned_data
        return {
            "is_same": given["answer"] != OTHER,
            "taker": given["taker"] if given["answer"] == HELD else None,
            "instruction": given.get("instruction", ""),
        }


class HandOnForm(PlainForm):
    """Who takes it on instead."""

    taker = forms.TypedChoiceField(label=_("Who takes it on?"), coerce=int, widget=Radios())

    def __init__(self, *args: Any, takers: Iterable[PostSheet], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["taker"].choices = _choices(takers)  # type: ignore[attr-defined]


class DoneForm(PlainForm):
    """What was done, by whoever took it on."""

    words = forms.CharField(
        label=_("What was done?"),
        help_text=_("20 letters or more. It is kept under the seal. The referral closes after it."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )


def _choices(takers: Iterable[PostSheet]) -> list[tuple[int, str]]:
    return [(one.id, one.words) for one in takers]
