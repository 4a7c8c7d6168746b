"""What the form templates need to know of one field, worked out in Python so that the templates stay plain.

The templates under `ui/form/` draw from a `FieldParts` and never from Django's own widget templates: the markup is the
GOV.UK Design System's, with its names for identifiers (`ID-hint`, `ID-error`), no `required` and no `maxlength`
attribute (a browser would cut what was pasted, and what is typed is never lost).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

CHOSEN_HERE = frozenset(
    {"class", "id", "aria-describedby", "required", "maxlength", "prefix", "suffix", "type", "cols", "placeholder"}
)
"""Attributes of a widget that the templates write themselves; the rest are passed on as they stand."""

DJANGO_ROWS = ("rows", "10")
"""Django's own height of a textarea, which nobody asked for: ours is five lines."""

OPTIONAL = _("{label} (optional)")


@dataclass(frozen=True)
class Option:
    """One choice of a select, a set of radios or a set of checkboxes; `group` is the name of its group, if any."""

    id: str
    value: str
    label: str
    selected: bool
    hint: str = ""
    reveal: BoundField | None = None
    group: str = ""


@dataclass(frozen=True)
class Box:
    """One of the boxes of a date: `name` is what is posted, `wrong` whether this box is the one to mend."""

    id: str
    name: str
    label: str
    value: str
    width: int
    wrong: bool


@dataclass(frozen=True)
class FieldParts:
    """One form field, ready to draw.

    `kind` names the template under `ui/form/`; `focus_id` is the element that a link in the error summary goes to,
    the first radio or the first wrong box included; `attrs` are the widget's remaining attributes.
    """

    kind: str
    id: str
    name: str
    label: str
    value: Any
    type: str
    classes: str
    hint: str
    errors: tuple[str, ...]
    described_by: str
    focus_id: str
    prefix: str = ""
    suffix: str = ""
    limit: int | None = None
    attrs: dict[str, Any] = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    boxes: tuple[Box, ...] = ()

    @property
    def template(self) -> str:
        return f"ui/form/{self.kind}.html"


def parts_of(bound: BoundField) -> FieldParts:
    """Work out what the templates need of a bound field."""
    widget = bound.field.widget
    kind = kind_of(widget)
    name_id = bound.auto_id or f"id_{bound.html_name}"
    context = widget.get_context(bound.html_name, bound.value(), {**widget.attrs, "id": name_id})["widget"]
    errors = tuple(str(words) for words in bound.errors)
    limit = getattr(bound.field, "max_length", None) if kind == "textarea" else None
    options = _options(bound, context, name_id) if kind in {"radios", "checkboxes", "select"} else ()
    boxes = _boxes(bound, context, name_id) if kind == "date" else ()
    return FieldParts(
        kind=kind,
        id=name_id,
        name=bound.html_name,
        label=_label(bound, kind),
        value=context.get("value"),
        type=context.get("type", "text"),
        classes=widget.attrs.get("class", ""),
        hint=str(bound.help_text or ""),
        errors=errors,
        described_by=" ".join(
            f"{name_id}-{part}"
            for part, there in (("hint", bound.help_text), ("error", errors), ("info", limit))
            if there
        ),
        focus_id=_focus_id(kind, name_id, boxes),
        prefix=widget.attrs.get("prefix", ""),
        suffix=widget.attrs.get("suffix", ""),
        limit=limit,
        attrs={
            key: value
            for key, value in context["attrs"].items()
            if key not in CHOSEN_HERE and value is not False and value is not None and (key, value) != DJANGO_ROWS
        },
        options=options,
        boxes=boxes,
    )


def kind_of(widget: forms.Widget) -> str:
    """The template under `ui/form/` that draws this widget."""
    if getattr(widget, "date_boxes", False):
        return "date"
    for kind, classes in (
        ("checkboxes", forms.CheckboxSelectMultiple),
        ("radios", forms.RadioSelect),
        ("checkbox", forms.CheckboxInput),
        ("select", forms.Select),
        ("textarea", forms.Textarea),
        ("password", forms.PasswordInput),
        ("file", forms.FileInput),
        ("hidden", forms.HiddenInput),
    ):
        if isinstance(widget, classes):
            return kind
    return "input"


def revealed_names(form: forms.BaseForm) -> set[str]:
    """The fields that are drawn inside a choice of another field, and so not a second time in the form's own list."""
    return {name for bound in form.fields.values() for name in getattr(bound.widget, "reveals", {}).values() if name}


def focus_id_of(bound: BoundField) -> str:
    """The identifier that a link in the error summary goes to; empty for a hidden field, which cannot be focused."""
    return "" if bound.is_hidden else parts_of(bound).focus_id


def _label(bound: BoundField, kind: str) -> str:
    label = str(bound.label or "")
    marks = getattr(bound.form, "mark_optional", True)
    if not marks or bound.field.required or kind == "checkbox" or bound.name in revealed_names(bound.form):
        return label
    return label if "optional" in label.lower() else str(OPTIONAL.format(label=label))


def _focus_id(kind: str, name_id: str, boxes: tuple[Box, ...]) -> str:
    if kind in {"radios", "checkboxes"}:
        return f"{name_id}_0"
    if kind == "date":
        return next((box.id for box in boxes if box.wrong), f"{name_id}_0")
    return name_id


def _options(bound: BoundField, context: dict[str, Any], name_id: str) -> tuple[Option, ...]:
    widget = bound.field.widget
    hints, reveals = getattr(widget, "hints", {}), getattr(widget, "reveals", {})
    found: list[Option] = []
    for group, members, _index in context["optgroups"]:
        for member in members:
            value = "" if member["value"] is None else str(member["value"])
            reveal = reveals.get(value)
            found.append(
                Option(
                    id=f"{name_id}_{len(found)}",
                    value=value,
                    label=str(member["label"]),
                    selected=bool(member["selected"]),
                    hint=str(hints.get(value, "")),
                    reveal=bound.form[reveal] if reveal else None,
                    group=str(group or ""),
                )
            )
    return tuple(found)


def _boxes(bound: BoundField, context: dict[str, Any], name_id: str) -> tuple[Box, ...]:
    named = {part for error in bound.errors.as_data() for part in (error.params or {}).get("boxes", ())}
    all_wrong = bool(bound.errors) and not named
    return tuple(
        Box(
            id=f"{name_id}_{number}",
            name=box["name"],
            label=str(label),
            value="" if box["value"] is None else str(box["value"]),
            width=4 if part == "year" else 2,
            wrong=all_wrong or part in named,
        )
        for number, (box, (part, label)) in enumerate(
            zip(context["subwidgets"], bound.field.widget.box_labels, strict=True)
        )
    )
