"""One record of a family becomes two."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agencies.refusals import NotFound
from agencies.views.pages import actor_of
from cases.forms.separating import SeparateForm
from cases.operations.separate_family import separate_family
from cases.selectors.family import family
from cases.selectors.separating import separate_sheet
from cases.views.page import family_page


@require_http_methods(["GET", "HEAD", "POST"])
def separate_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Who goes, who works with them, and under a seal or not."""
    actor = actor_of(request)
    sheet = separate_sheet(actor, reference)
    form = SeparateForm(request.POST if request.method == "POST" else None, sheet=sheet)
    if request.method == "POST" and form.is_valid():
        made = form.attempt(separate_family, actor, reference, **form.facts())
        if made is not None:
            try:
                family(actor, made)
            except NotFound:
                messages.success(request, _("The new record is with its key worker and its custodians."))
                return redirect("cases:family", reference)
            messages.success(request, _("This is the new record. Nothing on the old one leads here."))
            return redirect("cases:family", made)
    return family_page(request, "cases/family/separate.html", sheet.head, form=form, sheet=sheet)
