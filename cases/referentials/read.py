"""A referential's YAML file -> the frozen tree, refusing a faulty file with its line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NoReturn

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from cases.referentials.model import (
    Award,
    Block,
    Capability,
    Competence,
    Criterion,
    External,
    Label,
    Referential,
    Weight,
)

_RULES = ("weighted_mean", "all_blocks", "all_competences")
_UNITS = ("block", "competence")


class ReferentialError(ValueError):
    """A referential file that cannot be used: `file:line: what is wrong, and how to mend it`."""


def read_referential(text: str, name: str) -> Referential:
    """Read one referential from the text of its YAML file.

    `name` is the file's name, used in error messages.
    Raises ReferentialError on a syntax error, a missing or unknown field, a wording that lacks a language,
    an identifier used twice, or a capability that points to an unknown criterion.
    """
    try:
        data = YAML(typ="rt", pure=True).load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ReferentialError(f"{name}:{line}: not valid YAML, {error.problem}: mend the syntax") from error
    except YAMLError as error:
        raise ReferentialError(f"{name}:1: not valid YAML, {error}: mend the syntax") from error
    if not isinstance(data, CommentedMap):
        raise ReferentialError(f"{name}:1: a referential is a mapping: start with 'id: …'")
    return _referential(_Node(name, data))


class _Node:
    """One mapping of the file, which knows its line and which fields have been read."""

    def __init__(self, name: str, data: CommentedMap) -> None:
        self.name, self.data = name, data
        self.line: int = data.lc.line + 1
        self.read: set[str] = set()

    def fail(self, what: str, field: str | None = None) -> NoReturn:
        line = self.line
        if field is not None and field in self.data:
            line = self.data.lc.key(field)[0] + 1
        raise ReferentialError(f"{self.name}:{line}: {what}")

    def take(self, field: str) -> Any:
        self.read.add(field)
        return self.data.get(field)

    def text(self, field: str) -> str:
        value = self.take(field)
        if not isinstance(value, str) or not value.strip():
            self.fail(f"'{field}' must be a text that is not empty: write {field}: \"…\"", field)
        return value

    def one_of(self, field: str, allowed: tuple[str, ...]) -> Any:
        value = self.take(field)
        if value not in allowed:
            self.fail(f"'{field}' is {value!r}: write one of {', '.join(allowed)}", field)
        return value

    def number(self, field: str) -> float | None:
        value = self.take(field)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.fail(f"'{field}' is {value!r}: write a number", field)
        return float(value)

    def child(self, field: str) -> _Node:
        value = self.take(field)
        if not isinstance(value, CommentedMap):
            self.fail(f"'{field}' must be a mapping: write {field}: {{…}}", field)
        return _Node(self.name, value)

    def label(self, field: str) -> Label:
        node = self.child(field)
        label = Label(fr=node.text("fr"), en=node.text("en"))
        node.done()
        return label

    def children(self, field: str, *, required: bool = True) -> Iterator[_Node]:
        value = self.take(field)
        if value is None and not required:
            return
        if not isinstance(value, CommentedSeq) or not value:
            self.fail(f"'{field}' must be a list that is not empty: write one '- {{id: …}}' per line", field)
        for row, item in enumerate(value):
            if not isinstance(item, CommentedMap):
                line = value.lc.item(row)[0] + 1
                raise ReferentialError(f"{self.name}:{line}: an item of '{field}' must read '- {{id: …}}'")
            yield _Node(self.name, item)

    def done(self) -> None:
        for field in self.data:
            if field not in self.read:
                self.fail(f"unknown field '{field}': use {', '.join(sorted(self.read))}", field)


class _Ids:
    """The identifiers met so far, each with its line: a second use is refused."""

    def __init__(self) -> None:
        self.lines: dict[str, int] = {}

    def new(self, node: _Node) -> str:
        identifier = node.text("id")
        if identifier in self.lines:
            node.fail(f"id '{identifier}' is already on line {self.lines[identifier]}: give another", "id")
        self.lines[identifier] = node.line
        return identifier


def _referential(node: _Node) -> Referential:
    ids, identifier = _Ids(), node.text("id")
    title, body, source = node.label("title"), node.text("body"), node.text("source")
    level, award = node.number("level"), _award(node.child("award"))
    blocks = tuple(_block(child, identifier, ids) for child in node.children("blocks"))
    known = {criterion.id for block in blocks for criterion in block.criteria}
    across = tuple(_capability(child, known, ids) for child in node.children("across", required=False))
    node.done()
    return Referential(
        id=identifier,
        title=title,
        body=body,
        source=source,
        award=award,
        blocks=blocks,
        level=None if level is None else int(level),
        across=across,
    )


def _award(node: _Node) -> Award:
    unit, rule = node.one_of("unit", _UNITS), node.one_of("rule", _RULES)
    pass_mark, weights, external = node.number("pass_mark"), [], []
    if "weights" in node.data:
        shares = node.child("weights")
        for part in list(shares.data):
            share = shares.number(part)
            if share is None or not 0 < share <= 1:
                shares.fail(f"weight '{part}' is {share}: write a share above 0 and up to 1", part)
            weights.append(Weight(str(part), share))
        if abs(sum(weight.share for weight in weights) - 1) > 1e-9:
            node.fail("the weights do not add up to 1: mend the shares", "weights")
    if (rule == "weighted_mean") != bool(weights):
        node.fail("'weights' goes with the rule weighted_mean, and only with it: add or remove it", "rule")
    if "external" in node.data:
        certificates = node.child("external")
        for name in list(certificates.data):
            bounds = certificates.child(name)
            minimum, maximum = bounds.number("minimum"), bounds.number("maximum")
            if minimum is None:
                bounds.fail(f"outside certificate '{name}' has no minimum: write minimum: …")
            bounds.done()
            external.append(External(str(name), minimum, maximum))
    node.done()
    return Award(unit, rule, pass_mark, tuple(weights), tuple(external))


def _block(node: _Node, referential: str, ids: _Ids) -> Block:
    identifier, title = ids.new(node), node.label("title")
    if ("criteria" in node.data) == ("competences" in node.data):
        node.fail(f"block '{identifier}' needs either 'criteria' or 'competences': write one of the two")
    if "criteria" in node.data:
        rows = node.children("criteria")
        criteria = tuple(_criterion(row, referential, identifier, ids) for row in rows)
        node.done()
        return Block(identifier, title, criteria)
    rows = node.children("competences")
    competences = tuple(_competence(row, referential, identifier, ids) for row in rows)
    node.done()
    return Block(identifier, title, tuple(c for one in competences for c in one.criteria), competences)


def _competence(node: _Node, referential: str, block: str, ids: _Ids) -> Competence:
    identifier, title = ids.new(node), node.label("title")
    conditions = node.label("conditions") if "conditions" in node.data else None
    criteria = tuple(
        _criterion(row, referential, block, ids, competence=identifier, conditions=conditions)
        for row in node.children("criteria")
    )
    node.done()
    return Competence(identifier, title, criteria, conditions)


def _criterion(
    node: _Node,
    referential: str,
    block: str,
    ids: _Ids,
    *,
    competence: str | None = None,
    conditions: Label | None = None,
) -> Criterion:
    identifier, label = ids.new(node), Label(fr=node.text("fr"), en=node.text("en"))
    node.done()
    return Criterion(referential, identifier, label, block, competence, conditions)


def _capability(node: _Node, known: set[str], ids: _Ids) -> Capability:
    identifier, label = ids.new(node), Label(fr=node.text("fr"), en=node.text("en"))
    criteria = node.take("criteria")
    if not isinstance(criteria, CommentedSeq) or not criteria:
        node.fail(f"capability '{identifier}' needs its criteria: write criteria: [B1.1, …]", "criteria")
    for criterion in criteria:
        if criterion not in known:
            node.fail(f"capability '{identifier}' points to unknown criterion '{criterion}'", "criteria")
    node.done()
    return Capability(identifier, label, tuple(criteria))
