"""The rules of a referential's file: awards, acquisition, and where the certifying body really assesses."""

from __future__ import annotations

from datetime import date

from cases.contexts import Context, UnknownContext, context
from cases.referentials.model import (
    Acquisition,
    Assessed,
    Award,
    External,
    Label,
    Requirement,
    Weight,
)
from cases.referentials.node import Node

_RULES = ("weighted_mean", "all_blocks", "all_competences")
_UNITS = ("block", "competence")
_PLACES = ("case", "work")


def read_award(node: Node) -> Award:
    """Read how marks become a result."""
    unit, rule = node.one_of("unit", _UNITS), node.one_of("rule", _RULES)
    pass_mark, external = node.number("pass_mark"), []
    weights, enough = _shares(node, "weights"), _shares(node, "enough")
    if weights and abs(sum(weight.share for weight in weights) - 1) > 1e-9:
        node.fail("the weights do not add up to 1: mend the shares", "weights")
    if (rule == "weighted_mean") != bool(weights):
        node.fail("'weights' goes with the rule weighted_mean, and only with it: add or remove it", "rule")
    if weights and pass_mark is None:
        node.fail("a weighted mean needs a pass_mark: write pass_mark: 10")
    if {one.part for one in enough} != {one.part for one in weights}:
        node.fail("'enough' goes part by part with 'weights': write enough: {exam: 0.5, …}", "enough")
    elsewhere = node.label("elsewhere") if "elsewhere" in node.data else None
    if "external" in node.data:
        certificates = node.child("external")
        for name in list(certificates.data):
            bounds = certificates.child(name)
            minimum, maximum = bounds.number("minimum"), bounds.number("maximum")
            if minimum is None:
                bounds.fail(f"outside certificate '{name}' has no minimum: write minimum: …")
            external.append(External(str(name), minimum, maximum, bounds.text("name")))
            bounds.done()
    node.done()
    return Award(unit, rule, pass_mark, weights, tuple(external), enough, elsewhere)


def _shares(node: Node, field: str) -> tuple[Weight, ...]:
    if field not in node.data:
        return ()
    shares, found = node.child(field), []
    for part in list(shares.data):
        share = shares.share(part)
        if share is None:
            shares.fail(f"'{part}' has no share: write a number above 0 and up to 1", part)
        found.append(Weight(str(part), share))
    return tuple(found)


def read_assessed(node: Node) -> Assessed:
    """Read where the certifying body really assesses."""
    assessed = Assessed(node.one_of("by", _PLACES), node.label("source"))
    node.done()
    return assessed


def default_acquisition(node: Node) -> tuple[Acquisition, str, Label]:
    """Read a referential's own rule, with the ISO date it was set on and why it stands so."""
    threshold, cases = node.share("threshold"), node.count("cases", 1)
    if threshold is None or cases is None:
        node.fail("the rule of acquisition needs a threshold and a number of cases: write both")
    set_on = node.text("set_on")
    try:
        date.fromisoformat(set_on)
    except ValueError:
        node.fail(f"'set_on' is {set_on!r}: write a date as \"2026-09-01\"", "set_on")
    source = node.label("source")
    node.done()
    return Acquisition(threshold, cases), set_on, source


def own_acquisition(node: Node, above: Acquisition) -> Acquisition:
    """Read what a competence or a criterion changes in the rule that stands above it.

    What is required above is not repeated: the result requires only what stands here.
    """
    if "acquire" not in node.data:
        return Acquisition(above.threshold, above.cases)
    own = node.child("acquire")
    threshold, cases = own.share("threshold"), own.count("cases", 1)
    require = requirements(own)
    own.done()
    return Acquisition(
        above.threshold if threshold is None else threshold, above.cases if cases is None else cases, require
    )


def requirements(node: Node) -> tuple[Requirement, ...]:
    """Read the list `require` of a mapping, nothing when there is none."""
    return tuple(_requirement(one) for one in node.children("require", required=False))


def _requirement(node: Node) -> Requirement:
    known = _context(node, "context")
    if ("distinct" in node.data) == ("includes" in node.data):
        node.fail("a requirement needs either 'distinct' or 'includes': write one of the two")
    if "includes" in node.data:
        includes = node.texts("includes")
        for value in includes:
            try:
                known.check(value)
            except UnknownContext as error:
                node.fail(f"'{value}' is no value of the context '{known.id}': {error}", "includes")
        requirement = Requirement(known.id, includes=includes)
    else:
        distinct = node.count("distinct", 2)
        assert distinct is not None
        paired = _context(node, "with").id if "with" in node.data else None
        requirement = Requirement(known.id, distinct, paired=paired)
    node.done()
    return requirement


def _context(node: Node, field: str) -> Context:
    try:
        return context(node.text(field))
    except UnknownContext as error:
        node.fail(str(error), field)
