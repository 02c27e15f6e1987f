"""`logitrain export …`: marks for Moodle and spreadsheets, xAPI statements, referentials as Moodle frameworks."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from app.commands.database import opened_store
from app.commands.errors import CommandError
from app.commands.output import put, warn, write_bytes
from app.commands.usage import command_class, new_group
from app.i18n import Translator

if TYPE_CHECKING:
    from app.exports.rows import Gradebook

Chosen = TypeVar("Chosen", bound=str)
BASE = "https://logitrain.invalid"


def add(app: typer.Typer, t: Translator) -> None:
    """Adds the group of commands to `app`, its help in the translator's language."""
    group = new_group(t, help=t("cli.export.help"))
    out = typer.Option("--out", "-o", help=t("cli.export.out"), metavar=t("cli.arg.file"))
    exam = typer.Option("--exam", help=t("cli.export.exam"), show_default=False)

    @group.command("gradebook", help=t("cli.export.gradebook.help"), cls=command_class(t))
    def gradebook(
        path: Annotated[Path, out],
        exam_id: Annotated[str | None, exam] = None,
        identifier: Annotated[str, typer.Option("--identifier", help=t("cli.export.identifier"))] = "email",
        delimiter: Annotated[str, typer.Option("--delimiter", help=t("cli.export.delimiter"))] = ",",
        bom: Annotated[bool, typer.Option("--bom", help=t("cli.export.bom"))] = False,
    ) -> None:
        from app.exports.gradebook_csv import DELIMITERS, IDENTIFIERS, gradebook_csv  # noqa: PLC0415  (slow floor)

        kind = _choice(identifier, IDENTIFIERS)
        mark = _choice(delimiter, DELIMITERS)
        found = gradebook_csv(_book(exam_id, t), t.lang, identifier=kind, delimiter=mark, bom=bom)
        _written(path, found.data, t)
        if found.left_out:
            names = ", ".join(one.display for one in found.left_out)
            warn(t("cli.export.left_out", names=names))

    @group.command("workbook", help=t("cli.export.workbook.help"), cls=command_class(t))
    def workbook(path: Annotated[Path, out], exam_id: Annotated[str | None, exam] = None) -> None:
        from app.clock import SystemClock  # noqa: PLC0415  (slow floor)
        from app.exports.gradebook_xlsx import gradebook_xlsx  # noqa: PLC0415

        now = SystemClock().now()
        zone = now.astimezone().tzinfo
        assert zone is not None
        _written(path, gradebook_xlsx(_book(exam_id, t), t.lang, now, zone), t)

    @group.command("xapi", help=t("cli.export.xapi.help"), cls=command_class(t))
    def xapi(
        path: Annotated[Path, out],
        exam_id: Annotated[str | None, exam] = None,
        base: Annotated[str, typer.Option("--base", help=t("cli.export.base"))] = BASE,
        key: Annotated[
            str | None, typer.Option("--hash-key", help=t("cli.export.hashed"), show_default=False)
        ] = None,
    ) -> None:
        from app.exports.xapi import lines  # noqa: PLC0415  (slow floor)

        if not base.startswith(("http://", "https://")):
            raise CommandError("cli.export.error.choice", value=base, known="https://…")
        secret = key.encode() if key else None
        _written(path, lines(_book(exam_id, t).marks, base, secret=secret), t)

    @group.command("framework", help=t("cli.export.framework.help"), cls=command_class(t))
    def framework(
        referential: Annotated[
            str, typer.Argument(help=t("cli.export.referential"), metavar=t("cli.arg.referential"))
        ],
        path: Annotated[Path, out],
    ) -> None:
        from app.commands.coverage import referentials_asked  # noqa: PLC0415  (slow floor)
        from app.exports.moodle_competencies import competency_framework  # noqa: PLC0415
        from cases.referentials import referentials  # noqa: PLC0415

        wanted = referentials_asked(referential)
        found = next(one for one in referentials() if one.id in wanted)
        _written(path, competency_framework(found, t.lang), t)

    app.add_typer(group, name="export")


def _book(exam_id: str | None, t: Translator) -> "Gradebook":
    """The gradebook asked for: who holds the database has an administrator's rights over it."""
    from app.access import Viewer  # noqa: PLC0415  (slow floor)
    from app.clock import SystemClock  # noqa: PLC0415
    from app.exports.rows import exam_gradebook, learner_gradebook  # noqa: PLC0415

    with opened_store(t) as store:
        me = store.local_learner().id
        viewer = Viewer(me, "administrator")
        if exam_id is None:
            return learner_gradebook(store, viewer, me)
        return exam_gradebook(store, viewer, exam_id, SystemClock().now())


def _choice(value: str, known: Sequence[Chosen]) -> Chosen:
    for one in known:
        if one == value:
            return one
    raise CommandError("cli.export.error.choice", value=value, known=", ".join(known))


def _written(path: Path, data: bytes, t: Translator) -> None:
    write_bytes(path, data)
    put(t("cli.export.done", path=path))
