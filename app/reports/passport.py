"""The competence passport: per referential, where each criterion stands and the papers that show it.

It compares a learner with nobody, but with their own past. A certification is awarded by its certifying body only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from app.reports.charts import Picture, progress, radar
from app.reports.passport_source import PassportSource, Standing, number_of, title_of
from app.reports.pdf import pdf
from app.reports.pen import Pen
from cases.acquisition import CriterionState, state_words
from cases.award_state import BlockState, ExternalState, PartState
from cases.evidence import Evidence

SIGNS: Final = {"not_met": "○", "in_progress": "◐", "acquired": "●", "prepared": "◉"}
LEAST_AXES: Final = 3  # of a radar: with fewer there is no wheel


def passport_pdf(source: PassportSource, pen: Pen, at: datetime, engine: str, address: str = "") -> bytes:
    """The passport as a tagged PDF; ``address`` is that of the server, for links to the papers ("": none)."""
    return pdf("passport", passport(source, pen, at, engine, address), at)


def passport(
    source: PassportSource, pen: Pen, at: datetime, engine: str, address: str = ""
) -> dict[str, Any]:
    """The passport as plain data, as its template takes it."""
    t, lang = pen.t, pen.lang
    name = pen.person(source.learner)
    known = {one.id for one in source.attempts}
    return {
        "lang": lang,
        "region": pen.region,
        "title": t("reports.passport_title"),
        "author": name,
        "keywords": ["Logitrain", *(one.award.referential.id for one in source.standings)],
        "subtitle": name,
        "footer": t("reports.passport_footer", engine=engine, day=pen.day(at)),
        "page": t("reports.page"),
        "lead": t("reports.passport_lead"),
        "facts": [
            [t("reports.learner"), name],
            [t("reports.referentials"), ", ".join(_named(one, pen) for one in source.standings)],
            [t("reports.attempts_count"), str(len(source.attempts))],
            [t("reports.printed"), pen.moment(at)],
        ],
        "legend": [[SIGNS[one], state_words(one, lang)] for one in SIGNS],  # type: ignore[arg-type]
        "referentials": [_referential(source, one, known, pen) for one in source.standings],
        "attempts": [
            {
                "id": one.id,
                "short": one.short,
                "cells": [
                    title_of(source, one.slug, one.version, lang),
                    str(one.version),
                    str(one.seed),
                    pen.moment(one.at),
                    pen.out_of(one.score, one.max_score),
                    one.engine or "–",
                ],
                "url": f"{address.rstrip('/')}/debrief?sitting={one.id}" if address else "",
            }
            for one in source.attempts
        ],
        "words": _words(pen),
    }


def _named(standing: Standing, pen: Pen) -> str:
    one = standing.award.referential
    return f"{one.title[pen.lang]} ({one.id})"


def _words(pen: Pen) -> dict[str, Any]:
    t = pen.t
    names = ("award", "missing", "nothing_missing", "glance", "progress", "blocks",
             "nothing", "attempts", "attempts_lead")  # fmt: skip
    heads = ("attempt", "case", "question", "kind", "part", "points", "share")
    shown = {"attempt": t("reports.attempt"), "share": t("criteria.share")}
    return {
        **{name: t(f"reports.{name}") for name in names},
        "legend": t("reports.legend"),
        "outside": t("competences.outside"),
        "glance_heads": [t(f"reports.{name}") for name in ("block", "done", "begun", "mean")],
        "evidence_heads": [shown.get(name) or t(f"competences.{name}") for name in heads],
        "attempt_heads": [
            t("reports.attempt"), t("reports.case"), t("reports.version"), t("reports.seed"),
            t("reports.handed_in"), t("competences.points"), t("reports.engine"),
        ],
    }  # fmt: skip


def _referential(source: PassportSource, standing: Standing, known: set[str], pen: Pen) -> dict[str, Any]:
    t, lang, award = pen.t, pen.lang, standing.award
    missing = [one.explain(lang) for one in award.missing]
    if (outside := award.elsewhere(lang)) is not None:
        missing.append(outside)
    pictures = [{**one.as_dict(), "wide": wide} for one, wide in _pictures(standing, pen)]
    return {
        "title": award.referential.title[lang],
        "about": f"{award.referential.body} · {award.referential.id}",
        "state": t(f"competences.award_{award.state}"),
        "sign": SIGNS[award.state],
        "missing": missing,
        "empty": not standing.evidence,
        "pictures": pictures,
        "glance": [_glance(one, pen) for one in award.blocks],
        "externals": [_external(one, pen) for one in award.externals],
        "blocks": [_block(source, one, known, pen) for one in award.blocks],
    }


def _external(one: ExternalState, pen: Pen) -> str:
    words = "met" if one.is_met else "none" if one.score is None else "short"
    return pen.t(
        f"competences.outside_{words}",
        name=one.external.name,
        score=pen.points(one.score or 0),
        needed=pen.points(one.external.minimum),
    )


def _glance(block: BlockState, pen: Pen) -> list[str]:
    total = len(block.criteria)
    done = sum(1 for one in block.criteria if one.is_done)
    known = [one.ratio for one in block.criteria if one.ratio is not None]
    return [
        f"{block.id} {block.title[pen.lang]}",
        f"{done}\u00a0/\u00a0{total}",
        f"{block.exercised}\u00a0/\u00a0{total}",
        pen.share(sum(known) / len(known)) if known else "–",
    ]


def _pictures(standing: Standing, pen: Pen) -> Iterator[tuple[Picture, bool]]:
    """The wheel of blocks (of competences where blocks are few), and one's own progress; whether each is wide."""
    t, award = pen.t, standing.award
    if not standing.evidence:
        return
    groups = [(one.id, one.title[pen.lang], one.criteria) for one in award.blocks]
    if len(groups) < LEAST_AXES:
        groups = [
            (one.id, one.title[pen.lang], one.criteria) for block in award.blocks for one in block.competences
        ]
    if len(groups) >= LEAST_AXES:
        axes = [(name, title, *_shares(criteria)) for name, title, criteria in groups]
        names = (t("reports.radar_first"), t("reports.radar_second"))
        yield radar(axes, t("reports.radar_caption"), names, pen), False
    steps = standing.steps
    if len(steps) >= 2:
        total = len(award.referential.criteria)
        first, last = steps[0], steps[-1]
        told = t(
            "reports.progress_told",
            first=pen.date(first.day), begun_first=first.begun, done_first=first.done,
            last=pen.date(last.day), begun_last=last.begun, done_last=last.done, total=total,
        )  # fmt: skip
        lines = [
            (t("reports.done"), [one.done for one in steps]),
            (t("reports.begun"), [one.begun for one in steps]),
        ]
        drawn = [one.day for one in steps]
        yield progress(drawn, lines, total, t("reports.progress_caption"), told, pen), True


