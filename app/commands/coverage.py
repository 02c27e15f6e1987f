"""`logitrain coverage`: which criteria of the referentials the library exercises."""

from typing import Annotated

import typer

from app.commands.output import put, put_json, put_table
from app.commands.usage import command_class
from app.i18n import Translator


def add(app: typer.Typer, t: Translator) -> None:
    """Adds the command to `app`, its help in the translator's language."""

    @app.command("coverage", help=t("cli.coverage.help"), cls=command_class(t))
    def show_coverage(
        as_json: Annotated[bool, typer.Option("--json", help=t("cli.opt.json"))] = False,
    ) -> None:
        from cases.coverage import coverage  # noqa: PLC0415  (slow floor, see app/commands)

        rows = [one.as_dict() for one in coverage()]
        if as_json:
            put_json({"criteria": rows})
            return
        put_table(
            [t("cli.word.criterion"), t("cli.word.items"), t("cli.word.cases"), t("cli.word.kinds")],
            (
                [
                    f"{row['referential']} {row['id']}",
                    str(row["items"] or "–"),
                    ", ".join(row["cases"]) or "–",
                    ", ".join(row["kinds"]) or "–",
                ]
                for row in rows
            ),
            right=(1,),
        )
        met = sum(1 for row in rows if row["items"])
        put(t("cli.coverage.total", met=met, total=len(rows)))
