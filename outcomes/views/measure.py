"""Measuring how needs stand, and closing the case."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from cases.permits import Step
from cases.views.page import family_page, require_step
from outcomes.forms.measure import CloseForm, MeasureForm
from outcomes.operations.close_case import close_case
from outcomes.operations.measure_outcome import measure_outcome
from outcomes.selectors.measurements import measurements

READ_OR_SEND = ["GET", "HEAD", "POST"]


@require_http_methods(READ_OR_SEND)
def measure_page(request: HttpRequest, reference: str) -> HttpResponse:
    """How each need stood so far, and a form to measure one."""
    actor = request.actor  # type: ignore[attr-defined]
    sheet = measurements(actor, reference)
    require_step(sheet.head, Step.CLOSE)
    form = MeasureForm(request.POST or None, sheet=sheet)
    if request.method == "POST" and form.is_valid():
        made = form.attempt(measure_outcome, actor, reference, **form.cleaned_data)
        if made is not None:
            messages.success(request, _("The measurement is recorded."))
            return redirect("outcomes:measure", reference)
    return family_page(request, "outcomes/measure.html", sheet.head, section=sheet.section, sheet=sheet, form=form)


@require_http_methods(READ_OR_SEND)
def close_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Measure every need for the last time and close the case."""
    actor = request.actor  # type: ignore[attr-defined]
    sheet = measurements(actor, reference)
    require_step(sheet.head, Step.CLOSE)
    form = CloseForm(request.POST or None, sheet=sheet)
    if request.method == "POST" and form.is_valid():
        closed = form.attempt(close_case, actor, reference, **form.facts())
        if closed is not None:
            messages.success(request, _("The case is closed."))
            return redirect("cases:family", reference)
    return family_page(request, "outcomes/close.html", sheet.head, section=sheet.section, sheet=sheet, form=form)
