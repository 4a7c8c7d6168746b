"""Pages of agreements: the register, one agreement, signing, suspending and resuming."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agencies.actor import Actor
from agencies.refusals import Refused
from datasharing.forms.agreements import SignForm
from datasharing.operations.agreements import resume_agreement, sign_agreement, suspend_agreement
from datasharing.selectors.agreements import agreement, agreement_register


def register_page(request: HttpRequest) -> HttpResponse:
    """Every agreement and where it stands."""
    return render(request, "datasharing/agreements.html", {"lines": agreement_register(_actor(request))})


def agreement_page(request: HttpRequest, reference: str) -> HttpResponse:
    """One agreement in plain words; its own agency's governance lead can sign here."""
    form = SignForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.attempt(sign_agreement, _actor(request), reference) is not None:
        messages.success(request, _("You have signed for your agency."))
        return redirect("datasharing:agreement", reference)
    context = {"sheet": agreement(_actor(request), reference), "form": form}
    return render(request, "datasharing/agreement.html", context, status=422 if form.errors else 200)


@require_POST
def suspend_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Suspend an agreement."""
    return _change(
        request, reference, suspend_agreement, _("The agreement is suspended. It opens nothing from now on.")
    )


@require_POST
def resume_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Resume an agreement."""
    return _change(request, reference, resume_agreement, _("The agreement is in force again."))


def _change(request: HttpRequest, reference: str, operation: Callable[[Actor, str], Any], words: str) -> HttpResponse:
    """A step with nothing to fill in: done, or the reason why not, on the agreement's page."""
    try:
        operation(_actor(request), reference)
    except Refused as refusal:
        messages.warning(request, refusal.words)
    else:
        messages.success(request, words)
    return redirect("datasharing:agreement", reference)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
