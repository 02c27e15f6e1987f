"""A scenario: a library case with other ranges, weights and texts, set without writing a line of its format.

What can be changed is read from the case itself: the figures of its draws, its points, length and level, the texts
of its papers. `applied` puts changes into the case's own files and leaves all else as it stands, comments included.
Everything typed is kept, sound or not: `faults` names what must be mended, field by field. No streamlit here.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Literal

from ruamel.yaml import YAML

from app.store import BadOwnCase
from cases import library
from cases.draw_kinds import COLUMN_KINDS, DRAW_KINDS
from cases.expressions import ExpressionError
from cases.functions import FUNCTIONS
from cases.graph import SEED
from cases.load import CASE_FILE, LANGUAGES
from cases.numerals import Lang
from cases.paper import HEADING, IDENTIFIER, TITLE, Paper, placeholders, read_paper
from cases.parsing import parse
from cases.plain import is_number
from cases.versions import NOTES, PUBLISHED, content_files

MAX_TEXT: Final = 20_000
MAX_TITLE: Final = 150
MAX_CHOICES: Final = 50
MAX_FIGURE: Final = 1e12
MAX_POINTS: Final = 100
MAX_MINUTES: Final = (5, 480)
LEVELS: Final = (1, 5)
HEAD: Final = ("summary", "brief")

Role = Literal["lowest", "highest", "step", "choices", "mean", "noise", "rows", "points", "minutes", "level"]
Number = int | float
Value = Number | list[Number]


@dataclass(frozen=True)
class Knob:
    """One figure, or list of figures, of the case file that a scenario may change; `path` leads to it."""

    path: str
    role: Role
    value: Value
    whole: bool = False


@dataclass(frozen=True)
class Group:
    """What belongs together on the form: the figures of one draw, the points of one question, the paper's own.

    `label` is in each language what the papers call it, as far as they do; `unit` its unit's id.
    """

    name: str
    label: Mapping[Lang, str]
    knobs: tuple[Knob, ...]
    unit: str | None = None


@dataclass(frozen=True)
class Text:
    """One text of a paper: `key` is its language and section, as ``fr.brief``; `title` the section's heading."""

    key: str
    title: str
    value: str


@dataclass(frozen=True)
class Changes:
    """What a trainer changed: figures by path, texts by key; only what differs from the library case."""

    numbers: Mapping[str, Value]
    texts: Mapping[str, str]

    def as_json(self) -> dict[str, Any]:
        """As the store keeps it."""
        return {"numbers": dict(self.numbers), "texts": dict(self.texts)}


@dataclass(frozen=True)
class Fault:
    """What must be mended in one field: a message of own_cases.po, after ``scenario.fault_``."""

    code: str
    params: Mapping[str, Any]


NONE: Final = Changes({}, {})

_NAME = re.compile(r"[A-Za-z_]\w*")


def read_changes(kept: Mapping[str, Any] | None) -> Changes:
    """The changes as the store kept them."""
    given = kept or {}
    return Changes(dict(given.get("numbers", {})), dict(given.get("texts", {})))


def base_files(slug: str, version: int) -> dict[str, str]:
    """The files of a version of a library case, path → text. Raises BadOwnCase when there is no such version."""
    if slug not in library.slugs():
        raise BadOwnCase("base")
    folder = library.library_folder() / slug
    if library.load(slug).version != version:
        folder = folder / PUBLISHED / f"v{version}"
        if not folder.is_dir():
            raise BadOwnCase("base")
    notes = folder / NOTES
    paths = [*content_files(folder), *([notes] if notes.is_file() else [])]
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in paths}


# -- what can be changed --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Base:
    """A library case as the form shows it, its figures and texts as they were."""

    files: Mapping[str, str]
    paper: Group
    draws: tuple[Group, ...]
    questions: tuple[Group, ...]
    texts: Mapping[str, Text]
    names: frozenset[str]

    def knobs(self) -> dict[str, Knob]:
        """Every figure by its path."""
        groups = (self.paper, *self.draws, *self.questions)
        return {knob.path: knob for group in groups for knob in group.knobs}


