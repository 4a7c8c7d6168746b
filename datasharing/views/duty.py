"""The turns of the duty custodian, for the council's governance lead."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from agencies.refusals import NotAllowed, Refused
from agencies.views.pages import actor_of
from datasharing.forms.duty import TurnForm
from datasharing.operations.duty import end_turn, put_on_duty
from datasharing.selectors.duty import rota


@require_http_methods(["GET", "HEAD", "POST"])
def duty_page(request: HttpRequest) -> HttpResponse:
    """Who is on duty and when; somebody is put on duty here, from the first moment without anybody."""
    actor = actor_of(request)
    sheet = rota(actor)
    gap = timezone.localtime(sheet.gap).replace(second=0, microsecond=0)
    first = {"starts_on": gap.date(), "starts_at": gap.time()}
    form = TurnForm(request.POST if request.method == "POST" else None, posts=sheet.posts, initial=first)
    if form.is_valid() and form.attempt(put_on_duty, actor, **form.facts()) is not None:
        messages.success(request, _("They are on duty then. Tell them so."))
        return redirect("datasharing:duty")
    return render(request, "datasharing/duty.html", {"sheet": sheet, "form": form}, status=422 if form.errors else 200)


@require_POST
def end_turn_page(request: HttpRequest, turn: int) -> HttpResponse:
    """End a turn."""
    try:
        end_turn(actor_of(request), turn)
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.warning(request, refusal.words)
    else:
        messages.success(request, _("The turn has ended."))
    return redirect("datasharing:duty")
