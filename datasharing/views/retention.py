"""Pages of retention: what is due and held, one list, setting a hold and ending it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from agencies.refusals import Refused
from agencies.views.pages import actor_of
from datasharing.forms.retention import EndHoldForm, HoldForm
from datasharing.operations.retention import approve_list, draw_up_list, end_hold, set_hold, withdraw_list
from datasharing.selectors.retention import hold, retention, retention_list


@require_http_methods(["GET", "HEAD", "POST"])
def retention_page(request: HttpRequest) -> HttpResponse:
    """What is due, lists, holds and the schedule; a list is drawn up here."""
    actor = actor_of(request)
    if request.method == "POST":
        try:
            made = draw_up_list(actor)
        except Refused as refusal:
            messages.warning(request, refusal.words)
            return redirect("datasharing:retention")
        messages.success(request, _("The list is drawn up. Somebody else approves it."))
        return redirect("datasharing:retention_list", made)
    return render(request, "datasharing/retention.html", {"sheet": retention(actor)})


@require_http_methods(["GET", "HEAD", "POST"])
def list_page(request: HttpRequest, listing: int) -> HttpResponse:
    """One list; a second person approves it here."""
    actor = actor_of(request)
    if request.method == "POST":
        try:
            approve_list(actor, listing)
        except Refused as refusal:
            messages.warning(request, refusal.words)
        else:
            messages.success(request, _("You have approved this list. It is carried out at the next run."))
        return redirect("datasharing:retention_list", listing)
    return render(request, "datasharing/retention_list.html", {"sheet": retention_list(actor, listing)})


@require_POST
def withdraw_page(request: HttpRequest, listing: int) -> HttpResponse:
    """Take a list back."""
    try:
        withdraw_list(actor_of(request), listing)
    except Refused as refusal:
        messages.warning(request, refusal.words)
    else:
        messages.success(request, _("The list is withdrawn. Nobody who is still on it is deleted by it."))
    return redirect("datasharing:retention_list", listing)


@require_http_methods(["GET", "HEAD", "POST"])
def new_hold_page(request: HttpRequest) -> HttpResponse:
    """Set a hold on a family."""
    actor = actor_of(request)
    form = HoldForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.attempt(set_hold, actor, **form.facts()) is not None:
        messages.success(request, _("Nothing of this family's is deleted while the hold lasts."))
        return redirect("datasharing:retention")
    return render(request, "datasharing/hold.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def end_hold_page(request: HttpRequest, wanted: int) -> HttpResponse:
    """End one."""
    actor = actor_of(request)
    sheet = hold(actor, wanted)
    form = EndHoldForm(request.POST if request.method == "POST" else None)
    if form.is_valid():

        def take() -> bool:
            end_hold(actor, wanted, because=form.cleaned_data["because"])
            return True

        if form.attempt(take):
            messages.success(request, _("The hold has ended."))
            return redirect("datasharing:retention")
    context = {"form": form, "sheet": sheet}
    return render(request, "datasharing/hold.html", context, status=422 if form.errors else 200)
