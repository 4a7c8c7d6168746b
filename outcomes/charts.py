"""Pictures of published figures: altair makes them, vl-convert draws them as SVG, and nothing in them runs or styles.

The SVG is served from an address of its own and shown as an image, so that the page's Content-Security-Policy needs no
exception. Pure: the same bars give the same picture.
"""

import json
import re
import textwrap
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import altair as alt
import vl_convert

Bar = Mapping[str, str | float]
"""`row` (a label), `column` (a series), `value`, `said` (the value in words)."""

INK = "#0b0c0c"
QUIET = "#484949"
SERIES = ("#12436d", "#28a197", "#801650")
"""Three colours that differ in lightness too, from the Government Analysis Function's palette."""
WIDTH = 250
ROOM_FOR_WORDS = 1.45
"""How much further than the longest bar the picture goes, for the value written at its end."""
LONGEST_LINE = 14
BREAK = "|"
STYLE = re.compile(r'\s(?:style|class)="[^"]*"|<style.*?</style>|<script.*?</script>', re.DOTALL)


def grouped_bars(bars: Sequence[Bar], *, series: Sequence[str], description: str) -> str:
    """Bars by row, one for each series beside one another, each with its value written at its end. SVG."""
    drawn = [{**bar, "row": _wrapped(str(bar["row"]))} for bar in bars]
    rows = list(dict.fromkeys(str(bar["row"]) for bar in drawn))
    furthest = max((float(bar["value"]) for bar in drawn), default=0) * ROOM_FOR_WORDS or 1
    base = alt.Chart(alt.InlineData(values=drawn)).encode(
        y=alt.Y("row:N", sort=rows, title=None, axis=_labels()),
        x=alt.X("value:Q", title=None, axis=None, scale=alt.Scale(domain=[0, furthest], nice=False)),
    )
    if series:
        base = base.encode(yOffset=alt.YOffset("column:N", sort=list(series)))
        colour: Any = alt.Color(
            "column:N",
            sort=list(series),
            scale=alt.Scale(domain=list(series), range=list(SERIES[: len(series)])),
            legend=alt.Legend(title=None, orient="top", labelFontSize=15, labelColor=INK, labelLimit=0, columns=1),
        )
    else:
        colour = alt.value(SERIES[0])
    marks = base.mark_bar().encode(color=colour)
    words = base.mark_text(align="left", dx=5, fontSize=14, color=INK).encode(text="said:N")
    lines = max((row.count(BREAK) + 1 for row in rows), default=1)
    chart = (marks + words).properties(
        width=WIDTH, height=alt.Step(22 if series else 20 * lines + 8), description=description, background="white"
    )
    return _drawn(json.dumps(chart.configure_view(stroke=None).configure(font="Arial").to_dict(), sort_keys=True))


def lines(points: Sequence[Bar], *, description: str) -> str:
    """One line over days (`row`: the ISO date, a bar, its words), each point with its value above it. SVG."""
    drawn = [{**point, "row": str(point["row"])} for point in points]
    furthest = max((float(point["value"]) for point in drawn), default=0) * 1.15 or 1
    base = alt.Chart(alt.InlineData(values=drawn)).encode(
        x=alt.X("row:O", title=None, axis=alt.Axis(labelFontSize=14, labelColor=INK, labelAngle=0, labelLimit=0,
                labelExpr=f"split(split(datum.label, '{BREAK}')[1], ' ')", ticks=False, domainColor=QUIET)),
        y=alt.Y("value:Q", title=None, axis=None, scale=alt.Scale(domain=[0, furthest], nice=False)),
    )  # fmt: skip
    drawn_line = base.mark_line(color=SERIES[0], strokeWidth=3, point=alt.OverlayMarkDef(color=SERIES[0], size=60))
    words = base.mark_text(dy=-14, fontSize=13, color=INK).encode(text="said:N")
    chart = (drawn_line + words).properties(width=alt.Step(72), height=220, description=description, background="white")
    return _drawn(json.dumps(chart.configure_view(stroke=None).configure(font="Arial").to_dict(), sort_keys=True))


def _labels() -> alt.Axis:
    return alt.Axis(
        labelFontSize=15, labelColor=INK, labelLimit=0, labelExpr=f"split(datum.label, '{BREAK}')", ticks=False,
        domainColor=QUIET, labelPadding=8,
    )  # fmt: skip


def _wrapped(words: str) -> str:
    """A label in short lines, so that the picture fits a telephone."""
    return BREAK.join(textwrap.wrap(words.replace(BREAK, " "), LONGEST_LINE))


@lru_cache(maxsize=128)
def _drawn(specification: str) -> str:
    """The SVG of a Vega-Lite specification, without style attributes, styles or scripts. Drawn once for each."""
    return STYLE.sub("", vl_convert.vegalite_to_svg(specification))
