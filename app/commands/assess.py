"""`logitrain assess`: what a trainer gives for the answers that no machine marks, and the release of results."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.clock import SystemClock
from app.commands.database import opened_store
from app.commands.errors import FAILED, CommandError
from app.commands.figures import figure
from app.commands.output import put, put_json, put_table
from app.commands.usage import command_class
from app.i18n import Translator

if TYPE_CHECKING:
    from app.store import GradeRow, PaperRow, Store
    from cases.questions.base import Question
    from cases.variant import Variant


def add(app: typer.Typer, t: Translator) -> None:
    """Adds the command to `app`, its help in the translator's language."""

    @app.command("assess", help=t("cli.assess.help"), cls=command_class(t))
    def assess(
        sitting: Annotated[
            str | None, typer.Argument(help=t("cli.assess.sitting"), show_default=False)
        ] = None,
        question: Annotated[
            str | None, typer.Argument(help=t("cli.assess.question"), show_default=False)
        ] = None,
        points: Annotated[
            str | None, typer.Option("--points", help=t("cli.assess.points"), show_default=False)
        ] = None,
        comment: Annotated[str, typer.Option("--comment", help=t("cli.assess.comment"))] = "",
        by: Annotated[str, typer.Option("--by", help=t("cli.assess.by"))] = "",
        release: Annotated[bool, typer.Option("--release", help=t("cli.assess.release"))] = False,
        listed: Annotated[bool, typer.Option("--list", help=t("cli.assess.list"))] = False,
        as_json: Annotated[bool, typer.Option("--json", help=t("cli.opt.json"))] = False,
    ) -> None:
        if listed == (sitting is not None) or (release and (question or points)):
            raise CommandError("cli.assess.error.what")
        with opened_store(t) as store:
            if sitting is None:
                _list(store, t, as_json=as_json)
                return
            paper = _paper(store, sitting)
            if release:
                _release(store, paper, t, as_json=as_json)
            elif question is None:
                raise CommandError("cli.assess.error.question", names=", ".join(_pending(paper.grade)) or "–")
            elif points is None:
                _show(paper, question, t, as_json=as_json)
            else:
                _assess(store, paper, question, points, comment, by, t, as_json=as_json)


# -- the papers that wait --------------------------------------------------------------------------------


def _list(store: "Store", t: Translator, *, as_json: bool) -> None:
    waiting = [paper for paper in store.papers() if _pending(paper.grade) or not _shown(paper)]
    if as_json:
        put_json({"papers": [_named(paper) for paper in waiting]})
        return
    if not waiting:
        put(t("cli.assess.none"))
        return
    put_table(
        [t(f"cli.word.{word}") for word in ("sitting", "learner", "case", "seed", "to_assess", "result")],
        (
            [
                paper.sitting.id,
                paper.learner.name,
                paper.sitting.case_slug,
                str(paper.sitting.seed),
                ", ".join(f"{name} ({figure(most, t, None)})" for name, most in _pending(paper.grade).items())
                or "–",
                t("cli.assess.shown" if _shown(paper) else "cli.assess.withheld"),
            ]
            for paper in waiting
        ),
        right=(3,),
    )


def _named(paper: "PaperRow") -> dict[str, Any]:
    sitting = paper.sitting
    return {
        "sitting": sitting.id,
        "learner": {"id": paper.learner.id, "name": paper.learner.name},
        "case": sitting.case_slug,
        "version": sitting.case_version,
        "seed": sitting.seed,
        "shown": _shown(paper),
        "pending": [{"question": name, "points": most} for name, most in _pending(paper.grade).items()],
    }


def _pending(grade: "GradeRow") -> dict[str, float]:
    """The questions of a grade that a person must still assess, with their points."""
    questions = grade.marked.get("questions", [])
    return {one["id"]: one["max_score"] for one in questions if one.get("pending")}


def _shown(paper: "PaperRow") -> bool:
    from app.grading import results_shown  # noqa: PLC0415  (slow floor, see app/commands)

    return results_shown(paper.sitting)


def _paper(store: "Store", sitting: str) -> "PaperRow":
    found = next((paper for paper in store.papers() if paper.sitting.id == sitting), None)
    if found is None:
        raise CommandError("cli.assess.error.no_paper", name=sitting)
    return found


# -- one answer ------------------------------------------------------------------------------------------


def _variant(slug: str, version: int, seed: int) -> "Variant":
    from cases import library  # noqa: PLC0415  (slow floor, see app/commands)

    return library.drawn(slug, version, seed)


