"""The question for the custodian of a seal, and what follows from the answer."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agencies.views.pages import actor_of
from cases.intake.forms.sealed_match import DoneForm, HandOnForm, SealedMatchForm
from cases.intake.operations.sealed_match import decide_sealed_match
from cases.intake.operations.taking_on import hand_on, record_done
from cases.intake.selectors.sealed_match import ANSWER, FINISH, HAND_ON, SealedMatchSheet, sealed_match
from cases.views.page import UNUSABLE


@require_http_methods(["GET", "HEAD", "POST"])
def sealed_match_page(request: HttpRequest, match: int) -> HttpResponse:
    """Say whether somebody whom a referral names is the person whom the seal protects; act on it; say what was done."""
    actor = actor_of(request)
    sheet = sealed_match(actor, match)
    form = _form(request, sheet)
    if form is not None and form.is_valid():

        def take() -> bool:
            operation, facts, said = _step(sheet, form)
            operation(actor, match, **facts)
            messages.success(request, said)
            return True

        if form.attempt(take):
            return redirect("datasharing:notices")
    context = {"form": form, "sheet": sheet, "said": _said(sheet), "known": _known(sheet), "after": _after(sheet)}
    wrong = form is not None and form.errors
    return render(request, "cases/intake/sealed_match.html", context, status=UNUSABLE if wrong else 200)


def _form(request: HttpRequest, sheet: SealedMatchSheet) -> SealedMatchForm | HandOnForm | DoneForm | None:
    sent = request.POST if request.method == "POST" else None
    if sheet.step == ANSWER:
        return SealedMatchForm(sent, may_instruct=sheet.may_instruct, takers=sheet.takers)
    if sheet.step == HAND_ON:
        return HandOnForm(sent, takers=sheet.takers)
    return DoneForm(sent) if sheet.step == FINISH else None


def _step(sheet: SealedMatchSheet, form: Any) -> tuple[Callable[..., Any], dict[str, Any], str]:
    """What a form is for: the operation, its facts, and what is said of it afterwards."""
    if sheet.step == ANSWER:
        return decide_sealed_match, form.facts(), _("Your answer is kept. Nobody else is told of it.")
    if sheet.step == HAND_ON:
        return hand_on, form.cleaned_data, _("They are told that they take it on.")
    return record_done, form.cleaned_data, _("What was done is kept under the seal.")


def _said(sheet: SealedMatchSheet) -> list[dict[str, str]]:
    return [
        {"key": _("Name"), "value": sheet.said_name},
        {"key": _("Born"), "value": date_format(sheet.said_born, "j F Y") if sheet.said_born else ""},
        {"key": _("Address"), "value": sheet.said_address},
        {"key": _("In the family"), "value": sheet.said_role},
        {"key": _("What worries whoever wrote it"), "value": sheet.concern},
        {"key": _("Who wrote it"), "value": sheet.referrer},
        {"key": _("Referral"), "value": f"{sheet.reference}, {sheet.urgency.lower()}"},
        {"key": _("Who has it"), "value": sheet.front_door},
    ]


def _known(sheet: SealedMatchSheet) -> list[dict[str, str]]:
    return [
        {"key": _("Name"), "value": sheet.known_name},
        {"key": _("Born"), "value": date_format(sheet.known_born, "j F Y") if sheet.known_born else ""},
        {"key": _("What speaks for it, and against"), "value": ", ".join(sheet.reasons)},
    ]


def _after(sheet: SealedMatchSheet) -> list[dict[str, str]]:
    """What was answered, who takes it on and what was done, as far as it has come."""
    rows = [(_("Answer"), sheet.decided), (_("Who takes it on"), sheet.taken_on_by), (_("What was done"), sheet.done)]
    return [{"key": key, "value": value} for key, value in rows if value]
