"""Statements disputed or corrected, and contacts withdrawn."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agencies.refusals import NotAllowed, Refused
from agencies.views.pages import actor_of
from cases.forms.marks import MarkForm, WithdrawForm
from cases.operations.mark_statement import mark_statement
from cases.operations.withdraw_contact import ONLY, withdraw_contact
from cases.selectors.contacts import one_contact
from cases.selectors.marks import marking
from cases.views.page import family_page

READ_OR_SEND = ["GET", "HEAD", "POST"]


@require_http_methods(READ_OR_SEND)
def mark_part_page(request: HttpRequest, reference: str, part: int) -> HttpResponse:
    """Mark a part of a contact."""
    return _mark(request, reference, part=part)


@require_http_methods(READ_OR_SEND)
def mark_need_page(request: HttpRequest, reference: str, need: int) -> HttpResponse:
    """Mark a need or strength."""
    return _mark(request, reference, need=need)


def _mark(request: HttpRequest, reference: str, *, part: int | None = None, need: int | None = None) -> HttpResponse:
    actor = actor_of(request)
    sheet = marking(actor, reference, part=part, need=need)
    if not sheet.open_to_me:
        raise Refused(_("It is disputed already. Whoever recorded it, or the family’s manager, answers."))
    form = MarkForm(request.POST if request.method == "POST" else None, sheet=sheet)
    sent = request.method == "POST" and form.is_valid()
    if sent and form.attempt(mark_statement, actor, reference, part=part, need=need, **form.facts()) is not None:
        messages.success(request, _("It stands beside what was recorded."))
        return redirect(sheet.page, reference)
    return family_page(request, "cases/family/mark.html", sheet.head, form=form, sheet=sheet)


@require_http_methods(READ_OR_SEND)
def withdraw_page(request: HttpRequest, reference: str, contact: int) -> HttpResponse:
    """Withdraw a contact recorded in error."""
    actor = actor_of(request)
    head, row = one_contact(actor, reference, contact)
    if row.withdrawn:
        raise Refused(_("This contact is withdrawn already."))
    if not row.may_withdraw:
        raise NotAllowed(str(ONLY))
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    sent = request.method == "POST" and form.is_valid()
    if sent and form.attempt(withdraw_contact, actor, reference, contact, **form.cleaned_data) is not None:
        messages.success(request, _("It is withdrawn. Whoever saw it is told."))
        return redirect("cases:contacts", reference)
    return family_page(request, "cases/family/withdraw.html", head, form=form, contact=row)
