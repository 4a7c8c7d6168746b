"""How a form asks for what is missing: by name, "Enter the reason" and not "This field is required"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

CHOOSING = (forms.Select, forms.RadioSelect, forms.CheckboxSelectMultiple)


def ask_by_name(fields: Mapping[str, forms.Field]) -> None:
    """Word the "required" error of each field after its label, unless the field has words of its own."""
    for name, field in fields.items():
        if field.error_messages.get("required") != forms.Field.default_error_messages["required"]:
            continue
        label = str(field.label or name.replace("_", " ")).strip()
        if isinstance(field, forms.BooleanField):
            words = _("Tick “%(label)s” to go on")
        elif label.endswith("?"):
            words = _("Answer “%(label)s”")
        else:
            label = label if label[:2].isupper() else label[:1].lower() + label[1:]
            words = _("Choose %(label)s") if isinstance(field.widget, CHOOSING) else _("Enter %(label)s")
        field.error_messages["required"] = words % {"label": label}


def in_their_language(choices: Iterable[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """A vocabulary's choices with its words in the language of whoever reads them; the stored values stay."""
    return [(value, _(str(words)) if words else words) for value, words in choices]