def base(files: Mapping[str, str]) -> Base:
    """What a trainer may change in a library case."""
    data = _yaml().load(files[CASE_FILE])
    papers = {lang: read_paper(files[f"{lang}.md"], f"{lang}.md") for lang in LANGUAGES}
    labels = _Labels(data, papers)
    draws = [
        Group(name, labels.of(name), knobs, draw.get("unit"))
        for name, draw in data.get("draw", {}).items()
        if (knobs := tuple(_draw_knobs(f"draw/{name}", draw)))
    ]
    for name, draw in data.get("draw", {}).items():
        for column, of in draw["rows"]["columns"].items() if "rows" in draw else ():
            knobs = tuple(_draw_knobs(f"draw/{name}/rows/columns/{column}", of))
            if knobs:
                draws.append(Group(f"{name}.{column}", labels.of(column), knobs, of.get("unit")))
    questions = [
        Group(
            question["id"],
            {lang: papers[lang].sections[question["id"]].title.text for lang in LANGUAGES},
            (Knob(f"questions/{place}/points", "points", question["points"]),),
        )
        for place, question in enumerate(data["questions"])
    ]
    own = Group(
        "",
        dict.fromkeys(LANGUAGES, ""),
        (
            Knob("duration_min", "minutes", data["duration_min"], whole=True),
            Knob("level", "level", data["level"], whole=True),
        ),
    )
    names = {SEED, *data.get("draw", {}), *data.get("values", {}), *(one["id"] for one in data["questions"])}
    return Base(files, own, tuple(draws), tuple(questions), _texts(files, papers, data), frozenset(names))


@lru_cache(maxsize=8)
def base_of(slug: str, version: int) -> Base:
    """What a trainer may change in a version of a library case, read once. Raises BadOwnCase."""
    return base(base_files(slug, version))


def _draw_knobs(path: str, draw: Mapping[str, Any]) -> Iterator[Knob]:
    kind = next((one for one in (*DRAW_KINDS, *COLUMN_KINDS) if one in draw), None)
    if kind in ("integer", "decimal"):
        whole = kind == "integer"
        roles: tuple[Role, Role] = ("lowest", "highest")
        # A bound that is an expression is the case's own business.
        for place, role in enumerate(roles):
            if is_number(draw[kind][place]):
                yield Knob(f"{path}/{kind}/{place}", role, draw[kind][place], whole)
        if is_number(draw.get("step")):
            yield Knob(f"{path}/step", "step", draw["step"], whole)
    elif kind == "choice" and all(is_number(one) for one in draw["choice"]) and "weights" not in draw:
        yield Knob(f"{path}/choice", "choices", [_plain(one) for one in draw["choice"]])
    elif kind == "series":
        series = draw["series"]
        if is_number(series["mean"]):
            yield Knob(f"{path}/series/mean", "mean", series["mean"])
        if is_number(series.get("noise")):
            yield Knob(f"{path}/series/noise", "noise", series["noise"])
    elif kind == "rows" and is_number(draw["rows"]["count"]):
        yield Knob(f"{path}/rows/count", "rows", draw["rows"]["count"], whole=True)


def _texts(
    files: Mapping[str, str], papers: Mapping[Lang, Paper], data: Mapping[str, Any]
) -> dict[str, Text]:
    ids = [
        *HEAD,
        *(one["id"] for one in data.get("annexes", [])),
        *(one["id"] for one in data["questions"]),
    ]
    found: dict[str, Text] = {}
    for lang, paper in papers.items():
        found[f"{lang}.{TITLE}"] = Text(f"{lang}.{TITLE}", "", paper.title.text)
        for name in ids:
            if name in paper.sections:
                heading = paper.sections[name].title
                first, last = _block(files[f"{lang}.md"], heading.line)
                body = "\n".join(files[f"{lang}.md"].split("\n")[first:last]).strip()
                found[f"{lang}.{name}"] = Text(f"{lang}.{name}", heading.text, body)
    return found


