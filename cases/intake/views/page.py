"""What the pages of the front door have in common."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cases.intake.selectors.referral import ReferralSheet
from cases.views.page import UNUSABLE
from datasharing.policy import Reason


def form_page(request: HttpRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    """Draw a page with one form; 422 where it was sent and is not usable."""
    wrong = form.is_bound and bool(form.errors)
    return render(request, template, {"form": form, **context}, status=UNUSABLE if wrong else 200)


def reasons_of(why: tuple[Reason, ...]) -> list[dict[str, str]]:
    """The bases on which something is open, as `ui/why_line.html` draws them."""
    return [
        {
            "words": reason.words,
            "agreement": reason.agreement_title,
            "gateway": reason.gateway_title,
            "not_for": ", ".join(reason.not_for),
        }
        for reason in why
    ]


def can(sheet: ReferralSheet, step: str) -> bool:
    """Whether this reader can take a step now."""
    return step in sheet.steps
