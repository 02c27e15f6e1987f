"""What holds of every function that a case can call: an example works, and what it refuses is said in words."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from cases.expressions import ExpressionError, evaluate, parse
from cases.functions import DOMAINS, FUNCTIONS
from cases.plain import Plain
from cases.problem import message

Works = Mapping[str, tuple[str, Plain]]  # function -> an example and its result
Refuses = Mapping[str, list[tuple[str, str]]]  # function -> expressions refused, each with the code


def value(source: str, names: Mapping[str, Plain] | None = None) -> Plain:
    return evaluate(parse(source), names or {}, FUNCTIONS)


def every_refusal(refuses: Refuses) -> list[tuple[str, str]]:
    return [refusal for several in refuses.values() for refusal in several]


def check_listed(domain: str, works: Works, refuses: Refuses) -> None:
    """Every function of a domain has an example and a refusal."""
    assert set(works) == set(DOMAINS[domain]) == set(refuses)


def check_works(name: str, works: Works, names: Mapping[str, Plain] | None = None) -> None:
    source, expected = works[name]
    assert name in parse(source).functions
    found = value(source, names)
    if isinstance(expected, float):
        assert found == pytest.approx(expected, rel=1e-4)
    else:
        assert found == expected
        assert type(found) is type(expected)


def check_refuses(source: str, code: str, names: Mapping[str, Plain] | None = None) -> None:
    with pytest.raises(ExpressionError) as caught:
        value(source, names)
    error = caught.value
    assert error.code == code, error
    for lang in ("fr", "en"):
        words = message(error.code, lang, {"near": "", **error.params})
        assert "lambda" not in words
        assert "Error" not in words
        assert "argument" not in words
