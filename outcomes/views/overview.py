"""The commissioner's overview: pictures first, each with its table beneath; the same figures for every reader."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from agencies.languages import told
from outcomes.cube import ALL
from outcomes.forms.overview import BandForm
from outcomes.operations.publish_overview import MAY_PUBLISH
from outcomes.selectors.overview import OverviewSheet, overview
from outcomes.views.overview_pictures import draw, pictures
from outcomes.views.overview_tables import SECTIONS, as_table, estimate_words, returns_table, wrong_pocket_words

FILES = (("overview_csv", "CSV"), ("overview_xlsx", "Excel"), ("overview_pdf", "PDF"))


@require_safe
def overview_page(request: HttpRequest) -> HttpResponse:
    """The latest edition, in the band that the address names."""
    sheet = overview(request.actor, band=request.GET.get("band", ALL))  # type: ignore[attr-defined]
    query = urlencode({"band": sheet.band})
    return render(
        request,
        "outcomes/overview.html",
        page_context(sheet)
        | {
            "sheet": sheet,
            "filter_form": BandForm({"band": sheet.band}, sheet=sheet),
            "chosen": [] if sheet.band == ALL else [{"text": told(sheet.band_words), "href": request.path}],
            "files": [{"href": f"{reverse(f'outcomes:{name}')}?{query}", "text": text} for name, text in FILES],
            "made_by": request.actor.name,  # type: ignore[attr-defined]
            "made_at": timezone.now(),
            "may_prepare": request.actor.role in MAY_PUBLISH,  # type: ignore[attr-defined]
        },
    )


def page_context(sheet: OverviewSheet) -> dict[str, Any]:
    """The parts of the overview as page and document show them: headings, pictures, tables, and words beside them."""
    query = urlencode({"band": sheet.band})
    tables = {table.name: as_table(table) for table in sheet.tables}
    drawn = pictures(sheet)
    sections = []
    for name, heading, holds in SECTIONS:
        there = [one for one in holds if one in tables]
        if not there:
            continue
        sections.append(
            {
                "name": name,
                "heading": told(heading),
                "pictures": [
                    {
                        "name": one,
                        "picture": drawn[one],
                        "src": f"{reverse('outcomes:overview_chart', args=[one])}?{query}",
                        "table": tables[one],
                    }
                    for one in there
                    if one in drawn
                ],
                "tables": [tables[one] for one in there if one not in drawn],
            }
        )
    return {
        "sections": sections,
        "estimates": estimate_words(sheet),
        "returns": returns_table(sheet.returns) if sheet.returns else None,
        "wrong_pocket": wrong_pocket_words(sheet.returns) if sheet.returns else "",
    }


@require_safe
@cache_control(private=True, max_age=300)
def overview_chart(request: HttpRequest, name: str) -> HttpResponse:
    """One picture as SVG, drawn from the published cells alone."""
    sheet = overview(request.actor, band=request.GET.get("band", ALL))  # type: ignore[attr-defined]
    if name not in pictures(sheet):
        raise Http404
    return HttpResponse(draw(sheet, name), content_type="image/svg+xml")
