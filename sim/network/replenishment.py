"""The policy of a network: a rule for each stock, and how orders are split between several lanes.

A rule is any policy of a single item (`sim.policies`), or one that only a network has: `asked`, `can_order`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from sim.checks import Check, InvalidError, Problem
from sim.policies import POLICIES, Policy
from sim.scenario import read_kind
from sim.words import given, phrase

Number = int | float


@dataclass(frozen=True)
class Asked:
    """A stock that a person decides: the run stops at its reviews, every `R` periods (see `NetworkRun`)."""

    KEY: ClassVar[str] = "asked"
    EXAMPLE: ClassVar[Mapping[str, int]] = {"R": 1}
    R: int = 1

    def __post_init__(self) -> None:
        check = Check(self)
        check.number("R", least=1, whole=True)
        check.done()

    @property
    def initial_stock(self) -> Number:
        """Nothing: the stock says what it starts with."""
        return 0

    def reviews(self, day: int) -> bool:
        """Ask at the end of each R periods."""
        return (day + 1) % self.R == 0

    def order(self, position: Number) -> Number:
        """Nothing by itself."""
        return 0


@dataclass(frozen=True)
class CanOrder:
    """Joint replenishment (s,c,S): at or below s, order up to S; at or below c, join an order of the same lane.

    What joins is ordered up to S too, so that one ordering cost serves several items (Balintfy, 1964).
    """

    KEY: ClassVar[str] = "can_order"
    EXAMPLE: ClassVar[Mapping[str, int]] = {"s": 100, "c": 140, "S": 220}
    s: Number
    c: Number
    S: Number

    def __post_init__(self) -> None:
        check = Check(self)
        check.number("s", least=0)
        check.number("c", least=0)
        check.number("S", above=0)
        if check.sound and not self.s <= self.c < self.S:
            check.fault("c", "can_order_levels", s=self.s, S=self.S)
        check.done()

    @property
    def initial_stock(self) -> Number:
        """Start full, at S."""
        return self.S

    def reviews(self, day: int) -> bool:
        """Look every day."""
        return True

    def order(self, position: Number) -> Number:
        """Return the units that bring the position to S, once it has fallen to s."""
        return self.S - position if position <= self.s else 0

    def join(self, position: Number) -> Number:
        """Return the units that join an order made anyway, once the position has fallen to c."""
        return self.S - position if position <= self.c else 0


RULES: dict[str, type[Policy]] = {**POLICIES, Asked.KEY: Asked, CanOrder.KEY: CanOrder}
"""The rules that a stock of a network may follow, by the key that names them."""


@dataclass(frozen=True)
class Rule:
    """The rule of one stock, or of every stock of a site (`item` None): a policy, or {KIND: {parameter: figure}}."""

    site: str
    policy: Policy
    item: str | None = None

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("site")
        if self.item is not None:
            check.text("item")
        check.done()
        policy: Any = self.policy
        if not isinstance(policy, tuple(RULES.values())):
            object.__setattr__(self, "policy", read_kind(RULES, policy, ("policy",)))
        _whole(self.policy, ("policy", self.policy.KEY))


@dataclass(frozen=True)
class Split:
    """The part of a stock's orders (of a site's, when `item` is None) that goes to one lane, by its origin."""

    site: str
    origin: str
    share: Number
    item: str | None = None

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("site")
        check.text("origin")
        check.number("share", least=0)
        if self.item is not None:
            check.text("item")
        check.done()


@dataclass(frozen=True)
class Replenishment:
    """The policy of a network: a rule for each stock, and how orders are split between several lanes."""

    replenish: tuple[Rule, ...]
    split: tuple[Split, ...] = ()


def _whole(policy: Policy, path: tuple[str, ...]) -> None:
    """Refuse parameters that are not whole: a network counts in whole units."""
    problems = [
        Problem((*path, one.name), phrase("network_whole", found=given(value)))
        for one in dataclasses.fields(policy)  # type: ignore[arg-type]  # every policy is a dataclass
        if isinstance(value := getattr(policy, one.name), float)
    ]
    if problems:
        raise InvalidError(problems)
