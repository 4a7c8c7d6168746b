"""The page of who looked at one family."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from datasharing.selectors.looks import looks


def who_saw_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Who looked at a family, latest first."""
    number = request.GET.get("page", "1")
    page = int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 1
    sheet = looks(request.actor, reference, page=page)  # type: ignore[attr-defined]
    return render(request, "datasharing/who_saw.html", {"sheet": sheet})
