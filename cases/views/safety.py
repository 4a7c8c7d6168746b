"""Safety and consent of a family: its page, the forms behind it, and emergency access."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.forms.base import PlainForm
from agencies.refusals import NotAllowed, NotFound, Refused
from agencies.views.pages import actor_of
from cases.forms.meetings import OrderForm
from cases.forms.safety import (
    AccessForm,
    ConsentForm,
    EmergencyForm,
    InstructionForm,
    JudgeForm,
    OpenSealForm,
    ResponsibilityForm,
    RestrictForm,
)
from cases.operations import protect_member
from cases.operations.open_in_emergency import open_in_emergency
from cases.operations.record_order import end_order, record_order
from cases.selectors.safety import may_be_let_in, safety
from cases.selectors.who_looked import who_looked
from cases.views.page import UNUSABLE, family_page, number
from datasharing.operations import restrictions
from datasharing.operations.access import ask_for_access

READ_OR_SEND = ["GET", "HEAD", "POST"]


@require_safe
def safety_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Instructions, restrictions on which the reader is named, and who agreed to what."""
    sheet = safety(actor_of(request), reference)
    return family_page(request, "cases/family/safety.html", sheet.head, section=sheet.section, sheet=sheet)


@require_http_methods(READ_OR_SEND)
def consent_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Record a member's yes or no."""
    return _about(
        request, reference, ConsentForm, protect_member.record_member_consent, _("Record what they agreed to"),
        _("What they said is recorded, and counts from now on."),
    )  # fmt: skip


@require_http_methods(READ_OR_SEND)
def judge_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Record a judgement of whether somebody can decide."""
    return _about(
        request, reference, JudgeForm, protect_member.judge_member, _("Can they decide this?"),
        _("Your judgement is recorded."),
    )  # fmt: skip


@require_http_methods(READ_OR_SEND)
def responsibility_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Record who holds parental responsibility."""
    return _about(
        request, reference, ResponsibilityForm, protect_member.record_member_responsibility,
        _("Who holds parental responsibility?"), _("It is recorded."),
    )  # fmt: skip


@require_http_methods(READ_OR_SEND)
def restrict_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Restrict what is about one member."""
    return _about(
        request, reference, RestrictForm, protect_member.restrict_member, _("Restrict what is about somebody"),
        _("It is closed from now on. Somebody else must confirm it within a working day."),
    )  # fmt: skip


@require_http_methods(READ_OR_SEND)
def order_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Record what keeps one member away from another."""
    return _about(
        request, reference, OrderForm, record_order, _("Who keeps away from whom?"),
        _("It is recorded. From now on they are never asked to one meeting."),
    )  # fmt: skip


@require_POST
def end_order_page(request: HttpRequest, reference: str, order: int) -> HttpResponse:
    """An order is lifted."""
    return _done(request, reference, _("It has ended."), end_order, reference, order=order)


@require_http_methods(READ_OR_SEND)
def instruct_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Set a safety instruction."""
    sheet = safety(actor_of(request), reference)
    if not sheet.may_restrict:
        raise NotAllowed(_("A domestic abuse adviser or a manager sets a safety instruction."))
    form = InstructionForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and form.attempt(protect_member.instruct, actor_of(request), reference, **form.cleaned_data) is not None
    ):
        messages.success(request, _("Everybody who works with the family sees it from now on."))
        return redirect("cases:safety", reference)
    return family_page(
        request, "cases/family/safety_form.html", sheet.head, form=form, heading=_("Set a safety instruction")
    )


@require_POST
def withdraw_page(request: HttpRequest, reference: str) -> HttpResponse:
    """A member takes consent to one category back."""
    sheet = safety(actor_of(request), reference)
    wanted = next((one for one in sheet.members if str(one.subject) == request.POST.get("subject")), None)
    if wanted is None:
        raise NotFound(reference)
    return _done(
        request, reference, _("It is withdrawn, and opens nothing from now on."),
        protect_member.withdraw_member_consent, reference, subject=wanted.subject,
        categories=[request.POST.get("category", "")],
    )  # fmt: skip


@require_POST
def confirm_restriction_page(request: HttpRequest, reference: str, restriction: int) -> HttpResponse:
    """Confirm somebody else's restriction."""
    return _done(request, reference, _("It is confirmed."), restrictions.confirm_restriction, restriction)


