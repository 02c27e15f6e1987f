"""Equal rectangles on a larger one (boxes on a pallet, pallets on a floor): the recursive five-block heuristic."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from solvers.arguments import whole
from solvers.errors import SolverError

__all__ = ["Layout", "Place", "area_bound", "pallet_layout"]

MAX_SIDE = 100_000
MAX_BOXES = 400
DEPTH = 4  # cuts within cuts; each level is only tried when the one before stays below the bound
MOST_CUTS = 200_000  # looked at in all, so that a layout comes in seconds


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle from its corner (x, y), so long in x and so wide in y, in the unit of the sides."""

    x: int
    y: int
    length: int
    width: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The places of the boxes, and the most that could ever lie there (``bound``)."""

    places: tuple[Place, ...]
    bound: int

    @property
    def count(self) -> int:
        """The number of boxes laid."""
        return len(self.places)

    @property
    def proven(self) -> bool:
        """Whether no layout can hold more."""
        return self.count == self.bound


def area_bound(length: int, width: int, box_length: int, box_width: int) -> int:
    """The most boxes that the area allows, once each side is cut to a length that boxes can fill.

    Whole sides in one unit. Raises SolverError unless they are 1 or more, 100 000 at most.

    Source: Barnes (1979); Dowsland (1984) for sides cut to sums of box sides.

    >>> area_bound(22, 16, 5, 3), area_bound(42, 39, 9, 4)
    (23, 45)
    """
    for name, side in (
        ("length", length),
        ("width", width),
        ("box_length", box_length),
        ("box_width", box_width),
    ):
        if not 1 <= whole(name, side) <= MAX_SIDE:
            raise SolverError(name, side, "count_between", least=1, most=MAX_SIDE)
    if (
        max(length // box_length, length // box_width) * max(width // box_length, width // box_width)
        > 4 * MAX_BOXES
    ):
        raise SolverError("boxes", length * width // (box_length * box_width), "at_most", most=MAX_BOXES)
    search = _Search(box_length, box_width, max(length, width))
    return search.bound(search.cut(length), search.cut(width))


@lru_cache(maxsize=512)
def pallet_layout(
    length: int, width: int, box_length: int, box_width: int, depth: int = DEPTH, cuts: int = MOST_CUTS
) -> Layout:
    """Lay as many equal boxes as five-block cuts within cuts can, each side along a side of the floor.

    Whole sides in one unit (mm, cm). A floor is cut into five blocks round a middle one (any of them may be
    empty), each block again, ``depth`` levels deep at most, until the area bound is met or the search has looked
    at ``cuts`` cuts a level. Raises SolverError as ``area_bound``.

    Source: Morabito & Morales (1998), A simple and effective recursive procedure for the manufacturer's pallet
    loading problem; raster points, Terno, Lindemann & Scheithauer (1987).

    >>> pallet_layout(22, 16, 5, 3).count, pallet_layout(22, 16, 5, 3).proven
    (23, True)
    """
    bound = area_bound(length, width, box_length, box_width)
    search = _Search(box_length, box_width, max(length, width))
    top = (search.cut(length), search.cut(width))
    for level in range(1, depth + 1):
        search.left = cuts
        search.cuts_in(*top, level)
        if search.known(*top) >= bound:
            break
    places: list[Place] = []
    search.lay(*top, 0, 0, places)
    return Layout(tuple(sorted(places, key=lambda one: (one.x, one.y))), bound)


Cuts = tuple[int, int, int, int]


class _Search:
    """What is known of each floor met: the most boxes found, and the cuts (or rows) that give them."""

    def __init__(self, length: int, width: int, longest: int) -> None:
        self.length, self.width = length, width
        self.area = length * width
        reached = bytearray(longest + 1)
        reached[0] = 1
        for side in (length, width):
            for at in range(side, longest + 1):
                if reached[at - side]:
                    reached[at] = 1
        self.cut_of = [0] * (longest + 1)
        last = 0
        for at in range(longest + 1):
            last = at if reached[at] else last
            self.cut_of[at] = last
        self.best: dict[tuple[int, int], tuple[int, Cuts | None]] = {}
        self.searched: dict[tuple[int, int], int] = {}
        self.points: dict[int, list[int]] = {}
        self.left = MOST_CUTS

    def cut(self, side: int) -> int:
        """The longest sum of box sides within a side."""
        return self.cut_of[side]

    def raster(self, side: int) -> list[int]:
        """The cuts of a side that matter: sums of box sides seen from its other end."""
        if side not in self.points:
            sums = {self.cut_of[at] for at in range(side + 1)}
            self.points[side] = sorted({self.cut_of[side - one] for one in sums} | {0, side})
        return self.points[side]

    def bound(self, length: int, width: int) -> int:
        return length * width // self.area if length and width else 0

    def known(self, length: int, width: int) -> int:
        """The most boxes found on a floor so far; at first those of rows that all lie one way."""
        size = (length, width) if length >= width else (width, length)
        if size not in self.best:
            along = (length // self.length) * (width // self.width)
            across = (length // self.width) * (width // self.length)
            self.best[size] = (max(along, across), None)
        return self.best[size][0]

    def cuts_in(self, length: int, width: int, depth: int) -> int:  # noqa: PLR0912 - four cuts, each tried in turn
        """Better what is known of a floor by cuts ``depth`` levels deep; the most boxes found."""
        if length < width:
            length, width = width, length  # the same floor turned
        size = (length, width)
        found, bound = self.known(length, width), self.bound(length, width)
        if depth <= 0 or found >= bound or self.searched.get(size, 0) >= depth or self.left <= 0:
            return found
        xs, ys = self.raster(length), self.raster(width)
        cut, bound_of, area = self.cut_of, self.bound, self.area
        # What remains of the width above each cut, and of the middle between two: read often.
        above = [cut[width - y] for y in ys]
        for a, x1 in enumerate(xs):
            left, right = cut[x1], cut[length - x1]
            for x2 in xs[a:]:
                if x1 + x2 > length:
                    break  # turned by half a round it is another cut of the list
                middle, low, far = cut[x2 - x1], cut[x2], cut[length - x2]
                for b, y1 in enumerate(ys):
                    fixed = left * above[b] // area + low * cut[y1] // area
                    for c in range(b, len(ys)):
                        y2 = ys[c]
                        most = (
                            fixed
                            + right * above[c] // area
                            + middle * cut[y2 - y1] // area
                            + far * cut[y2] // area
                        )
                        if most <= found:
                            continue
                        blocks = (
                            (left, above[b]),
                            (right, above[c]),
                            (middle, cut[y2 - y1]),
                            (low, cut[y1]),
                            (far, cut[y2]),
                        )
                        if size in blocks or size[::-1] in blocks:
                            continue
                        self.left -= 1
                        if self.left <= 0:
                            return found
                        value = 0
                        for block in blocks:
                            most -= bound_of(*block)
                            value += self.cuts_in(*block, depth - 1)
                            if value + most <= found:
                                break
                        else:
                            found = value
                            self.best[size] = (found, (x1, x2, y1, y2))
                            if found >= bound:
                                self.searched[size] = depth
                                return found
        self.searched[size] = depth
        return found

    def lay(self, length: int, width: int, x: int, y: int, places: list[Place]) -> None:
        """Write down the places of the boxes found on a floor whose corner is (x, y)."""
        if length < width:
            turned: list[Place] = []
            self.lay(width, length, 0, 0, turned)
            places += [Place(x + one.y, y + one.x, one.width, one.length) for one in turned]
            return
        count = self.known(length, width)
        cuts = self.best[length, width][1]
        if not count:
            return
        if cuts is None:
            along = (length // self.length) * (width // self.width)
            one, other = (self.length, self.width) if along == count else (self.width, self.length)
            for i in range(length // one):
                places += [Place(x + i * one, y + j * other, one, other) for j in range(width // other)]
            return
        x1, x2, y1, y2 = cuts
        for left, low, far, high in (
            (0, y1, x1, width),
            (x1, y2, length, width),
            (x1, y1, x2, y2),
            (0, 0, x2, y1),
            (x2, 0, length, y2),
        ):
            self.lay(self.cut_of[far - left], self.cut_of[high - low], x + left, y + low, places)
