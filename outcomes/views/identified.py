"""Suggested households: the list for the front door, and one household, closed until help is to be offered."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import dateformat, timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.views.page import number
from outcomes.forms.identified import OfferForm
from outcomes.operations.offer_help import offer_help
from outcomes.selectors.identified import EvidenceRow, identified, suggested_household

READ_OR_SEND = ["GET", "HEAD", "POST"]


@require_safe
def identified_page(request: HttpRequest) -> HttpResponse:
    """Counts first, then references and numbers of needs."""
    sheet = identified(request.actor, page=number(request))  # type: ignore[attr-defined]
    rows = [
        [
            {"text": row.reference, "href": reverse("outcomes:suggested_household", args=[row.reference])},
            row.headlines,
            _("Help to be offered, %(offered_at)s") % {"offered_at": _day(row.offered_at)}
            if row.offered_at
            else _("Nothing decided"),
        ]
        for row in sheet.rows
    ]
    return render(
        request,
        "outcomes/identified.html",
        {
            "sheet": sheet,
            "run": sheet.run,
            "columns": [
                {"label": _("Household")},
                {"label": _("Headline needs"), "numeric": True},
                {"label": _("Decision")},
            ],
            "rows": rows,
            "headline_columns": [
                {"label": _("Headline need")},
                {"label": _("Households"), "numeric": True},
            ],
            "headline_rows": [[title, count] for title, count in sheet.run.headlines] if sheet.run else [],
        },
    )


@require_http_methods(READ_OR_SEND)
def suggested_household_page(request: HttpRequest, reference: str) -> HttpResponse:
    """One household. Before the decision a form and nothing else; after it, what partners told."""
    actor = request.actor  # type: ignore[attr-defined]
    sheet = suggested_household(actor, reference)
    form = OfferForm(request.POST or None)
    if sheet.offer is None and request.method == "POST" and form.is_valid():
        if form.attempt(offer_help, actor, reference, **form.cleaned_data):
            messages.success(request, _("The decision is recorded. What partners told is open to you now."))
            return redirect("outcomes:suggested_household", reference)
    elif sheet.offer is not None and request.method == "POST":
        return redirect("outcomes:suggested_household", reference)
    context = {
        "sheet": sheet,
        "form": None if sheet.offer else form,
        "people": [
            {"name": one.name, "date_of_birth": one.date_of_birth, "address": one.address} for one in sheet.people
        ],
        "evidence": [{"title": one.title, "rows": [_row(row) for row in one.rows]} for one in sheet.evidence],
        "columns": [
            {"label": _("What")},
            {"label": _("When")},
            {"label": _("About")},
            {"label": _("Who told us")},
        ],
        "why": [{"words": reason.words, "not_for": list(reason.not_for)} for reason in sheet.why],
        "padlocks": sheet.padlocks,
    }
    status = 422 if sheet.offer is None and form.is_bound and form.errors else 200
    return render(request, "outcomes/identified_household.html", context, status=status)


def _row(row: EvidenceRow) -> list[object]:
    return [{"text": row.words, "hint": row.criterion}, _when(row), row.about, row.supplier]


def _when(row: EvidenceRow) -> str:
    first = dateformat.format(row.first_day, "j M Y")
    if row.is_open:
        return _("since %(first)s, open when last told") % {"first": first}
    return f"{first} to {dateformat.format(row.last_day, 'j M Y')}" if row.last_day else first


def _day(moment: object) -> str:
    return dateformat.format(timezone.localtime(moment), "j M Y")  # type: ignore[arg-type]
