"""The pages of investment agreements: the list, one with its quarters, making one and closing a quarter."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.refusals import NotAllowed, Refused
from outcomes.budgets.forms.agreement import AgreementForm, partner_forms
from outcomes.budgets.operations.make_agreement import close_agreement_quarter, make_agreement
from outcomes.budgets.quarters import read_quarter
from outcomes.budgets.selectors.agreement import AgreementSheet, QuarterStand, agreement, agreements
from outcomes.budgets.selectors.budget import places_to_choose
from outcomes.budgets.views.room import READ_OR_SEND, UNUSABLE, actor_of, columns, gbp, headings, room_page
from outcomes.costing.agreements import CannotAgree

STANDS = headings("Partner", "#Committed", "#Put in", "#Gained", "#Due of the return", "#Passes")
PASSES = {
    "shadow": _("Shown only: nothing passes. Above nought it would be received, below nought paid."),
    "aligned": _("Each pays from its own money. Above nought it is received, below nought paid."),
    "pooled": _("Paid by the host from the one purse. Above nought it is received, below nought left in it."),
}


@require_safe
def investments_page(request: HttpRequest) -> HttpResponse:
    """Every agreement of the reader's place and its parts."""
    sheet = agreements(actor_of(request))
    rows = [
        [
            {"text": row.name, "href": reverse("outcomes:investment", args=[row.reference]), "hint": row.reference},
            {"text": row.place_name, "hint": row.families},
            row.footing.capitalize(),
            row.sharing,
            row.runs,
            gbp(row.committed),
        ]
        for row in sheet.rows
    ]
    heads = columns("Agreement", "Place", "Held", "Returns are shared", "Quarters", "#Committed")
    return room_page(request, "outcomes/money/investments.html", sheet=sheet, columns=heads, rows=rows)


@require_http_methods(READ_OR_SEND)
def new_investment_page(request: HttpRequest) -> HttpResponse:
    """Make an agreement."""
    actor = actor_of(request)
    sent = request.POST if request.method == "POST" else None
    form, partners = AgreementForm(sent, places=places_to_choose(actor)), partner_forms(sent)
    sound = all([form.is_valid(), *(one.is_valid() for one in partners)]) if sent is not None else False
    if sound:
        told = [found for one in partners if (found := one.new_partner())]
        made = form.attempt(make_agreement, actor, partners=told, **form.cleaned_data)
        if made is not None:
            messages.success(request, _("The agreement is kept."))
            return redirect("outcomes:investment", made)
    page = room_page(request, "outcomes/money/new_investment.html", form=form, partners=partners)
    if sent is not None:
        page.status_code = UNUSABLE
    return page


@require_safe
def investment_page(request: HttpRequest, reference: str) -> HttpResponse:
    """One agreement."""
    sheet = agreement(actor_of(request), reference)
    return room_page(
        request,
        "outcomes/money/investment.html",
        sheet=sheet,
        head=_head(sheet),
        partner_columns=columns("Partner", "#Share of returns", "First loss", "#Commits in all"),
        partner_rows=[
            [
                one.words,
                "–" if one.share is None else f"{one.share.normalize():f}%",
                _("Stands it") if one.stands_first_loss else "–",
                gbp(one.whole),
            ]
            for one in sheet.partners
        ],
        commit_columns=columns("Quarter", *(f"#{one.words}" for one in sheet.partners)),
        commit_rows=[
            [quarter, *(gbp(one.commits[number]) for one in sheet.partners)]
            for number, quarter in enumerate(sheet.quarters)
        ],
        stand_columns=columns(*STANDS),
        now=_stand(sheet.now) if sheet.now else None,
        closed=[_stand(one) for one in reversed(sheet.closed)],
        passes=PASSES[sheet.footing],
    )


@require_POST
def close_investment_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Close a quarter."""
    try:
        quarter = read_quarter(request.POST.get("quarter", ""))
        close_agreement_quarter(actor_of(request), reference, quarter=quarter)
        messages.success(request, _("%(quarter)s is closed.") % {"quarter": quarter})
    except CannotAgree as refusal:
        messages.error(request, str(refusal))
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, refusal.words)
    return redirect("outcomes:investment", reference)


def _stand(stand: QuarterStand) -> dict[str, Any]:
    return {
        "words": stand.words,
        "closed_at": stand.closed_at,
        "closed_by": stand.closed_by,
        "edition": stand.edition,
        "rows": [
            [row.words, gbp(row.committed), gbp(row.put_in), gbp(row.gained), gbp(row.due), gbp(row.passes)]
            for row in stand.rows
        ],
    }


def _head(sheet: AgreementSheet) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        {"key": _("For"), "value": f"{sheet.families}, {sheet.place_name}"},
        {"key": _("Runs"), "value": sheet.runs},
        {"key": _("How the money is held"), "value": sheet.footing.capitalize()},
        {"key": _("How returns are shared"), "value": sheet.sharing},
    ]
    if sheet.host:
        rows += [
            {"key": _("Host"), "value": sheet.host},
            {"key": _("Accountable body"), "value": sheet.accountable_body},
            {"key": _("Legal power"), "value": sheet.legal_power},
        ]
    return rows
