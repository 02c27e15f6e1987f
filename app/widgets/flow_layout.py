"""Where the parts of a flow map stand, in px: places kept apart, lanes bent around them, words where there is room.

Plain geometry, the same for the same map; it knows nothing of SVG nor of Streamlit.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from cases.annex_flow_map import FlowMapView, LaneView, PlaceView

LETTER: Final = 7.0  # px: a letter of a figure, widest on average
BOLD: Final = 7.9  # of a name
LINE: Final = 15.0  # height of a line of words
DOT: Final = 7.0  # half of a place's mark
BADGE: Final = 9.0  # radius of a lane's number
SIDES: Final = 46.0  # from the edges to the places farthest out
APART: Final = 62.0  # between two places, at least
TURNS: Final = 80  # of pushing places apart
BENDS: Final = (0.0, 0.16, -0.16, 0.3, -0.3, 0.44, -0.44)
STEPS: Final = 40  # points by which a lane is followed
COARSE: Final = 20  # and while its bend is sought
ALONG: Final = (0.5, 0.4, 0.6, 0.3, 0.7)
UNWRITTEN: Final = 600.0  # what it costs to leave the figures of a lane to the list under the map
THIN, THICK = 2.0, 9.0

Point = tuple[float, float]
Way = tuple[Point, ...]  # the points of a lane


@dataclass(frozen=True)
class Box:
    """A rectangle by its left, top, width and height."""

    x: float
    y: float
    width: float
    height: float

    def overlap(self, other: Box) -> float:
        """The area in common."""
        across = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        down = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        return across * down if across > 0 and down > 0 else 0.0

    def holds(self, point: Point) -> bool:
        """Whether a point lies in it."""
        return self.x <= point[0] <= self.x + self.width and self.y <= point[1] <= self.y + self.height

    def joined(self, other: Box) -> Box:
        """The smallest that holds both."""
        x, y = min(self.x, other.x), min(self.y, other.y)
        right = max(self.x + self.width, other.x + other.width)
        foot = max(self.y + self.height, other.y + other.height)
        return Box(x, y, right - x, foot - y)

    def grown(self, by: float) -> Box:
        """The same with a margin all around."""
        return Box(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)


@dataclass(frozen=True)
class Name:
    """The name of a place, on one or two lines, in its box."""

    lines: tuple[str, ...]
    box: Box


@dataclass(frozen=True)
class Course:
    """A lane: its ends and the point that bends it, its width, its number, and its figures where they have room."""

    lane: LaneView
    start: Point
    bend: Point
    end: Point
    width: float
    badge: Point
    figures: Box | None
    lines: tuple[str, ...] = ()

    def at(self, share: float) -> Point:
        """The point at a share of the way."""
        return _along(self.start, self.bend, self.end, share)


@dataclass(frozen=True)
class Layout:
    """A map in px: its size, its places, their names, its lanes."""

    width: float
    height: float
    places: tuple[tuple[PlaceView, Point], ...]
    names: tuple[Name, ...]
    courses: tuple[Course, ...]


def layout(view: FlowMapView, width: float) -> Layout:
    """Lay a map out in that width; its height grows with what stands on it."""
    count = len(view.places) + len(view.lanes)
    height = max(min(0.66, 480 / width) * width, 250.0, 26.0 * count + (60 if width < 460 else 0))
    points = _apart(
        [
            (SIDES + place.x * (width - 2 * SIDES), SIDES + place.y * (height - 2 * SIDES))
            for place in view.places
        ],
        width,
        height,
    )
    where = {place.id: point for place, point in zip(view.places, points, strict=True)}
    bends = _bends(view.lanes, where, Box(8, 8, width - 16, height - 16))
    courses = [
        _trimmed(lane, where[lane.source], bend, where[lane.destination])
        for lane, bend in zip(view.lanes, bends, strict=True)
    ]
    ways = [tuple(one.at(step / STEPS) for step in range(STEPS + 1)) for one in courses]
    taken = [Box(x - DOT, y - DOT, 2 * DOT, 2 * DOT) for x, y in points]
    frame = Box(4, 4, width - 8, height - 8)
    names = []
    for place, point in zip(view.places, points, strict=True):
        lines = wrapped(place.label, 16)
        box = _best(_around(point, room(lines, BOLD), DOT + 2), taken, ways, frame)
        taken.append(box)
        names.append(Name(lines, box))
    placed = []
    for one, own in zip(courses, ways, strict=True):
        others = [way for way in ways if way is not own]
        badge, found, lines = _written(one, taken, others, frame)
        taken += [badge, *([found] if found is not None else [])]
        centre = badge.x + BADGE, badge.y + BADGE
        placed.append(Course(one.lane, one.start, one.bend, one.end, one.width, centre, found, lines))
    return Layout(width, height, tuple(zip(view.places, points, strict=True)), tuple(names), tuple(placed))


def wrapped(text: str, letters: int) -> tuple[str, ...]:
    """A name on lines cut between words, two at most."""
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > letters and len(lines) < 2:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return tuple(lines)


def room(lines: Sequence[str], letter: float = LETTER) -> tuple[float, float]:
    """The width and the height of lines of words."""
    return letter * max(map(len, lines)) + 6, LINE * len(lines) + 2


# -- places and lanes -----------------------------------------------------------------------------------
def _apart(points: Sequence[Point], width: float, height: float) -> list[Point]:
    """The same points, pushed apart until two of them leave room for a name, and kept within the map."""
    found = list(points)
    for _ in range(TURNS):
        moved = False
        for a in range(len(found)):
            for b in range(a + 1, len(found)):
                (ax, ay), (bx, by) = found[a], found[b]
                far = math.hypot(bx - ax, by - ay)
                if far >= APART:
                    continue
                # Two in the same place part along the line of their numbers.
                dx, dy = ((bx - ax) / far, (by - ay) / far) if far > 1 else (0.6, 0.8)
                push = (APART - far) / 2 + 0.1
                found[a] = _within((ax - dx * push, ay - dy * push), width, height)
                found[b] = _within((bx + dx * push, by + dy * push), width, height)
                moved = True
        if not moved:
            break
    return found


def _within(point: Point, width: float, height: float) -> Point:
    side, foot = SIDES * 0.7, SIDES * 0.6
    return min(max(point[0], side), width - side), min(max(point[1], foot), height - foot)


def _bends(lanes: Sequence[LaneView], where: dict[str, Point], frame: Box) -> list[Point]:
    """The point that bends each lane: within the map, clear of other places and of lanes between the same two."""
    found: list[Point] = []
    used: dict[frozenset[str], list[float]] = {}
    for lane in lanes:
        pair = frozenset((lane.source, lane.destination))
        start, end = where[lane.source], where[lane.destination]
        # Seen from the same end, whichever way it runs: there and back take different sides.
        way = 1.0 if lane.source < lane.destination else -1.0
        others = [point for name, point in where.items() if name not in pair]
        best = min(
            (bend for bend in BENDS if way * bend not in used.get(pair, [])),
            key=lambda bend: (_nearness(start, _bent(start, end, bend), end, others, frame), abs(bend)),
            default=BENDS[-1],
        )
        used.setdefault(pair, []).append(way * best)
        found.append(_bent(start, end, best))
    return found


def _nearness(start: Point, bend: Point, end: Point, others: Sequence[Point], frame: Box) -> int:
    """How often a lane leaves the map or comes too near to a place that is not its own."""
    way = [_along(start, bend, end, step / COARSE) for step in range(COARSE + 1)]
    near = sum(math.dist(point, other) < 2.6 * DOT for point in way for other in others)
    return near + 50 * sum(not frame.holds(point) for point in way)


def _bent(start: Point, end: Point, bend: float) -> Point:
    (ax, ay), (bx, by) = start, end
    return (ax + bx) / 2 - bend * (by - ay), (ay + by) / 2 + bend * (bx - ax)


def _along(start: Point, bend: Point, end: Point, share: float) -> Point:
    """A point of a quadratic Bézier curve."""
    a, b, c = (1 - share) ** 2, 2 * share * (1 - share), share**2
    return (
        a * start[0] + b * bend[0] + c * end[0],
        a * start[1] + b * bend[1] + c * end[1],
    )


def _trimmed(lane: LaneView, start: Point, bend: Point, end: Point) -> Course:
    """A lane from the edge of its first place to the head of its arrow, short of the other."""
    width = THIN + (THICK - THIN) * lane.share
    a = _towards(start, bend, DOT + 2)
    b = _towards(end, bend, DOT + 3 + head(width))
    return Course(lane, a, bend, b, width, (0.0, 0.0), None)


def head(width: float) -> float:
    """The length of the arrow of a lane of that width."""
    return 7.0 + 0.9 * width


def _towards(point: Point, other: Point, by: float) -> Point:
    far = math.dist(point, other) or 1.0
    return point[0] + (other[0] - point[0]) * by / far, point[1] + (other[1] - point[1]) * by / far


# -- words ----------------------------------------------------------------------------------------------
def _around(point: Point, size: Point, gap: float) -> Iterator[Box]:
    """Where words of that size may stand about a point, the best first."""
    (x, y), (wide, high) = point, size
    yield Box(x + gap, y - high / 2, wide, high)
    yield Box(x - gap - wide, y - high / 2, wide, high)
    yield Box(x - wide / 2, y - gap - high, wide, high)
    yield Box(x - wide / 2, y + gap, wide, high)
    for dx in (gap * 0.7, -gap * 0.7 - wide):
        yield Box(x + dx, y - gap * 0.7 - high, wide, high)
        yield Box(x + dx, y + gap * 0.7, wide, high)


def _best(boxes: Iterator[Box] | Sequence[Box], taken: Sequence[Box], ways: Sequence[Way], frame: Box) -> Box:
    return min(boxes, key=lambda box: _cost(box, taken, ways, frame))


def _cost(box: Box, taken: Sequence[Box], ways: Sequence[Way], frame: Box) -> float:
    """How badly a box stands: out of the map most of all, over words and marks, over lanes."""
    outside = box.width * box.height - box.overlap(frame)
    over = sum(box.grown(1).overlap(other) for other in taken)
    crossed = sum(box.holds(point) for way in ways if box.overlap(_bounds(way)) for point in way)
    return 50 * outside + 10 * over + 14 * crossed


def _written(
    one: Course, taken: Sequence[Box], others: Sequence[Way], frame: Box
) -> tuple[Box, Box | None, tuple[str, ...]]:
    """Where the number of a lane stands, and its figures with their lines; without figures where none has room."""
    texts = tuple(text for _, text in one.lane.figures)
    shapes = [texts, (" · ".join(texts),)] if len(texts) > 1 else [texts] if texts else []
    own = [one.at(step / STEPS) for step in range(STEPS + 1)]
    found: list[tuple[float, Box, Box | None, tuple[str, ...]]] = []
    for share in ALONG:
        x, y = one.at(share)
        badge = Box(x - BADGE, y - BADGE, 2 * BADGE, 2 * BADGE)
        cost = _cost(badge, taken, others, frame) + 60 * abs(share - 0.5)
        found.append((cost + UNWRITTEN * bool(texts), badge, None, ()))
        for lines in shapes:
            for gap in (BADGE + 3, BADGE + 14):
                for rank, box in enumerate(_around((x, y), room(lines), gap)):
                    behind = _behind(box, badge, taken, own, others, frame)
                    if behind is not None:
                        found.append((cost + behind + rank + gap, badge, box, lines))
    return min(found, key=lambda one: one[0])[1:]


def _behind(
    box: Box,
    badge: Box,
    taken: Sequence[Box],
    own: Sequence[Point],
    others: Sequence[Way],
    frame: Box,
) -> float | None:
    """What it costs to write figures there; None where they cover anything, or would be read on another lane."""
    if box.overlap(frame) < box.width * box.height - 0.1 or any(box.overlap(other) for other in taken):
        return None
    both = badge.joined(box)
    if any(both.holds(point) for way in others if both.overlap(_bounds(way)) for point in way):
        return None
    # Words have a halo: their own lane may pass behind a corner of them, never behind them all.
    crossed = sum(box.holds(point) for point in own)
    return 40.0 * crossed if crossed <= 3 else None


@lru_cache(maxsize=512)
def _bounds(way: Way) -> Box:
    """The rectangle around a lane."""
    xs, ys = [x for x, _ in way], [y for _, y in way]
    return Box(min(xs), min(ys), max(xs) - min(xs) or 0.1, max(ys) - min(ys) or 0.1)
