"""The chart of a returns cell: a day is marked for a credit note given for want of a unit, not for units at work."""

from __future__ import annotations

import dataclasses

from app.widgets import year_chart
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
