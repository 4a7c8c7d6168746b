"""Two lists: my families, and the families that wait for a key worker."""

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import dateformat, timezone
from django.views.decorators.http import require_safe

from agencies.views.pages import actor_of
from agencies.vocabulary import Role
from cases.forms.lists import MyFamiliesFilter
from cases.selectors.my_families import FamilyRow, my_families
from cases.selectors.waiting_list import WaitingRow, waiting_list
from cases.urgency import LABELS
from cases.views.page import number

LONGEST_TASK = 60
"""Letters of a task in the list; the rest is on the family's own page."""


@require_safe
def my_families_page(request: HttpRequest) -> HttpResponse:
    """My families, most urgent first; searched and filtered by the address."""
    due_for, search = request.GET.get("due_for", ""), request.GET.get("search", "")[:200]
    sheet = my_families(actor_of(request), page=number(request), due_for=due_for, search=search)
    own = actor_of(request).role == Role.KEY_WORKER
    here = reverse("cases:my_families")
    chosen = [{"text": words, "href": here} for words in (LABELS.get(sheet.due_for), sheet.search) if words]
    context = {
        "sheet": sheet,
        "items": [_family(row, own, any(one.task for one in sheet.rows)) for row in sheet.rows],
        "filter": MyFamiliesFilter(initial={"due_for": sheet.due_for, "search": sheet.search}),
        "chosen": chosen,
    }
    return render(request, "cases/family/my_families.html", context)


@require_safe
def waiting_page(request: HttpRequest) -> HttpResponse:
    """Families whose case is open and who have no key worker yet."""
    sheet = waiting_list(actor_of(request), page=number(request))
    context = {"sheet": sheet, "items": [_waiting(row) for row in sheet.rows]}
    return render(request, "cases/family/waiting_list.html", context)


def _family(row: FamilyRow, own: bool, tasks: bool) -> dict[str, object]:
    review = dateformat.format(row.next_review_on, "j F Y") if row.next_review_on else "none set"
    facts = [{"label": "Next review", "value": review}]
    if tasks:
        facts.append({"label": "My next task", "value": _task(row)})
    if not own:
        facts.insert(0, {"label": "Key worker", "value": row.key_worker or "none yet"})
    return {
        "href": reverse("cases:family", args=[row.reference]),
        "title": row.title,
        "subtitle": row.reference if row.title != row.reference else "",
        "reason": row.reason[:1].upper() + row.reason[1:],
        "tone": _tone(row.due_at),
        "facts": facts,
    }


def _task(row: FamilyRow) -> str:
    """What it is and by when; how many more there are."""
    if row.task is None:
        return "none"
    words = row.task.words if len(row.task.words) <= LONGEST_TASK else f"{row.task.words[:LONGEST_TASK].rstrip()}…"
    more = f", and {row.task.count - 1} more" if row.task.count > 1 else ""
    return f"{words}, by {dateformat.format(row.task.due_on, 'j F')}{more}"


def _tone(due_at: datetime | None) -> str:
    """The colour in which what is due stands out: late, or due within a day."""
    left = due_at - timezone.now() if due_at else None
    if left is None or left > timedelta(days=1):
        return ""
    return "red" if left < timedelta(0) else "yellow"


def _waiting(row: WaitingRow) -> dict[str, object]:
    level = f"Level {row.level_of_need.value}, {row.intensity.value}" if row.level_of_need.value else "Closed to you"
    waits = f"{row.days} day{'' if row.days == 1 else 's'}"
    return {
        "href": reverse("cases:allocate", args=[row.reference]),
        "title": row.title,
        "subtitle": row.reference if row.title != row.reference else "",
        "reason": row.reason[:1].upper() + row.reason[1:],
        "tone": _tone(row.due_at),
        "facts": [
            {"label": "Waits", "value": waits},
            {"label": "Need", "value": level},
            {"label": "Urgency", "value": row.risk.value or "not recorded"},
            {"label": "Who checks", "value": row.checked_by},
        ],
    }
