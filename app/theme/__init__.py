"""Colours and shapes of the pages: the options Streamlit understands, and the style sheet for the rest.

One deep blue for what can be acted on, amber for what needs attention, green and red only beside a
mark and its word. Every pair of text and ground below reaches a contrast of 4.5 (WCAG 2.2, level AA).
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

STYLE_SHEET: Final = Path(__file__).with_name("logitrain.css")

FONT: Final = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif"

# Given to Streamlit as configuration when the server starts (app.server merges it).
THEME: Final[dict[str, str]] = {
    # Not a colour, but the pages need it: messages above 10 kB are otherwise sent once and then by their
    # hash, which the browser forgets after two runs. A slider moved fast queues more runs than that, and
    # the connection then breaks ("Cached ForwardMsg MISS", seen with Streamlit 1.67).
    "global.minCachedMessageSize": "1000000000",
    "theme.font": FONT,
    "theme.headingFont": FONT,
    "theme.baseRadius": "6px",
    "theme.showWidgetBorder": "true",
    "theme.linkUnderline": "true",
    "theme.light.primaryColor": "#1d4a8c",
    "theme.light.backgroundColor": "#ffffff",
    "theme.light.secondaryBackgroundColor": "#f4f6f9",
    "theme.light.textColor": "#1b1f24",
    "theme.light.linkColor": "#1d4a8c",
    "theme.light.borderColor": "#c9d0d9",
    "theme.dark.primaryColor": "#8ab4f8",
    "theme.dark.backgroundColor": "#13161a",
    "theme.dark.secondaryBackgroundColor": "#1c2026",
    "theme.dark.textColor": "#e8ebef",
    "theme.dark.linkColor": "#9dc1ff",
    "theme.dark.borderColor": "#3a414b",
}


# A chart is drawn on a canvas, out of reach of the style sheet: the same palette, by theme.
CHART_COLOURS: Final[dict[str, dict[str, str]]] = {
    "light": {
        "stock": "#1d4a8c",
        "reference": "#79818c",
        "threshold": "#1b1f24",
        "order": "#1b1f24",
        "out": "#e0a030",
        "text": "#3d444d",
        "grid": "#e3e7ec",
    },
    "dark": {
        "stock": "#8ab4f8",
        "reference": "#9aa3af",
        "threshold": "#e8ebef",
        "order": "#e8ebef",
        "out": "#c98a1b",
        "text": "#c3cad3",
        "grid": "#2b313a",
    },
}

# Series of a chart, in order: each reaches a contrast of 3 on its ground; no red nor green, kept for marks.
SERIES_COLOURS: Final[dict[str, tuple[str, ...]]] = {
    "light": ("#1d4a8c", "#b87308", "#5b8fd6", "#79818c", "#7a4fa3", "#1f7f8c", "#8a5a2b", "#1b1f24"),
    "dark": ("#8ab4f8", "#e0a030", "#4f80c4", "#9aa3af", "#c39be6", "#5fc3cf", "#c99a6b", "#e8ebef"),
}

# Bands of a surface, from the cheapest to the dearest: one hue, so that the eye goes to the darkest (lightest) place.
SURFACE_COLOURS: Final[dict[str, tuple[str, ...]]] = {
    "light": ("#123668", "#1d4a8c", "#4570b0", "#759acb", "#a6c0e0", "#d0def0", "#f1f5fb"),
    "dark": ("#c9defd", "#9dc1ff", "#6f9ae0", "#4a73b6", "#325289", "#22385e", "#161f30"),
}
