"""Finding what a command names: a case of the library or a folder, its variant, with words when it fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.commands.errors import FAILED, USAGE, CommandError
from app.i18n import Translator

if TYPE_CHECKING:
    from cases.case import Case
    from cases.variant import Variant

UNKNOWN = "case_unknown"
NAMES_NOTHING = frozenset({UNKNOWN, "version_unknown"})


def find_case(name: str, t: Translator) -> Case:
    """The case of a slug, or of a folder with a case.yaml; raises CommandError with the nearest slug."""
    return _found(name, None, t)


def find_version(name: str, version: int, t: Translator) -> Case:
    """The published version of a case, or the one being written; raises CommandError for any other."""
    return _found(name, version, t)


def _found(name: str, version: int | None, t: Translator) -> Case:
    from cases.library import load  # noqa: PLC0415  (slow floor, see app/commands)
    from cases.problem import CaseError  # noqa: PLC0415

    try:
        return load(name, version)
    except CaseError as error:
        unknown = any(problem.code in NAMES_NOTHING for problem in error.problems)
        raise CommandError(None, code=USAGE if unknown else FAILED, text=error.explain(t.lang)) from error


def find_variant(case: Case, seed: int, t: Translator) -> Variant:
    """The variant of a case for a seed; raises CommandError when none can be drawn."""
    from cases.problem import DrawError  # noqa: PLC0415  (slow floor, see app/commands)
    from cases.variant import draw  # noqa: PLC0415

    try:
        return draw(case, seed)
    except DrawError as error:
        raise CommandError(None, code=FAILED, text=error.explain(t.lang)) from error
