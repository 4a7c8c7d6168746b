"""The costs of one family: for its key worker and the team manager."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cases.selectors.head import Section
from cases.views.page import family_page
from outcomes.selectors.cost_sheets import BearerRow, CostStatement, FamilyCosts
from outcomes.selectors.family_costs import family_costs
from outcomes.selectors.measurements import NeedProgress
from outcomes.views.words import pounds_words


@require_safe
def family_costs_page(request: HttpRequest, reference: str) -> HttpResponse:
    """What the family costs, before, during and after support, by who bears it; and what support cost."""
    sheet = family_costs(request.actor, reference)  # type: ignore[attr-defined]
    return family_page(
        request,
        "outcomes/family_costs.html",
        sheet.head,
        section=Section(sheet.padlocks, sheet.why),
        sheet=sheet.statement,
        **_tables(sheet.statement),
        **_by_need(sheet),
    )


def _by_need(sheet: FamilyCosts) -> dict[str, Any]:
    """The table of needs: what each cost in each window, and how far the family has come with it."""
    windows = [{"label": window.words, "numeric": True} for window in sheet.statement.windows]
    return {
        "need_columns": [
            {"label": _("Need")},
            *windows,
            {"label": _("How it stands")},
            {"label": _("Distance travelled")},
        ],
        "needs": [
            [
                {"text": one.words, "hint": ", ".join(_named(need) for need in one.needs)},
                *(pounds_words(gbp) for gbp in one.gbp),
                "; ".join(need.latest.standing_words for need in one.needs if need.latest) or "–",
                "; ".join(need.travelled.words for need in one.needs if need.travelled) or "–",
            ]
            for one in sheet.needs
        ],
    }


def _named(progress: NeedProgress) -> str:
    about = progress.need.about
    return f"{progress.need.need_words} ({', '.join(about)})" if about else progress.need.need_words


def _tables(sheet: CostStatement) -> dict[str, Any]:
    """The tables of the page, as `ui/table.html` takes them."""
    windows = [{"label": window.words, "numeric": True} for window in sheet.windows]
    change = len(sheet.windows) == 3
    return {
        "columns": [{"label": _("Who bears it")}, *windows],
        "rows": [_sums(row) for row in sheet.rows],
        "foot": _sums(sheet.total) if sheet.total else None,
        "year_columns": [
            {"label": _("Who bears it")},
            *windows,
            *([{"label": _("After less before"), "numeric": True}] if change else []),
        ],
        "year_rows": [_a_year(row, change) for row in sheet.rows],
        "year_foot": _a_year(sheet.total, change) if sheet.total else None,
        "line_columns": [
            {"label": _("What happened")},
            {"label": _("When")},
            {"label": _("Who bears it")},
            {"label": _("Unit cost")},
            *windows,
        ],
        "lines": [
            [
                line.happened,
                _when(line.first_day, line.last_day),
                line.bearer_words,
                {
                    "text": line.unit_cost,
                    "hint": _("%(item)s. %(source)s, %(price_year)s prices (%(confidence)s)")
                    % {
                        "item": line.item,
                        "source": line.source,
                        "price_year": line.price_year,
                        "confidence": line.confidence,
                    },
                },
                *(pounds_words(gbp) if gbp else "–" for gbp in line.gbp),
            ]
            for line in sheet.lines
        ],
    }


def _sums(row: BearerRow) -> list[str]:
    return [row.words, *(pounds_words(gbp) for gbp in row.gbp)]


def _a_year(row: BearerRow, change: bool) -> list[str]:
    cells = [row.words, *(pounds_words(gbp) for gbp in row.a_year)]
    return [*cells, pounds_words(row.change)] if change else cells


def _when(first_day: Any, last_day: Any) -> str:
    words = f"{first_day.day} {first_day:%b %Y}"
    return f"{words} to {last_day.day} {last_day:%b %Y}" if last_day else words
