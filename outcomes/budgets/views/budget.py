"""The pages of budgets: the list, one budget with its lines, sums and quarters, and what is added to it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.refusals import NotAllowed, Refused
from agencies.vocabulary import Role
from outcomes.budgets.forms.budget import BudgetForm, LineForm, SumForm
from outcomes.budgets.operations.make_budget import add_budget_line, make_budget
from outcomes.budgets.operations.record_budget_entry import close_budget_quarter, record_budget_entry
from outcomes.budgets.selectors.budget import (
    BudgetSheet,
    LineRow,
    QuarterRow,
    Sums,
    budget,
    budgets,
    officers_to_choose,
    places_to_choose,
)
from outcomes.budgets.views.room import READ_OR_SEND, actor_of, columns, gbp, headings, room_page

SUMS = headings("#Planned", "#Promised", "#Paid or given", "#Left")
NOT_YOURS = _("Budgets are kept by commissioners and claims officers.")


@require_safe
def budgets_page(request: HttpRequest) -> HttpResponse:
    """Every budget of the reader's place and its parts."""
    sheet = budgets(actor_of(request))
    rows = [
        [
            {"text": f"{row.place_name}, {row.year_words}", "href": f"/budgets/{row.id}/", "hint": row.name},
            row.footing.capitalize(),
            *_sums(row.whole),
        ]
        for row in sheet.rows
    ]
    return room_page(
        request, "outcomes/money/budgets.html", sheet=sheet, columns=columns("Budget", "Held", *SUMS), rows=rows
    )


@require_http_methods(READ_OR_SEND)
def new_budget_page(request: HttpRequest) -> HttpResponse:
    """Begin a budget."""
    actor = actor_of(request)
    form = BudgetForm(
        request.POST or None,
        places=places_to_choose(actor),
        officers=officers_to_choose(actor, Role.COMMISSIONER, Role.CLAIMS_OFFICER),
        approvers=officers_to_choose(actor, Role.TEAM_MANAGER),
    )
    if request.method == "POST" and form.is_valid():
        made = form.attempt(make_budget, actor, **form.cleaned_data)
        if made is not None:
            messages.success(request, _("The budget is begun. Add its lines."))
            return redirect("outcomes:budget", made)
    return room_page(request, "outcomes/money/new_budget.html", form=form)


@require_safe
def budget_page(request: HttpRequest, key: int) -> HttpResponse:
    """One budget."""
    sheet = budget(actor_of(request), key)
    return room_page(
        request,
        "outcomes/money/budget.html",
        sheet=sheet,
        head=_head(sheet),
        sums=_sums(sheet.whole),
        kind_columns=columns("What it is made of", *SUMS),
        kind_rows=[[words, *_sums(sums)] for words, sums in sheet.by_kind],
        partner_columns=columns("Partner", *SUMS),
        partner_rows=[[words, *_sums(sums)] for words, sums in sheet.by_partner],
        halves=[[_("In money"), *_sums(sheet.money)], [_("In kind"), *_sums(sheet.in_kind)]],
        whole_foot=[_("Together"), *_sums(sheet.whole)],
        line_columns=columns("Line", "Place", "Partner", *SUMS),
        line_rows=[_line(line) for line in sheet.lines],
        entry_columns=columns("Day", "Line", "What for", "Promised or paid", "#Sum"),
        entry_rows=[
            [
                f"{one.falls_on.day} {one.falls_on:%b %Y}",
                one.line_words,
                one.words,
                _("Paid") if one.is_paid else _("Promised, then paid") if one.settled else _("Promised"),
                gbp(one.gbp),
            ]
            for one in sheet.entries
        ],
        quarter_columns=columns("Quarter", "Closed", *SUMS[:3]),
        quarter_rows=[_quarter(row) for row in sheet.quarters],
        closable=next((row for row in sheet.quarters if row.may_close), None) if sheet.may_write else None,
    )


@require_http_methods(READ_OR_SEND)
def new_line_page(request: HttpRequest, key: int) -> HttpResponse:
    """Add a line."""
    sheet = _own(request, key)
    form = LineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = form.attempt(add_budget_line, actor_of(request), key, **form.cleaned_data)
        if made is not None:
            messages.success(request, _("The line is added."))
            return redirect("outcomes:budget", key)
    return room_page(request, "outcomes/money/new_line.html", form=form, sheet=sheet)


@require_http_methods(READ_OR_SEND)
def new_sum_page(request: HttpRequest, key: int) -> HttpResponse:
    """Record a sum promised or paid."""
    sheet = _own(request, key)
    form = SumForm(request.POST or None, sheet=sheet)
    if request.method == "POST" and form.is_valid():
        made = form.attempt(record_budget_entry, actor_of(request), key, **form.cleaned_data)
        if made is not None:
            messages.success(request, _("The sum is recorded."))
            return redirect("outcomes:budget", key)
    return room_page(request, "outcomes/money/new_sum.html", form=form, sheet=sheet)


@require_POST
def close_budget_page(request: HttpRequest, key: int) -> HttpResponse:
    """Close a quarter."""
    typed = request.POST.get("number", "")
    try:
        close_budget_quarter(actor_of(request), key, number=int(typed) if typed.isdecimal() and len(typed) < 3 else 0)
        messages.success(request, _("The quarter is closed."))
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, refusal.words)
    return redirect("outcomes:budget", key)


def _own(request: HttpRequest, key: int) -> BudgetSheet:
    sheet = budget(actor_of(request), key)
    if not sheet.may_write:
        raise NotAllowed(str(NOT_YOURS))
    return sheet


def _sums(sums: Sums) -> list[str]:
    return [gbp(sums.planned), gbp(sums.committed), gbp(sums.spent), gbp(sums.remaining)]


def _line(line: LineRow) -> list[object]:
    notes = [line.kind_words]
    notes += [str(_("family fund"))] if line.is_fund else []
    notes += [str(_("shared among families"))] if line.is_shared else []
    return [{"text": line.words, "hint": ", ".join(notes)}, line.of_place, line.partner_words, *_sums(line.sums)]


def _quarter(row: QuarterRow) -> list[object]:
    closed = {"text": _("Closed"), "hint": row.closed_by} if row.closed_at else _("Open")
    return [row.words, closed, gbp(row.planned), gbp(row.committed), gbp(row.spent)]


def _head(sheet: BudgetSheet) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        {"key": _("How the money is held"), "value": sheet.footing.capitalize()},
        {"key": _("Accountable officer"), "value": sheet.accountable_officer},
    ]
    if sheet.host:
        rows += [
            {"key": _("Host"), "value": sheet.host},
            {"key": _("Accountable body"), "value": sheet.accountable_body},
            {"key": _("Legal power"), "value": sheet.legal_power},
        ]
    if sheet.fund_limit is not None:
        words = _("%(fund_limit)s for one purchase; beyond that %(fund_approver)s decides") % {
            "fund_limit": gbp(sheet.fund_limit),
            "fund_approver": sheet.fund_approver,
        }
        rows.append({"key": _("Family fund"), "value": words})
    return rows
