"""The overview to take away: CSV, a workbook, a PDF. The same figures as the page, from the same sheet."""

import csv
from base64 import b64encode
from collections.abc import Iterator
from io import BytesIO

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe
from openpyxl import Workbook
from openpyxl.styles import Font

from agencies.printing import CannotPrint, pdf_response
from outcomes.cube import ALL
from outcomes.selectors.overview import OverviewSheet, TableSheet, overview
from outcomes.views.overview import page_context
from outcomes.views.overview_pictures import WITHHELD, draw
from outcomes.views.overview_tables import export_rows, neutral, plain

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST, LONGEST_TITLE = 60, 31


def _sheet(request: HttpRequest) -> OverviewSheet:
    return overview(request.actor, band=request.GET.get("band", ALL), exported=True)  # type: ignore[attr-defined]


def _name(sheet: OverviewSheet, ending: str) -> str:
    return f"overview-{sheet.covers_to or 'none'}.{ending}"


@require_safe
def overview_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Every table of the page as CSV."""
    sheet = _sheet(request)
    return StreamingHttpResponse(
        _lines(sheet),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{_name(sheet, "csv")}"'},
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


@require_safe
def overview_xlsx(request: HttpRequest) -> HttpResponse:
    """Every table of the page as a sheet of a workbook; figures are numbers, and no text is a formula."""
    sheet = _sheet(request)
    book = Workbook(write_only=False)
    about = book.worksheets[0]
    about.title = "About"
    about.append([f"Overview of {sheet.place}"])
    about.append([f"Data to {sheet.covers_to}; {sheet.band_words}" if sheet.edition else "Nothing is published yet"])
    for table in sheet.tables:
        _add_sheet(book, table)
    file = BytesIO()
    book.save(file)
    answer = HttpResponse(file.getvalue(), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{_name(sheet, "xlsx")}"'
    return answer


def _add_sheet(book: Workbook, table: TableSheet) -> None:
    page = book.create_sheet(table.name.replace("_", " ")[:LONGEST_TITLE])
    page.append([f"{table.title}. {table.band_words}. Unit: {table.unit.replace('_', ' ')}."])
    page.append([table.of, *table.column_words])
    for row in table.rows:
        values = [WITHHELD if cell.value is None else float(plain(cell.value)) for cell in row.cells]
        page.append([neutral(row.words), *values])
    for cell in (*page[1], *page[2]):
        cell.font = Font(bold=True)
    page.column_dimensions["A"].width = min(WIDEST, max(len(row.words) for row in table.rows) + 2)
    page.freeze_panes = "B3"


@require_safe
def overview_pdf(request: HttpRequest) -> HttpResponse:
    """The page as a document, pictures and all."""
    sheet = _sheet(request)
    context = page_context(sheet) | {"sheet": sheet, "made_at": timezone.now()}
    for section in context["sections"]:
        for picture in section["pictures"]:
            picture["src"] = "data:image/svg+xml;base64," + b64encode(draw(sheet, picture["name"]).encode()).decode()
    try:
        return pdf_response(render_to_string("outcomes/overview_pdf.html", context), _name(sheet, "pdf"))
    except CannotPrint as missing:
        messages.error(request, missing.words)
        return redirect("outcomes:overview")
