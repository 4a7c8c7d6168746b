"""The question for the custodian of a seal."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agencies.views.pages import actor_of
from cases.intake.forms.sealed_match import SealedMatchForm
from cases.intake.operations.sealed_match import decide_sealed_match
from cases.intake.selectors.sealed_match import SealedMatchSheet, sealed_match
from cases.views.page import UNUSABLE


@require_http_methods(["GET", "HEAD", "POST"])
def sealed_match_page(request: HttpRequest, match: int) -> HttpResponse:
    """Say whether somebody whom a referral names is the person whom the seal protects."""
    actor = actor_of(request)
    sheet = sealed_match(actor, match)
    form = SealedMatchForm(request.POST if request.method == "POST" else None, may_instruct=sheet.may_instruct)
    sent = request.method == "POST" and form.is_valid()
    if sent and form.attempt(decide_sealed_match, actor, match, **form.facts()) is not None:
        messages.success(request, _("Your answer is kept. Nobody else is told of it."))
        return redirect("datasharing:notices")
    context = {"form": form, "sheet": sheet, "said": _said(sheet), "known": _known(sheet)}
    return render(request, "cases/intake/sealed_match.html", context, status=UNUSABLE if form.errors else 200)


def _said(sheet: SealedMatchSheet) -> list[dict[str, str]]:
    return [
        {"key": _("Name"), "value": sheet.said_name},
        {"key": _("Born"), "value": date_format(sheet.said_born, "j F Y") if sheet.said_born else ""},
        {"key": _("Address"), "value": sheet.said_address},
        {"key": _("In the family"), "value": sheet.said_role},
        {"key": _("Referral"), "value": f"{sheet.reference}, {sheet.urgency.lower()}"},
        {"key": _("Who has it"), "value": sheet.front_door},
    ]


def _known(sheet: SealedMatchSheet) -> list[dict[str, str]]:
    return [
        {"key": _("Name"), "value": sheet.known_name},
        {"key": _("Born"), "value": date_format(sheet.known_born, "j F Y") if sheet.known_born else ""},
        {"key": _("What speaks for it, and against"), "value": ", ".join(sheet.reasons)},
    ]
