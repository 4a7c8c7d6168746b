"""Forms of the manager's home: cover for absence, and families handed over together."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.forms.base import PlainForm
from agencies.forms.fields import Checkboxes, DateField
from cases.selectors.team_desk import DeskFamily

Choices = Sequence[tuple[str, str]]


class _OfFamilies(PlainForm):
    """Some of a key worker's families; all of them unless told."""

    families = forms.MultipleChoiceField(label=_("Which families?"), widget=Checkboxes())

    def __init__(self, *args: Any, families: Sequence[DeskFamily], **kwargs: Any) -> None:
        kwargs["initial"] = {"families": [one.reference for one in families]} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["families"].choices = [  # type: ignore[attr-defined]
            (one.reference, f"{one.title}: {one.reason}") for one in families
        ]


class CoverForm(_OfFamilies):
    """Who stands in, for which families, from when to when."""

    deputy = forms.ChoiceField(label=_("Who stands in?"))
    starts_on = DateField(label=_("First day"), earliest=timezone.localdate, initial=timezone.localdate)
    ends_on = DateField(label=_("Last day"), earliest=timezone.localdate)

    def __init__(self, *args: Any, families: Sequence[DeskFamily], others: Choices, **kwargs: Any) -> None:
        super().__init__(*args, families=families, **kwargs)
        self.fields["deputy"].choices = [("", _("Choose one")), *others]  # type: ignore[attr-defined]
        self.order_fields(["deputy", "starts_on", "ends_on", "families"])

    def facts(self) -> dict[str, Any]:
        """What `cover_absence` takes, but for the worker."""
        return self.cleaned_data | {"deputy": int(self.cleaned_data["deputy"])}


class HandOverForm(_OfFamilies):
    """Who takes over, and how things stand."""

    key_worker = forms.ChoiceField(label=_("Who takes over?"))
    handover = forms.CharField(
        label=_("How things stand"),
        help_text=_("The next key worker reads it on the team page of each family."),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, families: Sequence[DeskFamily], others: Choices, **kwargs: Any) -> None:
        super().__init__(*args, families=families, **kwargs)
        self.fields["key_worker"].choices = [("", _("Choose one")), *others]  # type: ignore[attr-defined]
        self.order_fields(["key_worker", "families", "handover"])

    def facts(self) -> dict[str, Any]:
        """What `hand_over_families` takes, but for the worker."""
        return self.cleaned_data | {"key_worker": int(self.cleaned_data["key_worker"])}
