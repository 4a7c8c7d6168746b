"""The desk of the information governance lead, and the review of one emergency access."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from agencies.views.pages import actor_of
from datasharing.forms.assurance import CustodianForm, ReviewForm
from datasharing.operations.custodians import name_custodian
from datasharing.operations.emergency import review_emergency
from datasharing.selectors.custodians import candidates, take_short
from datasharing.selectors.desk import desk
from datasharing.selectors.emergencies import emergency


@require_safe
def desk_page(request: HttpRequest) -> HttpResponse:
    """What waits for this lead."""
    return render(request, "datasharing/desk.html", {"sheet": desk(actor_of(request))})


@require_http_methods(["GET", "HEAD", "POST"])
def emergency_page(request: HttpRequest, access: int) -> HttpResponse:
    """One emergency access; the lead of an agency whose information was seen reviews it here."""
    actor = actor_of(request)
    sheet = emergency(actor, access)
    form = ReviewForm(request.POST or None) if sheet.may_review or request.method == "POST" else None
    if request.method == "POST" and form is not None and form.is_valid():

        def take() -> bool:
            review_emergency(actor, access, **form.facts())
            return True

        if form.attempt(take):
            messages.success(request, _("Your review is recorded."))
            return redirect("datasharing:desk")
    context = {"sheet": sheet, "form": form}
    status = 422 if form is not None and form.errors else 200
    return render(request, "datasharing/emergency.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def custodian_page(request: HttpRequest, restriction: int) -> HttpResponse:
    """A seal that is short of custodians; the lead names another here, and learns nothing of whom it is about."""
    actor = actor_of(request)
    sheet = take_short(actor, restriction)
    sent = request.POST if request.method == "POST" else None
    form = CustodianForm(sent, candidates=candidates(sheet.id))
    if form.is_valid():

        def take() -> bool:
            name_custodian(actor, restriction, post=form.cleaned_data["post"])
            return True

        if form.attempt(take):
            messages.success(request, _("They are a custodian of this seal from now on. Tell them so."))
            return redirect("datasharing:desk")
    context = {"sheet": sheet, "form": form}
    return render(request, "datasharing/custodian.html", context, status=422 if form.errors else 200)
