"""What the axes of every chart have in common: their colours and the size of their words."""

from __future__ import annotations

from typing import Any

from app.theme import CHART_COLOURS


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
