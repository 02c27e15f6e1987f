"""The console command `logitrain`: puts the commands together and turns every trouble into words.

The language of help and messages is `--lang`, else LOGITRAIN_LANG, else the terminal's (LC_ALL, LC_MESSAGES,
LANG), else French. Exit codes: 0 done, 1 the work failed (a case that does not prove itself, a file that
cannot be used), 2 the command was not called rightly or cannot start (an unknown name, a busy port), 130
stopped by Ctrl-C. Results go to stdout, everything else to stderr; with --json stdout holds JSON alone.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Final

from app.i18n import LANGUAGES, Translator, language_of, translator

if TYPE_CHECKING:
    import typer

DEBUG_VARIABLE: Final = "LOGITRAIN_DEBUG"
GROUPS: Final = (
    *("serve", "case", "simulate", "grade", "assess", "regrade", "coverage", "evidence", "revise"),
    *("account", "export", "report", "lti"),
    "backup",
)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code; never raises for what a user can mend."""
    from typer.exceptions import Abort, TyperException  # noqa: PLC0415  (a tenth of a second)
    from typer.main import get_command  # noqa: PLC0415

    from app.commands.errors import CommandError  # noqa: PLC0415
    from app.commands.usage import explain_usage, speak  # noqa: PLC0415

    lang, arguments, unknown = split_language(sys.argv[1:] if argv is None else argv)
    t = translator(lang)
    speak(t)
    try:
        if unknown is not None:
            raise CommandError("cli.error.lang", value=unknown)
        code = get_command(build(t)).main(arguments, prog_name="logitrain", standalone_mode=False)
    except CommandError as error:
        sys.stderr.write(f"{error.explain(t)}\n")
        return error.code
    except TyperException as error:
        # Help was asked for by giving a group nothing: it has been shown, there is nothing to add.
        if type(error).__name__ == "NoArgsIsHelpError":
            return 2
        sys.stderr.write(f"{explain_usage(error, t)}\n")
        return 2
    except (Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:
        # The reader (`| head`) has what it wanted; closing stdout again would complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        # A fault of ours, not of the user's: one line for them, everything for whoever mends it.
        if os.environ.get(DEBUG_VARIABLE):
            raise
        what = f"{type(error).__name__}: {error}"
        sys.stderr.write(f"{t('cli.error.unexpected', what=what, variable=DEBUG_VARIABLE)}\n")
        return 1
    found = code if isinstance(code, int) else 0
    if "app.server" in sys.modules:
        from app.server import leave_if_compiling  # noqa: PLC0415  (only where a server was started)

        leave_if_compiling(found)
    return found


def build(t: Translator) -> typer.Typer:
    """The whole command, its help in the translator's language."""
    import typer  # noqa: PLC0415  (a tenth of a second that importing this module need not cost)

    from app.commands.usage import new_group  # noqa: PLC0415

    app = new_group(t, help=t("cli.help"))

    @app.callback()
    def top(
        # Taken out by split_language before this is built; here so that the help page shows it.
        lang: str = typer.Option(None, "--lang", help=t("cli.opt.lang"), metavar="fr|en", show_default=False),
    ) -> None:
        del lang

    for group in GROUPS:
        import_module(f"app.commands.{group}").add(app, t)
    return app


def split_language(
    arguments: Sequence[str], environ: Mapping[str, str] | None = None
) -> tuple[str, list[str], str | None]:
    """The language to speak, the arguments without `--lang`, and a value of it that is no language of ours.

    `--lang` may stand anywhere before a `--`; without it the environment says.
    """
    rest: list[str] = []
    value: str | None = None
    waiting = list(arguments)
    while waiting and waiting[0] != "--":
        argument = waiting.pop(0)
        if argument == "--lang":
            value = waiting.pop(0) if waiting else ""
        elif argument.startswith("--lang="):
            value = argument.partition("=")[2]
        else:
            rest.append(argument)
    known = value in LANGUAGES
    return (str(value) if known else language_of(environ)), rest + waiting, None if known else value


if __name__ == "__main__":
    sys.exit(main())
