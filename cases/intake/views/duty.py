"""The duty custodian: asking, and answering."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agencies.views.pages import actor_of
from cases.intake.forms.duty import AskDutyForm, DutyAnswerForm
from cases.intake.operations.duty import answer_duty_question, ask_duty_custodian
from cases.intake.selectors.duty import DutyQuestionSheet, SealBehind, ask_duty_sheet, duty_question
from cases.intake.views.page import form_page

FORMS = ["GET", "HEAD", "POST"]


@require_http_methods(FORMS)
def ask_duty_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Whom to ring now, the question, and what came of those asked before."""
    actor = actor_of(request)
    sheet = ask_duty_sheet(actor, reference)
    form = AskDutyForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.attempt(ask_duty_custodian, actor, reference, **form.cleaned_data) is not None:
        messages.success(request, _("You have asked. The answer comes to your notices. If it cannot wait, ring."))
        return redirect("cases:ask_duty", reference)
    return form_page(request, "cases/intake/ask_duty.html", form, sheet=sheet)


@require_http_methods(FORMS)
def duty_question_page(request: HttpRequest, question: int) -> HttpResponse:
    """Read what is asked and what may lie behind it, and answer."""
    actor = actor_of(request)
    sheet = duty_question(actor, question)
    form = DutyAnswerForm(request.POST if request.method == "POST" else None, seals=sheet.seals)
    if form.is_valid():

        def take() -> bool:
            answer_duty_question(actor, question, **form.facts())
            return True

        if form.attempt(take):
            messages.success(request, _("Your answer is kept, and whoever asked is told that there is one."))
            return redirect("datasharing:notices")
    said = [{"key": one.name or _("Nobody named"), "value": _lines(_born(one.born), one.address)} for one in sheet.said]
    seals = [_seal(one) for one in sheet.seals]
    return form_page(
        request, "cases/intake/duty_question.html", form, sheet=sheet, asked=_asked(sheet), said=said, seals=seals
    )


def _asked(sheet: DutyQuestionSheet) -> list[dict[str, str]]:
    return [
        {"key": _("Who asks"), "value": sheet.who},
        {"key": _("Telephone"), "value": sheet.telephone},
        {"key": _("About"), "value": _("Family %(reference)s") % {"reference": sheet.reference}},
        {"key": _("Why"), "value": sheet.reason},
    ]


def _seal(one: SealBehind) -> dict[str, str]:
    lines = _lines(_born(one.born), ", ".join(one.why), ", ".join(one.categories), one.shut)
    return {"key": one.name, "value": lines}


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def _born(day: object) -> str:
    return _("Born %(day)s") % {"day": date_format(day, "j F Y")} if day else ""  # type: ignore[arg-type]
