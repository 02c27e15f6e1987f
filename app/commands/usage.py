"""Typer in two languages: its own words for help and usage errors come from app/locale as well."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Any

import typer
from typer import rich_utils
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from app.i18n import Translator


def speak(t: Translator) -> None:
    """Gives Typer's help pages the words of a language; they are per process, like the terminal."""
    rich_utils.ARGUMENTS_PANEL_TITLE = t("cli.help.arguments")
    rich_utils.OPTIONS_PANEL_TITLE = t("cli.help.options")
    rich_utils.COMMANDS_PANEL_TITLE = t("cli.help.commands")
    rich_utils.DEFAULT_STRING = t("cli.help.default")
    rich_utils.REQUIRED_LONG_STRING = t("cli.help.required")
    rich_utils.ENVVAR_STRING = t("cli.help.envvar")


def command_class(t: Translator) -> type[TyperCommand]:
    """A command whose help page is in the translator's language."""

    class Command(TyperCommand):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.epilog = t("cli.help.everywhere")

        def format_usage(self, ctx: Any, formatter: Any) -> None:
            pieces = [
                t("cli.usage.options") if p == "[OPTIONS]" else p for p in self.collect_usage_pieces(ctx)
            ]
            formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=t("cli.usage.prefix"))

        def get_help_option(self, ctx: Any) -> Any:
            return _worded(super().get_help_option(ctx), t)

    return Command


def group_class(t: Translator) -> type[TyperGroup]:
    """A group of commands whose help page and mistakes are in the translator's language."""

    class Group(TyperGroup):
        def format_usage(self, ctx: Any, formatter: Any) -> None:
            pieces = [
                t("cli.usage.options") if p == "[OPTIONS]" else p for p in self.collect_usage_pieces(ctx)
            ]
            formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=t("cli.usage.prefix"))

        def get_help_option(self, ctx: Any) -> Any:
            return _worded(super().get_help_option(ctx), t)

        def resolve_command(self, ctx: Any, args: list[str]) -> Any:
            if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
                names = list(self.list_commands(ctx))
                near = get_close_matches(args[0], names, 1)
                hint = t("cli.error.near", name=near[0]) if near else ""
                ctx.fail(
                    t("cli.usage.no_command", name=args[0], names=", ".join(names))
                    + (f" {hint}" if hint else "")
                )
            return super().resolve_command(ctx, args)

    return Group


def new_group(t: Translator, **options: Any) -> typer.Typer:
    """An empty group of commands with help in the translator's language."""
    return typer.Typer(
        cls=group_class(t),
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode="rich",
        subcommand_metavar=t("cli.usage.command"),
        **options,
    )


def explain_usage(error: TyperException, t: Translator) -> str:
    """A usage error of Typer's, in words: what is wrong, then where the help is."""
    words = _words(error, t)
    path = getattr(getattr(error, "ctx", None), "command_path", "logitrain")
    return f"{words}\n{t('cli.usage.see_help', command=f'{path} --help')}"


def _words(error: TyperException, t: Translator) -> str:
    # Typer's error classes are private to it: their names and attributes are all that can be relied on.
    name = type(error).__name__
    option = str(getattr(error, "option_name", ""))
    if name == "NoSuchOption":
        near = get_close_matches(option, getattr(error, "possibilities", None) or (), 1)
        hint = " " + t("cli.error.near", name=near[0]) if near else ""
        return t("cli.usage.no_option", name=option) + hint
    if name == "BadOptionUsage":
        takes = "does not take" not in error.message
        return t("cli.usage.option_value" if takes else "cli.usage.option_no_value", name=option)
    param = getattr(error, "param", None)
    if name == "MissingParameter" and param is not None:
        return t("cli.usage.missing", name=_hint(param))
    if name == "BadParameter" and param is not None:
        whole = getattr(param.type_descriptor, "annotation", None) in (int, int | None)
        key = "cli.usage.whole_number" if whole else "cli.usage.bad_value"
        return t(key, name=_hint(param), reason=error.message)
    extra = re.fullmatch(r"Got unexpected extra argument\(s\) \((.*)\)", error.message)
    if extra:
        return t("cli.usage.extra", names=extra[1])
    return error.format_message()


def _hint(param: Any) -> str:
    if param.param_type_name == "option":
        return str(param.opts[0])
    return str(getattr(param, "metavar", None) or param.name).upper()


def _worded(option: Any, t: Translator) -> Any:
    if option is not None:
        option.help = t("cli.help.help")
    return option
