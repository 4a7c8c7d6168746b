"""The pages of business cases: side by side, one with its options, pictures and tables; writing and approving."""

import csv
from collections.abc import Iterator
from decimal import Decimal
from io import StringIO
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from agencies.languages import told
from agencies.refusals import NotAllowed
from outcomes.budgets.selectors.budget import places_to_choose
from outcomes.budgets.views.room import READ_OR_SEND, actor_of, columns, csv_file, gbp, headings, room_page, whole_gbp
from outcomes.business_cases.forms.business_case import ApproveForm, CaseForm
from outcomes.business_cases.operations.save_business_case import approve_business_case, save_business_case
from outcomes.business_cases.reading import EXAMPLE, decode
from outcomes.business_cases.selectors.business_case import (
    AS_USUAL,
    BusinessCaseSheet,
    Figures,
    OptionRow,
    business_case,
    business_cases,
)
from outcomes.business_cases.views.parts import NOT_YOURS
from outcomes.business_cases.writing import THIS, USUAL, options_of
from outcomes.charts import grouped_bars
from outcomes.views.overview_tables import neutral

OPTION_SERIES = headings("Cost", "Public money saved", "All benefits")
GAIN_SERIES = headings("Saved in all", "Of it, cashable")
FIGURES = headings("#Net present value", "#Net cost to budgets", "#Saved for £1", "#All benefits for £1", "#Pays back")


@require_safe
def business_cases_page(request: HttpRequest) -> HttpResponse:
    """Every case of the reader's place, side by side."""
    sheet = business_cases(actor_of(request))
    rows = [
        [
            {
                "text": row.title,
                "href": reverse("outcomes:business_case", args=[row.reference]),
                "hint": _("%(place_name)s, %(value)s, version %(number)s")
                % {
                    "place_name": row.place_name,
                    "value": _("approved") if row.approved else _("not approved"),
                    "number": row.number,
                },
            },
            row.best,
            *_figures(row.figures),
        ]
        for row in sheet.rows
    ]
    return room_page(
        request,
        "outcomes/money/business_cases.html",
        sheet=sheet,
        columns=columns("Case", "Best option", *FIGURES),
        rows=rows,
    )


@require_http_methods(READ_OR_SEND)
def write_business_case_page(request: HttpRequest) -> HttpResponse:
    """Write a case as text, or send it as a file; it begins with an example that can be worked out."""
    actor = actor_of(request)
    form = CaseForm(
        request.POST or None, request.FILES or None, places=places_to_choose(actor), initial={"told": EXAMPLE}
    )
    if request.method == "POST" and form.is_valid():
        made = form.attempt(save_business_case, actor, **form.cleaned_data)
        if made is not None:
            messages.success(request, _("The case is worked out and saved. Somebody else approves it."))
            return redirect("outcomes:business_case", made)
    return room_page(request, "outcomes/money/edit_business_case.html", form=form, sheet=None)


@require_http_methods(READ_OR_SEND)
def edit_business_case_page(request: HttpRequest, reference: str) -> HttpResponse:
    """A further version."""
    actor = actor_of(request)
    sheet = business_case(actor, reference)
    if not sheet.may_write:
        raise NotAllowed(str(NOT_YOURS))
    held = {"title": sheet.title, "purpose": sheet.purpose, "told": sheet.told}
    form = CaseForm(request.POST or None, request.FILES or None, places=None, initial=held)
    if request.method == "POST" and form.is_valid():
        made = form.attempt(save_business_case, actor, reference=reference, **form.cleaned_data)
        if made is not None:
            messages.success(request, _("The version is worked out and saved. Somebody else approves it."))
            return redirect("outcomes:business_case", reference)
    return room_page(request, "outcomes/money/edit_business_case.html", form=form, sheet=sheet)


@require_http_methods(READ_OR_SEND)
def business_case_page(request: HttpRequest, reference: str) -> HttpResponse:
    """One version with all its figures, and its approval."""
    actor = actor_of(request)
    sheet = business_case(actor, reference, number=_number(request))
    form = ApproveForm(request.POST or None, initial={"version": sheet.number})
    approved = None
    if request.method == "POST" and form.is_valid():
        approved = form.attempt(approve_business_case, actor, reference, **form.cleaned_data)
    if approved:
        messages.success(request, _("The case is approved."))
        return redirect("outcomes:business_case", reference)
    return room_page(
        request, "outcomes/money/business_case.html", form=form, sheet=sheet, parts=_parts(sheet), **_shown(sheet)
    )


