"""The homes of a team manager and of a partner: what is theirs to do, on one page."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.views.pages import actor_of
from cases.forms.team_desk import CoverForm, HandOverForm
from cases.operations.cover_absence import cover_absence, end_cover, hand_over_families
from cases.selectors.caseloads import stand_ins
from cases.selectors.partner_home import partner_home
from cases.selectors.team_desk import families_of, team_desk
from cases.views.page import UNUSABLE

READ_OR_SEND = ["GET", "HEAD", "POST"]


@require_safe
def team_desk_page(request: HttpRequest) -> HttpResponse:
    """Caseloads, what is late, who waits, and cover."""
    return render(request, "cases/homes/team_desk.html", {"desk": team_desk(actor_of(request))})


@require_http_methods(READ_OR_SEND)
def cover_page(request: HttpRequest, worker: int) -> HttpResponse:
    """Let somebody stand in for a key worker who is away."""
    actor = actor_of(request)
    name, families = families_of(actor, worker)
    form = CoverForm(request.POST or None, families=families, others=stand_ins(actor.place, worker))
    if request.method == "POST" and form.is_valid():
        made = form.attempt(cover_absence, actor, worker=worker, **form.facts())
        if made is not None:
            messages.success(request, _("They are covered. The deputy has been told, and it ends by itself."))
            return redirect("cases:team_desk")
    return _form(request, form, _("Cover for absence"), name, _("Give cover"))


@require_POST
def end_cover_page(request: HttpRequest, cover: int) -> HttpResponse:
    """End cover now."""
    end_cover(actor_of(request), cover)
    messages.success(request, _("The cover has ended."))
    return redirect("cases:team_desk")


@require_http_methods(READ_OR_SEND)
def hand_over_page(request: HttpRequest, worker: int) -> HttpResponse:
    """Hand several families of one key worker over to another."""
    actor = actor_of(request)
    name, families = families_of(actor, worker)
    form = HandOverForm(request.POST or None, families=families, others=stand_ins(actor.place, worker, only_key=True))
    if request.method == "POST" and form.is_valid():
        count = form.attempt(hand_over_families, actor, worker=worker, **form.facts())
        if count is not None:
            words = ngettext("%d family has another key worker.", "%d families have another key worker.", count) % count
            messages.success(request, words)
            return redirect("cases:team_desk")
    return _form(request, form, _("Hand families over"), name, _("Hand them over"))


@require_safe
def partner_home_page(request: HttpRequest) -> HttpResponse:
    """What was asked of this partner, their part of each plan, and one button to say that something happened."""
    return render(request, "cases/homes/partner_home.html", {"home": partner_home(actor_of(request))})


@require_safe
def something_happened_page(request: HttpRequest) -> HttpResponse:
    """Which family it is about; the next page records it."""
    return render(request, "cases/homes/something_happened.html", {"home": partner_home(actor_of(request))})


def _form(request: HttpRequest, form: Any, heading: str, caption: str, button: str) -> HttpResponse:
    context = {"form": form, "page_heading": heading, "page_caption": caption, "page_button": button}
    return render(request, "cases/homes/form.html", context, status=UNUSABLE if form.errors else 200)
