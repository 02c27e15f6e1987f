"""The policy of a feeding world: when the trains of each route leave, and the containers of each part or kit."""

from __future__ import annotations

from dataclasses import dataclass

from sim.checks import Check, Number
from sim.feeding.parts import MOST_CONTAINERS, MOST_PARTS
from sim.feeding.route import MOST_TIME, SHORTEST_ROUND

MOST_TRAINS = 20


@dataclass(frozen=True)
class RouteRule:
    """How a route is driven: every `interval` periods from `first` on, or once `on_demand` containers are asked for.

    A train that is not back at its time leaves as soon as it is; the times missed are left out. `trains` share the
    route.
    """

    name: str
    interval: Number | None = None
    on_demand: int | None = None
    trains: int = 1
    first: Number = 0

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("name")
        check.number("interval", least=SHORTEST_ROUND, most=MOST_TIME, optional=True)
        check.number("on_demand", least=1, most=MOST_CONTAINERS, whole=True, optional=True)
        check.number("trains", least=1, most=MOST_TRAINS, whole=True)
        check.number("first", least=0, most=MOST_TIME)
        if check.sound and (self.interval is None) == (self.on_demand is None):
            check.fault("interval", "interval_or_demand")
        check.done()


@dataclass(frozen=True)
class FeedRule:
    """The `containers` of a part or of a kit, in use, full, empty and under way together.

    `container` is the parts in one (units, for a kit) where the world leaves it open or another is wanted. With
    `two_bin` there are two, each sent back when empty.
    """

    name: str
    containers: int | None = None
    container: int | None = None
    two_bin: bool = False

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("name")
        check.flag("two_bin")
        check.number("containers", least=1, most=MOST_CONTAINERS, whole=True, optional=True)
        check.number("container", least=1, most=MOST_PARTS, whole=True, optional=True)
        if check.sound and self.two_bin and self.containers not in (None, 2):
            check.fault("containers", "two_bin_containers")
        if check.sound and not self.two_bin and self.containers is None:
            check.fault("containers", "key_missing")
        check.done()


@dataclass(frozen=True)
class FeedingPolicy:
    """A rule for every route, and one for every part, by itself or through a kit."""

    routes: tuple[RouteRule, ...]
    feeds: tuple[FeedRule, ...]
