"""The parts of pages that need no page: escaping, the picture of a year, figures, and the twins."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import access
from app.i18n import translator
from app.theme import CHART_COLOURS, STYLE_SHEET, THEME
from app.widgets import markup, year_chart
from app.widgets.twins import ECHO, Twins, after, moved
from cases.decisions import Track

PREFIXES = {
    "bar",
    "catalogue",
    "chart",
    "chrome",
    "compared",
    "costs",
    "criteria",
    "debrief",
    "decision",
    "grades",
    "handin",
    "ladder",
    "mode",
    "notice",
    "number",
    "paper",
    "parts",
    "question",
    "sitting",
    "verdict",
}
NOW = datetime(2026, 11, 20, tzinfo=UTC)


def year(**more: object) -> Track:
    days = {
        "place": "stock",
        "item": "part",
        "demand": (5.0, 5.0, 5.0, 5.0),
        "on_hand": (5.0, 0.0, 0.0, 1200.0),
        "backorders": (0.0, 0.0, 5.0, 0.0),
        "on_order": (0.0, 1210.0, 1210.0, 0.0),
        "ordered": (0.0, 1210.0, 0.0, 0.0),
        "received": (0.0, 0.0, 0.0, 1210.0),
        "short": (0.0, 0.0, 5.0, 0.0),
        "levels": {"s": 4.0, "S": 9.0},
    }
    return Track(**(days | more))  # type: ignore[arg-type]


# --- markup ----------------------------------------------------------------------------------------------


def every_piece(text: str) -> str:
    tables = markup.table(text, [(text, "left"), (text, "right")], [[text, text]]) + markup.record(
        text, [[text, text]]
    )
    return tables + markup.tag("p", text, title=text)


@given(st.text())
def test_text_never_becomes_markup(text: str) -> None:
    made, nothing = every_piece(text), every_piece("")
    assert [made.count(mark) for mark in "<>"] == [nothing.count(mark) for mark in "<>"]
    assert made.count('"') == nothing.count('"')


def test_a_table_says_what_it_is_to_a_screen_reader() -> None:
    made = markup.table("Sorties", [("Mois", "left"), ("Pièces", "right")], [["janvier", "998"]])
    assert "<caption>Sorties</caption>" in made
    assert made.count('scope="col"') == 2
    assert '<th scope="row">janvier</th><td class="num">998</td>' in made
    assert 'tabindex="0" role="region" aria-label="Sorties"' in made


# --- the year --------------------------------------------------------------------------------------------


def test_the_columns_number_days_from_one_and_mark_stock_outs() -> None:
    data = year_chart.columns(year())
    assert list(data["day"]) == [1, 2, 3, 4]
    assert list(data["out"]) == [0, 0, 1, 0]
    assert list(data["level_s"]) == [4.0] * 4
    assert list(data["level_S"]) == [9.0] * 4
    assert "reference" not in data
    assert list(year_chart.columns(year(), year(on_hand=(1.0,) * 4))["reference"]) == [1.0] * 4


def orders(complaints: int, **more: object) -> Track:
    short = (1.0,) * complaints + (0.0,) * (9 - complaints)
    none = (0.0,) * 9
    days = {"on_hand": (4.0,) * 9, "demand": (5.0,) * 9, "short": short, "backorders": none}
    days |= {"on_order": none, "ordered": none, "received": none, "levels": {}, "subject": "orders"}
    return year(**(days | more))


def test_events_are_shaded_while_they_tell_one_period_from_another() -> None:
    assert sum(year_chart.columns(orders(3))["out"]) == 3
    assert sum(year_chart.columns(orders(4))["out"]) == 0
    assert sum(year_chart.columns(orders(4, subject="stock"))["out"]) == 4


def test_an_order_that_runs_late_is_no_complaint() -> None:
    assert not any(year_chart.columns(orders(0, backorders=(2.0,) * 9))["out"])


def test_a_process_without_marks_of_its_own_tells_its_level() -> None:
    told = year_chart.sentence(orders(4), "working_day", translator("en"))
    assert told == (
        "Over 9 periods (one working day each), the level ranges from 4 to 4. "
        "4 periods with a complaint, the first at period 1."
    )
    found = year_chart.sentence(orders(4, ordered=(1.0,) * 9), "working_day", translator("en"))
    assert "errors are found before the customer in 9 periods" in found


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("compare", [False, True])
def test_the_specification_is_plain_data_without_figures(lang: str, compare: bool) -> None:
    made = year_chart.spec(translator(lang), "light", compare, ["s", "S"])
    assert json.loads(json.dumps(made)) == made
    drawn = set(year_chart.columns(year(), year() if compare else None))
    fields = {layer["encoding"]["y"]["field"] for layer in made["layer"] if "y" in layer["encoding"]}
    assert fields <= drawn
    assert ("reference" in fields) == compare
    assert {"level_s", "level_S"} <= fields
    assert "data" not in made


def test_the_year_is_told_in_a_sentence() -> None:
    told = year_chart.sentence(year(), "day", translator("fr"))
    assert told == (
        "Sur 4 jours, le stock va de 0 à 1\u202f200\u202f; 1 commande passée. 1 jour de rupture, le jour 3."
    )
    calm = year_chart.sentence(year(short=(0.0,) * 4, backorders=(0.0,) * 4), "day", translator("en"))
    assert calm == "Over 4 days, stock ranges from 0 to 1,200; 1 order placed. No stock-out day."
    weeks = year_chart.sentence(year(), "week", translator("en"))
    assert weeks == (
        "Over 4 periods (one week each), stock ranges from 0 to 1,200; 1 order placed. "
        "1 period of stock-out, period 3."
    )


# --- colours ---------------------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb (WCAG 2.2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours (WCAG 2.2)."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("place", [0, 1])
def test_every_word_can_be_read_on_its_ground(place: int) -> None:
    css = STYLE_SHEET.read_text(encoding="utf-8")
    pairs = re.findall(r"--lt-([a-z-]+): light-dark\((#\w{6}), (#\w{6})\);", css)
    colours = {name: both[place] for name, *both in pairs}
    for ink in ("ink", "soft", "blue", "amber", "green", "red"):
        for ground in ("ground", "raised"):
            assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
    for name in ("blue", "amber", "green", "red"):
        assert contrast(colours[name], colours[f"{name}-ground"]) >= 4.5, name
    assert contrast(colours["ground"], colours["blue"]) >= 4.5
    assert contrast(colours["line-strong"], colours["ground"]) >= 3


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_theme_and_the_chart_can_be_seen(theme: str) -> None:
    ground = THEME[f"theme.{theme}.backgroundColor"]
    assert contrast(THEME[f"theme.{theme}.textColor"], ground) >= 7
    assert contrast(THEME[f"theme.{theme}.linkColor"], ground) >= 4.5
    assert contrast(THEME[f"theme.{theme}.primaryColor"], ground) >= 4.5
    assert contrast(CHART_COLOURS[theme]["text"], ground) >= 4.5
    for mark in ("stock", "reference", "threshold", "order"):
        assert contrast(CHART_COLOURS[theme][mark], ground) >= 3, mark


# --- the twins -------------------------------------------------------------------------------------------


def test_the_one_that_moved_is_told_from_its_echo() -> None:
    calm = Twins("120", 120, None, NOW)
    assert moved(calm, "120", 119, NOW) == "slide"
    assert moved(calm, "130", 120, NOW) == "text"
    assert moved(calm, "120", 120, NOW) is None
    sliding = after(calm, "slide", "119", 119, NOW)
    assert moved(sliding, "120", 119, NOW) is None, "the text of a moment ago"
    assert moved(sliding, "120", 118, NOW) == "slide"
    assert moved(sliding, "250", 119, NOW) == "text", "a text it never had is typed"
    assert moved(sliding, "120", 119, NOW + ECHO) == "text", "later, it was typed on purpose"
    typing = after(calm, "text", "1", 1, NOW)
    assert moved(typing, "12", 120, NOW) == "text"
    assert moved(typing, "1", 120, NOW) is None


@given(st.lists(st.integers(0, 400), min_size=1, max_size=30), st.data())
def test_however_late_the_browser_the_slider_ends_where_it_was_left(
    moves: list[int], data: st.DataObject
) -> None:
    shown = Twins("0", 0, None, NOW)
    texts = ["0"]
    for number, slide in enumerate(moves):
        late = data.draw(st.sampled_from(texts[-4:]))
        now = NOW + timedelta(milliseconds=50 * number)
        which = moved(shown, late, slide, now)
        assert which in ("slide", None)
        if which == "slide":
            shown = after(shown, "slide", str(slide), slide, now)
            texts.append(str(slide))
    assert (shown.text, shown.slide) == (str(moves[-1]), moves[-1])


# --- messages --------------------------------------------------------------------------------------------


def test_every_message_the_pages_ask_for_has_a_text_in_both_languages() -> None:
    folder = STYLE_SHEET.parents[1]
    sources = [folder / "main.py", *(folder / "screens").glob("*.py"), *(folder / "widgets").glob("*.py")]
    asked = {
        key
        for source in sources
        for key in re.findall(r"""["']([a-z]+\.[a-z0-9_]+)["']""", source.read_text("utf-8"))
    }
    # What the table of permissions names looks like a message, and is none.
    keys = {key for key in asked if key.split(".")[0] in PREFIXES} - set(access.TABLE)
    assert len(keys) > 80
    for lang in ("fr", "en"):
        assert [key for key in sorted(keys) if not translator(lang).has(key)] == []
