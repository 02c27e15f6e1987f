"""A value-stream map as an annex: its figures, its words, what it leaves to the learner, what it refuses."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from cases.annex_value_stream import StreamView
from cases.expressions import ExpressionError
from cases.load import LANGUAGES, load_folder
from cases.numerals import Lang
from cases.problem import CaseError, Problem
from cases.proof_annexes import annexes_show_what_the_key_uses, figures
from cases.variant import draw
from cases.views import annexes

FOLDER = Path(__file__).with_name("value_stream_map")
SEED = 3  # 460 pieces a day


def maps(lang: Lang = "fr", folder: Path = FOLDER) -> tuple[StreamView, StreamView]:
    whole, blank = annexes(draw(load_folder(folder), SEED), lang)
    return whole.streams[0], blank.streams[0]


def changed(folder: Path, **changes: Any) -> Path:
    """The case with its first map changed; a value of None takes a key away."""
    target = folder / "case"
    shutil.copytree(FOLDER, target)
    yaml = YAML(typ="safe")
    data = yaml.load((target / "case.yaml").read_text(encoding="utf-8"))
    asked = data["annexes"][0]["value_stream"]
    asked.update(changes)
    with (target / "case.yaml").open("w", encoding="utf-8") as file:
        yaml.dump({**data, "annexes": data["annexes"]}, file)
    return target


def refusal(folder: Path, **changes: Any) -> ExpressionError:
    with pytest.raises(ExpressionError) as caught:
        maps(folder=changed(folder, **changes))
    found = caught.value
    for lang in LANGUAGES:
        told = Problem(found.code, "case.yaml", None, found.params).explain(lang)
        assert "map" in told
        assert "{" not in told
    return found


# -- valid maps -----------------------------------------------------------------------------------------
def test_a_stock_lasts_stock_over_demand() -> None:
    whole, _ = maps()
    assert [one.quantity for one in whole.stocks] == [
        "920\u00a0pièces",
        "1\u202f380\u00a0pièces",
        "115\u00a0pièces",
        "1\u202f840\u00a0pièces",
    ]
    assert [one.days for one in whole.stocks] == [
        "2,0\u00a0jours",
        "3,0\u00a0jours",
        "0,3\u00a0jour",
        "4,0\u00a0jours",
    ]
    # 2 + 3 + 0.25 + 4 days, and 12.5 + 48 + 10 seconds of a day of 27 000: 9.2526 days.
    assert whole.lead_time == "9,3\u00a0jours"
    assert whole.value_added == "70,5\u00a0s"


def test_flows_limits_and_boxes() -> None:
    whole, _ = maps("en")
    assert [(one.flow, one.limit) for one in whole.stocks] == [
        ("push", ""),
        ("pull", ""),
        ("fifo", "20"),
        ("push", ""),
    ]
    press, _, pack = whole.processes
    assert press.box == (("C/T", "12.5\u00a0s"), ("C/O", "55\u00a0min"), ("Uptime", "85%"))
    assert pack.box[1:] == (("C/O", ""), ("Uptime", "")), "a field that is not there stays blank"
    assert pack.value_added == "10\u00a0s", "packing works on a part 10 seconds of its 30"
    assert whole.customer.box == (("Daily need", "460\u00a0pieces"), ("Shifts", "2"))


def test_information_goes_from_a_place_to_others() -> None:
    whole, _ = maps("en")
    told = {one.label: (one.source, one.targets, one.electronic) for one in whole.messages}
    assert told["Schedule"] == ("control", ("press", "weld", "pack"), False)
    assert told["Shipping"] == ("control", ("pack",), True)
    assert told["Forecasts"] == ("customer", ("control",), True)


def test_the_tables_say_what_the_map_says() -> None:
    whole, _ = maps()
    steps, facts = whole.tables
    assert [column.label for column in steps.columns] == [
        "Procédé",
        "Stock en amont",
        "Stock (jours)",
        "T/C",
        "C/S",
        "Dispo",
    ]
    assert steps.rows[1] == (
        "Soudure par points",
        "1\u202f380\u00a0pièces",
        "3,0",
        "48\u00a0s",
        "10\u00a0min",
        "90\u202f%",
    )
    assert steps.rows[-1][:3] == ("Produits finis", "1\u202f840\u00a0pièces", "4,0")
    file = list(csv.reader(io.StringIO(steps.csv.decode("utf-8-sig")), delimiter=";"))
    assert file[2] == ["Soudure par points", "1380", "3", "48", "10", "0,9"]
    assert (
        "Programme",
        "Ordonnancement → Presse, Soudure par points, Emballage (papier ou oral)",
    ) in facts.rows
    assert ("Temps de traversée", "9,3\u00a0jours") in facts.rows


def test_a_blank_timeline_leaves_days_and_totals_to_the_learner() -> None:
    whole, blank = maps()
    assert (whole.blank, blank.blank) == (False, True)
    assert {one.days for one in blank.stocks} == {""}
    assert (blank.lead_time, blank.value_added) == ("", "")
    assert {one.value_added for one in blank.processes} == {""}
    assert [column.label for column in blank.tables[0].columns] == ["Procédé", "Stock en amont", "T/C"]
    assert "jours" not in blank.told
    assert blank.stocks[-1].quantity == "", "no finished stock is given"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_sentence_tells_the_map(lang: Lang) -> None:
    whole, _ = maps(lang)
    for word in (whole.supplier.label, whole.customer.label, whole.lead_time, whole.caption):
        assert word in whole.told


def test_every_figure_shown_is_read_back() -> None:
    variant = draw(load_folder(FOLDER), 10)
    assert list(annexes_show_what_the_key_uses(variant)) == []
    from cases.annex_grids import pages  # noqa: PLC0415  (beside what it shows)

    shown = {place for page in pages(variant, "fr") for place, *_ in figures(page)}
    assert {"value_stream.stock", "value_stream.cycle_time", "value_stream.uptime"} <= shown


def test_a_decimal_that_the_map_hides_is_told(tmp_path: Path) -> None:
    folder = changed(tmp_path, boxes={"cycle_time": "int", "changeover": "unit:minute", "uptime": "pct"})
    found = list(annexes_show_what_the_key_uses(draw(load_folder(folder), SEED)))
    assert [one.params["name"] for one in found] == ["cycle_time"]


# -- refusals -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("steps", "code"),
    [
        ("3", "stream_steps"),
        ([], "stream_steps"),
        ([{"cycle_time": 3}], "stream_steps"),
        ([{"step": {"text": "control"}, "cycle_time": 3}], "stream_steps"),
        ([{"step": {"text": "press"}, "cycle_time": 3}] * 2, "stream_steps"),
        ([{"step": {"text": "press"}}], "stream_field"),
        ([{"step": {"text": "press"}, "cycle_time": 3, "stock": {"text": "many"}}], "stream_field"),
        ([{"step": {"text": "press"}, "cycle_time": 3, "flow": {"text": "sprint"}}], "stream_flow"),
        ([{"step": {"text": "press"}, "cycle_time": -3}], "stream_figures"),
    ],
)
def test_processes_that_make_no_map(steps: Any, code: str, tmp_path: Path) -> None:
    assert refusal(tmp_path, steps=steps).code == code


def test_a_demand_of_nothing(tmp_path: Path) -> None:
    assert refusal(tmp_path, demand=0).code == "stream_figures"


def test_information_to_nowhere(tmp_path: Path) -> None:
    messages = {
        "forecast": {"from": "customer", "to": "moon"},
        "call_off": {"from": "control", "to": "supplier"},
        "schedule": {"from": "control", "to": "steps"},
        "shipping": {"from": "control", "to": "pack"},
    }
    found = refusal(tmp_path, messages=messages)
    assert found.code == "stream_place"
    assert found.params["place"] == "moon"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"supplier": {"need": {"value": 1}}}, "format.listed_twice"),
        ({"boxes": {"cycle_time": "euro"}}, "format.cell"),
        ({"boxes": {}}, "format.too_short"),
        ({"timeline": "none"}, "format.literal_error"),
        ({"messages": {"forecast": {"from": "steps", "to": "control"}}}, "format.stream_message"),
        ({"messages": {"forecast": {"from": "control", "to": "control"}}}, "format.stream_message"),
        ({"stepz": 3}, "format.extra_forbidden"),
        ({"demand": "dayly"}, "expression_name"),
    ],
)
def test_a_map_refused_when_the_case_is_read(changes: dict[str, Any], code: str, tmp_path: Path) -> None:
    with pytest.raises(CaseError) as caught:
        load_folder(changed(tmp_path, **changes))
    assert code in {one.code for one in caught.value.problems}
    for one in caught.value.problems:
        assert "{" not in one.explain("fr")


def test_words_that_are_missing_are_told(tmp_path: Path) -> None:
    folder = changed(tmp_path)
    paper = folder / "fr.md"
    paper.write_text(
        paper.read_text(encoding="utf-8").replace("- [inbound] Camion hebdomadaire\n", "", 1), "utf-8"
    )
    with pytest.raises(CaseError) as caught:
        load_folder(folder)
    assert {one.code for one in caught.value.problems} == {"paper_item", "parity_item"}


def test_nothing_on_a_map_rests_on_an_answer(tmp_path: Path) -> None:
    with pytest.raises(CaseError) as caught:
        load_folder(changed(tmp_path, day="takt * 460"))
    assert {one.code for one in caught.value.problems} == {"paper_leak"}
