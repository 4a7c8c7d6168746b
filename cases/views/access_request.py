"""Pages of access requests: recording one with the family, the list with its clocks, one request, and its pack."""

import json
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.forms.base import PlainForm
from agencies.printing import CannotPrint, pdf_response
from agencies.refusals import NotFound, Refused
from agencies.views.pages import actor_of
from cases.forms.access_request import ExtendForm, HoldBackForm, IdentityForm, RecordRequestForm, RefuseForm
from cases.operations import answer_access_request as answering
from cases.selectors.access_documents import access_document
from cases.selectors.access_requests import access_request, access_requests, pack_items
from cases.selectors.members import members
from cases.views.documents import as_file
from cases.views.page import UNUSABLE, family_page

FORMS: dict[str, type[PlainForm]] = {
    "identity": IdentityForm,
    "extend": ExtendForm,
    "hold_back": HoldBackForm,
    "refuse": RefuseForm,
}
STEPS: dict[str, tuple[Callable[..., Any], Any]] = {
    "identity": (answering.check_identity, gettext_lazy("The clock runs.")),
    "pause": (answering.pause_clock, gettext_lazy("The clock stands until they answer.")),
    "resume": (answering.resume_clock, gettext_lazy("The clock runs again.")),
    "extend": (answering.extend_clock, gettext_lazy("It is extended. Tell whoever asked, and why.")),
    "hold_back": (answering.hold_back, gettext_lazy("It is kept out, and the pack says so.")),
    "prepare": (answering.prepare_pack, gettext_lazy("The pack is prepared. Somebody else approves it.")),
    "take_back": (answering.take_back_pack, gettext_lazy("The pack is taken back.")),
    "approve": (answering.approve_pack, gettext_lazy("You have approved the pack. It can be sent.")),
    "refuse": (answering.refuse_request, gettext_lazy("The request is refused.")),
}


@require_http_methods(["GET", "HEAD", "POST"])
def record_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Record a request that reached the key worker or their manager."""
    actor = actor_of(request)
    sheet = members(actor, reference)
    form = RecordRequestForm(request.POST if request.method == "POST" else None, sheet=sheet)
    if form.is_valid() and form.attempt(answering.record_access_request, actor, reference, **form.facts()) is not None:
        messages.success(request, _("It is recorded. The information governance lead answers it."))
        return redirect("cases:family", reference)
    return family_page(request, "cases/family/access_request.html", sheet.head, form=form)


@require_safe
def requests_page(request: HttpRequest) -> HttpResponse:
    """Every request of this place."""
    return render(request, "cases/access/requests.html", {"rows": access_requests(actor_of(request))})


@never_cache
@require_safe
def request_page(request: HttpRequest, wanted: int) -> HttpResponse:
    """One request, what would be sent, and what can be done now."""
    return _page(request, wanted)


@require_POST
def step_page(request: HttpRequest, wanted: int, step: str) -> HttpResponse:
    """One step of the answer; back on the request's page, with what is wrong where something is."""
    actor = actor_of(request)
    if step not in STEPS:
        raise NotFound
    operation, words = STEPS[step]
    form = FORMS[step](request.POST) if step in FORMS else PlainForm(request.POST)

    def take(**facts: Any) -> bool:
        operation(actor, wanted, **facts)
        return True

    if form.is_valid() and form.attempt(take, **form.cleaned_data):
        messages.success(request, words)
        return redirect("cases:access_request", wanted)
    return _page(request, wanted, {step: form})


@never_cache
@require_POST
def pack_page(request: HttpRequest, wanted: int, form: str) -> HttpResponse:
    """The pack to hand over, as a PDF or as JSON, in English as its records are. Each time is a disclosure."""
    actor = actor_of(request)
    try:
        pack = answering.release_pack(actor, wanted)
        if form == "json":
            answer = HttpResponse(
                json.dumps({"records": json.loads(pack)}, ensure_ascii=False, indent=1),
                content_type="application/json; charset=utf-8",
            )
            answer["Content-Disposition"] = 'attachment; filename="what-we-hold.json"'
            return answer
        with translation.override("en-gb"):
            html = render_to_string("cases/access/pack_pdf.html", {"items": pack_items(pack)})
        return pdf_response(html, "what-we-hold.pdf")
    except (Refused, CannotPrint) as refusal:
        messages.warning(request, refusal.words)
        return redirect("cases:access_request", wanted)


@never_cache
@require_POST
def document_page(request: HttpRequest, wanted: int, document: int) -> HttpResponse:
    """A document of the pack, to read before it goes and to hand over with it. Each time is a disclosure."""
    return as_file(access_document(actor_of(request), wanted, document))


def _page(request: HttpRequest, wanted: int, sent: dict[str, PlainForm] | None = None) -> HttpResponse:
    sheet = access_request(actor_of(request), wanted)
    wrong = next(iter(sent.values()), None) if sent else None
    made = {step: FORMS[step](auto_id=f"{step}_%s") for step in sheet.steps if step in FORMS} | (sent or {})
    context = {"sheet": sheet, "forms": made, "form": wrong}
    return render(request, "cases/access/request.html", context, status=UNUSABLE if wrong else 200)