@require_safe
@cache_control(private=True, max_age=300)
def business_case_chart(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    """One picture as SVG."""
    sheet = business_case(actor_of(request), reference, number=_number(request))
    if name == "options":
        bars = [
            _bar(option.name, told(words), value)
            for option in sheet.options
            for words, value in zip(OPTION_SERIES, _option_values(option), strict=True)
        ]
        return _svg(
            grouped_bars(bars, series=[told(words) for words in OPTION_SERIES], description=_options_alt(sheet))
        )
    if name == "gains" and sheet.best.bearers:
        bars = [
            _bar(row.words, told(words), value)
            for row in sheet.best.bearers
            for words, value in zip(GAIN_SERIES, (row.whole, row.cashable), strict=True)
        ]
        return _svg(grouped_bars(bars, series=[told(words) for words in GAIN_SERIES], description=_gains_alt(sheet)))
    raise Http404


@require_safe
def business_case_csv(request: HttpRequest, reference: str) -> StreamingHttpResponse:
    """Every table of the page, in English whatever language the page is read in."""
    with translation.override(None):
        sheet = business_case(actor_of(request), reference, number=_number(request))
        lines = list(_csv(sheet))
    return csv_file(f"{sheet.reference}-{sheet.number}.csv", lambda: iter(lines))


def _shown(sheet: BusinessCaseSheet) -> dict[str, Any]:
    at = reverse("outcomes:business_case", args=[sheet.reference])
    asked = f"?version={sheet.number}"
    first = [year.year for year in sheet.options[0].years]
    return {
        "csv_href": f"{at}case.csv{asked}",
        "options_title": _("Options: what they cost and bring, at today's worth"),
        "options_src": f"{at}charts/options.svg{asked}",
        "options_alt": _options_alt(sheet),
        "options_note": _("Discounted over the whole period, each option set against doing nothing at all."),
        "option_columns": columns("Option", *(f"#{words}" for words in OPTION_SERIES), FIGURES[0]),
        "option_rows": [
            [_name(one), *map(whole_gbp, _option_values(one)), whole_gbp(one.alone.net_present_value)]
            for one in sheet.options
        ],
        "adds_columns": columns("Option", "#More cost", "#More public money saved", *FIGURES),
        "adds_rows": [
            [
                _name(one),
                whole_gbp(one.against_usual.pv_cost),
                whole_gbp(one.against_usual.pv_fiscal),
                *_figures(one.against_usual),
            ]
            for one in sheet.options
            if not one.is_usual
        ],
        "gainers": bool(sheet.best.bearers),
        "gains_title": _("Who gains by %(best)s") % {"best": sheet.best.name},
        "gains_src": f"{at}charts/gains.svg{asked}",
        "gains_alt": _gains_alt(sheet),
        "gains_note": _(
            "Public money saved over all years, not discounted. Only the cashable part can leave a budget."
        ),
        "gain_columns": columns(
            "Who",
            *("#" + _("Year %(year)s") % {"year": year} for year in first),
            *(f"#{words}" for words in GAIN_SERIES),
        ),
        "gain_rows": [
            [row.words, *map(whole_gbp, row.fiscal), whole_gbp(row.whole), whole_gbp(row.cashable)]
            for row in sheet.best.bearers
        ],
        "year_columns": columns("Year", "#Cost", "#Public money saved", "#All benefits", "#Worth of a pound"),
        "by_year": [_by_year(one) for one in sheet.options],
        "swing_columns": columns("Input", "#As it is", "#Lower", "#Then", "#Higher", "#Then"),
        "swing_rows": [
            [
                row.input,
                _plain(row.value),
                _plain(row.low),
                whole_gbp(row.at_low),
                _plain(row.high),
                whole_gbp(row.at_high),
            ]
            for row in sheet.sensitivity
        ],
        "switch_columns": columns("Input", "#As it is", "#Switches at", "#Change", "Can it be"),
        "switch_rows": [
            [
                row.input,
                _plain(row.value),
                _plain(row.switches_at) if row.switches_at is not None else "nowhere",
                f"{row.change * 100:+.0f}%" if row.change is not None else "–",
                "yes" if row.possible else "no",
            ]
            for row in sheet.switching
        ],
        "version_columns": columns("Version", "Called", "Saved by", "Approved by"),
        "version_rows": [
            [
                {"text": str(one.number), "href": f"{at}?version={one.number}"},
                one.title,
                {"text": one.saved_by, "hint": f"{one.saved_at:%-d %b %Y}"},
                one.approved_by or _("not approved"),
            ]
            for one in sheet.versions
        ],
    }


def _parts(sheet: BusinessCaseSheet) -> list[dict[str, Any]]:
    """Each option with its outcomes, and where each is changed."""
    at = reverse("outcomes:business_case", args=[sheet.reference])
    return [
        {
            "slug": slug,
            "words": {THIS: sheet.title, USUAL: told(AS_USUAL)}.get(slug, option.get("name")),
            "href": f"{at}options/{slug}/",
            "can_go": slug not in (THIS, USUAL),
            "outcomes": [
                {"name": one.get("name"), "number": number}
                for number, one in enumerate(option.get("outcomes") or [], 1)
            ],
        }
        for slug, option in options_of(decode(sheet.told)).items()
    ]


def _by_year(option: OptionRow) -> dict[str, Any]:
    rows = [
        [str(year.year), gbp(year.cost), gbp(year.fiscal), gbp(year.benefit), f"{year.factor:.4f}"]
        for year in option.years
    ]
    sums = [sum((getattr(year, name) for year in option.years), Decimal(0)) for name in ("cost", "fiscal", "benefit")]
    return {
        "caption": _("%(option)s, by year") % {"option": option.name},
        "rows": rows,
        "foot": [_("All years"), *map(gbp, sums), ""],
    }


def _figures(found: Figures) -> list[str]:
    back = "never" if found.payback_year is None else f"year {found.payback_year}"
    return [
        whole_gbp(found.net_present_value),
        whole_gbp(found.net_present_budget_impact),
        _ratio(found.financial_return),
        _ratio(found.benefit_cost_ratio),
        back,
    ]


def _ratio(ratio: Decimal | None) -> str:
    return "–" if ratio is None else f"£{ratio:.2f}"


def _name(option: OptionRow) -> str:
    return f"{option.name} (best)" if option.is_best and not option.is_usual else option.name


def _option_values(option: OptionRow) -> tuple[Decimal, Decimal, Decimal]:
    return option.alone.pv_cost, option.alone.pv_fiscal, option.alone.pv_public


def _options_alt(sheet: BusinessCaseSheet) -> str:
    said = "; ".join(
        _("%(one)s costs %(pv_cost)s and brings %(pv_public)s")
        % {"one": one.name, "pv_cost": whole_gbp(one.alone.pv_cost), "pv_public": whole_gbp(one.alone.pv_public)}
        for one in sheet.options
    )
    return _("Bars for each option. %(said)s. Against business as usual, %(best)s is best.") % {
        "said": said,
        "best": sheet.best.name,
    }


def _gains_alt(sheet: BusinessCaseSheet) -> str:
    said = "; ".join(
        _("%(row)s saves %(whole)s, of it %(cashable)s cashable")
        % {"row": row.words, "whole": whole_gbp(row.whole), "cashable": whole_gbp(row.cashable)}
        for row in sheet.best.bearers
    )
    return _("Bars for each partner. %(value)s.") % {"value": said or _("Nobody saves public money")}


def _bar(row: str, series: str, value: Decimal) -> dict[str, str | float]:
    return {"row": row, "column": series, "value": max(0.0, float(value)), "said": whole_gbp(value)}


def _svg(drawn: str) -> HttpResponse:
    return HttpResponse(drawn, content_type="image/svg+xml")


def _plain(number: Decimal) -> str:
    return f"{number:,.4f}".rstrip("0").rstrip(".")


def _number(request: HttpRequest) -> int | None:
    typed = request.GET.get("version", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else None


def _csv(sheet: BusinessCaseSheet) -> Iterator[str]:
    shown = _shown(sheet)
    tables = [
        (_("Options"), shown["option_columns"], shown["option_rows"]),
        (_("Against business as usual"), shown["adds_columns"], shown["adds_rows"]),
        (shown["gains_title"], shown["gain_columns"], shown["gain_rows"]),
        *((one["caption"], shown["year_columns"], [*one["rows"], one["foot"]]) for one in shown["by_year"]),
        (_("Sensitivity"), shown["swing_columns"], shown["swing_rows"]),
        (_("Switching values"), shown["switch_columns"], shown["switch_rows"]),
    ]
    yield "\ufeff"
    for title, heads, rows in tables:
        for row in ([title], [head["label"] for head in heads], *rows, []):
            held = StringIO()
            csv.writer(held).writerow([neutral(str(cell)) for cell in row])
            yield held.getvalue()
