"""Tasks on a family: see them, give one, mark one as done, put one off."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.refusals import NotAllowed, NotFound, Refused
from agencies.views.pages import actor_of
from cases.forms.tasks import PutOffForm, TaskForm
from cases.operations.give_task import finish_task, give_task, put_task_off
from cases.permits import Step
from cases.selectors.tasks import tasks, tasks_and_draft
from cases.views.drafts import drafted, keep_by_button, put_draft_back
from cases.views.page import family_page, require_step

READ_OR_SEND = ["GET", "HEAD", "POST"]


@require_safe
def tasks_page(request: HttpRequest, reference: str) -> HttpResponse:
    """What is to be done, and what was."""
    sheet = tasks(actor_of(request), reference)
    return family_page(request, "cases/family/tasks.html", sheet.head, section=sheet.section, sheet=sheet)


@require_http_methods(READ_OR_SEND)
def give_task_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Give a task, to oneself or to somebody of the team."""
    kept = keep_by_button(request, reference, Step.GIVE_TASK)
    if kept:
        return kept
    sheet, draft = tasks_and_draft(actor_of(request), reference, step=Step.GIVE_TASK)
    require_step(sheet.head, Step.GIVE_TASK)
    first = {"owner": str(sheet.owners[0].post), "came_from": request.GET.get("from", "")[:30]}
    form = TaskForm(request.POST or None, sheet=sheet, initial=first)
    put_draft_back(form, draft)
    if (
        request.method == "POST"
        and form.is_valid()
        and form.attempt(give_task, actor_of(request), reference, **form.facts()) is not None
    ):
        messages.success(request, _("The task is given."))
        return redirect("cases:tasks", reference)
    more = drafted(reference, Step.GIVE_TASK, draft)
    return family_page(request, "cases/family/give_task.html", sheet.head, form=form, sheet=sheet, **more)


@require_POST
def finish_task_page(request: HttpRequest, reference: str, task: int) -> HttpResponse:
    """Mark a task as done; back to the tasks, with the reason where it was refused."""
    try:
        finish_task(actor_of(request), reference, task=task)
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, refusal.words)
    else:
        messages.success(request, _("The task is done."))
    return redirect("cases:tasks", reference)


@require_http_methods(READ_OR_SEND)
def put_task_off_page(request: HttpRequest, reference: str, task: int) -> HttpResponse:
    """Put a task off, with a reason."""
    sheet = tasks(actor_of(request), reference)
    held = next((one for one in sheet.to_do if one.id == task and one.may_see_to), None)
    if held is None:
        raise NotFound
    form = PutOffForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and form.attempt(put_task_off, actor_of(request), reference, task=task, **form.cleaned_data) is not None
    ):
        messages.success(request, _("The task is put off."))
        return redirect("cases:tasks", reference)
    return family_page(request, "cases/family/put_off.html", sheet.head, form=form, task=held)
