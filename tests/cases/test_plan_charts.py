"""Pictures of plans: a Gantt by machine, job and worked day, loads against limits, what is wrong beside its row."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cases.annex_views import annexes
from cases.answers import Answer
from cases.expression_error import ExpressionError
from cases.keyfile import key_answers
from cases.load import load_folder
from cases.marking import mark
from cases.plans import drawn_up, reference
from cases.questions.plan import PlanQuestion
from cases.time_axis import MOST_DAYS, TimeAxis, marks
from cases.variant import Variant, draw

FOLDER = Path(__file__).parent / "fixtures" / "workshop"
EARLY = {"OF-1/10.start": "0", "OF-1/20.start": "1", "OF-2/10.start": "0"}


@pytest.fixture(scope="module")
def variant() -> Variant:
    return draw(load_folder(FOLDER), 3)


# -- worked days ------------------------------------------------------------------------------------------
def test_days_go_over_week_ends_and_closures() -> None:
    given: dict[str, Any] = {"day": 8, "first": "2026-10-02", "shift": 4, "closed": ["2026-10-05"]}
    found = marks(given, 17, "fr")
    assert [(one.at, one.text) for one in found if one.text] == [(0, "ven. 2"), (8, "mar. 6"), (16, "mer. 7")]
    assert [one.at for one in found if not one.text] == [4, 12, 20]
    assert [one.text for one in marks(given | {"shift": None}, 8, "en")] == ["Fri 2"]


def test_a_long_axis_keeps_its_figures_alone() -> None:
    assert marks({"day": 1, "first": "2026-10-02"}, MOST_DAYS + 1, "fr") == ()


@pytest.mark.parametrize(
    "given",
    [
        {"day": 0, "first": "2026-10-02"},
        {"day": "8", "first": "2026-10-02"},
        {"day": 8, "first": "monday"},
        {"day": 8, "first": "2026-10-02", "shift": -1},
    ],
)
def test_an_axis_that_cannot_be_drawn_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(ExpressionError) as refused:
        marks(given, 10, "fr")
    assert refused.value.code == "gantt_axis"


def test_an_axis_names_its_expressions() -> None:
    axis = TimeAxis.model_validate({"day": 8, "first": {"text": "2026-10-02"}})
    assert list(axis.sources("axis")) == ["axis.day", "axis.first"]


# -- annexes ----------------------------------------------------------------------------------------------
def test_a_gantt_to_read_has_jobs_and_days(variant: Variant) -> None:
    (chart,) = annexes(variant, "fr")[0].charts
    assert chart.bars[0].startswith("OF-")
    assert set(chart.jobs) == {"OF-1", "OF-2", "OF-3"}
    assert [one.text for one in chart.marks if one.text][:2] == ["ven. 25", "mar. 29"]
    assert [column.id for column in chart.table.columns] == ["x", "label", "job", "start", "end"]


def test_a_load_chart_ends_with_its_capacity(variant: Variant) -> None:
    (chart,) = annexes(variant, "en")[1].charts
    assert [one.id for one in chart.series] == ["firm", "forecast", "capacity"]
    assert "Capacity" in chart.told


# -- plans ------------------------------------------------------------------------------------------------
def test_a_gantt_has_a_row_for_each_machine_and_a_job_for_each_bar(variant: Variant) -> None:
    plan = drawn_up(variant, "schedule", Answer(EARLY, "fr"), "fr")
    assert plan is not None
    assert plan.chart is not None
    assert plan.chart.lanes == ("Scie", "Tour", "Fraise"), "a machine without a bar keeps its row"
    assert [(one, job) for one, job in zip(plan.chart.bars, plan.chart.jobs, strict=True)] == [
        ("OF-1/10\u2009!", "OF-1"), ("OF-2/10\u2009!", "OF-2"), ("OF-1/20\u2009!", "OF-1"),
    ]  # fmt: skip
    assert plan.chart.y_title == "Temps (h)"
    assert [one.text for one in plan.chart.marks if one.text] == ["ven. 2"]
    assert plan.chart.table.rows[0] == ("Scie", "OF-1/10\u2009!", "0\u00a0h", "2\u00a0h")


def test_what_is_wrong_stands_beside_the_row_that_starts_too_early(variant: Variant) -> None:
    plan = drawn_up(variant, "schedule", Answer(EARLY, "fr"), "fr")
    assert plan is not None
    assert dict(plan.row_words) == {
        "OF-1/20": ("L’opération précédente n’est pas finie\u00a0: 1\u00a0h pour 2\u00a0h",),
        "OF-2/10": ("La machine est encore prise\u00a0: 0\u00a0h pour 2\u00a0h",),
    }
    english = drawn_up(variant, "schedule", Answer({"OF-1/10.start": "90"}, "en"), "en")
    assert english is not None
    assert list(english.row_words) == ["OF-1/10"]


def test_the_reference_breaks_nothing(variant: Variant) -> None:
    for name in ("schedule", "levelled"):
        plan = reference(variant, name, "fr")
        assert plan is not None
        assert not plan.broken
        assert not plan.row_words


def test_loads_against_their_limits(variant: Variant) -> None:
    raw = {"OF-1.period": "2", "OF-2.period": "2", "OF-3.period": "3"}
    plan = drawn_up(variant, "levelled", Answer(raw, "fr"), "fr")
    assert plan is not None
    assert plan.chart is not None
    load, limit = plan.chart.series
    assert (load.values, limit.values) == ((0, 15, 6), (10, 16, 10))
    assert not plan.chart.percent
    assert [one.share for one in plan.loads] == [0, 15 / 16, 0.6]


def test_loads_in_several_units_are_shares() -> None:
    variant = draw(load_folder(FOLDER.parent / "plan"), 3)
    plan = drawn_up(variant, "loading", Answer({"CMD-01.vehicle": "V1"}, "fr"), "fr")
    assert plan is not None
    assert plan.chart is not None
    assert plan.chart.percent
    assert set(plan.chart.series[1].values) == {1.0}


def test_the_picture_marks_nothing(variant: Variant) -> None:
    question = variant.case.question("schedule")
    assert isinstance(question, PlanQuestion)
    assert not [place for place in question.graph_sources() if place.startswith("axis")]
    answers = {name: Answer(value, "fr") for name, value in key_answers(variant).items()}
    assert mark(variant, answers).score == pytest.approx(6)
