"""The panel, the partners' desks, and the way to protection."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from agencies.vocabulary import Role
from cases.intake.forms.triage import AnswerForm, ConfirmForm, DecideForm, StepUpForm
from cases.intake.operations.decide_triage import decide_triage
from cases.intake.operations.declare_conflict import declare_conflict
from cases.intake.operations.give_information import give_information
from cases.intake.operations.step_up import step_up
from cases.intake.selectors.asked import AskedRow, asked_of_me, asked_sheet
from cases.intake.selectors.panel import AgendaRow, ToAllocateRow, panel_sheet
from cases.intake.selectors.protection import protection_sheet
from cases.intake.selectors.referral import referral_sheet
from cases.intake.selectors.said import title_of
from cases.intake.selectors.seats import PANEL_ROLES, Seats
from cases.intake.selectors.teams import locality_choices
from cases.intake.views.page import form_page, reasons_of
from cases.selectors.directory import signposts
from cases.views.page import number

FORMS = ["GET", "HEAD", "POST"]


@require_safe
def panel_page(request: HttpRequest) -> HttpResponse:
    """The agenda, and the families that the panel has still to allocate."""
    sheet = panel_sheet(request.actor, page=number(request))  # type: ignore[attr-defined]
    context = {
        "sheet": sheet,
        "agenda": [_agenda_item(row) for row in sheet.agenda],
        "to_allocate": [_to_allocate(row) for row in sheet.to_allocate],
    }
    return render(request, "cases/intake/panel.html", context)


@require_http_methods(FORMS)
def decide_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Decide on a referral."""
    actor = request.actor  # type: ignore[attr-defined]
    sheet = referral_sheet(actor, reference)
    form = DecideForm(
        request.POST or None,
        localities=locality_choices(sheet.place),
        services=signposts(actor),
        present=_present(sheet.seats, actor.post) if actor.role in PANEL_ROLES else None,
    )
    if request.method == "POST" and form.is_valid():
        made = form.attempt(decide_triage, actor, reference, **form.facts())
        if made is not None:
            messages.success(
                request, _("Decided. Whoever sent %(reference)s is told what they may know.") % {"reference": reference}
            )
            return redirect("cases:panel" if actor.role in PANEL_ROLES else "cases:inbox")
    return form_page(request, "cases/intake/decide.html", form, sheet=sheet, is_panel=actor.role in PANEL_ROLES)


@require_http_methods(FORMS)
def conflict_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Keep out of a referral."""
    actor = request.actor  # type: ignore[attr-defined]
    sheet = referral_sheet(actor, reference)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and form.attempt(declare_conflict, actor, reference) is not None:
        messages.success(request, _("You keep out of this referral. It is closed to you from now on."))
        return redirect("cases:panel" if actor.role in PANEL_ROLES else "cases:inbox")
    return form_page(request, "cases/intake/conflict.html", form, sheet=sheet)


@require_safe
def asked_page(request: HttpRequest) -> HttpResponse:
    """What this agency was asked and has not yet answered."""
    sheet = asked_of_me(request.actor, page=number(request))  # type: ignore[attr-defined]
    return render(request, "cases/intake/asked.html", {"sheet": sheet, "items": [_asked(row) for row in sheet.rows]})


@require_http_methods(FORMS)
def asked_request_page(request: HttpRequest, number: int) -> HttpResponse:
    """Answer one request."""
    actor = request.actor  # type: ignore[attr-defined]
    sheet = asked_sheet(actor, number)
    form = AnswerForm(request.POST or None, boxes=sheet.boxes)
    if request.method == "POST" and form.is_valid():
        given = form.attempt(give_information, actor, number, **form.facts())
        if given is not None:
            messages.success(request, _("Thank you. The front door has your answer."))
            return redirect("cases:asked_of_me")
    return form_page(request, "cases/intake/answer.html", form, sheet=sheet, why=reasons_of(sheet.why))


@require_http_methods(FORMS)
def step_up_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Step up to protection: whom to ring, then the record of the call, on one page."""
    actor = request.actor  # type: ignore[attr-defined]
    sheet = protection_sheet(actor, reference)
    now = timezone.localtime()
    form = StepUpForm(request.POST or None, initial={"called_time": now.time().replace(second=0, microsecond=0)})
    if request.method == "POST" and form.is_valid():
        made = form.attempt(step_up, actor, reference, **form.facts())
        if made is not None:
            messages.success(
                request, _("The call is recorded. The clock runs, and those who act on it have been told.")
            )
            return redirect(_after_step_up(reference, actor.role))
    return form_page(request, "cases/intake/step_up.html", form, sheet=sheet)


def _present(seats: Seats | None, actor: int) -> tuple[list[tuple[str, str]], str] | None:
    """The other members of the panel who can take part, and what it decides with."""
    if seats is None:
        return None
    others = [(str(one.post), one.words) for one in seats.free if one.post != actor]
    return others, _("The panel decides with %(quorum)s.") % {
        "quorum": seats.quorum.words
    } if seats.quorum.members else ""


def _after_step_up(reference: str, role: Role) -> str:
    if role in (Role.SCREENER, Role.DUTY_MANAGER, Role.EMERGENCY_DUTY):
        return reverse("cases:inbox")
    return reverse("cases:step_up", args=[reference])


def _agenda_item(row: AgendaRow) -> dict[str, object]:
    facts = [
        {"label": _("From"), "value": row.source},
        {"label": _("Answers"), "value": row.answers},
        {"label": _("Quorum"), "value": row.quorum or _("none set")},
        {"label": _("Protection"), "value": _("Stepped up: to be noted") if row.stepped_up else ""},
    ]
    return {
        "href": reverse("cases:pack", args=[row.reference]),
        "title": row.title,
        "subtitle": row.reference if row.title != row.reference else "",
        "urgency": row.urgency,
        "reason": _("Decision"),
        "due": row.due_at,
        "facts": facts,
    }


def _to_allocate(row: ToAllocateRow) -> dict[str, object]:
    level = (
        _("Level %(level_of_need)s") % {"level_of_need": row.level_of_need.value}
        if row.level_of_need.value
        else _("Closed to you")
    )
    return {
        "href": reverse("cases:allocate", args=[row.file]),
        "title": row.title[:1].upper() + row.title[1:],
        "subtitle": row.file if row.title != row.file else "",
        "reason": _("Key worker"),
        "due": row.due_at,
        "facts": [{"label": _("Need"), "value": level}, {"label": _("How much"), "value": row.intensity.value or ""}],
    }


def _asked(row: AskedRow) -> dict[str, object]:
    return {
        "href": reverse("cases:asked_request", args=[row.id]),
        "title": title_of(row.names) or row.reference,
        "subtitle": row.reference,
        "urgency": row.urgency,
        "reason": _("Answer"),
        "due": row.due_at,
        "facts": [{"label": _("Asked by"), "value": row.asked_by}],
    }
