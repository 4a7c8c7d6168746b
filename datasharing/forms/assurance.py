"""Answering a request for access, and reviewing emergency access."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.forms.base import PlainForm
from agencies.forms.fields import Radios
from agencies.selectors.posts import PostSheet


class AnswerForm(PlainForm):
    """Yes for so many days, or no and why."""

    answer = forms.ChoiceField(
        label=_("Your answer"), choices=[("yes", _("Give it")), ("no", _("Do not give it"))], widget=Radios()
    )
    days = forms.IntegerField(label=_("For how many days"), min_value=1, max_value=183)
    words = forms.CharField(
        label=_("Why not, or what to keep to"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )

    def facts(self) -> dict[str, Any]:
        """The operation's keyword arguments."""
        given = self.cleaned_data
        return {"is_given": given["answer"] == "yes", "days": given["days"], "words": given["words"]}


class ReviewForm(PlainForm):
    """Whether it was right."""

    answer = forms.ChoiceField(
        label=_("Was it right to open what your agency supplied?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=Radios(),
    )
    words = forms.CharField(
        label=_("What was not right, and what follows"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )

    def facts(self) -> dict[str, Any]:
        """The operation's keyword arguments."""
        return {"was_right": self.cleaned_data["answer"] == "yes", "words": self.cleaned_data["words"]}


class CustodianForm(PlainForm):
    """Who keeps the seal from now on too."""

    post = forms.TypedChoiceField(label=_("Who"), coerce=int, widget=Radios())

    def __init__(self, *args: Any, candidates: Iterable[PostSheet], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].choices = [(one.id, one.words) for one in candidates]  # type: ignore[attr-defined]
