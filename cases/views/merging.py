"""Two records of one family: which it may be, both side by side with what will happen, and taking it apart again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from agencies.refusals import NotAllowed, NotFound, Refused
from agencies.views.pages import actor_of
from cases.forms.merging import MergeForm, OtherRecordForm
from cases.operations.merge_families import merge_families
from cases.operations.part_families import part_families
from cases.selectors.merging import merge_preview, merge_sheet
from cases.views.page import family_page

READ_OR_SEND = ["GET", "HEAD", "POST"]


@require_http_methods(READ_OR_SEND)
def merge_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Which other record it is, and the merges that stand."""
    actor = actor_of(request)
    sheet = merge_sheet(actor, reference)
    form = OtherRecordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        other = form.cleaned_data["reference"].strip().upper()
        try:
            found = merge_preview(actor, reference, other)
        except (NotFound, NotAllowed):
            form.add_error("reference", _("You lead the work with no other family of this reference."))
        else:
            return redirect("cases:merge_preview", reference, found.gone.reference)
    return family_page(request, "cases/family/merge.html", sheet.head, form=form, sheet=sheet)


@require_http_methods(READ_OR_SEND)
def merge_preview_page(request: HttpRequest, reference: str, other: str) -> HttpResponse:
    """Both side by side, what will happen, and what the reader decides."""
    actor = actor_of(request)
    sheet = merge_preview(actor, reference, other)
    form = MergeForm(request.POST if request.method == "POST" else None, sheet=sheet)
    sent = request.method == "POST" and form.is_valid()
    if sent and form.attempt(merge_families, actor, reference, other, **form.facts()) is not None:
        messages.success(request, _("They are one record now. It can be taken apart again here."))
        return redirect("cases:merge", sheet.kept.reference)
    return family_page(request, "cases/family/merge_preview.html", sheet.head, form=form, sheet=sheet)


@require_POST
def part_families_page(request: HttpRequest, reference: str, merging: int) -> HttpResponse:
    """Take a merge apart."""
    try:
        part_families(actor_of(request), reference, merging)
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, refusal.words)
    else:
        messages.success(request, _("They are two records again, each with what it had."))
    return redirect("cases:merge", reference)
