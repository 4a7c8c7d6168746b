"""The front door's inbox."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.intake.forms.front_door import InboxFilter
from cases.intake.selectors.inbox import InboxRow, InboxSheet, inbox
from cases.views.page import number
from cases.vocabulary import Urgency


@require_safe
def inbox_page(request: HttpRequest) -> HttpResponse:
    """What waits, red first, then by the clock; filtered by the address."""
    asked = request.GET
    sheet = inbox(
        request.actor,  # type: ignore[attr-defined]
        urgency=asked.get("urgency", ""),
        state=asked.get("state", ""),
        page=number(request),
    )
    context = {
        "sheet": sheet,
        "red": [_item(row) for row in sheet.red],
        "others": [_item(row) for row in sheet.others],
        "filter": InboxFilter(initial={"urgency": sheet.urgency, "state": sheet.state}),
        "chosen": _chosen(sheet),
    }
    return render(request, "cases/intake/inbox.html", context)


def _item(row: InboxRow) -> dict[str, object]:
    address = (
        reverse("cases:referral", args=[row.reference]) if row.reference else reverse("cases:step_up", args=[row.file])
    )
    facts = [
        {"label": _("Step"), "value": row.state_words},
        {"label": _("From"), "value": row.source},
        {"label": _("Answers"), "value": _("Act now") if row.act_now else row.answers},
    ]
    return {
        "href": address,
        "title": row.title,
        "subtitle": row.reference if row.title != row.reference else "",
        "urgency": row.urgency,
        "reason": row.what_is_due,
        "due": row.due_at,
        "facts": facts,
    }


def _chosen(sheet: InboxSheet) -> list[dict[str, str]]:
    """The filters in force, each with the address without it."""
    here = reverse("cases:inbox")
    found = []
    if sheet.urgency:
        rest = f"?state={sheet.state}" if sheet.state else ""
        found.append({"text": str(Urgency(sheet.urgency).label), "href": here + rest})
    if sheet.state:
        words = dict(InboxFilter.base_fields["state"].choices)[sheet.state]  # type: ignore[attr-defined]
        rest = f"?urgency={sheet.urgency}" if sheet.urgency else ""
        found.append({"text": str(words), "href": here + rest})
    return found
