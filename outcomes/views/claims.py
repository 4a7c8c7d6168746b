"""Claims: what can be claimed, one family's readiness, one claim with its pack, and the quarterly return."""

import csv
from io import StringIO

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from agencies.refusals import Invalid
from cases.views.page import family_page, number
from outcomes.forms.claims import ClaimForm, DecisionForm, PaymentForm, ReturnForm, ReversalForm
from outcomes.operations.claims import decide_claim, make_claim, pay_claim, reverse_claim
from outcomes.selectors.claims import RETURN_COLUMNS, ClaimSheet, claim, claim_readiness, claims, quarterly_return
from outcomes.views.overview_tables import neutral

READ_OR_SEND = ["GET", "HEAD", "POST"]
APRIL = 4


@require_safe
def claims_page(request: HttpRequest) -> HttpResponse:
    """The reader's families under a framework: claimed, ready, and blocked with what is missing."""
    actor = request.actor  # type: ignore[attr-defined]
    sheet = claims(actor, slug=request.GET.get("framework", ""), page=number(request))
    today = timezone.localdate()
    quarter = (today.month - APRIL) // 3 % 4 + 1
    year = today.year if today.month >= APRIL else today.year - 1
    return_form = ReturnForm(initial={"year": year, "quarter": quarter})
    return render(request, "outcomes/claims.html", {"sheet": sheet, "return_form": return_form})


@require_safe
def claims_return(request: HttpRequest) -> HttpResponse:
    """The quarterly return as CSV: every claim and reversal of the quarter, exact to the penny."""
    form = ReturnForm(request.GET)
    if not form.is_valid():
        raise Invalid(str(_("Choose a financial year and one of its quarters.")))
    year, quarter = form.cleaned_data["year"], int(form.cleaned_data["quarter"])
    rows = quarterly_return(request.actor, year=year, quarter=quarter)  # type: ignore[attr-defined]
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow(RETURN_COLUMNS)
    money = RETURN_COLUMNS.index("gbp")
    writer.writerows([cell if at == money else neutral(cell) for at, cell in enumerate(row)] for row in rows)
    answer = HttpResponse("\ufeff" + file.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="claims-{year}-q{quarter}.csv"'
    return answer


@require_http_methods(READ_OR_SEND)
def readiness_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Need by need what can be claimed for a family and what is missing; and the claim itself."""
    actor = request.actor  # type: ignore[attr-defined]
    slug = request.GET.get("framework", "")
    sheet = claim_readiness(actor, reference, slug=slug)
    form = ClaimForm(request.POST or None, ready=sheet.ready)
    if request.method == "POST" and form.is_valid():
        made = form.attempt(make_claim, actor, reference, result=form.cleaned_data["result"], slug=slug)
        if made is not None:
            messages.success(request, _("The claim is made. Somebody else approves it."))
            return redirect("outcomes:claim", made)
    return family_page(
        request, "outcomes/claim_readiness.html", sheet.head, section=sheet.section, sheet=sheet, form=form
    )


@require_http_methods(READ_OR_SEND)
def claim_page(request: HttpRequest, reference: str) -> HttpResponse:
    """One claim with its frozen pack, and the one step that it waits for."""
    actor = request.actor  # type: ignore[attr-defined]
    sheet = claim(actor, reference)
    form = _form(request, sheet)
    if request.method == "POST" and form is not None and form.is_valid():
        given = form.cleaned_data
        if isinstance(form, DecisionForm):
            done = form.attempt(decide_claim, actor, reference, **given)
        elif isinstance(form, PaymentForm):
            done = form.attempt(pay_claim, actor, reference, **given)
        else:
            done = form.attempt(reverse_claim, actor, reference, **given)
        if done is not None:
            messages.success(request, _("It is recorded."))
            return redirect("outcomes:claim", done)
    step = type(form).__name__ if form else ""
    href = reverse("outcomes:claims")
    return family_page(request, "outcomes/claim.html", sheet.head, sheet=sheet, form=form, step=step, claims_href=href)


def _form(request: HttpRequest, sheet: ClaimSheet) -> DecisionForm | PaymentForm | ReversalForm | None:
    """The form of the step that the claim waits for and this reader may take; None where there is none."""
    data = request.POST or None
    if sheet.may_decide:
        return DecisionForm(data)
    if sheet.may_pay:
        return PaymentForm(data)
    return ReversalForm(data) if sheet.may_reverse else None