@require_POST
def end_restriction_page(request: HttpRequest, reference: str, restriction: int) -> HttpResponse:
    """End somebody else's restriction."""
    return _done(request, reference, _("It has ended."), restrictions.end_restriction, restriction)


@require_http_methods(READ_OR_SEND)
def open_seal_page(request: HttpRequest, reference: str, restriction: int) -> HttpResponse:
    """A custodian opens a seal to one person for twelve hours."""
    sheet = safety(actor_of(request), reference)
    held = next((one for one in sheet.restrictions if one.id == restriction and one.may_open), None)
    if held is None:
        raise NotFound(reference)
    form = OpenSealForm(request.POST if request.method == "POST" else None, posts=may_be_let_in(sheet.place))
    if request.method == "POST" and form.is_valid():
        until = form.attempt(
            restrictions.open_seal_to, actor_of(request), restriction, post=int(form.cleaned_data["post"])
        )
        if until is not None:
            messages.success(request, _("It is open to them for 12 hours. It is in the journal."))
            return redirect("cases:safety", reference)
    heading = _("Open the seal on %(about)s") % {"about": held.about}
    return family_page(request, "cases/family/safety_form.html", sheet.head, form=form, heading=heading)


@require_safe
def who_looked_page(request: HttpRequest, reference: str, subject: UUID) -> HttpResponse:
    """Who looked at what is about one person: for that person."""
    sheet = who_looked(actor_of(request), reference, subject, page=number(request))
    return family_page(request, "cases/family/who_looked.html", sheet.head, sheet=sheet)


@require_http_methods(READ_OR_SEND)
def ask_for_access_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask the family's manager to see more of it."""
    sheet = safety(actor_of(request), reference)
    form = AccessForm(request.POST or None, initial={"categories": request.GET.getlist("category")})
    if request.method == "POST" and form.is_valid():
        ask = form.attempt(ask_for_access, actor_of(request), reference, **form.cleaned_data)
        if ask is not None:
            messages.success(request, _("You have asked. The answer comes to your notices."))
            return redirect("datasharing:ask", ask)
    return family_page(request, "cases/family/ask_for_access.html", sheet.head, form=form)


@require_http_methods(READ_OR_SEND)
def emergency_page(request: HttpRequest) -> HttpResponse:
    """Emergency access: what it means, then what is needed and why."""
    first = {"reference": request.GET.get("reference", "")[:12]}
    form = EmergencyForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        reference = given.pop("reference").strip().upper()
        try:
            done = form.attempt(open_in_emergency, actor_of(request), reference, **given)
        except NotFound:
            form.add_error("reference", _("There is no family of this reference that you may open."))
            done = None
        if done is not None:
            messages.success(request, _("It is open to you for 12 hours. It will be reviewed."))
            return redirect("cases:family", reference)
    return render(request, "cases/emergency.html", {"form": form}, status=UNUSABLE if form.errors else 200)


def _about(
    request: HttpRequest,
    reference: str,
    kind: type[PlainForm],
    operation: Callable[..., Any],
    heading: str,
    said: str,
) -> HttpResponse:
    """A form about one member, and the operation that it is for."""
    sheet = safety(actor_of(request), reference)
    if kind is RestrictForm and not sheet.may_restrict:
        raise NotAllowed(_("A domestic abuse adviser or a manager decides on restrictions."))
    form = kind(request.POST or None, sheet=sheet)
    if request.method == "POST" and form.is_valid():

        def take() -> bool:
            operation(actor_of(request), reference, **form.facts())  # type: ignore[attr-defined]
            return True

        if form.attempt(take):
            messages.success(request, said)
            return redirect("cases:safety", reference)
    return family_page(request, "cases/family/safety_form.html", sheet.head, form=form, sheet=sheet, heading=heading)


def _done(
    request: HttpRequest, reference: str, said: str, operation: Callable[..., Any], *about: Any, **facts: Any
) -> HttpResponse:
    """A step with nothing to fill in: done, or the reason why not, on the page."""
    try:
        operation(actor_of(request), *about, **facts)
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, refusal.words)
    else:
        messages.success(request, said)
    return redirect("cases:safety", reference)
