"""`logitrain coverage`: which criteria of the referentials the library exercises."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.errors import FAILED, CommandError
from app.commands.output import put, put_json, put_table
from app.commands.usage import command_class
from app.i18n import Translator

if TYPE_CHECKING:
    from cases.coverage import CriterionCoverage


def add(app: typer.Typer, t: Translator) -> None:
    """Adds the command to `app`, its help in the translator's language."""

    @app.command("coverage", help=t("cli.coverage.help"), cls=command_class(t))
    def show_coverage(
        referential: Annotated[
            str | None,
            typer.Option(
                "--referential",
                help=t("cli.coverage.referential"),
                metavar=t("cli.arg.referential"),
                show_default=False,
            ),
        ] = None,
        missing: Annotated[bool, typer.Option("--missing", help=t("cli.coverage.missing"))] = False,
        as_json: Annotated[bool, typer.Option("--json", help=t("cli.opt.json"))] = False,
    ) -> None:
        from cases.coverage import coverage  # noqa: PLC0415  (slow floor, see app/commands)
        from cases.problem import CaseError  # noqa: PLC0415

        wanted = referentials_asked(referential)
        try:
            covered = coverage()
        except CaseError as error:
            raise CommandError(None, code=FAILED, text=error.explain(t.lang)) from error
        found = [one for one in covered if one.criterion.referential in wanted]
        shown = [one for one in found if not (missing and one.items)]
        if as_json:
            put_json({"criteria": [one.as_dict() for one in shown]})
            return
        headings = [t(f"cli.word.{word}") for word in ("criterion", "title", "case", "items", "kinds")]
        put_table(headings, [row for one in shown for row in _rows(one, t)])
        for identifier in wanted:
            whole = [one for one in found if one.criterion.referential == identifier]
            met = sum(1 for one in whole if one.items)
            put(t("cli.coverage.of_one", name=identifier, met=met, total=len(whole)))
        if len(wanted) > 1:
            put(t("cli.coverage.total", met=sum(1 for one in found if one.items), total=len(found)))


def referentials_asked(identifier: str | None) -> tuple[str, ...]:
    """The referentials asked for: one, or all of them; raises CommandError."""
    from cases.problem import nearest  # noqa: PLC0415  (slow floor, see app/commands)
    from cases.referentials import referentials  # noqa: PLC0415

    known = tuple(one.id for one in referentials())
    if identifier is None:
        return known
    if identifier in known:
        return (identifier,)
    near = nearest(identifier, known)
    key = "cli.coverage.unknown_near" if near else "cli.coverage.unknown"
    raise CommandError(key, name=identifier, near=near, known=", ".join(known))


def _rows(one: "CriterionCoverage", t: Translator) -> Iterator[Sequence[str]]:
    """A line for each case that exercises the criterion, a line with dashes when none does."""
    key, title = f"{one.criterion.referential} {one.criterion.id}", one.criterion.label[t.lang]
    if not one.cases:
        yield key, title, "–", "–", "–"
    for case in one.cases:
        done = one.of(case)
        kinds = sorted({t(f"cli.kind.{each.kind}") for each in done})
        yield key, title, case, ", ".join(each.name for each in done), ", ".join(kinds)
        title = ""
