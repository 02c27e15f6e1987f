"""The cost surface over (s, Q): bands of cost, the service asked for as a line, the points that stand out.

The figures go to the browser as two blocks of bytes, drawn there on a canvas: ten thousand records would take longer.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final
from zlib import crc32

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from streamlit.components import v2

from app import session
from app.i18n import Translator
from app.playground.runs import Surface
from app.theme import CHART_COLOURS, SURFACE_COLOURS
from app.widgets import markup
from app.widgets.packed import packed
from cases.indicators import indicator_text
from cases.quantity import format_value, write_number

# The ends of the bands, as multiples of the least cost; the last band has none.
LIMITS: Final = (1.02, 1.05, 1.1, 1.25, 1.5, 2.0)
SCRIPT: Final = Path(__file__).with_name("surface.js")
HTML: Final = (
    '<div id="surface"><canvas role="img" tabindex="0"></canvas><p id="told" role="status"></p></div>'
)
CSS: Final = """
#surface { width: 100%; }
canvas { display: block; cursor: crosshair; touch-action: pan-y; }
canvas:focus-visible { outline: 3px solid var(--st-link-color); outline-offset: 2px; }
p { margin: .2rem 0 0; min-height: 2.8em; font: .875rem/1.4 var(--st-font); color: var(--st-text-color); }
"""


@st.cache_resource(show_spinner=False)
def _component() -> Any:
    return v2.component("logitrain_surface", js=SCRIPT.read_text(encoding="utf-8"), html=HTML, css=CSS)


def surface(found: Surface, target: float, key: str, chosen: Callable[[int, int], None]) -> None:
    """Draw a surface; `chosen` is called with (s, Q) when the learner points at one and presses."""
    t = session.t()
    legend(found, target)
    name = session.key(key, t.lang)

    def pick() -> None:
        point = getattr(session.widget(name), "chosen", None)
        if isinstance(point, list | tuple) and len(point) == 2:
            chosen(int(point[0]), int(point[1]))

    _component()(
        data=packed(payload(found, target, t, "dark" if session.dark() else "light")),
        key=name,
        on_chosen_change=pick,
    )


def payload(found: Surface, target: float, t: Translator, theme: str) -> dict[str, Any]:
    """What the browser draws from: two blocks of 32-bit figures, the points, and every word of the picture."""
    colours = CHART_COLOURS[theme]
    own = None if found.own is None else list(found.own[:2])
    cost = _bytes(found.cost)
    return {
        "lang": t.lang,
        "cost": cost,
        "fill": _bytes(found.fill_rate),
        "stamp": f"{crc32(f'{cost}{target}{found.own}'.encode()):08x}",
        "s": {**_axis(found.s), "label": t("simulator.axis_s")},
        "q": {**_axis(found.Q), "label": t("simulator.axis_q")},
        "least": float(found.cost.min()),
        "limits": list(LIMITS),
        "target": target,
        "best": list(found.best),
        "served": None if found.best_served is None else list(found.best_served),
        "own": own,
        "may_choose": own is not None,
        "colours": list(SURFACE_COLOURS[theme]),
        "service_colour": colours["out"],
        "own_colour": colours["out"],
        "mark": colours["order"],
        "ground": SURFACE_COLOURS[theme][-1],
        "text": colours["text"],
        "grid": colours["grid"],
        "readout": t("simulator.readout"),
        "hint": t("simulator.surface_hint") if own is not None else t("simulator.surface_hint_look"),
        "alt": " ".join(findings(found, target, t)),
    }


def _bytes(values: NDArray[np.float64]) -> str:
    return base64.b64encode(np.ascontiguousarray(values, dtype="<f4").tobytes()).decode("ascii")


def _axis(values: NDArray[np.int64]) -> dict[str, int]:
    return {"low": int(values[0]), "step": int(values[1] - values[0]), "count": int(values.size)}


def findings(found: Surface, target: float, t: Translator) -> list[str]:
    """What the picture says: the cheapest point, where the present one stands, the cheapest that serves well enough."""
    cost, rate = found.at(found.best)
    told = [
        t("simulator.surface_best", s=_whole(found.best[0], t), Q=_whole(found.best[1], t), cost=_money(cost, t),
          rate=_percent(rate, t))
    ]  # fmt: skip
    if found.own is not None:
        own = found.own[2]
        over = own / cost - 1 if cost > 0 else 0.0
        key = "simulator.surface_own" if over >= 0.001 else "simulator.surface_own_best"
        told.append(
            t(key, cost=_money(own, t), over=_percent(max(over, 0.0), t), rate=_percent(found.own[3], t))
        )
    asked = write_number(target, t.lang, style="percent")
    if found.best_served is None:
        told.append(t("simulator.surface_none", target=asked))
    elif found.best_served == found.best:
        told.append(t("simulator.surface_kept", target=asked))
    else:
        price = found.at(found.best_served)[0]
        told.append(
            t("simulator.surface_served", target=asked, s=_whole(found.best_served[0], t),
              Q=_whole(found.best_served[1], t), cost=_money(price, t), over=_percent(price / cost - 1, t))
        )  # fmt: skip
    return told


def legend(found: Surface, target: float) -> None:
    """What the colours and the marks are, in words beside their look."""
    t = session.t()
    bands = [t("simulator.band", share=write_number(limit - 1, t.lang, style="percent")) for limit in LIMITS]
    looks = [(f"surface-{place}", text) for place, text in enumerate(bands)]
    looks.append((f"surface-{len(LIMITS)}", t("simulator.band_more")))
    looks.append(("star", t("simulator.mark_best")))
    if found.best_served not in (None, found.best):
        looks.append(("diamond", t("simulator.mark_served")))
    if found.own is not None:
        looks.append(("dot", t("simulator.mark_own")))
    looks.append(
        ("line service", t("simulator.mark_line", target=write_number(target, t.lang, style="percent")))
    )
    parts = (markup.tag("i", "", look, aria_hidden="true") + markup.escape(text) for look, text in looks)
    markup.put(markup.items("ul", parts, "lt-key"))


def _whole(value: float, t: Translator) -> str:
    return format_value(value, "int", t.lang)


def _money(value: float, t: Translator) -> str:
    return indicator_text("total_cost", value, t.lang)


def _percent(value: float, t: Translator) -> str:
    return write_number(value, t.lang, decimals=1, style="percent")