def _found(paper: "PaperRow", name: str, t: Translator) -> "tuple[Variant, Question]":
    """The variant that the paper's grade was marked with, and the question to assess."""
    from app.grading import version_of  # noqa: PLC0415  (slow floor, see app/commands)
    from cases.problem import CaseError  # noqa: PLC0415

    try:
        variant = _variant(
            paper.sitting.case_slug, version_of(paper.sitting, paper.grade), paper.sitting.seed
        )
    except CaseError as error:
        raise CommandError(None, code=FAILED, text=error.explain(t.lang)) from error
    known = [one for one in variant.case.questions if not one.AUTO]
    found = next((one for one in known if one.id == name), None)
    if found is None:
        names = ", ".join(one.id for one in known) or "–"
        raise CommandError("cli.assess.error.no_question", name=name, names=names)
    return variant, found


def _show(paper: "PaperRow", name: str, t: Translator, *, as_json: bool) -> None:
    """The answer as it was written, the rubric with its points, and what it was given so far."""
    from app.grading import rubric  # noqa: PLC0415  (slow floor, see app/commands)
    from cases.wording import QuestionWords  # noqa: PLC0415

    variant, question = _found(paper, name, t)
    words = QuestionWords(variant, name, t.lang)
    answer, given = paper.answers.get(name), paper.assessments.get(name)
    lines = rubric(question)
    if as_json:
        put_json(
            {
                **_named(paper),
                "question": name,
                "answer": None if answer is None else answer.raw,
                "rubric": [
                    {"id": line, "points": most, "words": question.part_label(line, words)}
                    for line, most in lines.items()
                ],
                "given": None
                if given is None
                else {"by": given.by, "points": given.points, "comment": given.comment},
            }
        )
        return
    put(t("cli.assess.no_answer") if answer is None or not answer.raw else str(answer.raw))
    points = given.points if given is not None else {}
    put_table(
        [t("cli.word.line"), t("cli.word.looked_for"), t("cli.word.points"), t("cli.word.out_of")],
        (
            [line, question.part_label(line, words), figure(points.get(line), t, None), figure(most, t, None)]
            for line, most in lines.items()
        ),
        right=(2, 3),
    )
    if given is not None and given.comment:
        put(given.comment)


def _assess(
    store: "Store",
    paper: "PaperRow",
    name: str,
    text: str,
    comment: str,
    by: str,
    t: Translator,
    *,
    as_json: bool,
) -> None:
    from app.grading import Assessed, assess, result_of, rubric  # noqa: PLC0415  (slow floor, see app/commands)
    from app.settings import version  # noqa: PLC0415

    _, question = _found(paper, name, t)
    found = Assessed(name, _points(text, rubric(question)), "trainer", by.strip(), comment.strip())
    grade = assess(store, paper.sitting, found, _variant, SystemClock().now(), version())
    if as_json:
        put_json({"sitting": paper.sitting.id, "grade": grade.number, "marked": grade.marked})
        return
    result = result_of(grade.marked)
    mark = f"{figure(result.score, t)} / {figure(result.marked_points, t, None)}"
    put(t("cli.assess.done", number=grade.number, mark=mark))
    if result.pending:
        put(t("cli.assess.pending", points=figure(result.pending, t, None)))


def _points(text: str, lines: Mapping[str, float]) -> dict[str, float]:
    """The points of `figures=2,risk=0.5`; every line of the rubric must have its own, and no other."""
    told = ", ".join(f"{line} (0 … {most:g})" for line, most in lines.items())
    found: dict[str, float] = {}
    for part in text.split(","):
        line, separator, value = (piece.strip() for piece in part.partition("="))
        try:
            figure_given = float(value)
        except ValueError:
            figure_given = -1.0
        if not separator or line not in lines or line in found or not 0 <= figure_given <= lines[line]:
            raise CommandError("cli.assess.error.points", part=part.strip(), lines=told)
        found[line] = figure_given
    left = [line for line in lines if line not in found]
    if left:
        raise CommandError("cli.assess.error.left", names=", ".join(left), lines=told)
    return found


# -- the result ------------------------------------------------------------------------------------------


def _release(store: "Store", paper: "PaperRow", t: Translator, *, as_json: bool) -> None:
    row = store.release(paper.sitting.id, paper.sitting.learner_id, SystemClock().now())
    assert row.released_at is not None
    if as_json:
        put_json({"sitting": row.id, "released_at": row.released_at.isoformat()})
    else:
        put(t("cli.assess.released", name=row.id))
