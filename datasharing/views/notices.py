"""Notices of a post, where each leads, and one request for access."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from agencies.operations.notify import see_notice
from agencies.views.pages import actor_of
from datasharing.forms.assurance import AnswerForm
from datasharing.operations.access import answer_access
from datasharing.selectors.asks import ask
from datasharing.selectors.notices import notice, notices


@require_safe
def notices_page(request: HttpRequest) -> HttpResponse:
    """What this post has been told of and is still to do."""
    return render(request, "datasharing/notices.html", {"notices": notices(actor_of(request))})


@require_safe
def notice_page(request: HttpRequest, notice: int) -> HttpResponse:
    """Follow a notice; whether its page opens is the door's affair."""
    return _follow(request, notice)


def _follow(request: HttpRequest, wanted: int) -> HttpResponse:
    actor = actor_of(request)
    found = notice(actor, wanted)
    see_notice(actor.post, found.id)
    return redirect(found.leads_to, *([found.reference] if found.reference else []))


@require_http_methods(["GET", "HEAD", "POST"])
def ask_page(request: HttpRequest, ask: int) -> HttpResponse:
    """One request for access: how it stands for whoever asked, and the answer of whoever may give it."""
    return _answer(request, ask)


def _answer(request: HttpRequest, wanted: int) -> HttpResponse:
    actor = actor_of(request)
    sheet = ask(actor, wanted)
    form = AnswerForm(request.POST or None, initial={"days": sheet.days}) if sheet.may_answer else None
    if request.method == "POST":
        form = form or AnswerForm(request.POST)
        if form.is_valid():

            def take() -> bool:
                answer_access(actor, wanted, **form.facts())
                return True

            if form.attempt(take):
                messages.success(request, _("Your answer is on its way to them, and counts from now on."))
                return redirect("datasharing:ask", wanted)
    context = {"sheet": sheet, "form": form}
    return render(request, "datasharing/ask.html", context, status=422 if form is not None and form.errors else 200)
