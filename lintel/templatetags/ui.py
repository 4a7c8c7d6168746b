"""Tags and filters of the interface: `{% load ui %}`. They put facts into words; none of them decides anything."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from itertools import zip_longest
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils import dateformat, timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.languages import told
from lintel.clocks import Clock, clock_of, days_from_today, in_words
from lintel.form_parts import FieldParts, focus_id_of, parts_of, revealed_names

register = template.Library()

URGENCIES = {
    "red": ("red", gettext_lazy("Red: urgent")),
    "amber": ("orange", gettext_lazy("Amber: soon")),
    "green": ("green", gettext_lazy("Green: routine")),
}

NUMBER = re.compile(r"(?<![\w&#])\+?\d[ \d]{8,14}\d(?!\w)")
"""A telephone number in words, grouped as people write it."""


# Words for dates, times and money


@register.filter
def date_words(value: dt.date | dt.datetime | None) -> str:
    """A date in words: 14 March 2026; nothing for no date."""
    if value is None or value == "":
        return ""
    day = timezone.localtime(value) if isinstance(value, dt.datetime) and timezone.is_aware(value) else value
    return dateformat.format(day, "j F Y")


@register.filter
def date_short(value: dt.date | dt.datetime | None) -> str:
    """The same for a narrow column: 14 Mar 2026."""
    if value is None or value == "":
        return ""
    day = timezone.localtime(value) if isinstance(value, dt.datetime) and timezone.is_aware(value) else value
    return dateformat.format(day, "j M Y")


@register.filter
def time_words(value: dt.time | dt.datetime | None) -> str:
    """A time of day in words: 2:05pm, 9am, midday, midnight."""
    if value is None or value == "":
        return ""
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    if value.minute == 0 and value.hour in (0, 12):
        return _("midday") if value.hour else _("midnight")
    minutes = f":{value.minute:02}" if value.minute else ""
    return f"{value.hour % 12 or 12}{minutes}{'pm' if value.hour >= 12 else 'am'}"


@register.filter
def datetime_words(value: dt.datetime | None) -> str:
    """A moment in words: 14 March 2026 at 2:05pm."""
    if not value:
        return ""
    return _("%(day)s at %(time)s") % {"day": date_words(value), "time": time_words(value)}


@register.filter
def iso(value: dt.date | dt.datetime | None) -> str:
    """For the `datetime` attribute of `<time>`."""
    return value.isoformat() if value else ""


@register.filter
def days_words(value: dt.date | dt.datetime | None) -> str:
    """How far a day is from today: today, tomorrow, in 6 days, yesterday, 6 days ago."""
    return "" if not value else in_words(days_from_today(value))


@register.filter
def money(value: Any, places: int = 2) -> str:
    """Pounds in words: £1,234.56, or £1,235 with `money:0`; a minus sign before the pound sign; nothing for None."""
    if value is None or value == "":
        return ""
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    whole = abs(amount).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{'−' if amount < 0 and whole else ''}£{whole:,}"


@register.filter
def pence(value: int | None, places: int = 2) -> str:
    """The same from whole pence."""
    return "" if value is None else money(Decimal(value) / 100, places)


# Tags that stand for a component with few props


@register.inclusion_tag("ui/clock.html")
def clock(
    due: dt.date | dt.datetime | None, done: dt.date | dt.datetime | None = None, what: str = ""
) -> dict[str, Any]:
    """`{% clock sheet.due %}`: how long is left, or how late, in words and colour; see ui/clock.html."""
    found: Clock = clock_of(due, done)
    return {"clock": found, "due": due, "what": what}


@register.inclusion_tag("ui/urgency.html")
def urgency(level: str | None, words: str = "") -> dict[str, Any]:
    """`{% urgency referral.urgency %}`: red, amber or green, in words; see ui/urgency.html."""
    colour, usual = URGENCIES.get(str(level or ""), ("grey", _("Not yet decided")))
    return {"colour": colour, "words": words or usual}


@register.inclusion_tag("ui/pagination.html", takes_context=True)
def pagination(context: Mapping[str, Any], page: Any, parameter: str = "page") -> dict[str, Any]:
    """`{% pagination page %}`: previous and next, with the rest of the address kept; see ui/pagination.html.

    `page` has `number`, `has_previous` and `has_next` (values or methods), as Django's own pages have.
    """
    number = page.number
    query = context["request"].GET.copy() if "request" in context else None

    def address(to: int) -> str:
        if query is None:
            return f"?{parameter}={to}"
        query[parameter] = str(to)
        return f"?{query.urlencode()}"

    return {
        "number": number,
        "previous_href": address(number - 1) if _answer(page.has_previous) else "",
        "next_href": address(number + 1) if _answer(page.has_next) else "",
    }


@register.simple_block_tag
def cell(content: str, label: str = "", numeric: bool = False) -> SafeString:
    """`{% cell "Key worker" %}…{% endcell %}`: a table cell that shows its column's name on a telephone."""
    return format_html(
        '<td class="govuk-table__cell{}" role="cell" data-label="{}"><span class="lintel-table__value">{}</span></td>',
        " govuk-table__cell--numeric" if numeric else "",
        label,
        content,
    )


