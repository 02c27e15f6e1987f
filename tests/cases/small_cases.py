"""Small cases written to a folder for tests: a case file as plain data, and papers that word all it needs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from cases.annex_kinds import Chart
from cases.answers import Answer, Raw
from cases.case import Case
from cases.load import load_folder
from cases.marking import Marked, mark
from cases.questions import QUESTION_TYPES
from cases.variant import Variant

YEAR: dict[str, Any] = {
    "name": {"text": "small"},
    "horizon": 120,
    "year": 240,
    "item": {"name": {"text": "part"}, "unit_cost": 10},
    "demand": {"poisson": {"mean": 20}},
    "lead_time": {"constant": {"days": 5}},
    "shortage": {"text": "backorder"},
    "costs": {"holding": 0.02, "ordering": 40, "backorder": 2},
}

JOBS: list[dict[str, Any]] = [
    {"order": {"text": "A"}, "processing": "cover", "due": "cover"},
    {"order": {"text": "B"}, "processing": 2, "due": 3},
    {"order": {"text": "C"}, "processing": "k / 100", "due": 9},
]


def number(identifier: str, answer: Any, **more: Any) -> dict[str, Any]:
    """A question of one figure."""
    return _question(identifier, "number", answer=answer, **more)


def choice(identifier: str, options: list[str], answer: Any, **more: Any) -> dict[str, Any]:
    """A question of options."""
    return _question(identifier, "choice", options=options, answer=answer, **more)


def decision(identifier: str = "policy", **more: Any) -> dict[str, Any]:
    """A reorder point to decide, over the scenario of the value ``year``."""
    given = {
        "inputs": {"s": {"unit": "piece", "range": [0, 300]}, "Q": {"unit": "piece", "range": [20, 800]}},
        "scenario": "year",
        "policy": {"reorder_point": {"s": "s", "Q": "Q"}},
        "naive": {"s": 60, "Q": 700},
        "reference": "best_reorder_point(year, run, 10)",
        "require": {"fill_rate": 0.95},
        "replications": 20,
        "trials": 3,
    }
    return _question(identifier, "decision", **{**given, **more})


def form(identifier: str, document: str, boxes: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A document to fill."""
    return _question(identifier, "form", document=document, boxes=boxes, **more)


def dialogue(identifier: str, **more: Any) -> dict[str, Any]:
    """An exchange of two turns, one tactful reply and one blunt."""
    blunt, tactful = {"to": "end"}, {"to": "end", "intents": {"tact": 1}}
    if "state" in more:
        tactful["effect"] = dict.fromkeys(more["state"], 1)
    given = {
        "start": "opening",
        "turns": {"opening": {"replies": {"blunt": blunt, "tactful": tactful}}, "end": {}},
        "score": {"tact": {"points": 0.5}},
        "naive": "chance",
    }
    return _question(identifier, "dialogue", **{**given, **more})


def plan(identifier: str = "sequence", **more: Any) -> dict[str, Any]:
    """A schedule to draw up, over the table of the value ``jobs``."""
    given = {
        "rows": {"order": "column(jobs, 'order')"},
        "columns": {"start": {"unit": "hour", "decimals": 2}},
        "check": "check_schedule(plan, jobs)",
        "minimise": "total_tardiness",
        "unit": "hour",
        "naive": "dispatch(jobs, 'lpt')",
        "reference": "best_schedule(jobs)",
    }
    return _question(identifier, "plan", **{**given, **more})


def episode(identifier: str = "weeks", **more: Any) -> dict[str, Any]:
    """Six weeks of one item to play."""
    given = {
        "kind": "stock",
        "scenario": {
            "mean": "k / 3",
            "sd": "k / 20",
            "initial_stock": "k",
            "lead_time": 1,
            "costs": {"holding": 0.1, "ordering": 1, "backorder": 5},
        },
        "steps": 6,
        "actions": {"order": {"unit": "piece", "range": [0, 5000]}},
        "minimise": "total_cost",
        "naive": {"order": 0},
        "reference": {"order": "max(0, level - state.position)"},
        "search": {"level": ["k / 2", "k * 2", "k / 10"]},
        "moments": [
            {
                "id": "first",
                "when": "step == 2",
                "expect": "decision.order >= 0",
                "points": 0.25,
                "criteria": ["rncp11928/B2.2"],
            }
        ],
    }
    return _question(identifier, "episode", **{**given, **more})


