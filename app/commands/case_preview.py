"""`logitrain case preview`: serves one case folder to its author, drawn again whenever a file is saved."""

import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Annotated
from urllib.parse import urlencode

import typer

from app.commands.errors import FAILED, USAGE, CommandError
from app.commands.output import put
from app.commands.usage import command_class
from app.i18n import Translator

PORT = 8502  # beside a trainer that runs on its usual port


def add(group: typer.Typer, t: Translator) -> None:
    """Adds the command to the group, its help in the translator's language."""

    @group.command("preview", help=t("cli.case.preview.help"), cls=command_class(t))
    def preview(
        folder: Annotated[
            str, typer.Argument(help=t("cli.case.preview.folder"), metavar=t("cli.arg.folder"))
        ],
        port: Annotated[int, typer.Option("--port", help=t("cli.case.preview.port"))] = PORT,
        seed: Annotated[int, typer.Option("--seed", help=t("cli.case.preview.seed"))] = 0,
    ) -> None:
        from app import server  # noqa: PLC0415  (slow floor, see app/commands)
        from app.preview import FOLDER_VARIABLE  # noqa: PLC0415
        from app.settings import SettingsError, settings  # noqa: PLC0415
        from cases.variant import MAX_SEED  # noqa: PLC0415

        found = _folder(folder, t)
        if not 0 <= seed <= MAX_SEED:
            raise CommandError("cli.case.preview.seed_range", value=seed, limit=MAX_SEED)
        with tempfile.TemporaryDirectory(prefix="logitrain-preview-", ignore_cleanup_errors=True) as scratch:
            try:
                chosen = settings(port=port, lang=t.lang)
                # The author's trials stay out of the learners' database: they end with the preview.
                database = f"sqlite:///{(Path(scratch) / 'preview.db').as_posix()}"
                os.environ[FOLDER_VARIABLE] = str(found)
                server.serve(
                    replace(chosen, host="127.0.0.1", database_url=database),
                    say=put,
                    script=server.PREVIEW_SCRIPT,
                    opened_key="server.preview_open",
                    at="/?" + urlencode({"lang": t.lang, "seed": seed}),
                )
            except (server.ServerError, SettingsError) as error:
                code = FAILED if isinstance(error, server.DatabaseTrouble) else USAGE
                raise CommandError(None, code=code, text=t(error.key, **error.params)) from error


def _folder(name: str, t: Translator) -> Path:
    """The folder of a case, however broken its files; raises CommandError where there is none."""
    from cases.library import folder_of  # noqa: PLC0415  (slow floor, see app/commands)
    from cases.problem import CaseError  # noqa: PLC0415

    try:
        return folder_of(name)
    except CaseError as error:
        raise CommandError(None, text=error.explain(t.lang)) from error