@register.filter
def cells(row: Any, columns: Sequence[Any]) -> list[tuple[Any, Any]]:
    """The cells of a row beside their columns; a row is a list, or has `cells`."""
    return list(zip_longest(_member(row, "cells", row), columns))


@register.filter
def is_record(value: Any) -> bool:
    """Whether a cell is a record with props of its own, and not plain text."""
    return isinstance(value, Mapping) or (hasattr(value, "__dataclass_fields__") and not hasattr(value, "is_open"))


register.filter("told", told)


@register.filter
def said(value: Any, closed: str = "") -> Any:
    """What a part says, be it plain or as the door shows it; `closed` where the door shows nothing."""
    if hasattr(value, "is_open"):
        return (value.value if value.is_open else None) or closed
    return "" if value is None else value


@register.filter
def telephones(words: str) -> SafeString:
    """Words in which each telephone number is a link that rings it."""
    return mark_safe(NUMBER.sub(_ringing, escape(words)))  # noqa: S308 - escaped here


@register.filter
def is_date(value: Any) -> bool:
    """Whether a value is a day, to be said in words."""
    return isinstance(value, dt.date)


@register.filter
def fact_labels(items: Iterable[Any]) -> list[str]:
    """The labels of the facts of the first of a case list's rows: its further columns."""
    return [str(_member(fact, "label", "")) for item in list(items)[:1] for fact in _member(item, "facts", ())]


@register.filter
def reached(tabs: Iterable[Mapping[str, Any]], reaches: Iterable[str]) -> list[Mapping[str, Any]]:
    """The tabs whose pages open by one of these reaches, or by any."""
    held = set(reaches or ())
    return [tab for tab in tabs if not tab["reaches"] or held & set(tab["reaches"])]


# Forms


@register.simple_tag
def field_parts(field: BoundField) -> FieldParts:
    """`{% field_parts field as part %}`: for the templates under ui/form/."""
    return parts_of(field)


@register.filter
def own_fields(form: forms.BaseForm) -> list[BoundField]:
    """The visible fields of a form but for those drawn inside another field's choice."""
    inside = revealed_names(form)
    return [field for field in form.visible_fields() if field.name not in inside]


@register.filter
def form_problems(form: forms.BaseForm | None) -> list[dict[str, str]]:
    """Every error of a form, each with the element that its link goes to (empty: none)."""
    if not form or not form.is_bound or not form.errors:
        return []
    found = [{"text": str(words), "focus": ""} for words in form.non_field_errors()]
    for field in form:
        found += [{"text": str(words), "focus": focus_id_of(field)} for words in field.errors]
    return found


@register.filter
def formset_problems(formset: forms.BaseFormSet[Any] | Sequence[forms.BaseForm] | None) -> list[dict[str, str]]:
    """Every error of a set of forms, its own first; or of several forms side by side."""
    if isinstance(formset, Sequence):
        return [problem for form in formset for problem in form_problems(form)]
    if not formset or not formset.is_bound:
        return []
    own = [{"text": str(words), "focus": ""} for words in formset.non_form_errors()]
    return own + [problem for form in formset.forms for problem in form_problems(form)]


def _ringing(found: re.Match[str]) -> str:
    number = found[0]
    return format_html('<a class="govuk-link" href="tel:{}">{}</a>', number.replace(" ", ""), number)


def _answer(value: Any) -> bool:
    return bool(value() if callable(value) else value)


def _member(holder: Any, name: str, otherwise: Any) -> Any:
    return holder.get(name, otherwise) if isinstance(holder, Mapping) else getattr(holder, name, otherwise)
