"""The family fund: on a family's page, to buy in two taps or decide; and what waits for the approver."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from agencies.refusals import NotAllowed
from cases.views.page import family_page
from outcomes.budgets.forms.budget import BuyForm, DecideForm
from outcomes.budgets.operations.buy_from_fund import buy_from_fund, decide_purchase
from outcomes.budgets.selectors.family_fund import NOT_THEIRS, FamilyFundSheet, family_fund, purchases_waiting
from outcomes.budgets.views.room import READ_OR_SEND, actor_of, columns, gbp
from outcomes.budgets.vocabulary import PurchaseIs

DONE = {
    PurchaseIs.BOUGHT: _("It is bought, and is a cost of this family's support."),
    PurchaseIs.ASKED: _("It is beyond the limit. The approver is asked, and decides."),
    PurchaseIs.REFUSED: _("The purchase is refused."),
}


@require_http_methods(READ_OR_SEND)
def family_fund_page(request: HttpRequest, reference: str) -> HttpResponse:
    """What can be bought for which action, and what was."""
    actor = actor_of(request)
    sheet = family_fund(actor, reference)
    deciding = request.method == "POST" and "purchase" in request.POST
    decision = DecideForm(request.POST if deciding else None)
    chosen = _chosen(request, sheet)
    buying = BuyForm(request.POST if request.method == "POST" and not deciding else None, sheet=sheet, chosen=chosen)
    if deciding and decision.is_valid():
        state = decision.attempt(decide_purchase, actor, **_decided(decision, sheet))
        if state is not None:
            messages.success(request, DONE[PurchaseIs(state)])
            return redirect("outcomes:family_fund", reference)
    if buying.is_bound and buying.is_valid():
        state = buying.attempt(buy_from_fund, actor, reference, **buying.facts())
        if state is not None:
            messages.success(request, DONE[PurchaseIs(state)])
            return redirect("outcomes:family_fund", reference)
    return family_page(
        request,
        "outcomes/money/family_fund.html",
        sheet.head,
        form=decision if deciding else buying,
        section=sheet.section,
        sheet=sheet,
        chosen=next((one for one in sheet.actions if one.id == chosen), None),
        others=[one for one in sheet.actions if one.id != chosen],
        buying=buying,
        decision=decision,
        waiting=[row for row in sheet.purchases if row.may_decide],
        columns=columns("What", "#Price", "How it stands", "Who"),
        rows=[
            [
                row.what.value if row.what.is_open else _("closed to you"),
                gbp(row.gbp.value) if row.gbp.is_open else _("closed to you"),
                {"text": row.state_words, "hint": row.reason},
                {
                    "text": row.bought_by,
                    "hint": _("decided by %(decided_by)s") % {"decided_by": row.decided_by} if row.decided_by else "",
                },
            ]
            for row in sheet.purchases
        ],
    )


@require_safe
def fund_requests_page(request: HttpRequest) -> HttpResponse:
    """What waits for this approver."""
    rows = [
        [
            {"text": row.reference, "href": reverse("outcomes:family_fund", args=[row.reference])},
            row.asked_by,
            f"{row.asked_at:%-d %b %Y}",
        ]
        for row in purchases_waiting(actor_of(request))
    ]
    context = {"columns": columns("Family", "Asked by", "Asked on"), "rows": rows}
    return render(request, "outcomes/money/fund_requests.html", context)


def _chosen(request: HttpRequest, sheet: FamilyFundSheet) -> int | None:
    """The action that the address names, else the one that is due first."""
    typed = request.GET.get("action", "")
    keys = [one.id for one in sheet.actions]
    named = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 12 else None
    return named if named in keys else next(iter(keys), None)


def _decided(form: DecideForm, sheet: FamilyFundSheet) -> dict[str, Any]:
    """A decision on a purchase of this very family."""
    given = dict(form.cleaned_data)
    if given["purchase"] not in {row.id for row in sheet.purchases}:
        raise NotAllowed(str(NOT_THEIRS))
    return given
