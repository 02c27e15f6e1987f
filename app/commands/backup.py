"""`logitrain backup` and `logitrain restore`: the whole database into one file, and back."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.clock import SystemClock
from app.commands.errors import FAILED, USAGE, CommandError
from app.commands.figures import figure
from app.commands.output import put, put_json
from app.commands.usage import command_class
from app.i18n import Translator

if TYPE_CHECKING:
    from app.store.archive import Manifest

MEGABYTE = 1_000_000


def add(app: typer.Typer, t: Translator) -> None:
    """Adds both commands to `app`, their help in the translator's language."""

    @app.command("backup", help=t("cli.backup.help"), cls=command_class(t))
    def backup(
        file: Annotated[Path | None, typer.Argument(help=t("cli.backup.file"), show_default=False)] = None,
        as_json: Annotated[bool, typer.Option("--json", help=t("cli.opt.json"))] = False,
    ) -> None:
        from app.settings import SettingsError, settings, version  # noqa: PLC0415  (slow floor, see app/commands)
        from app.store import StoreError  # noqa: PLC0415
        from app.store import backup as backups  # noqa: PLC0415

        now = SystemClock().now()
        try:
            path = Path(backups.file_name(now)) if file is None else file
            manifest = backups.backup(settings().database_url, path, version(), now)
        except SettingsError as error:
            raise CommandError(None, code=USAGE, text=t(error.key, **error.params)) from error
        except StoreError as error:
            raise CommandError(None, code=FAILED, text=error.explain(t.lang)) from error
        if as_json:
            put_json({"file": str(path)} | _said(manifest))
            return
        size = figure(path.stat().st_size / MEGABYTE, t)
        put(t("cli.backup.done", file=path, rows=manifest.rows, tables=len(manifest.tables), size=size))

    @app.command("restore", help=t("cli.restore.help"), cls=command_class(t))
    def restore(
        file: Annotated[Path, typer.Argument(help=t("cli.restore.file"), show_default=False)],
        as_json: Annotated[bool, typer.Option("--json", help=t("cli.opt.json"))] = False,
    ) -> None:
        from app.settings import SettingsError, settings  # noqa: PLC0415  (slow floor, see app/commands)
        from app.store import StoreError, restore  # noqa: PLC0415

        try:
            done = restore.restore(settings().database_url, file, SystemClock().now())
        except SettingsError as error:
            raise CommandError(None, code=USAGE, text=t(error.key, **error.params)) from error
        except StoreError as error:
            raise CommandError(None, code=FAILED, text=error.explain(t.lang)) from error
        if as_json:
            kept = None if done.kept is None else str(done.kept)
            put_json({"file": str(file), "kept": kept} | _said(done.manifest))
            return
        taken = f"{done.manifest.taken_at.astimezone():%Y-%m-%d %H:%M}"
        put(t("cli.restore.done", file=file, rows=done.manifest.rows, taken=taken))
        if done.kept is not None:
            put(t("cli.restore.kept", file=done.kept))


def _said(manifest: "Manifest") -> dict[str, object]:
    return {
        "schema": manifest.schema,
        "engine": manifest.engine,
        "made_by": manifest.made_by,
        "taken_at": manifest.taken_at.isoformat(),
        "tables": {name: note.rows for name, note in manifest.tables.items()},
    }