def _shares(criteria: Sequence[CriterionState]) -> tuple[float, float]:
    """The share of the criteria met, and that of the points; a criterion without evidence counts zero."""
    count = len(criteria)
    return (
        sum(1 for one in criteria if one.is_done) / count,
        sum(one.ratio or 0.0 for one in criteria) / count,
    )


def _block(source: PassportSource, block: BlockState, known: set[str], pen: Pen) -> dict[str, Any]:
    t, lang = pen.t, pen.lang
    lines = [one.explain(lang) for one in block.missing]
    if block.elsewhere is not None:
        lines.append(t("competences.elsewhere", what=block.elsewhere[lang]))
    facts = [_part(one, pen) for one in block.parts]
    if block.mark is not None:
        facts.insert(0, t("competences.mark", mark=pen.out_of_20(block.mark)))
    under = {one.criterion.id: competence for competence in block.competences for one in competence.criteria}
    groups: list[dict[str, Any]] = []
    last = None
    for one in block.criteria:
        competence = under.get(one.criterion.id)
        if not groups or competence is not last:
            last = competence
            head = (
                {"title": "", "sign": "", "state": ""}
                if competence is None
                else {
                    "title": f"{competence.id} · {competence.title[lang]}",
                    "sign": SIGNS[competence.state],
                    "state": state_words(competence.state, lang),
                }
            )
            groups.append({**head, "criteria": []})
        groups[-1]["criteria"].append(_criterion(source, one, known, pen))
    return {
        "title": f"{block.id} · {block.title[lang]}",
        "sign": SIGNS[block.state],
        "state": state_words(block.state, lang),
        "facts": facts,
        "missing": lines,
        "groups": groups,
    }


def _part(one: PartState, pen: Pen) -> str:
    name = pen.t(f"competences.part_{one.part}", share=pen.share(one.share))
    if one.mark is None:
        return pen.t("competences.part_none", part=name)
    return pen.t("competences.part_mark", part=name, mark=pen.out_of_20(one.mark))


def _criterion(source: PassportSource, one: CriterionState, known: set[str], pen: Pen) -> dict[str, Any]:
    conditions = one.criterion.conditions
    return {
        "code": one.criterion.id,
        "label": one.criterion.label[pen.lang],
        "sign": SIGNS[one.state],
        "state": state_words(one.state, pen.lang),
        "ratio": one.ratio,
        "share": "" if one.ratio is None else pen.share(one.ratio),
        # Not begun: its state has said so, and a line for each would bury those that are.
        "missing": [] if one.state == "not_met" else [each.explain(pen.lang) for each in one.missing],
        "conditions": ""
        if conditions is None
        else pen.t("competences.conditions", what=conditions[pen.lang]),
        "evidence": [_evidence(source, each, known, pen) for each in one.evidence],
    }


def _evidence(source: PassportSource, one: Evidence, known: set[str], pen: Pen) -> dict[str, Any]:
    t = pen.t
    return {
        "id": one.sitting if one.sitting in known else "",
        "short": one.sitting[:8],
        "day": pen.day(one.at),
        "case": title_of(source, one.slug, one.version, pen.lang),
        "variant": t("competences.variant", seed=one.seed, version=one.version),
        "cells": [
            number_of(source, one),
            t(f"competences.kind_{one.kind}"),
            t(f"competences.counts_{one.part}"),
            pen.out_of(one.score, one.max_score),
            pen.share(one.score / one.max_score),
        ],
    }
