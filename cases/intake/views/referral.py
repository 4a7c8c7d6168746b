"""One referral: what was said and what can be done, and each step of the front door."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from agencies.actor import Actor
from cases.intake.due import is_more_urgent
from cases.intake.forms.front_door import AskForm, BasisForm, MatchForm
from cases.intake.forms.triage import ConfirmForm
from cases.intake.operations.confirm_match import KnownSince, confirm_match
from cases.intake.operations.linking import Matched
from cases.intake.operations.list_for_panel import list_for_panel
from cases.intake.operations.record_basis import record_basis
from cases.intake.operations.request_information import request_information
from cases.intake.selectors.candidates import match_sheet
from cases.intake.selectors.referral import ReferralSheet, referral_sheet
from cases.intake.selectors.seats import PANEL_ROLES
from cases.intake.selectors.teams import askable_agencies
from cases.intake.supplies import supplied_by
from cases.intake.views.page import form_page, reasons_of
from cases.vocabulary import SaidConsent, Urgency

FORMS = ["GET", "HEAD", "POST"]
HOW_SOON = {
    Urgency.RED: gettext_lazy("Red: within 2 hours, day or night"),
    Urgency.AMBER: gettext_lazy("Amber: within 6 working hours"),
    Urgency.GREEN: gettext_lazy("Green: within 24 working hours"),
}


@require_safe
def referral_page(request: HttpRequest, reference: str) -> HttpResponse:
    """The referral: concern, people, what each partner said, what is known, what was decided."""
    sheet = referral_sheet(request.actor, reference)  # type: ignore[attr-defined]
    by_panel = request.actor.role in PANEL_ROLES  # type: ignore[attr-defined]
    context = {"sheet": sheet, "why": reasons_of(sheet.why), "by_panel": by_panel}
    return render(request, "cases/intake/referral.html", context)


@require_safe
def pack_page(request: HttpRequest, reference: str) -> HttpResponse:
    """The panel's pack: the same, with the answers side by side; made to be read in a meeting and printed."""
    sheet = referral_sheet(request.actor, reference)  # type: ignore[attr-defined]
    return render(request, "cases/intake/pack.html", {"sheet": sheet, "why": reasons_of(sheet.why)})


@require_http_methods(FORMS)
def match_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Say who each person is."""
    sheet = match_sheet(request.actor, reference)  # type: ignore[attr-defined]
    form = MatchForm(request.POST or None, sheet=sheet)
    if request.method == "POST" and form.is_valid():
        made = form.attempt(_confirmed, request.actor, reference, form.facts())  # type: ignore[attr-defined]
        if isinstance(made, KnownSince):
            messages.warning(request, made.words)
            return redirect("cases:match", reference)
        if made is not None:
            words = gettext("joined the family known before") if made.joined else gettext("formed a new family")
            messages.success(
                request,
                gettext("The people are matched: they %(words)s, %(file)s.") % {"words": words, "file": made.file},
            )
            return redirect("cases:referral", reference)
    return form_page(request, "cases/intake/match.html", form, sheet=sheet)


def _confirmed(actor: Actor, reference: str, facts: dict[str, Any]) -> Matched | KnownSince:
    """The match; or that the page is out of date, which calls for another look and not for a mended form."""
    try:
        return confirm_match(actor, reference, **facts)
    except KnownSince as since:
        return since


@require_http_methods(FORMS)
def basis_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Record on what basis partners may be asked."""
    sheet = referral_sheet(request.actor, reference)  # type: ignore[attr-defined]
    said_yes = sheet.said.consent.value == str(SaidConsent.GIVEN.label)
    form = BasisForm(request.POST or None, initial={"basis": "agreed" if said_yes else ""})
    if request.method == "POST" and form.is_valid():
        kept = form.attempt(record_basis, request.actor, reference, **form.cleaned_data)  # type: ignore[attr-defined]
        if kept is not None:
            messages.success(request, gettext("The basis is recorded. Partners can be asked now."))
            return redirect("cases:ask", reference)
    return form_page(request, "cases/intake/basis.html", form, sheet=sheet)


@require_http_methods(FORMS)
def ask_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask partners."""
    sheet = referral_sheet(request.actor, reference)  # type: ignore[attr-defined]
    people = [(str(person.position), person.known_as) for person in sheet.said.people]
    form = AskForm(
        request.POST or None,
        agencies=_agencies(sheet),
        people=people,
        urgencies=_urgencies(sheet.urgency),
        initial={"about": [position for position, _ in people], "urgency": sheet.urgency},
    )
    if request.method == "POST" and form.is_valid():
        sent = form.attempt(request_information, request.actor, reference, **form.facts())  # type: ignore[attr-defined]
        if sent is not None:
            messages.success(
                request,
                ngettext("Asked: %(n)d partner.", "Asked: %(n)d partners.", len(sent)) % {"n": len(sent)},
            )
            return redirect("cases:referral", reference)
    return form_page(request, "cases/intake/ask.html", form, sheet=sheet)


@require_http_methods(FORMS)
def list_for_panel_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Put the referral on the panel's agenda."""
    sheet = referral_sheet(request.actor, reference)  # type: ignore[attr-defined]
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        panel = form.attempt(list_for_panel, request.actor, reference)  # type: ignore[attr-defined]
        if panel is not None:
            messages.success(request, gettext("The referral is on the agenda of %(panel)s.") % {"panel": panel})
            return redirect("cases:referral", reference)
    return form_page(request, "cases/intake/list_for_panel.html", form, sheet=sheet)


def _agencies(sheet: ReferralSheet) -> list[tuple[str, str]]:
    """Those that can be asked now: their kind has something to tell, and no answer of theirs is still to come."""
    waiting = {answer.agency for answer in sheet.answers if answer.answered_at is None}
    return [
        (agency.reference, agency.name)
        for agency in askable_agencies(sheet.place)
        if supplied_by(agency.kind) and agency.name not in waiting
    ]


def _urgencies(now: str) -> list[tuple[str, str]]:
    """As urgent as the referral is, or more."""
    return [
        (urgency, str(words)) for urgency, words in HOW_SOON.items() if urgency == now or is_more_urgent(urgency, now)
    ]
