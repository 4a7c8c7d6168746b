"""What leaves: documents for the council's own system, and a family that moves to another authority."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agencies.views.pages import actor_of
from cases.forms.leaving import OutsideNumberForm, TransferOutForm
from cases.intake.selectors.teams import other_front_doors
from cases.operations.hand_off import keep_outside_number
from cases.operations.transfer_out import transfer_out
from cases.permits import Step
from cases.selectors.handing_off import hand_offs
from cases.selectors.members import members
from cases.views.page import family_page, require_step

READ_OR_SEND = ["GET", "HEAD", "POST"]


@require_http_methods(READ_OR_SEND)
def hand_offs_page(request: HttpRequest, reference: str) -> HttpResponse:
    """What went to the council's own system, and the family's number there."""
    actor = actor_of(request)
    sheet = hand_offs(actor, reference)
    held = {"number": sheet.number.value if sheet.number else "", "link": sheet.link.value if sheet.link else ""}
    form = OutsideNumberForm(request.POST or None, initial=held)
    if request.method == "POST" and form.is_valid():

        def keep() -> bool:
            keep_outside_number(actor, reference, **form.cleaned_data)
            return True

        if form.attempt(keep):
            messages.success(request, _("It is kept."))
            return redirect("cases:hand_offs", reference)
    return family_page(request, "cases/family/hand_offs.html", sheet.head, form=form, sheet=sheet)


@require_http_methods(READ_OR_SEND)
def transfer_out_page(request: HttpRequest, reference: str) -> HttpResponse:
    """The family moves to another authority."""
    actor = actor_of(request)
    sheet = members(actor, reference)
    require_step(sheet.head, Step.TRANSFER_OUT)
    doors = other_front_doors(actor.place)
    form = TransferOutForm(request.POST or None, members=sheet.members, doors=doors)
    if request.method == "POST" and form.is_valid():
        sent = form.attempt(transfer_out, actor, reference, **form.facts())
        if sent is not None:
            messages.success(
                request,
                _("The case is closed here, and a referral is at their front door: %(reference)s.")
                % {"reference": sent},
            )
            return redirect("cases:sent", sent)
    return family_page(request, "cases/family/transfer_out.html", sheet.head, form=form)
