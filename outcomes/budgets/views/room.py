"""What every page of the money rooms has in common: its neighbours, who prints it, and 422 for a form handed back."""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.actor import Actor
from agencies.languages import told
from outcomes.views.words import pounds_words

READ_OR_SEND = ["GET", "HEAD", "POST"]
UNUSABLE = 422
ROOMS = (
    ("outcomes:business_cases", "business-cases", _("Business cases")),
    ("outcomes:budgets", "budgets", _("Budgets")),
    ("outcomes:investments", "investments", _("Investment agreements")),
    ("outcomes:operational_plans", "operational-plans", _("Operational plan")),
)


def actor_of(request: HttpRequest) -> Actor:
    """Who asks."""
    found: Actor = request.actor  # type: ignore[attr-defined]
    return found


def room_page(request: HttpRequest, template: str, *, form: Any = None, **context: Any) -> HttpResponse:
    """Draw a page of the money rooms; 422 where its form was sent and is not usable."""
    wrong = form is not None and form.is_bound and bool(form.errors)
    rooms = [
        {"href": reverse(name), "text": words, "current": request.path.startswith(f"/{first}/")}
        for name, first, words in ROOMS
    ]
    context |= {"form": form, "rooms": rooms, "made_by": actor_of(request).name, "made_at": timezone.now()}
    return render(request, template, context, status=UNUSABLE if wrong else 200)


def gbp(sum_of: Any) -> str:
    """Pounds to the penny; a dash for none."""
    return pounds_words(sum_of, none="–")


def whole_gbp(sum_of: Any) -> str:
    """Pounds without pence."""
    return pounds_words(sum_of, none="–", places=0)


def columns(*words: str) -> list[dict[str, Any]]:
    """Columns for `ui/table.html`, told in the reader's language; one whose words begin with # holds numbers."""
    return [{"label": told(one.removeprefix("#")), "numeric": one.startswith("#")} for one in words]


def headings(*words: str) -> tuple[str, ...]:
    """Words of columns that several tables have, for `columns`."""
    return words


def csv_file(name: str, lines: Callable[[], Iterator[str]]) -> StreamingHttpResponse:
    """A CSV file to take away."""
    return StreamingHttpResponse(
        lines(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
