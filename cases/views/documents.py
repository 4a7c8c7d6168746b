"""The documents in a family's file: the list, one more, one to keep, one taken out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from agencies.refusals import NotAllowed, NotFound
from agencies.views.pages import actor_of
from cases.forms.document import DocumentForm, DocumentOutForm
from cases.operations.add_document import ONLY, add_document, withdraw_document
from cases.permits import Step
from cases.selectors.documents import DocumentFile, document_file, documents
from cases.views.page import family_page, require_step

READ_OR_SEND = ["GET", "HEAD", "POST"]
KEPT_APART = {"default-src": ["'none'"], "sandbox": True, "frame-ancestors": ["'none'"]}
"""The policy of a document: even where a browser shows one, nothing in it runs or is fetched."""


@require_safe
def documents_page(request: HttpRequest, reference: str) -> HttpResponse:
    """The documents of a family."""
    sheet = documents(actor_of(request), reference)
    return family_page(request, "cases/family/documents.html", sheet.head, section=sheet.section, sheet=sheet)


@require_http_methods(READ_OR_SEND)
def add_document_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Put a document into the file. What was typed stays; a browser asks for the file itself again."""
    actor = actor_of(request)
    sheet = documents(actor, reference)
    require_step(sheet.head, Step.ADD_DOCUMENT)
    sent = request.method == "POST"
    form = DocumentForm(request.POST if sent else None, request.FILES if sent else None, sheet=sheet)
    if sent and form.is_valid() and form.attempt(add_document, actor, reference, **form.facts()) is not None:
        messages.success(request, _("The document is in the file."))
        return redirect("cases:documents", reference)
    return family_page(request, "cases/family/add_document.html", sheet.head, form=form)


@require_safe
def document_page(request: HttpRequest, reference: str, document: int) -> HttpResponse:
    """One document, to keep."""
    return as_file(document_file(actor_of(request), reference, document))


@require_http_methods(READ_OR_SEND)
def withdraw_document_page(request: HttpRequest, reference: str, document: int) -> HttpResponse:
    """Take out a document that was put here in error."""
    actor = actor_of(request)
    sheet = documents(actor, reference)
    row = sheet.row(document)
    if row is None or row.withdrawn_by:
        raise NotFound(str(document))
    if not row.may_withdraw:
        raise NotAllowed(str(ONLY))
    form = DocumentOutForm(request.POST if request.method == "POST" else None)
    sent = request.method == "POST" and form.is_valid()
    if sent and form.attempt(withdraw_document, actor, reference, document, **form.cleaned_data) is not None:
        messages.success(request, _("It is taken out."))
        return redirect("cases:documents", reference)
    return family_page(request, "cases/family/withdraw_document.html", sheet.head, form=form, row=row)


def as_file(held: DocumentFile) -> HttpResponse:
    """To keep and never to show: what is in it is somebody else's, and is given no part in our pages."""
    answer = HttpResponse(held.content, content_type=held.media_type)
    answer["Content-Disposition"] = content_disposition_header(True, held.name) or "attachment"
    answer["Cache-Control"] = "no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer._csp_replace = KEPT_APART  # type: ignore[attr-defined]
    return answer
