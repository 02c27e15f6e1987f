"""A decision in a marked copy: the learner's run over the reference's, their figures, the worst periods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from app.reports.charts import Picture, stock_over_time
from app.reports.pen import Pen
from app.subject_words import subject_word
from cases.answers import Answer
from cases.decisions import Comparison, compare, track_labels
from cases.indicators import behind, cost_parts, in_order, indicator_label, indicator_text, limit_text
from cases.questions.decision import DecisionQuestion
from cases.variant import Variant
from sim.models import Track

MOST_PICTURES: Final = 4  # places of a world that are drawn; their figures stand in the tables all the same


def decision(variant: Variant, question: DecisionQuestion, answer: Answer | None, pen: Pen) -> dict[str, Any]:
    """The charts, tables and notes of a decision, as the template takes them."""
    found = compare(variant, question.id, answer)
    pictures = [one.as_dict() for one in _pictures(variant, question, found, pen)]
    return {
        "charts": pictures,
        "tables": list(_tables(question, found, pen)),
        "notes": _notes(question, found, pen),
    }


def _pictures(variant: Variant, question: DecisionQuestion, found: Comparison, pen: Pen) -> list[Picture]:
    t = pen.t
    shown = found.learner or found.reference
    labels = track_labels(variant, question.id, shown, pen.lang)
    drawn = []
    for track, label in list(zip(shown.tracks, labels, strict=True))[:MOST_PICTURES]:
        other = None if found.learner is None else _same(found.reference.tracks, track)
        place = label if len(shown.tracks) > 1 else ""
        caption = t("reports.year_at", place=place) if place else t("reports.year")
        own, best = (
            subject_word(key, track.subject, t) for key in ("reports.own_stock", "chart.key_reference")
        )
        names = (own, best)
        if found.learner is None:
            names = (names[1], names[1])
        drawn.append(stock_over_time(track, other, shown.period, names, caption, pen))
    return drawn


def _same(tracks: Sequence[Track], track: Track) -> Track | None:
    """The track of the same place and item; a policy may close a place that another keeps."""
    return next((one for one in tracks if (one.place, one.item) == (track.place, track.item)), None)


def _tables(question: DecisionQuestion, found: Comparison, pen: Pen) -> list[dict[str, Any]]:
    t = pen.t
    columns: list[tuple[str, Mapping[str, float]]] = [
        (t("reports.reference"), found.reference_result),
        (t("compared.short_naive"), found.naive_result),
    ]
    if found.learner is not None:
        columns.insert(0, (t("reports.own"), found.learner_result))
    rows = [row for _, row in columns]
    costs = [name for name in cost_parts({k: 1.0 for row in rows for k in row}) if _any(rows, name)]
    period = found.reference.period
    others = {name for row in rows for name, value in row.items() if value}
    others -= {"total_cost", *costs} | behind(rows)
    names = [*(["total_cost"] if _any(rows, "total_cost") else []), *costs, *in_order(others)]
    body = [
        [
            indicator_label(name, pen.lang, period),
            *(
                indicator_text(name, row[name], pen.lang, question.units, period=period)
                if name in row
                else "–"
                for row in rows
            ),
        ]
        for name in names
    ]
    caption = t("compared.caption_indicators", number=question.replications)
    return [
        {"caption": caption, "heads": [t("costs.indicator"), *(name for name, _ in columns)], "rows": body}
    ]


def _any(rows: Sequence[Mapping[str, float]], name: str) -> bool:
    return any(row.get(name) for row in rows)


def _notes(question: DecisionQuestion, found: Comparison, pen: Pen) -> list[str]:
    t, lang = pen.t, pen.lang
    notes = []
    if found.learner is None:
        notes.append(t("compared.no_answer"))
    else:
        for kind, bounds in (("least", found.goal.least), ("most", found.goal.most)):
            for name, bound in bounds.items():
                key = "unmet" if name in found.missed else "met"
                asked = t(f"costs.{kind}_{key}", required=limit_text(name, bound, lang, question.units))
                label = indicator_label(name, lang, found.reference.period)
                notes.append(t("reports.limit", name=label, told=asked))
    if found.worst:
        told = " ".join(one.text(lang, question.units) for one in found.worst)
        notes.append(t("reports.worst", periods=told))
    return notes
