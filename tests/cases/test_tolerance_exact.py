"""An exact figure: the key and nothing else, told in the file and in the interval shown."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from cases.figure_format import Allowed, FigureFormat
from cases.tolerance import EXACT, Tolerance


def test_nothing_but_the_key_is_accepted() -> None:
    exact = Tolerance(0.0, 0.0, EXACT, 1.0)
    assert exact.around(45) == (45, 45)
    assert exact.holds(45, 45)
    assert not exact.holds(45, 45.4)
    assert exact.apart(45, 46)
    assert not Tolerance(0.0, 0.0, "nearest", 1.0).apart(45, 46)


def test_a_case_asks_for_it_in_one_word() -> None:
    form = FigureFormat(unit="piece", tolerance=Allowed(exact=True))
    assert form.accepted.around(12.0) == (12, 12)


@pytest.mark.parametrize("other", [{"relative": 0.01}, {"absolute": 2}])
def test_it_goes_with_no_other_allowance(other: dict[str, float]) -> None:
    with pytest.raises(ValidationError, match="tolerance_exact"):
        Allowed.model_validate({"exact": True, **other})
