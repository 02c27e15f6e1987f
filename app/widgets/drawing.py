"""The strokes of a picture drawn as SVG: words, boxes, lines and heads of arrows, coloured by the page's styles.

Plain text, every word of it escaped; it knows nothing of Streamlit.
"""

from __future__ import annotations

from app.widgets import markup


def number(value: float) -> str:
    """A coordinate in px, as short as it may be written."""
    return f"{value:.1f}".removesuffix(".0")


def text(x: float, y: float, words: str, css: str = "") -> str:
    """Words that start at (x, y), or stand about it with the style "m" or "e"; nothing of no words."""
    return markup.tag("text", words, css, x=number(x), y=number(y)) if words else ""


def rect(x: float, y: float, width: float, height: float, css: str) -> str:
    """A rectangle by its top left corner."""
    return markup.raw_tag(
        "rect", "", css, x=number(x), y=number(y), width=number(width), height=number(height)
    )


def path(points: str, css: str) -> str:
    """A path by its points."""
    return markup.raw_tag("path", "", css, d=points)


def line(*points: tuple[float, float]) -> str:
    """The points of a path of straight lines."""
    return "M" + " L".join(f"{number(x)} {number(y)}" for x, y in points)


def head(x: float, y: float, dx: float, dy: float) -> str:
    """The head of an arrow that ends at (x, y), coming along (dx, dy), one of which is 0."""
    if dx:
        back = x - 8 * (1 if dx > 0 else -1)
        points = f"M{number(x)} {number(y)} L{number(back)} {number(y - 4)} L{number(back)} {number(y + 4)} Z"
    else:
        back = y - 8 * (1 if dy > 0 else -1)
        points = f"M{number(x)} {number(y)} L{number(x - 4)} {number(back)} L{number(x + 4)} {number(back)} Z"
    return path(points, "solid")