class _Labels:
    """What the papers call a draw: the words of the annex line that shows it as it was drawn."""

    def __init__(self, data: Mapping[str, Any], papers: Mapping[Lang, Paper]) -> None:
        self._papers = papers
        self._places: dict[str, tuple[str, str]] = {}
        for annex in data.get("annexes", []):
            for kind in ("record", "columns"):
                for item, source in annex.get(kind, {}).items():
                    shown = source.get("value") if isinstance(source, Mapping) else source
                    if isinstance(shown, str):
                        # As it was drawn, or worked out from it alone: `nearest(price, 2)`.
                        names = set(_NAME.findall(shown)) - set(FUNCTIONS)
                        if len(names) == 1:
                            self._places.setdefault(names.pop(), (f"{annex['id']}.{kind}", item))

    def of(self, name: str) -> dict[Lang, str]:
        """The label of a draw in each language; its name in the file where the papers have none."""
        section, item = self._places.get(name, ("", ""))
        found = {lang: paper.words(section, item) for lang, paper in self._papers.items()}
        return {lang: words.text if words else name.replace("_", " ") for lang, words in found.items()}


# -- what is wrong with a change ------------------------------------------------------------------------------


def faults(of: Base, changes: Changes) -> dict[str, Fault]:
    """What must be mended, by path or key of the field."""
    found: dict[str, Fault] = {}
    for path, knob in of.knobs().items():
        if path in changes.numbers and (fault := _number_fault(knob, changes.numbers[path])):
            found[path] = fault
    for group in of.draws:
        by_role = {knob.role: knob for knob in group.knobs}
        if "lowest" in by_role and "highest" in by_role:
            low, high = (changes.numbers.get(by_role[role].path, by_role[role].value) for role in _BOUNDS)
            path = by_role["highest"].path
            if (
                found.keys().isdisjoint(by_role[role].path for role in _BOUNDS)
                and is_number(low)
                and is_number(high)
                and low > high
            ):
                found[path] = Fault("order", {"lowest": low})
    for key, text in changes.texts.items():
        if key in of.texts and (told := _text_fault(of, key, text)):
            found[key] = told
    for key in changes.texts:
        if key in of.texts and key not in found and (alone := _alone(of, changes, key)):
            found[key] = Fault("pair", {"what": alone})
    return found


def _alone(of: Base, changes: Changes, key: str) -> str:
    """A placeholder of this text that the other language does not show, or that is missing here; "" when none is."""
    lang, _, section = key.partition(".")
    here, there = (
        {one.source for one in placeholders(changes.texts.get(place, of.texts[place].value))}
        for place in (key, f"{'en' if lang == 'fr' else 'fr'}.{section}")
        if place in of.texts
    )
    return next(iter(sorted(here ^ there)), "")


_BOUNDS: Final[tuple[Role, Role]] = ("lowest", "highest")


def _number_fault(knob: Knob, value: Value) -> Fault | None:
    if knob.role == "choices":
        if not isinstance(value, list) or not 0 < len(value) <= MAX_CHOICES or not all(map(_sound, value)):
            return Fault("choices", {"limit": MAX_CHOICES})
        return None
    if isinstance(value, list) or not _sound(value):
        return Fault("number", {})
    if knob.whole and value != round(value):
        return Fault("whole", {})
    lowest, highest = {
        "points": (0.01, MAX_POINTS), "minutes": MAX_MINUTES, "level": LEVELS, "rows": (1, 500),
        "noise": (0, 0.5), "step": (1e-9, MAX_FIGURE),
    }.get(knob.role, (-MAX_FIGURE, MAX_FIGURE))  # fmt: skip
    return None if lowest <= value <= highest else Fault("between", {"lowest": lowest, "highest": highest})


def _sound(value: object) -> bool:
    return is_number(value) and math.isfinite(value) and abs(value) <= MAX_FIGURE


