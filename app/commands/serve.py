"""`logitrain serve`: opens the trainer in the browser's reach."""

from typing import Annotated

import typer

from app.commands.errors import FAILED, USAGE, CommandError
from app.commands.output import put
from app.commands.usage import command_class
from app.i18n import Translator


def add(app: typer.Typer, t: Translator) -> None:
    """Adds the command to `app`, its help in the translator's language."""

    @app.command("serve", help=t("cli.serve.help"), cls=command_class(t))
    def serve(
        host: Annotated[
            str | None, typer.Option("--host", help=t("cli.serve.host"), show_default=False)
        ] = None,
        port: Annotated[
            int | None, typer.Option("--port", help=t("cli.serve.port"), show_default=False)
        ] = None,
        class_mode: Annotated[bool, typer.Option("--class", help=t("cli.serve.class"))] = False,
    ) -> None:
        from app import server  # noqa: PLC0415  (slow floor, see app/commands)
        from app.settings import SettingsError, settings  # noqa: PLC0415

        try:
            server.serve(settings(host=host, port=port, lang=t.lang, class_mode=class_mode), say=put)
        except (server.ServerError, SettingsError) as error:
            code = FAILED if isinstance(error, server.DatabaseTrouble) else USAGE
            raise CommandError(None, code=code, text=t(error.key, **error.params)) from error
