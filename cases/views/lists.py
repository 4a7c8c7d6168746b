"""Two lists: my families, and the families that wait for a key worker."""

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import dateformat, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from agencies.languages import told
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
    chosen = [{"text": words, "href": here} for words in (told(LABELS.get(sheet.due_for)), sheet.search) if words]
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
    review = dateformat.format(row.next_review_on, "j F Y") if row.next_review_on else _("none set")
    facts = [{"label": _("Next review"), "value": review}]
    if tasks:
        facts.append({"label": _("My next task"), "value": _task(row)})
    if not own:
        facts.insert(0, {"label": _("Key worker"), "value": row.key_worker or _("none yet")})
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
    more = _(", and %(count)s more") % {"count": row.task.count - 1} if row.task.count > 1 else ""
    return _("%(words)s, by %(due_on)s%(more)s") % {
        "words": words,
        "due_on": dateformat.format(row.task.due_on, "j F"),
        "more": more,
    }


def _tone(due_at: datetime | None) -> str:
    """The colour in which what is due stands out: late, or due within a day."""
    left = due_at - timezone.now() if due_at else None
    if left is None or left > timedelta(days=1):
        return ""
    return "red" if left < timedelta(0) else "yellow"


def _waiting(row: WaitingRow) -> dict[str, object]:
    level = (
        _("Level %(level_of_need)s, %(intensity)s")
        % {"level_of_need": row.level_of_need.value, "intensity": row.intensity.value}
        if row.level_of_need.value
        else _("Closed to you")
    )
    waits = ngettext("%(n)d day", "%(n)d days", row.days) % {"n": row.days}
    return {
        "href": reverse("cases:allocate", args=[row.reference]),
        "title": row.title,
        "subtitle": row.reference if row.title != row.reference else "",
        "reason": row.reason[:1].upper() + row.reason[1:],
        "tone": _tone(row.due_at),
        "facts": [
            {"label": _("Waits"), "value": waits},
            {"label": _("Need"), "value": level},
            {"label": _("Urgency"), "value": row.risk.value or _("not recorded")},
            {"label": _("Who checks"), "value": row.checked_by},
        ],
    }
