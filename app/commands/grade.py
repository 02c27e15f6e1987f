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


def add(app: typer.Typer, t: Translator) -> None:
    """Adds the command to `app`, its help in the translator's language."""

    @app.command("grade", help=t("cli.grade.help"), cls=command_class(t))
    def grade(
        answers: Annotated[Path, typer.Argument(help=t("cli.grade.answers"), metavar=t("cli.arg.file"))],
        case: Annotated[str, typer.Option("--case", help=t("cli.grade.case"))],
        seed: Annotated[int, typer.Option("--seed", help=t("cli.opt.seed"))],
        as_json: Annotated[bool, typer.Option("--json", help=t("cli.opt.json"))] = False,
    ) -> None:
        from cases.marking import mark  # noqa: PLC0415  (slow floor, see app/commands)

        found = find_case(case, t)
        given = _read(answers, found, t)
        marked = mark(find_variant(found, seed, t), given)
        if as_json:
            put_json(marked.as_dict())
        else:
            _show(marked, found, t)


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
