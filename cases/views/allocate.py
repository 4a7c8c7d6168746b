"""Allocate a family, and hand it over to another key worker."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agencies.views.pages import actor_of
from agencies.vocabulary import Role
from cases.forms.allocate import AllocateForm, ChangeKeyWorkerForm
from cases.operations.allocate_team import allocate_team
from cases.operations.change_key_worker import change_key_worker
from cases.permits import Step
from cases.selectors.allocation import allocation
from cases.views.page import family_page, require_step

READ_OR_SEND = ["GET", "HEAD", "POST"]


@require_http_methods(READ_OR_SEND)
def allocate_page(request: HttpRequest, reference: str) -> HttpResponse:
    """One key worker and the team around the family: workers with their caseload, and a suggestion."""
    sheet = allocation(actor_of(request), reference)
    form = AllocateForm(request.POST or None, sheet=sheet)
    if request.method == "POST":
        if form.is_valid() and form.attempt(allocate_team, actor_of(request), reference, **form.facts()) is not None:
            messages.success(request, _("The family has a key worker."))
            manages = actor_of(request).role == Role.TEAM_MANAGER
            return redirect("cases:family", reference) if manages else redirect("cases:waiting")
    else:
        require_step(sheet.head, Step.ALLOCATE)
    return family_page(request, "cases/family/allocate.html", sheet.head, form=form, section=sheet.section, sheet=sheet)


@require_http_methods(READ_OR_SEND)
def change_key_worker_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Another key worker from now on, with words of handover."""
    sheet = allocation(actor_of(request), reference)
    require_step(sheet.head, Step.CHANGE_KEY_WORKER)
    form = ChangeKeyWorkerForm(request.POST or None, sheet=sheet)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if (
            form.attempt(
                change_key_worker,
                actor_of(request),
                reference,
                key_worker=int(given["key_worker"]),
                handover=given["handover"],
            )
            is not None
        ):
            messages.success(request, _("The family has another key worker."))
            return redirect("cases:team", reference)
    return family_page(request, "cases/family/change_key_worker.html", sheet.head, form=form, sheet=sheet)