def _question(identifier: str, kind_: str, /, **more: Any) -> dict[str, Any]:
    given = {"id": identifier, "type": kind_, "points": 1, "criteria": ["rncp11928/B2.2"], **more}
    return {name: value for name, value in given.items() if value is not None}


def case_file(questions: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """A case file around some questions."""
    return {
        "format": 1,
        "version": 1,
        "set_at": "2026-01-01",
        "duration_min": 10,
        "level": 1,
        **more,
        "questions": questions,
    }


def build(folder: Path, file: dict[str, Any], words: dict[str, str] | None = None) -> Case:
    """Write a case with its papers into ``folder`` and load it; ``words`` replace the text of a section."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "case.yaml").write_text(json.dumps(file), encoding="utf-8")
    for lang in ("fr", "en"):
        (folder / f"{lang}.md").write_text(paper(file, lang, words or {}), encoding="utf-8")
    return load_folder(folder)


def small(folder: Path, *questions: dict[str, Any], words: dict[str, str] | None = None, **more: Any) -> Case:
    """A case of some questions, built in ``folder``."""
    return build(folder, case_file(list(questions), **more), words)


def paper(file: dict[str, Any], lang: str, words: dict[str, str]) -> str:
    """A paper that words all that the case file needs, each text naming its place and its language."""
    lines = [f"# Case {lang}"]

    def section(identifier: str, items: list[str] | None = None) -> None:
        heading = "##" if "." not in identifier else "####"
        lines.extend(["", f"{heading} T {identifier} {{#{identifier}}}", ""])
        if items is None:
            lines.append(words.get(identifier, f"{identifier} {lang}"))
        lines.extend(
            f"- [{item}] {words.get(f'{identifier}.{item}', f'{item} {lang}')}" for item in items or ()
        )

    section("summary")
    section("brief")
    for annex in file.get("annexes", []):
        section(annex["id"])
        for kind in ("record", "columns"):
            if kind in annex:
                section(f"{annex['id']}.{kind}", list(annex[kind]))
        if "table" in annex:
            section(f"{annex['id']}.table", list(annex["table"]["columns"]))
        if "chart" in annex:
            section(f"{annex['id']}.chart", sorted(Chart.model_validate(annex["chart"]).words()))
        labels = f"{annex['id']}.labels."
        if any(word.startswith(labels) for word in words):
            section(labels[:-1], [word.removeprefix(labels) for word in words if word.startswith(labels)])
    for question in file["questions"]:
        section(question["id"])
        for name, ids in _lists(question).items():
            section(f"{question['id']}.{name}", sorted(ids))
        places = f"{question['id']}.places."
        if any(word.startswith(places) for word in words):
            section(places[:-1], [word.removeprefix(places) for word in words if word.startswith(places)])
        section(f"{question['id']}.solution")
    return "\n".join(lines) + "\n"


def _lists(question: dict[str, Any]) -> dict[str, frozenset[str]]:
    """The lists of words that a question needs; none where it cannot be read, which is what a test looks for."""
    try:
        return QUESTION_TYPES[question["type"]].model_validate(question).lists()
    except ValidationError:
        return {}


def typed(lang: str = "fr", **raws: Raw) -> dict[str, Answer]:
    """Answers typed in one language."""
    return {name: Answer(raw, lang) for name, raw in raws.items()}  # type: ignore[arg-type]


def marked(variant: Variant, lang: str = "fr", **raws: Raw) -> Marked:
    """A paper marked."""
    return mark(variant, typed(lang, **raws))


def codes(paper_marked: Marked) -> dict[str, str]:
    """The first outcome code of each question."""
    return {one.id: one.codes[0] for one in paper_marked.questions}
