"""The chart of a returns cell: a day is marked for a credit note given for want of a unit, not for units at work."""

from __future__ import annotations

import dataclasses
import re

import pytest

from app.i18n import Lang
from app.reports import charts
from app.reports.pen import Pen
from app.widgets import year_chart
from cases.decisions import summary
from sim.models.base import Track

TRACK = Track(
    place="returns",
    item="returns",
    on_hand=(9.0, 4.0, 0.0),
    backorders=(3.0, 3.0, 3.0),
    demand=(5.0, 6.0, 5.0),
    short=(0.0, 0.0, 1.0),
    ordered=(5.0, 5.0, 4.0),
    received=(4.0, 6.0, 5.0),
    subject="returns",
)


def test_units_in_the_cell_are_owed_to_nobody() -> None:
    assert list(year_chart.columns(TRACK)["out"]) == [0, 0, 1]


def test_customers_who_wait_for_stock_are_marked() -> None:
    assert list(year_chart.columns(dataclasses.replace(TRACK, subject="stock"))["out"]) == [1, 1, 1]


def test_the_figures_of_a_run_count_the_same_days() -> None:
    assert summary(TRACK).short_periods == 1
    assert summary(TRACK, 2).short_periods == 1
    assert summary(dataclasses.replace(TRACK, subject="stock")).short_periods == 3


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_printed_chart_tells_the_same_days(lang: Lang) -> None:
    picture = charts.stock_over_time(TRACK, None, "day", ("A", "B"), "C.", Pen(lang))
    last = picture.told.replace("\u202f", " ").split(".")[-2]
    assert re.findall(r"\d+", last) == ["1", "3"], picture.told
