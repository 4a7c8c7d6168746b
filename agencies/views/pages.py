"""How the administrator's pages are drawn: lists and forms, each from one template."""

from collections.abc import Sequence
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.actor import Actor


def actor_of(request: HttpRequest) -> Actor:
    """The actor that the middleware has set."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def tabs(current: str) -> list[dict[str, Any]]:
    """The parts of administration."""
    parts = {
        "administration": _("What waits"),
        "practitioners": _("Practitioners"),
        "agencies": _("Agencies"),
        "teams": _("Teams"),
        "places": _("Places"),
    }
    return [
        {"href": reverse(f"agencies:{name}"), "text": words, "current": name == current}
        for name, words in parts.items()
    ]


def list_page(
    request: HttpRequest,
    current: str,
    *,
    columns: Sequence[Any],
    rows: Sequence[Sequence[Any]],
    add: tuple[str, str],
    **more: Any,
) -> HttpResponse:
    """A table with a button to add to it. `add` is an address and the button's words."""
    context = {
        "tabs": tabs(current),
        "title": next(tab["text"] for tab in tabs(current) if tab["current"]),
        "columns": [{"label": words} for words in columns],
        "rows": rows,
        "add_href": add[0],
        "add_words": add[1],
    }
    return render(request, "agencies/list.html", context | more)


def form_page(
    request: HttpRequest, form: Form, *, heading: str, back: str, button: str = "", caption: str = "", intro: str = ""
) -> HttpResponse:
    """A page with one form; 422 when what was typed is not yet right."""
    context = {
        "form": form,
        "page_heading": heading,
        "page_caption": caption,
        "page_intro": intro,
        "back_href": back,
        "page_button": button or _("Save"),
    }
    return render(request, "agencies/form.html", context, status=422 if form.errors else 200)
