"""The commissioner's overview: pictures first, each with its table beneath; CSV and print of the same figures."""

import csv
from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from outcomes.charts import grouped_bars
from outcomes.cube import ALL
from outcomes.forms.overview import BandForm
from outcomes.selectors.overview import OverviewSheet, overview
from outcomes.views.overview_tables import as_table, chart_rows, export_rows, pictures

PICTURED = ("cost", "steps")


@require_safe
def overview_page(request: HttpRequest) -> HttpResponse:
    """The latest edition, in the band that the address names."""
    sheet = overview(request.actor, band=request.GET.get("band", ALL))  # type: ignore[attr-defined]
    query = urlencode({"band": sheet.band})
    tables = {table.name: as_table(table) for table in sheet.tables}
    drawn = pictures(sheet) if sheet.tables else ()
    return render(
        request,
        "outcomes/overview.html",
        {
            "sheet": sheet,
            "filter_form": BandForm({"band": sheet.band}, sheet=sheet),
            "chosen": _chosen(sheet, request.path),
            "pictures": [
                {
                    "picture": picture,
                    "src": f"{reverse('outcomes:overview_chart', args=[picture.name])}?{query}",
                    "table": tables[picture.name],
                }
                for picture in drawn
            ],
            "tables": [table for name, table in tables.items() if name not in PICTURED],
            "csv_href": f"{reverse('outcomes:overview_csv')}?{query}",
            "made_by": request.actor.name,  # type: ignore[attr-defined]
            "made_at": timezone.now(),
        },
    )


@require_safe
@cache_control(private=True, max_age=300)
def overview_chart(request: HttpRequest, name: str) -> HttpResponse:
    """One picture as SVG, drawn from the published cells alone."""
    sheet = overview(request.actor, band=request.GET.get("band", ALL))  # type: ignore[attr-defined]
    bars = chart_rows(sheet, name) if sheet.tables else None
    if bars is None:
        raise Http404
    picture = next(one for one in pictures(sheet) if one.name == name)
    series = sheet.table(name).column_words if name == "cost" else ()
    return HttpResponse(grouped_bars(bars, series=series, description=picture.alt), content_type="image/svg+xml")


@require_safe
def overview_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Every table of the page as CSV: the same figures, nothing more."""
    sheet = overview(request.actor, band=request.GET.get("band", ALL), exported=True)  # type: ignore[attr-defined]
    name = f"overview-{sheet.covers_to or 'none'}.csv"
    return StreamingHttpResponse(
        _lines(sheet),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _lines(sheet: OverviewSheet) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff"
    for row in export_rows(sheet):
        yield writer.writerow(row)


class _Echo:
    """Gives back what is written to it, so that a line goes out as soon as it is made."""

    def write(self, text: str) -> str:
        """The text itself."""
        return text


def _chosen(sheet: OverviewSheet, path: str) -> list[dict[str, str]]:
    return [] if sheet.band == ALL else [{"text": sheet.band_words, "href": path}]
