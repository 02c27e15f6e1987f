"""Answers as a file: the key of a variant as a learner would type it, and a learner's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from cases.answers import Answer, Raw
from cases.case import Case
from cases.numerals import Lang
from cases.plain import Plain
from cases.problem import CaseError, Problem, nearest
from cases.text_file import decoded
from cases.typed import figure_typed
from cases.variant import Variant
from cases.yaml_lines import Located, read_yaml


def key_answers(variant: Variant, lang: Lang = "fr") -> dict[str, Raw]:
    """What a learner would type or choose to earn every point, by question."""
    scope = variant.scope()
    return {question.id: question.raw(scope.value(question.id), lang) for question in variant.case.questions}


def read_answers(path: Path, lang: Lang, case: Case) -> dict[str, Answer]:
    """Read an answers file (YAML: question id -> what a learner types or chooses).

    Raises CaseError with every problem as file:line: an unknown question, a value of the wrong shape, YAML
    that cannot be read. A figure may stand without quotes; questions left out are blank.
    """
    try:
        text = decoded(path.read_bytes(), str(path))
    except OSError as error:
        raise CaseError((Problem("file_unreadable", str(path), None, {"what": error.strerror}),)) from error
    if isinstance(text, Problem):
        raise CaseError((text,))
    return parse_answers(text, str(path), lang, case)


def parse_answers(text: str, file: str, lang: Lang, case: Case) -> dict[str, Answer]:
    """Read the text of an answers file; raises CaseError, as ``read_answers``."""
    located, problems = read_yaml(text, file)
    if located is None:
        raise CaseError(problems)
    if located.data is None:
        return {}
    if not isinstance(located.data, dict):
        raise CaseError((Problem("answers_shape", file, 1),))
    found: dict[str, Answer] = {}
    faults: list[Problem] = []
    for name, value in located.data.items():
        if name not in case.question_ids:
            params = {
                "name": name,
                "near": nearest(name, case.question_ids),
                "known": ", ".join(case.question_ids),
            }
            faults.append(Problem("answers_unknown", file, located.line((name,)), params))
            continue
        raw = _raw(value, lang)
        if raw is None or case.question(name).read(Answer(raw, lang)).codes == ("answer_shape",):
            faults.append(_shape(located, name, case))
            continue
        found[name] = Answer(raw, lang)
    if faults:
        raise CaseError(faults)
    return found


def _shape(located: Located, name: str, case: Case) -> Problem:
    shape = Problem(f"shape.{case.question(name).shape()}")
    return Problem("answers_value", located.file, located.line((name,)), {"name": name, "shape": shape})


def _raw(value: Plain, lang: Lang) -> Raw | None:
    if value is None:
        return ""
    if isinstance(value, list):
        texts = [_text(item, lang) for item in value]
        return None if None in texts else [text for text in texts if text is not None]
    if isinstance(value, Mapping):
        fields = {name: _text(item, lang) for name, item in _flat(value)}
        return None if None in fields.values() else {name: text or "" for name, text in fields.items()}
    return _text(value, lang)


def _flat(record: Mapping[str, Plain], head: str = "") -> Iterator[tuple[str, Plain]]:
    """The places of a record of records, rows of a table say, as ``row.column``."""
    for name, value in record.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{head}{name}.")
        else:
            yield f"{head}{name}", value


def _text(value: Plain, lang: Lang) -> str | None:
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "" if value is None else None
    return figure_typed(value, lang)
