"""Partners' files: sent, on their way in, and taken in; the rows set aside, to mend and send again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from agencies.refusals import NotAllowed
from agencies.views.pages import actor_of
from agencies.vocabulary import Role
from cases.intake.forms.extracts import ExtractForm, MendedForm
from cases.intake.operations.resend_set_aside import resend_set_aside
from cases.intake.operations.upload_extract import upload_extract
from cases.intake.profile import profile_names, shipped_profile
from cases.intake.selectors.extracts import (
    extract_sheet,
    extracts,
    my_cover,
    set_aside_file,
    set_aside_rows,
    upload,
    uploads,
)
from cases.views.page import UNUSABLE

FORMS = ["GET", "HEAD", "POST"]
LOOK_AGAIN = "5"
"""Seconds after which the page of a file on its way in is asked for again."""


@require_safe
def extracts_page(request: HttpRequest) -> HttpResponse:
    """What each partner's files cover, those on their way in, and those taken in."""
    actor = actor_of(request)
    context = {
        "cover": my_cover(actor),
        "uploads": uploads(actor),
        "extracts": extracts(actor),
        "may_send": _may_send(request),
    }
    return render(request, "cases/intake/extracts.html", context)


@require_http_methods(FORMS)
def send_extract_page(request: HttpRequest) -> HttpResponse:
    """Send a file."""
    if not _may_send(request):
        raise NotAllowed(_("Files are sent by the agency that they come from, or by an administrator."))
    actor, sent = actor_of(request), request.method == "POST"
    profiles = [(name, f"{shipped_profile(name).words}") for name in profile_names()]
    form = ExtractForm(request.POST if sent else None, request.FILES if sent else None, profiles=profiles)
    if sent and form.is_valid():
        made = form.attempt(upload_extract, actor, form.cleaned_data["profile"], **form.facts())
        if made is not None:
            messages.success(request, _("The file is here. You can leave this page: it goes in by itself."))
            return redirect("cases:upload", made)
    return render(request, "cases/intake/send_extract.html", {"form": form}, status=UNUSABLE if form.errors else 200)


@require_safe
def upload_page(request: HttpRequest, wanted: UUID) -> HttpResponse:
    """How far a file has come. Asked for again by itself while it is on its way."""
    sheet = upload(actor_of(request), wanted)
    answer = render(request, "cases/intake/upload.html", {"sheet": sheet})
    if not sheet.is_done:
        answer["Refresh"] = LOOK_AGAIN
    return answer


@require_http_methods(FORMS)
def extract_page(request: HttpRequest, extract: int) -> HttpResponse:
    """One file: what became of its rows, those set aside, and a way to send them mended."""
    actor, sent = actor_of(request), request.method == "POST"
    sheet = extract_sheet(actor, extract)
    form = MendedForm(request.POST if sent else None, request.FILES if sent else None)
    if sent and form.is_valid():
        done = form.attempt(resend_set_aside, actor, extract, file=form.cleaned_data["file"])
        if done is not None:
            messages.success(
                request,
                _(
                    "Rows that went in: %(mended)s; in before: %(before)s; still set aside: %(failing)s; not among "
                    "those set aside: %(unknown)s."
                )
                % {
                    "mended": format(done.mended, ","),
                    "before": format(done.before, ","),
                    "failing": format(done.failing, ","),
                    "unknown": format(done.unknown, ","),
                },
            )
            return redirect("cases:extract", extract)
    rows = set_aside_rows(actor, extract) if _may_send(request) else []
    context = {"sheet": sheet, "rows": rows, "form": form, "may_send": _may_send(request)}
    return render(request, "cases/intake/extract.html", context, status=UNUSABLE if form.errors else 200)


@require_safe
def set_aside_page(request: HttpRequest, extract: int) -> StreamingHttpResponse:
    """The rows set aside, as a file to mend."""
    if not _may_send(request):
        raise NotAllowed(_("Rows that were set aside are for whoever sent them, or an administrator."))
    lines = set_aside_file(actor_of(request), extract)
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="set-aside-{extract}.csv"'
    return answer


def _may_send(request: HttpRequest) -> bool:
    return actor_of(request).role != Role.GOVERNANCE_LEAD
