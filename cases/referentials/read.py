"""A referential's YAML file -> the frozen tree, refusing a faulty file with its line."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from cases.referentials.model import (
    Acquisition,
    Assessed,
    Block,
    Capability,
    Competence,
    Criterion,
    Label,
    Referential,
    Requirement,
)
from cases.referentials.node import Node, ReferentialError
from cases.referentials.read_rules import (
    default_acquisition,
    own_acquisition,
    read_assessed,
    read_award,
    requirements,
)

__all__ = ["ReferentialError", "read_referential"]


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
    return _referential(Node(name, data))


class _Ids:
    """The identifiers met so far, each with its line: a second use is refused."""

    def __init__(self) -> None:
        self.lines: dict[str, int] = {}

    def new(self, node: Node) -> str:
        identifier = node.text("id")
        if identifier in self.lines:
            node.fail(f"id '{identifier}' is already on line {self.lines[identifier]}: give another", "id")
        self.lines[identifier] = node.line
        return identifier


def _referential(node: Node) -> Referential:
    ids, identifier = _Ids(), node.text("id")
    title, body, source = node.label("title"), node.text("body"), node.text("source")
    level, award = node.number("level"), read_award(node.child("award"))
    acquire, set_on, reason = default_acquisition(node.child("acquire"))
    rules = _Rules(identifier, acquire, read_assessed(node.child("assessed")))
    blocks = tuple(_block(child, rules, ids) for child in node.children("blocks"))
    known = {criterion.id for block in blocks for criterion in block.criteria}
    across = tuple(_capability(child, known, ids) for child in node.children("across", required=False))
    node.done()
    return Referential(
        id=identifier,
        title=title,
        body=body,
        source=source,
        award=award,
        acquire=acquire,
        acquire_set_on=set_on,
        acquire_source=reason,
        blocks=blocks,
        level=None if level is None else int(level),
        across=across,
    )


@dataclass(frozen=True)
class _Rules:
    """What a criterion takes from what stands above it."""

    referential: str
    acquire: Acquisition
    assessed: Assessed
    block: str = ""
    competence: str | None = None
    conditions: Label | None = None


def _block(node: Node, rules: _Rules, ids: _Ids) -> Block:
    identifier, title = ids.new(node), node.label("title")
    if ("criteria" in node.data) == ("competences" in node.data):
        node.fail(f"block '{identifier}' needs either 'criteria' or 'competences': write one of the two")
    assessed = read_assessed(node.child("assessed")) if "assessed" in node.data else rules.assessed
    rules = replace(rules, block=identifier, assessed=assessed)
    elsewhere = node.label("elsewhere") if "elsewhere" in node.data else None
    require = requirements(node)
    competences: tuple[Competence, ...] = ()
    if "criteria" in node.data:
        criteria = tuple(_criterion(row, rules, ids) for row in node.children("criteria"))
    else:
        competences = tuple(_competence(row, rules, ids) for row in node.children("competences"))
        criteria = tuple(criterion for one in competences for criterion in one.criteria)
    node.done()
    return Block(identifier, title, criteria, competences, _over(require, criteria), elsewhere)


def _competence(node: Node, rules: _Rules, ids: _Ids) -> Competence:
    identifier, title = ids.new(node), node.label("title")
    conditions = node.label("conditions") if "conditions" in node.data else None
    acquire = own_acquisition(node, rules.acquire)
    if acquire.require and conditions is None:
        node.fail(f"competence '{identifier}' requires without 'conditions': write what the document says")
    # The document sets its conditions for the competence: any of its criteria may show them.
    own = replace(rules, acquire=replace(acquire, require=()), competence=identifier, conditions=conditions)
    found = tuple(_criterion(row, own, ids) for row in node.children("criteria"))
    shared = _over(acquire.require, found)
    criteria = tuple(
        replace(one, acquire=replace(one.acquire, require=(*shared, *one.acquire.require))) for one in found
    )
    node.done()
    return Competence(identifier, title, criteria, conditions)


def _criterion(node: Node, rules: _Rules, ids: _Ids) -> Criterion:
    identifier, label = ids.new(node), Label(fr=node.text("fr"), en=node.text("en"))
    acquire = own_acquisition(node, rules.acquire)
    node.done()
    one = Criterion(
        rules.referential,
        identifier,
        label,
        rules.block,
        acquire,
        rules.assessed,
        rules.competence,
        rules.conditions,
    )
    return replace(one, acquire=replace(acquire, require=_over(acquire.require, (one,))))


def _over(require: tuple[Requirement, ...], criteria: tuple[Criterion, ...]) -> tuple[Requirement, ...]:
    over = tuple(one.id for one in criteria)
    return tuple(replace(one, over=over) for one in require)


def _capability(node: Node, known: set[str], ids: _Ids) -> Capability:
    identifier, label = ids.new(node), Label(fr=node.text("fr"), en=node.text("en"))
    criteria = node.take("criteria")
    if not isinstance(criteria, CommentedSeq) or not criteria:
        node.fail(f"capability '{identifier}' needs its criteria: write criteria: [B1.1, …]", "criteria")
    for criterion in criteria:
        if criterion not in known:
            node.fail(f"capability '{identifier}' points to unknown criterion '{criterion}'", "criteria")
    node.done()
    return Capability(identifier, label, tuple(criteria))
