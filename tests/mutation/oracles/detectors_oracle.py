"""What ``cases.detectors`` must find: a ratio to the figure expected, within 1 % of it."""

from __future__ import annotations

from cases import detectors

ANY = [("sign", -1.0), ("month_for_year", 12.0), ("month_for_year", 1 / 12)]
ANY += [("power_of_ten", ratio) for power in range(1, 7) for ratio in (10.0**power, 10.0**-power)]
# Of a duration written in another unit: working days and hours, weeks, months of 4 weeks or 30 days.
UNITS = {
    "": (),
    "piece": (),
    "piece/day": (),
    "day": (5, 7, 20, 21, 30, 8, 24),
    "day/piece/year": (5, 7, 20, 21, 30, 8, 24),
    "working_day": (5, 20, 21, 22, 8),
    "week": (7, 5, 4, 52),
    "month": (30, 4),
    "hour": (60, 24, 8, 3600),
    "minute": (60,),
}


def slips() -> None:
    """Each ratio, just inside its 1 % and just outside."""
    for unit, ratios in UNITS.items():
        swapped = [("unit_swapped", one) for ratio in ratios for one in (ratio, 1 / ratio)]
        table = [*ANY, *swapped]
        for code, ratio in table:
            for part in (1.0, 1.0099, 0.9901):
                assert detectors.detect(250 * ratio * part, 250, unit) == code, (unit, ratio, part)
            for part in (1.0101, 0.9899):
                assert detectors.detect(250 * ratio * part, 250, unit) is None, (unit, ratio, part)
    for answer, expected, code in ((101, 1, "power_of_ten"), (99, 1, "power_of_ten")):  # 1 % of 100 exactly
        assert detectors.detect(answer, expected, "") == code
    for answer, expected, code in ((1, 10, "power_of_ten"), (-1, 1, "sign"), (10, 1, "power_of_ten")):
        assert detectors.detect(answer, expected, "") == code


def nothing() -> None:
    """What is no slip, by no unit that is not asked."""
    for answer, expected in (
        (0, 5),
        (5, 0),
        (0, 0),
        (250, 250),
        (500, 250),
        (750, 250),
        (250e7, 250),
        (25e-6, 250),
    ):
        assert detectors.detect(answer, expected, "piece") is None
    for ratio in (5, 7, 8, 20, 21, 22, 24, 30, 52, 60, 3600):
        assert detectors.detect(ratio, 1, "piece/day") is None


def codes() -> None:
    """The slips that a unit may show."""
    assert detectors.codes("piece/day") == {"sign", "power_of_ten", "month_for_year"}
    assert detectors.codes("day") == {"sign", "power_of_ten", "month_for_year", "unit_swapped"}


ORACLES = (slips, nothing, codes)
