"""The skills that revision keeps a card for: an id, words in both languages, a family."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib import resources

from cases.plain import Plain
from cases.problem import CaseError, Problem
from cases.referentials.model import Label
from cases.yaml_lines import Located, read_yaml

SKILLS_FILE = "skills.yaml"
_WORDS = ("fr", "en")


class UnknownSkill(LookupError):  # noqa: N818 - a LookupError's own kin are named after what they say
    """An id that no skill bears; ``identifier`` is what was asked, ``near`` the nearest known id or nothing."""

    def __init__(self, identifier: str, near: str) -> None:
        self.identifier, self.near = identifier, near
        super().__init__(self.problem().explain("en"))

    def problem(self, file: str = "", line: int | None = None) -> Problem:
        """The fault in words, at the place of a case file that names the skill."""
        return Problem("skill_unknown", file, line, {"name": self.identifier, "near": self.near})

    def explain(self, lang: str = "fr") -> str:
        """What is wrong and how to mend it, in ``lang``."""
        return self.problem().explain(lang)


@dataclass(frozen=True, slots=True)
class Family:
    """A subject that skills belong to."""

    id: str
    label: Label


@dataclass(frozen=True, slots=True)
class Skill:
    """Something a learner can do and revise, such as ``eoq``; ``family`` is a family's id."""

    id: str
    label: Label
    family: str


@dataclass(frozen=True, slots=True)
class SkillList:
    """The families and the skills, each in the file's order."""

    families: tuple[Family, ...]
    skills: tuple[Skill, ...]


def families() -> tuple[Family, ...]:
    """Give every family, in the order of ``skills.yaml``; raises CaseError when the file is faulty."""
    return _all().families


def skills() -> tuple[Skill, ...]:
    """Give every skill, in the order of ``skills.yaml``; raises CaseError when the file is faulty."""
    return _all().skills


def skill(identifier: str) -> Skill:
    """Give one skill by its id.

    Raises UnknownSkill (a LookupError), which suggests the nearest id.
    """
    table = _by_id()
    if identifier not in table:
        raise UnknownSkill(identifier, next(iter(get_close_matches(identifier, table, n=1)), ""))
    return table[identifier]


@cache
def _all() -> SkillList:
    text = resources.files("cases").joinpath(SKILLS_FILE).read_text(encoding="utf-8")
    return read_skills(text, SKILLS_FILE)


@cache
def _by_id() -> Mapping[str, Skill]:
    return {one.id: one for one in skills()}


def read_skills(text: str, file: str) -> SkillList:
    """Read the text of a file like ``skills.yaml``; raises CaseError with every fault, each at its line."""
    located, problems = read_yaml(text, file)
    if located is None:
        raise CaseError(problems)
    found: list[Problem] = list(problems)
    subjects = tuple(
        Family(row["id"], _label(row))
        for _, row in _rows(located, "families", frozenset({"id", *_WORDS}), found)
    )
    known = {family.id for family in subjects}
    listed = []
    for line, row in _rows(located, "skills", frozenset({"id", "family", *_WORDS}), found):
        if row["family"] not in known:
            params = {"name": row["family"], "known": ", ".join(sorted(known))}
            found.append(Problem("skill_family", file, line, params))
        listed.append(Skill(row["id"], _label(row), row["family"]))
    if found:
        raise CaseError(found)
    return SkillList(subjects, tuple(listed))


def _label(row: Mapping[str, str]) -> Label:
    return Label(row["fr"], row["en"])


def _rows(
    located: Located, part: str, fields: frozenset[str], found: list[Problem]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row of a list that holds ``fields`` and no other, all texts, with its line; faults go to ``found``."""
    listed = located.data.get(part) if isinstance(located.data, dict) else None
    if not isinstance(listed, list) or not listed:
        found.append(Problem("skill_list", located.file, located.line((part,)), {"name": part}))
        return
    seen: set[str] = set()
    for place, row in enumerate(listed):
        line = located.line((part, place))
        texts = _texts(row)
        if texts.keys() != fields:
            params = {"name": part, "fields": ", ".join(sorted(fields))}
            found.append(Problem("skill_fields", located.file, line, params))
            continue
        if texts["id"] in seen:
            found.append(Problem("skill_twice", located.file, line, {"name": texts["id"]}))
        seen.add(texts["id"])
        yield line, texts


def _texts(row: Plain) -> dict[str, str]:
    """A record whose values are all texts with words in them; nothing for any other row."""
    if not isinstance(row, dict):
        return {}
    texts = {name: value for name, value in row.items() if isinstance(value, str) and value.strip()}
    return texts if len(texts) == len(row) else {}


__all__ = [
    "SKILLS_FILE",
    "Family",
    "Skill",
    "SkillList",
    "UnknownSkill",
    "families",
    "read_skills",
    "skill",
    "skills",
]
