"""The pages of the operational plan: the list, the plan, a part added, and what came of one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from agencies.refusals import NotAllowed
from outcomes.budgets.forms.operational_plan import PartForm, PlanForm, TellForm
from outcomes.budgets.operations.keep_plan import add_plan_part, make_operational_plan, tell_plan_part
from outcomes.budgets.operations.standing import WHO_MAY
from outcomes.budgets.selectors.budget import places_to_choose
from outcomes.budgets.selectors.operational_plan import (
    PartGroup,
    PlanPartRow,
    operational_plan,
    operational_plans,
    plan_part,
)
from outcomes.budgets.views.room import READ_OR_SEND, actor_of, columns, headings, room_page
from outcomes.budgets.vocabulary import PartIs

HEADS = {
    PartIs.OUTCOME: headings("Outcome", "How it is measured"),
    PartIs.SERVICE: headings("Service", "More", "Who provides it", "For the outcome"),
    PartIs.CHAIN: headings("Step", "More", "Who takes it", "Of the service"),
    PartIs.GAP: headings("What is missing", "More", "Who is to fill it", "What came of it"),
    PartIs.MILESTONE: headings("Milestone", "More", "Who answers for it", "By", "What came of it"),
    PartIs.BARRIER: headings("Barrier", "More", "With whom it was raised", "Raised on", "What came of it"),
    PartIs.SEAT: headings("Seat", "More", "Who"),
    PartIs.DECISION: headings("Decision", "More", "Who decided", "On"),
}
EMPTY = {
    PartIs.OUTCOME: _("What is to be true for families, how it is measured, and by when."),
    PartIs.SERVICE: _("What families are offered together, and who provides each service."),
    PartIs.CHAIN: _("Who does what after whom, from the first contact to the outcome."),
    PartIs.GAP: _("What families need and nobody offers."),
    PartIs.MILESTONE: _("What is reached by when."),
    PartIs.BARRIER: _("What stops local services from working together, and with whom it was raised."),
    PartIs.SEAT: _("Who sits on the board, and who answers for the money."),
    PartIs.DECISION: _("What the board decided."),
}


@require_safe
def operational_plans_page(request: HttpRequest) -> HttpResponse:
    """Every plan of the reader's place and its parts."""
    sheet = operational_plans(actor_of(request))
    rows = [
        [
            {"text": row.name, "href": reverse("outcomes:operational_plan", args=[row.id])},
            row.place_name,
            row.parts,
            row.barriers_open,
            row.milestones_late,
        ]
        for row in sheet.rows
    ]
    heads = columns("Plan", "Place", "#Parts", "#Barriers open", "#Milestones late")
    return room_page(request, "outcomes/money/operational_plans.html", sheet=sheet, columns=heads, rows=rows)


@require_http_methods(READ_OR_SEND)
def new_operational_plan_page(request: HttpRequest) -> HttpResponse:
    """Begin a plan."""
    actor = actor_of(request)
    form = PlanForm(request.POST or None, places=places_to_choose(actor))
    if request.method == "POST" and form.is_valid():
        made = form.attempt(make_operational_plan, actor, **form.cleaned_data)
        if made is not None:
            messages.success(request, _("The plan is begun. Add its parts."))
            return redirect("outcomes:operational_plan", made)
    return room_page(request, "outcomes/money/new_operational_plan.html", form=form)


@require_safe
def operational_plan_page(request: HttpRequest, key: int) -> HttpResponse:
    """One plan."""
    sheet = operational_plan(actor_of(request), key)
    groups = [_group(group, key) for group in sheet.groups]
    return room_page(request, "outcomes/money/operational_plan.html", sheet=sheet, groups=groups)


@require_http_methods(READ_OR_SEND)
def add_part_page(request: HttpRequest, key: int, kind: str) -> HttpResponse:
    """Add a part of one kind."""
    sheet = operational_plan(actor_of(request), key)
    if kind not in PartIs.values:
        raise Http404
    if not sheet.may_write:
        raise NotAllowed(str(WHO_MAY))
    form = PartForm(request.POST or None, kind=PartIs(kind), sheet=sheet)
    if request.method == "POST" and form.is_valid():
        made = form.attempt(add_plan_part, actor_of(request), key, kind=kind, **form.cleaned_data)
        if made is not None:
            messages.success(request, _("It is added to the plan."))
            return redirect(f"{reverse('outcomes:operational_plan', args=[key])}#{kind}")
    return room_page(request, "outcomes/money/add_part.html", form=form, sheet=sheet, kind_words=PartIs(kind).label)


@require_http_methods(READ_OR_SEND)
def tell_part_page(request: HttpRequest, key: int) -> HttpResponse:
    """Tell what came of a part."""
    sheet, part = plan_part(actor_of(request), key)
    if not part.may_tell:
        raise NotAllowed(str(_("Nothing is told of this part, or it is for somebody else to tell.")))
    form = TellForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = form.attempt(tell_plan_part, actor_of(request), key, **form.cleaned_data)
        if made is not None:
            messages.success(request, _("It is recorded."))
            return redirect("outcomes:operational_plan", sheet.id)
    return room_page(request, "outcomes/money/tell_part.html", form=form, sheet=sheet, part=part)


def _group(group: PartGroup, plan: int) -> dict[str, Any]:
    kind = PartIs(group.kind)
    return {
        "kind": group.kind,
        "words": group.words,
        "columns": columns(*HEADS[kind]),
        "rows": [_row(kind, row) for row in group.rows],
        "empty": EMPTY[kind],
        "add_href": reverse("outcomes:add_part", args=[plan, group.kind]),
        "add_words": PartIs(group.kind).label.lower(),
        "telling": [row for row in group.rows if row.may_tell],
    }


def _row(kind: PartIs, row: PlanPartRow) -> list[object]:
    day = f"{row.day.day} {row.day:%B %Y}" if row.day else "–"
    came = "; ".join(f"{one.happened_on.day} {one.happened_on:%b %Y}: {one.words}" for one in row.news)
    news = {"text": _("Late") if row.is_late else row.state_words, "hint": came}
    cells: dict[PartIs, list[object]] = {
        PartIs.OUTCOME: [row.words or "–"],
        PartIs.SERVICE: [row.words or "–", row.who, row.under or "–"],
        PartIs.CHAIN: [row.words or "–", row.who, row.under],
        PartIs.GAP: [row.words or "–", row.who or "–", news],
        PartIs.MILESTONE: [row.words or "–", row.who, day, news],
        PartIs.BARRIER: [row.words or "–", row.who, day, news],
        PartIs.SEAT: [row.words or "–", row.who],
        PartIs.DECISION: [row.words or "–", row.who, day],
    }
    return [row.heading, *cells[kind]]
