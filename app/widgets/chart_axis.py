"""What the axes of every chart have in common: their colours and the size of their words."""

from __future__ import annotations

from typing import Any

from app.theme import CHART_COLOURS
from cases.annex_charts import AxisKind


def axis(theme: str) -> dict[str, Any]:
    """The part of a Vega-Lite axis that belongs to the theme, "light" or "dark"."""
    colours = CHART_COLOURS[theme]
    return {
        "labelColor": colours["text"],
        "titleColor": colours["text"],
        "gridColor": colours["grid"],
        "domainColor": colours["grid"],
        "tickColor": colours["grid"],
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
    }


def labels(kind: AxisKind, lang: str, percent: bool = False) -> dict[str, Any]:
    """How an axis writes its ticks, as the engine writes figures and dates in that language."""
    if kind == "date":
        return {"labelExpr": f"utcFormat(datum.value, '{'%d/%m/%y' if lang == 'fr' else '%-d %b %y'}')"}
    number = "format(datum.value * 100, ',.4~f')" if percent else "format(datum.value, ',.4~f')"
    if lang == "fr":
        # Thousands first: the comma that takes the point's place must not become a thousands mark.
        number = f"replace(replace({number}, regexp(',', 'g'), '\u202f'), '.', ',')"
    sign = ("\u202f%" if lang == "fr" else "%") if percent else ""
    return {"labelExpr": f"{number} + '{sign}'" if sign else number}
