"""Ask for an edition of the overview, and see how far it is."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from agencies.refusals import Refused
from outcomes.operations.prepare_edition import ask_for_edition
from outcomes.selectors.edition_runs import edition_runs


@require_http_methods(["GET", "HEAD", "POST"])
def editions_page(request: HttpRequest) -> HttpResponse:
    """How far the edition is that was asked for last, and a button for the next where one may be published."""
    actor = request.actor  # type: ignore[attr-defined]
    refusal = ""
    if request.method == "POST":
        try:
            ask_for_edition(actor, actor.place)
        except Refused as refused:
            refusal = refused.words
        else:
            messages.success(
                request, _("The edition is asked for. It is prepared in the background; you may leave this page.")
            )
            return redirect("outcomes:editions")
    sheet = edition_runs(actor)
    return render(request, "outcomes/editions.html", {"sheet": sheet, "run": sheet.run, "refusal": refusal})
