"""The simulator page: every world and view in both languages, figures that follow one another, faults in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from screens_harness import html, new_store, open_page, sent, sound
from streamlit.testing.v1 import AppTest

from app.i18n import LANGUAGES, Lang, translator
from app.playground.bench import Bench
from app.playground.examples import EXAMPLES
from app.playground.plain import at as part
from app.playground.runs import surface
from app.screens.simulator import BENCH
from app.widgets.knob_panel import plain, read
from app.widgets.surface import findings, payload
from cases.quantity import write_number

both = pytest.mark.parametrize("lang", LANGUAGES)


@pytest.fixture(autouse=True)
def _store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    new_store(monkeypatch, tmp_path)


def bench(at: AppTest) -> Bench:
    found: Bench = at.session_state[BENCH]
    return found


def by_label(elements: Any, label: str) -> Any:
    return next(element for element in elements if element.label == label)


def show(at: AppTest, view: str, lang: Lang) -> AppTest:
    """Another view of the world; the page knows it by its name, the browser by its words."""
    at.session_state[f"lt_play:view:{lang}"] = view
    at.session_state["lt_play:view"] = view
    return sound(at.run(), lang)


@both
def test_the_header_leads_to_the_simulator(lang: Lang) -> None:
    assert translator(lang)("simulator.title") in sent(open_page("catalogue", lang))


@both
@pytest.mark.parametrize("name", EXAMPLES)
def test_every_world_is_shown_in_every_view(name: str, lang: Lang) -> None:
    t = translator(lang)
    at = open_page("simulator", lang)
    by_label(at.selectbox, t("simulator.model")).select(name)
    sound(at.run(), lang)
    assert bench(at).example == name
    assert t(f"simulator.about.{name}") in html(at)
    told = {"year": "over_runs", "chance": "key_mean", "compare": "compared", "file": "command"}
    for view, key in told.items():
        words = t(f"simulator.{key}", runs=200) if key in ("over_runs", "compared") else t(f"simulator.{key}")
        assert words in html(show(at, view, lang)), view
    if name == "item":
        assert t("simulator.map_runs", runs=200) in html(show(at, "map", lang))
    assert "simulator." not in html(at).replace("logitrain simulate", "")


@both
def test_a_slider_and_its_field_follow_one_another(lang: Lang) -> None:
    t = translator(lang)
    at = open_page("simulator", lang)
    label = t("simulator.field.s")
    path = ("policy", "reorder_point", "s")
    by_label(at.slider, t("decision.slider", label=label)).set_value(95)
    sound(at.run(), lang)
    assert part(bench(at).data, path) == 95
    assert by_label(at.text_input, label).value == "95"
    by_label(at.text_input, label).set_value(write_number(1250, lang))
    sound(at.run(), lang)
    assert part(bench(at).data, path) == 1250
    assert by_label(at.slider, t("decision.slider", label=label)).value == 300  # the end of its range


@both
def test_what_cannot_be_read_or_run_loses_nothing(lang: Lang) -> None:
    t = translator(lang)
    at = open_page("simulator", lang)
    before = html(at)
    by_label(at.text_input, t("simulator.field.Q")).set_value("<b>abc</b>")
    sound(at.run(), lang)
    assert t("simulator.unreadable") in html(at)
    assert part(bench(at).data, ("policy", "reorder_point", "Q")) == 200
    by_label(at.text_input, t("simulator.field.Q")).set_value("0")
    sound(at.run(), lang)
    assert t("simulator.faults") in html(at)
    assert "policy.reorder_point.Q" in html(at)
    total = next(line for line in before.splitlines() if "lt-total" in line)
    assert total in html(at)  # the results of the last world that could be run


def test_the_world_stays_when_the_language_changes() -> None:
    at = open_page("simulator", "fr")
    french, english = translator("fr"), translator("en")
    by_label(at.slider, french("decision.slider", label=french("simulator.field.s"))).set_value(77)
    at.run()
    at.button_group(key="lt_lang_switch").set_value("en")
    sound(at.run(), "en")
    assert part(bench(at).data, ("policy", "reorder_point", "s")) == 77
    assert by_label(at.text_input, english("simulator.field.s")).value == "77"


def test_another_run_and_another_seed_are_other_draws() -> None:
    t = translator("fr")
    at = open_page("simulator", "fr")
    first = html(at)
    by_label(at.button, t("simulator.another_run")).click()
    second = html(sound(at.run(), "fr"))
    assert bench(at).number == 2
    assert t("simulator.run_number", number=2, total=200) in second
    assert first != second


@both
def test_the_map_tells_its_findings(lang: Lang) -> None:
    t = translator(lang)
    found = surface(dict(EXAMPLES["item"]), 1, 0.99)
    assert found is not None
    told = findings(found, 0.99, t)
    assert len(told) == 3
    assert str(found.best[0]) in told[0]
    assert not any("simulator." in one or "{" in one for one in told)
    sent_out = payload(found, 0.99, t, "light")
    assert len(sent_out["cost"]) + len(sent_out["fill"]) < 110_000  # two blocks, not ten thousand records
    assert sent_out["stamp"] != payload(found, 0.95, t, "light")["stamp"]


def test_names_of_a_file_are_no_markup() -> None:
    assert plain("![x](http://a.b/c)") == "\\!\\[x\\]\\(http\\://a\\.b/c\\)"


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("4; 5; 7", (4, 5, 7)),
        ("4,5 ; 6", (4.5, 6)),
        ("4 5\t6", (4, 5, 6)),
        ("", None),
        ("4; x", None),
        ("1e9", None),
    ],
)
def test_a_list_of_figures(text: str, figures: tuple[float, ...] | None) -> None:
    assert read(text) == figures
