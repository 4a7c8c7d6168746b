"""Pages of one family: who is who, needs, chronology, team."""

from dataclasses import asdict
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import dateformat
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from agencies.views.pages import actor_of
from cases.access import TOLD
from cases.forms.lists import ChronologyFilter
from cases.forms.needs import NeedForm
from cases.forms.people import MemberForm, StrategyForm
from cases.operations.add_member import add_member
from cases.operations.record_need import record_need
from cases.operations.record_strategy import record_strategy
from cases.permits import COPIERS, PREVIEWED_BY, Step
from cases.selectors.chronology import SOURCES, ChronologySheet, Wanted, chronology, wanted_in
from cases.selectors.family import family
from cases.selectors.members import members
from cases.selectors.needs import needs
from cases.selectors.team import team
from cases.selectors.view_as import view_as
from cases.selectors.why import person_asked, why
from cases.views.drafts import drafted, keep_by_button, put_draft_back
from cases.views.page import family_page as draw
from cases.views.page import number, require_step
from datasharing.vocabulary import Category

READ_OR_SEND = ["GET", "HEAD", "POST"]


@require_safe
def family_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Who is who."""
    sheet = family(actor_of(request), reference)
    return draw(request, "cases/family/family.html", sheet.head, section=sheet.section, sheet=sheet)


@require_safe
def why_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Why each field is open to this reader, or why not: of the family, or of one person."""
    sheet = why(actor_of(request), reference, person=person_asked(request.GET.get("person", ""), reference))
    return draw(request, "cases/family/why.html", sheet.head, sheet=sheet)


@require_http_methods(READ_OR_SEND)
def add_member_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Add somebody to the family."""
    sheet = members(actor_of(request), reference)
    require_step(sheet.head, Step.ADD_MEMBER)
    form = MemberForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and form.attempt(add_member, actor_of(request), reference, **form.cleaned_data) is not None
    ):
        messages.success(request, _("They are in the family now."))
        return redirect("cases:family", reference)
    return draw(request, "cases/family/add_member.html", sheet.head, form=form)


@require_http_methods(READ_OR_SEND)
def strategy_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Record the strategy discussion after a step up."""
    sheet = members(actor_of(request), reference)
    form = StrategyForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and form.attempt(record_strategy, actor_of(request), reference, **form.cleaned_data) is not None
    ):
        messages.success(request, _("The strategy discussion is recorded."))
        return redirect("cases:family", reference)
    return draw(request, "cases/family/strategy.html", sheet.head, form=form)


@require_safe
def needs_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Needs and strengths with their evidence."""
    sheet = needs(actor_of(request), reference)
    return draw(request, "cases/family/needs.html", sheet.head, section=sheet.section, sheet=sheet)


@require_http_methods(READ_OR_SEND)
def record_need_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Record a need or a strength."""
    kept = keep_by_button(request, reference, Step.RECORD_NEED)
    if kept:
        return kept
    sheet = members(actor_of(request), reference, step=Step.RECORD_NEED)
    require_step(sheet.head, Step.RECORD_NEED)
    form = NeedForm(request.POST or None, sheet=sheet)
    put_draft_back(form, sheet.draft)
    if (
        request.method == "POST"
        and form.is_valid()
        and form.attempt(record_need, actor_of(request), reference, **form.facts()) is not None
    ):
        messages.success(request, _("It is recorded."))
        return redirect("cases:needs", reference)
    more = drafted(reference, Step.RECORD_NEED, sheet.draft)
    return draw(request, "cases/family/record_need.html", sheet.head, form=form, **more)


@require_safe
def chronology_page(request: HttpRequest, reference: str) -> HttpResponse:
    """What happened, across partners, as far as the address asks for."""
    sheet = chronology(actor_of(request), reference, wanted_in(request.GET.dict()), page=number(request))
    items = [
        {
            "title": row.title.value,
            "when": row.on,
            "by": row.supplier,
            "tag": row.category_words,
            "tag_colour": "grey",
            "text": "\n".join(filter(None, [", ".join(row.about), _until(row.until), row.words])),
        }
        for row in sheet.rows
    ]
    chosen = _chosen(request.path, sheet)
    return draw(
        request,
        "cases/family/chronology.html",
        sheet.head,
        section=sheet.section,
        sheet=sheet,
        items=items,
        chosen=chosen,
        filter=ChronologyFilter(initial=_asked(sheet.wanted), sheet=sheet),
    )


@require_safe
def team_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Who works with the family, and how to reach them."""
    sheet = team(actor_of(request), reference)
    return draw(
        request,
        "cases/family/team.html",
        sheet.head,
        section=sheet.section,
        sheet=sheet,
        may_see_hand_offs=actor_of(request).role in TOLD.purposes,
        may_preview=bool(PREVIEWED_BY & frozenset(sheet.head.reaches)),
    )


def _asked(wanted: Wanted) -> dict[str, str]:
    """What is asked for, as an address says it."""
    return {name: str(value) for name, value in asdict(wanted).items() if value}


def _chosen(path: str, sheet: ChronologySheet) -> list[dict[str, str]]:
    """Each filter in force, with the address without it."""
    asked = _asked(sheet.wanted)
    names: dict[str, Any] = {one.value: one.words for one in (*sheet.partners, *sheet.people)}
    names |= {**SOURCES, **dict(Category.choices)}
    return [
        {
            "text": str(
                names.get(value) or (_("from %(day)s") if name == "since" else _("to %(day)s")) % {"day": value}
            ),
            "href": f"{path}?{urlencode({other: said for other, said in asked.items() if other != name})}",
        }
        for name, value in asked.items()
    ]


def _until(day: date | None) -> str:
    return _("until %(day)s") % {"day": dateformat.format(day, "j F Y")} if day else ""


@require_safe
def view_as_page(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """The record as another agency would see it."""
    actor = actor_of(request)
    sheet = view_as(actor, reference, kind)
    may_copy = actor.role in COPIERS
    return draw(request, "cases/family/view_as.html", sheet.head, section=sheet.section, sheet=sheet, may_copy=may_copy)
