"""Limits of a carrier's liability, by text and date: this file and nothing else to change with the law.

Each row says from which day it holds; a claim takes the row in force on its day. Limits in SDR (special drawing
rights) or, for the French standard contract, in euros. Sources stand with the rows; all recalled and held against
the project's conventions, not re-read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

__all__ = ["CONVENTIONS", "LIMITS", "DelayRule", "LimitRow", "Notice"]

DelayRule = Literal["carriage", "carriage_times", "freight_of_delayed", "per_kg"]


@dataclass(frozen=True, slots=True)
class Notice:
    """A delay to give notice in: ``days`` after the day itself, counted in ``calendar`` days or ``working`` ones.

    ``working`` leaves out Sundays and public holidays; ``business`` Saturdays too. 0 days: on the day itself. ``form``
    is ``on_delivery`` (on the document), ``writing`` or ``registered`` (registered letter or bailiff's act).
    """

    days: int
    count: Literal["calendar", "working", "business"]
    form: Literal["on_delivery", "writing", "registered"]
    article: str


@dataclass(frozen=True, slots=True)
class LimitRow:
    """A text as it stands from a day on.

    ``per_kg`` and ``per_package`` in ``money`` (SDR or EUR), the higher of the two applying where both do, the lower
    where ``lower``; ``per_tonne`` of the whole consignment bounds the sum; ``under_kg`` and ``from_kg`` the weights
    of the consignments that the row is for; ``container`` and ``container_goods`` for a container whose packages the
    document does not list. ``refunds``: carriage charges and duties come back on top. ``years`` of the time bar,
    ``fault_years`` for a wilful fault, ``loss_days`` after which goods not delivered count as lost.
    """

    convention: str
    mode: Literal["road", "rail", "sea", "air", "inland_waterway"]
    since: date
    money: Literal["SDR", "EUR"]
    per_kg: float
    article: str
    source: str
    per_package: float | None = None
    lower: bool = False
    per_tonne: float | None = None
    from_kg: float = 0.0
    under_kg: float | None = None
    container: float | None = None
    container_goods: float | None = None
    refunds: bool = False
    delay: DelayRule | None = None
    delay_times: float = 1.0
    delay_article: str = ""
    apparent: Notice | None = None
    hidden: Notice | None = None
    late: Notice | None = None
    years: float = 1.0
    fault_years: float = 1.0
    bar_article: str = ""
    loss_days: int | None = None


# Damage or loss that is apparent, that is hidden, delay.
_CMR_NOTICE = (
    Notice(0, "calendar", "on_delivery", "30.1"),
    Notice(7, "working", "writing", "30.1"),
    Notice(21, "calendar", "writing", "30.3"),
)
_FRENCH_NOTICE = (
    Notice(3, "working", "registered", "L133-3"),
    Notice(3, "working", "registered", "L133-3"),
)
_AIR_NOTICE = (
    Notice(14, "calendar", "writing", "31.2"),
    Notice(14, "calendar", "writing", "31.2"),
    Notice(21, "calendar", "writing", "31.2"),
)
_MONTREAL = "Montreal Convention 1999, article 22.3, limits revised under article 24 (ICAO)"
_STANDARD_2017 = (
    "Standard contract for general goods: annex to article D3222-1 of the Code des transports, "
    "décret 2017-461 of 2017-03-31"
)
_STANDARD_1999 = "Standard contract for general goods: décret 99-269 of 1999-04-06"


def _montreal(since: date, per_kg: float) -> LimitRow:
    return LimitRow(
        "montreal",
        "air",
        since,
        "SDR",
        per_kg,
        "22.3",
        _MONTREAL,
        delay="per_kg",
        delay_article="22.3",
        years=2.0,
        fault_years=2.0,
        bar_article="35",
        loss_days=7,
        apparent=_AIR_NOTICE[0],
        hidden=_AIR_NOTICE[1],
        late=_AIR_NOTICE[2],
    )


def _standard(
    since: date,
    source: str,
    per_kg: float,
    *,
    per_package: float | None = None,
    per_tonne: float | None = None,
    article: str,
) -> LimitRow:
    small = per_package is not None
    return LimitRow(
        "standard_contract",
        "road",
        since,
        "EUR",
        per_kg,
        article,
        source,
        per_package=per_package,
        lower=small,
        per_tonne=per_tonne,
        from_kg=0.0 if small else 3000.0,
        under_kg=3000.0 if small else None,
        delay="carriage",
        delay_article=article,
        fault_years=5.0,
        bar_article="L133-6",
        apparent=_FRENCH_NOTICE[0],
        hidden=_FRENCH_NOTICE[1],
    )


LIMITS: tuple[LimitRow, ...] = (
    LimitRow(
        "cmr",
        "road",
        date(1980, 12, 28),
        "SDR",
        8.33,
        "23.3",
        "CMR, Geneva 1956, article 23.3 as amended by the Protocol of 1978-07-05",
        refunds=True,
        delay="carriage",
        delay_article="23.5",
        fault_years=3.0,
        bar_article="32.1",
        loss_days=30,
        apparent=_CMR_NOTICE[0],
        hidden=_CMR_NOTICE[1],
        late=_CMR_NOTICE[2],
    ),
    LimitRow(
        "cim",
        "rail",
        date(2006, 7, 1),
        "SDR",
        17.0,
        "30 § 2",
        "COTIF 1999, appendix B (CIM uniform rules), articles 30, 33, 47 and 48",
        refunds=True,
        delay="carriage_times",
        delay_times=4.0,
        delay_article="33 § 1",
        apparent=Notice(0, "calendar", "on_delivery", "47 § 1"),
        hidden=Notice(7, "calendar", "writing", "47 § 2 b"),
        late=Notice(60, "calendar", "writing", "47 § 2 c"),
        fault_years=2.0,
        bar_article="48 § 1",
        loss_days=30,
    ),
    LimitRow(
        "hague_visby",
        "sea",
        date(1984, 2, 14),
        "SDR",
        2.0,
        "4.5 a",
        "Brussels Convention 1924, Protocols of 1968-02-23 and 1979-12-21",
        per_package=666.67,
        apparent=Notice(0, "calendar", "on_delivery", "3.6"),
        hidden=Notice(3, "calendar", "writing", "3.6"),
        bar_article="3.6",
    ),
    LimitRow(
        "hamburg",
        "sea",
        date(1992, 11, 1),
        "SDR",
        2.5,
        "6.1 a",
        "Hamburg Rules, United Nations 1978, articles 6, 19 and 20",
        per_package=835.0,
        delay="freight_of_delayed",
        delay_times=2.5,
        delay_article="6.1 b",
        apparent=Notice(1, "business", "writing", "19.1"),
        hidden=Notice(15, "calendar", "writing", "19.2"),
        late=Notice(60, "calendar", "writing", "19.5"),
        years=2.0,
        fault_years=2.0,
        bar_article="20.1",
        loss_days=60,
    ),
    LimitRow(
        "cmni",
        "inland_waterway",
        date(2005, 4, 1),
        "SDR",
        2.0,
        "20.1",
        "CMNI, Budapest 2001-06-22, articles 20, 23 and 24",
        per_package=666.67,
        container=1500.0,
        container_goods=25000.0,
        delay="carriage",
        delay_article="20.3",
        apparent=Notice(0, "calendar", "on_delivery", "23.3"),
        hidden=Notice(7, "calendar", "writing", "23.4"),
        late=Notice(21, "calendar", "writing", "23.5"),
        bar_article="24.1",
        loss_days=20,
    ),
    _montreal(date(2003, 11, 4), 17.0),
    _montreal(date(2009, 12, 30), 19.0),
    _montreal(date(2019, 12, 28), 22.0),
    _montreal(date(2024, 12, 28), 26.0),
    _standard(date(1999, 4, 10), _STANDARD_1999, 23.0, per_package=750.0, article="21"),
    _standard(date(1999, 4, 10), _STANDARD_1999, 14.0, per_tonne=2300.0, article="21"),
    _standard(date(2017, 5, 1), _STANDARD_2017, 33.0, per_package=1000.0, article="22"),
    _standard(date(2017, 5, 1), _STANDARD_2017, 20.0, per_tonne=3200.0, article="22"),
)

CONVENTIONS = tuple(dict.fromkeys(one.convention for one in LIMITS))
