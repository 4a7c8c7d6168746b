"""Meetings of the team around the family: see them, call one, call one off."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.refusals import NotAllowed, Refused
from agencies.views.pages import actor_of
from cases.forms.meetings import MeetingForm
from cases.operations.call_meeting import call_meeting, call_off_meeting
from cases.permits import Step
from cases.selectors.meetings import meetings, meetings_and_draft
from cases.views.drafts import drafted, keep_by_button, put_draft_back
from cases.views.page import family_page, require_step


@require_safe
def meetings_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Meetings to come and meetings held."""
    sheet = meetings(actor_of(request), reference)
    return family_page(request, "cases/family/meetings.html", sheet.head, section=sheet.section, sheet=sheet)


@require_http_methods(["GET", "HEAD", "POST"])
def call_meeting_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Call a meeting."""
    kept = keep_by_button(request, reference, Step.CALL_MEETING)
    if kept:
        return kept
    sheet, draft = meetings_and_draft(actor_of(request), reference, step=Step.CALL_MEETING)
    require_step(sheet.head, Step.CALL_MEETING)
    form = MeetingForm(request.POST or None, sheet=sheet)
    put_draft_back(form, draft)
    if (
        request.method == "POST"
        and form.is_valid()
        and form.attempt(call_meeting, actor_of(request), reference, **form.facts()) is not None
    ):
        messages.success(
            request, _("The meeting is called. The team is told; tell the family in the way that is safe.")
        )
        return redirect("cases:meetings", reference)
    more = drafted(reference, Step.CALL_MEETING, draft)
    return family_page(request, "cases/family/call_meeting.html", sheet.head, form=form, sheet=sheet, **more)


@require_POST
def call_off_meeting_page(request: HttpRequest, reference: str, meeting: int) -> HttpResponse:
    """Call a meeting off; back to the meetings, with the reason where it was refused."""
    try:
        call_off_meeting(actor_of(request), reference, meeting=meeting)
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, refusal.words)
    else:
        messages.success(request, _("The meeting is called off, and the team is told."))
    return redirect("cases:meetings", reference)
