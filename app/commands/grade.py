"""`logitrain grade`: marks a file of answers without the web page."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.errors import FAILED, CommandError
from app.commands.figures import figure
from app.commands.library import find_case, find_variant
from app.commands.output import put, put_json, put_table, read_text
from app.commands.usage import command_class
from app.i18n import Translator

if TYPE_CHECKING:
    from cases.answers import Answer
    from cases.case import Case
    from cases.marking import Marked
    from cases.policy import Policy


def add(app: typer.Typer, t: Translator) -> None:
    """Adds the command to `app`, its help in the translator's language."""

    @app.command("grade", help=t("cli.grade.help"), cls=command_class(t))
    def grade(
        answers: Annotated[Path, typer.Argument(help=t("cli.grade.answers"), metavar=t("cli.arg.file"))],
        case: Annotated[str, typer.Option("--case", help=t("cli.grade.case"))],
        seed: Annotated[int, typer.Option("--seed", help=t("cli.opt.seed"))],
        policy: Annotated[str, typer.Option("--policy", help=t("cli.grade.policy"))] = "practice",
        hints: Annotated[str, typer.Option("--hints", help=t("cli.grade.hints"))] = "",
        as_json: Annotated[bool, typer.Option("--json", help=t("cli.opt.json"))] = False,
    ) -> None:
        from cases.marking import mark  # noqa: PLC0415  (slow floor, see app/commands)

        rules = _rules(policy)
        found = find_case(case, t)
        given = _read(answers, found, t)
        marked = mark(find_variant(found, seed, t), given, policy=rules, hints=_hints(hints, found))
        if as_json:
            put_json(marked.as_dict())
        else:
            _show(marked, found, t)


def _rules(name: str) -> "Policy":
    from cases.policy import EXAM, PRACTICE  # noqa: PLC0415  (slow floor, see app/commands)

    known = {"practice": PRACTICE, "exam": EXAM}
    if name not in known:
        raise CommandError("cli.grade.error.policy", name=name, names=", ".join(known))
    return known[name]


def _hints(text: str, case: "Case") -> dict[str, int]:
    """The hints opened, of `lot_size=2,safety=1`."""
    found: dict[str, int] = {}
    for part in text.split(",") if text.strip() else ():
        name, _, number = (piece.strip() for piece in part.partition("="))
        if name not in case.question_ids or not number.isascii() or not number.isdigit() or len(number) > 3:
            raise CommandError("cli.grade.error.hints", part=part.strip(), names=", ".join(case.question_ids))
        found[name] = int(number)
    return found


def _read(path: Path, case: "Case", t: Translator) -> "Mapping[str, Answer]":
    from cases.keyfile import parse_answers  # noqa: PLC0415  (slow floor, see app/commands)
    from cases.problem import CaseError  # noqa: PLC0415

    text = read_text(path)
    try:
        return parse_answers(text, str(path), t.lang, case)
    except CaseError as error:
        raise CommandError(None, code=FAILED, text=error.explain(t.lang)) from error


def _show(marked: "Marked", case: "Case", t: Translator) -> None:
    put(f"{case.title(t.lang)} ({marked.case}, {t('cli.word.seed')} {marked.seed})")
    put_table(
        [t("cli.word.question"), t("cli.word.points"), t("cli.word.out_of"), t("cli.word.codes")],
        (
            [one.id, figure(one.score, t), figure(one.max_score, t, None), ", ".join(one.codes)]
            for one in marked.questions
        ),
        right=(1, 2),
    )
    put_table(
        [t("cli.word.criterion"), t("cli.word.points"), t("cli.word.out_of")],
        (
            [f"{one.referential} {one.id}", figure(one.score, t), figure(one.max_score, t)]
            for one in marked.criteria
        ),
        right=(1, 2),
    )
    put(t("cli.grade.mark", mark=figure(marked.out_of_20, t)))
    if marked.pending:
        points = figure(marked.pending_points, t, None)
        put(t("cli.grade.pending", points=points, names=", ".join(marked.pending)))
