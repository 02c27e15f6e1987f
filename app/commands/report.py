"""`logitrain copy` and `logitrain passport`: the documents of a learner's work, as tagged PDF."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.database import opened_store
from app.commands.errors import FAILED, CommandError
from app.commands.output import put, write_bytes
from app.commands.usage import command_class
from app.i18n import Translator

if TYPE_CHECKING:
    from cases.variant import Variant


def add(app: typer.Typer, t: Translator) -> None:
    """Adds both commands to `app`, their help in the translator's language."""
    out = typer.Option("--out", "-o", help=t("cli.export.out"), metavar=t("cli.arg.file"))

    @app.command("copy", help=t("cli.copy.help"), cls=command_class(t))
    def copy(
        sitting: Annotated[str, typer.Argument(help=t("cli.copy.sitting"))], path: Annotated[Path, out]
    ) -> None:
        from app.access import Viewer  # noqa: PLC0415  (slow floor, see app/commands)
        from app.clock import SystemClock  # noqa: PLC0415
        from app.reports.copy_source import copy_source  # noqa: PLC0415
        from app.reports.marked_copy import marked_copy_pdf  # noqa: PLC0415
        from app.reports.pen import Pen  # noqa: PLC0415
        from cases.problem import CaseError  # noqa: PLC0415

        now = SystemClock().now()
        with opened_store(t) as store:
            found = next((one.sitting for one in store.papers() if one.sitting.id == sitting), None)
            if found is None:
                raise CommandError("cli.copy.error.none", name=sitting)
            # Who holds the database has an administrator's rights over it.
            viewer = Viewer(store.local_learner().id, "administrator")
            try:
                source = copy_source(store, viewer, found.id, found.learner_id, _variant)
            except CaseError as error:
                raise CommandError(None, code=FAILED, text=error.explain(t.lang)) from error
            zone = now.astimezone().tzinfo
            assert zone is not None
            write_bytes(path, marked_copy_pdf(source, Pen("en" if found.lang == "en" else "fr", zone), now))
        put(t("cli.export.done", path=path))

    @app.command("passport", help=t("cli.passport.help"), cls=command_class(t))
    def passport(
        path: Annotated[Path, out],
        referential: Annotated[
            str | None,
            typer.Option(
                "--referential",
                help=t("cli.passport.referential"),
                metavar=t("cli.arg.referential"),
                show_default=False,
            ),
        ] = None,
    ) -> None:
        from app.access import Viewer  # noqa: PLC0415  (slow floor, see app/commands)
        from app.clock import SystemClock  # noqa: PLC0415
        from app.commands.coverage import referentials_asked  # noqa: PLC0415
        from app.reports.passport import passport_pdf  # noqa: PLC0415
        from app.reports.passport_source import passport_source  # noqa: PLC0415
        from app.reports.pen import Pen  # noqa: PLC0415
        from app.settings import version  # noqa: PLC0415
        from cases.coverage import coverage, offered  # noqa: PLC0415
        from cases.library import load  # noqa: PLC0415

        wanted = tuple(referentials_asked(referential)) if referential else ()
        now = SystemClock().now()
        zone = now.astimezone().tzinfo
        assert zone is not None
        with opened_store(t) as store:
            me = store.local_learner().id
            source = passport_source(
                store, Viewer(me, "learner"), me, load, offered(coverage()), wanted, zone
            )
            write_bytes(path, passport_pdf(source, Pen(t.lang, zone), now, version()))
        put(t("cli.export.done", path=path))


def _variant(slug: str, version: int, seed: int) -> "Variant":
    from cases import library  # noqa: PLC0415  (slow floor, see app/commands)

    return library.drawn(slug, version, seed)
