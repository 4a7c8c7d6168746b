"""Drafts: kept by the page as it is typed, or by a button; put back when the form is opened again."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agencies.refusals import NotAllowed, Refused
from agencies.views.pages import actor_of
from cases.forms.drafted import as_sent, put_back, submission_in, typed_in
from cases.operations.keep_draft import discard_draft, keep_draft
from cases.permits import DRAFTED
from cases.selectors.drafts import KeptDraft
from cases.views.page import UNUSABLE


@require_http_methods(["GET", "HEAD", "POST"])
def draft_page(request: HttpRequest, reference: str, step: str) -> HttpResponse:
    """Keep or throw away what is being typed. Read, it gives a fresh token to a page that outlived its session."""
    if request.method != "POST":
        return JsonResponse({"token": get_token(request)})
    if "discard" in request.POST:
        discard_draft(actor_of(request), reference, step=step)
        messages.success(request, _("The draft is thrown away."))
        return redirect(DRAFTED[step], reference)
    try:
        kept = keep_draft(
            actor_of(request), reference, step=step, typed=typed_in(request), submission=submission_in(request)
        )
    except NotAllowed:
        raise
    except Refused as refusal:
        return JsonResponse({"refused": refusal.words}, status=UNUSABLE)
    return JsonResponse({"kept": f"{timezone.localtime(kept):%H:%M}" if kept else ""})


def keep_by_button(request: HttpRequest, reference: str, step: str) -> HttpResponse | None:
    """Where the button that keeps a draft was pressed: keep it, and open the form again; else None."""
    if request.method != "POST" or "keep" not in request.POST:
        return None
    keep_draft(actor_of(request), reference, step=step, typed=typed_in(request), submission=submission_in(request))
    messages.success(request, _("The draft is kept. Go on with it whenever you like."))
    return redirect(DRAFTED[step], reference)


def put_draft_back(form: forms.BaseForm, draft: KeptDraft | None) -> None:
    """Fill a form that is opened with its draft, if there is one."""
    if draft and not form.is_bound:
        put_back(form, as_sent(draft.typed))


def drafted(reference: str, step: str, draft: KeptDraft | None) -> dict[str, Any]:
    """What the page of a form that is kept as it is typed needs; see `ui/draft.html`."""
    return {
        "draft": {"href": reverse("cases:draft", args=[reference, step]), "kept_at": draft.kept_at if draft else None}
    }