def _text_fault(of: Base, key: str, text: str) -> Fault | None:
    is_title = key.endswith(f".{TITLE}")
    limit = MAX_TITLE if is_title else MAX_TEXT
    if not text.strip() or "\x00" in text or any("\ud800" <= one <= "\udfff" for one in text):
        return Fault("blank", {})
    if len(text) > limit:
        return Fault("long", {"limit": limit})
    if is_title and "\n" in text.strip():
        return Fault("lines", {})
    if any(_is_marked(line) for line in text.split("\n")):
        return Fault("heading", {})
    for one in placeholders(text):
        try:
            expression = parse(one.source)
        except ExpressionError:
            return Fault("placeholder", {"what": one.source[:60]})
        unknown = sorted((expression.names - of.names) | (expression.functions - set(FUNCTIONS)))
        # A question's own words may name what the question itself gives: those of the text before are known.
        known = {name for before in placeholders(of.texts[key].value) for name in parse(before.source).names}
        if set(unknown) - known:
            return Fault("name", {"what": (sorted(set(unknown) - known))[0]})
    return None


def _is_marked(line: str) -> bool:
    heading = HEADING.fullmatch(line.rstrip())
    return heading is not None and (IDENTIFIER.search(heading.group(2)) is not None)


# -- into the files -------------------------------------------------------------------------------------------


def applied(of: Base, changes: Changes) -> dict[str, str]:
    """The files of the scenario; those that no change touches are the library's own, letter for letter."""
    files = dict(of.files)
    knobs = of.knobs()
    numbers = {path: value for path, value in changes.numbers.items() if path in knobs}
    if numbers:
        yaml = _yaml()
        data = yaml.load(files[CASE_FILE])
        for path, value in numbers.items():
            _put(data, path, value, knobs[path])
        out = io.StringIO()
        yaml.dump(data, out)
        files[CASE_FILE] = out.getvalue()
    for key, text in changes.texts.items():
        if key in of.texts:
            lang, _, section = key.partition(".")
            files[f"{lang}.md"] = _with_text(files[f"{lang}.md"], section, text)
    return files


def different(of: Base, numbers: Mapping[str, Value], texts: Mapping[str, str]) -> Changes:
    """Of what the form holds, what differs from the library case."""
    knobs = of.knobs()
    return Changes(
        {path: value for path, value in numbers.items() if path in knobs and value != knobs[path].value},
        {
            key: text
            for key, text in texts.items()
            if key in of.texts and text.strip() != of.texts[key].value.strip()
        },
    )


def _put(data: Any, path: str, value: Value, knob: Knob) -> None:
    *steps, last = path.split("/")
    for step in steps:
        data = data[int(step)] if step.isdigit() else data[step]
    key: int | str = int(last) if last.isdigit() else last
    if isinstance(value, list):
        data[key][:] = [_plain(one) for one in value]
    else:
        data[key] = round(value) if knob.whole and _sound(value) and value == round(value) else _plain(value)


def _plain(value: Any) -> Number:
    """A figure as Python's own, whole where it is: ruamel's keep how they were written."""
    figure = float(value)
    return int(figure) if figure.is_integer() and abs(figure) < MAX_FIGURE else figure


def _with_text(paper: str, section: str, text: str) -> str:
    lines = paper.split("\n")
    read = read_paper(paper, "")
    said = text.strip().replace("\r\n", "\n").split("\n")
    if section == TITLE:
        lines[read.title.line - 1] = f"# {' '.join(said)}"
        return "\n".join(lines)
    first, last = _block(paper, read.sections[section].title.line)
    return "\n".join([*lines[:first], "", *said, "", *lines[last:]])


def _block(paper: str, heading: int) -> tuple[int, int]:
    """The lines under a heading (its line counted from 1), up to the next one that bears an id."""
    lines = paper.split("\n")
    in_code = False
    for place in range(heading, len(lines)):
        in_code ^= lines[place].lstrip().startswith("```")
        if not in_code and _is_marked(lines[place]):
            return heading, place
    return heading, len(lines)


def _yaml() -> YAML:
    yaml = YAML(typ="rt")
    yaml.width = 100_000
    yaml.preserve_quotes = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def read_list(text: str, read: Callable[[str], float | None]) -> list[Number] | None:
    """The figures of a list as a person types it, separated by semicolons or lines; None when one is none."""
    parts = [part for part in text.replace("\n", ";").split(";") if part.strip()]
    found = [read(part) for part in parts]
    if not found or any(one is None for one in found):
        return None
    return [_plain(one) for one in found]
