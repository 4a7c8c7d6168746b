"""Equality monitoring: what one member of the family says of themselves."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agencies.views.pages import actor_of
from cases.forms.equality import EqualityForm
from cases.operations.record_equality import record_equality
from cases.selectors.equality import equality
from cases.views.page import family_page


@require_http_methods(["GET", "HEAD", "POST"])
def equality_page(request: HttpRequest, reference: str, subject: UUID) -> HttpResponse:
    """Two questions, with the answers that are there."""
    actor = actor_of(request)
    sheet = equality(actor, reference, subject)
    known = {
        name: shown.value
        for name, shown in (("ethnic_group", sheet.ethnic_group), ("disability", sheet.disability))
        if shown and shown.value
    }
    form = EqualityForm(request.POST if request.method == "POST" else None, initial=known)
    sent = request.method == "POST" and form.is_valid()
    if sent and form.attempt(record_equality, actor, reference, subject, **form.cleaned_data) is not None:
        messages.success(request, _("It is recorded. It is read in statistics alone."))
        return redirect("cases:family", reference)
    return family_page(request, "cases/family/equality.html", sheet.head, form=form, sheet=sheet)
