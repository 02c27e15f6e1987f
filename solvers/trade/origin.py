"""Preferential origin: whether goods were worked enough, by the rule that an agreement gives for them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from solvers.arguments import non_negative, number, positive
from solvers.errors import SolverError

__all__ = ["Material", "OriginFinding", "OriginRule", "RuleKind", "preferential_origin"]

RuleKind = Literal["wholly_obtained", "chapter_change", "heading_change", "subheading_change", "value"]
_DIGITS = {"chapter_change": 2, "heading_change": 4, "subheading_change": 6}


@dataclass(frozen=True, slots=True)
class Material:
    """What goes into the goods: its name, tariff code (digits), value in money, country of origin ("" unknown)."""

    material: str
    code: str
    value: float
    origin: str = ""


@dataclass(frozen=True, slots=True)
class OriginRule:
    """What an agreement asks: kinds of working (``any_of`` or all), the most of non-originating value, tolerance.

    ``most_foreign`` is the share of the ex-works price that non-originating materials may reach (kind ``value``);
    ``tolerance`` the share that may fail a change of code; ``partners`` the countries whose materials count as
    originating (cumulation), the country of manufacture among them.
    """

    kinds: tuple[RuleKind, ...]
    any_of: bool = True
    most_foreign: float = 0.5
    tolerance: float = 0.0
    partners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OriginFinding:
    """Whether the goods originate, by which kinds of working, the foreign share, materials that failed a change.

    ``added_share`` is 1 − foreign share: the local value added of the ex-works price.
    """

    originating: bool
    met: tuple[str, ...]
    foreign_value: float
    foreign_share: float
    added_share: float
    failing: tuple[str, ...]


def preferential_origin(
    code: str,
    ex_works_price: float,
    materials: Sequence[Material],
    rule: OriginRule,
    *,
    minimal: bool = False,
) -> OriginFinding:
    """Tell whether goods have preferential origin under a rule.

    ``code`` the goods' tariff code (4 digits at least, spaces and dots ignored), ``ex_works_price`` in the money of
    the materials; ``minimal`` when all that was done is a minimal operation (packing, labelling, simple assembly),
    which never gives origin to foreign materials. SolverError for a code, a kind or a figure that does not fit.

    A change of code holds when the codes of all non-originating materials differ from the goods' in the first 2, 4
    or 6 digits, those within the tolerance left aside; ``value``: Σ non-originating value ÷ price ≤ most_foreign.

    Source: EU agreements' protocols on rules of origin (sufficient working, tolerance, cumulation, minimal
    operations).

    >>> parts = [Material("motor", "8501 52", 30, "CN"), Material("body", "8413 91", 50, "FR")]
    >>> found = preferential_origin("8413 70", 120, parts, OriginRule(("heading_change",), partners=("FR",)))
    >>> found.originating, found.foreign_share
    (True, 0.25)
    """
    price = positive("ex_works_price", ex_works_price)
    own = _digits("code", code)
    _checked(rule)
    foreign = [one for one in materials if not one.origin or one.origin not in rule.partners]
    value = math.fsum(non_negative(f"value of {one.material}", one.value) for one in foreign)
    share = value / price
    failing: list[str] = []
    met: list[str] = []
    for kind in rule.kinds:
        if kind == "value":
            holds = share <= number("most_foreign", rule.most_foreign) + 1e-12
        elif kind == "wholly_obtained":
            holds = not foreign
        else:
            unchanged = [
                one
                for one in foreign
                if _digits(f"code of {one.material}", one.code)[: _DIGITS[kind]] == own[: _DIGITS[kind]]
            ]
            failing += [one.material for one in unchanged if one.material not in failing]
            kept = math.fsum(one.value for one in unchanged) / price
            holds = kept <= (rule.tolerance if unchanged else 0.0) + 1e-12
        if holds:
            met.append(kind)
    worked = bool(met) if rule.any_of else len(met) == len(rule.kinds)
    originating = not foreign or (worked and not minimal)
    return OriginFinding(originating, tuple(met), value, share, 1 - share, tuple(failing))


def _digits(name: str, code: str) -> str:
    found = "".join(one for one in str(code) if one.isdigit())
    if len(found) < 4 or any(one not in "0123456789 ." for one in str(code)):
        raise SolverError(name, code, "tariff_code")
    return found


def _checked(rule: OriginRule) -> None:
    if not rule.kinds:
        raise SolverError("kinds", rule.kinds, "one_of", words=", ".join(get_args(RuleKind)))
    for kind in rule.kinds:
        if kind not in get_args(RuleKind):
            raise SolverError("kinds", kind, "one_of", words=", ".join(get_args(RuleKind)))
    for name, value in (("most_foreign", rule.most_foreign), ("tolerance", rule.tolerance)):
        if not 0 <= number(name, value) <= 1:
            raise SolverError(name, value, "closed_fraction")
