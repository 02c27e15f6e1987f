"""Messages in the learner's language: one translator object per language, never a global one.

Message ids are short keys (`catalogue.title`). The texts live in app/locale/<lang>/LC_MESSAGES/*.po: one file
per face (`messages.po` the pages, `cli.po` the command line, `store.po` the store and the server), all read
together, so a key must be unique over the files of a language. After editing a .po file run
`python -m app.locale.compile`; a test fails while a .mo is out of date.

Nothing here touches the standard library's global gettext state: two learners served by one process each
hold their own translator.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final, Literal, cast

Lang = Literal["fr", "en"]

LANGUAGES: Final = ("fr", "en")
DEFAULT_LANGUAGE: Final = "fr"
LOCALE_DIR: Final = Path(__file__).parent / "locale"


class Translator:
    """Turns a message key and its parameters into a sentence of one language.

    `t("key", name=value)` fills `{name}` in the text; `t.plural("key", n, …)` picks the plural form for `n`,
    which the text may show as `{n}`. An unknown key comes back as the key itself: a page with one odd label
    serves a learner better than an error page (the tests look for such keys).
    """

    def __init__(self, lang: str) -> None:
        if lang not in LANGUAGES:
            raise ValueError(f"unknown language {lang!r}; one of {', '.join(LANGUAGES)}")
        self.lang = cast(Lang, lang)
        self._catalogues = tuple(_catalogue(path) for path in mo_files(lang))

    def __call__(self, key: str, /, **params: object) -> str:
        """The sentence for `key`, with `{name}` replaced by the parameters."""
        for catalogue in self._catalogues:
            text = catalogue.gettext(key)
            if text != key:
                return text.format(**params) if params else text
        return key

    def plural(self, key: str, n: int, /, **params: object) -> str:
        """The sentence for `key` in the form that fits `n` things; `{n}` is filled as well."""
        for catalogue in self._catalogues:
            text = catalogue.ngettext(key, key, n)
            if text != key:
                return text.format(n=n, **params)
        return key

    def has(self, key: str) -> bool:
        """Whether the language has a text for `key`."""
        # Unfilled: of a key that counts, older Pythons find no text without a number.
        return any(one.gettext(key) != key or one.ngettext(key, key, 1) != key for one in self._catalogues)


def mo_files(lang: str) -> tuple[Path, ...]:
    """The compiled catalogues of a language, in a fixed order."""
    return tuple(sorted((LOCALE_DIR / lang / "LC_MESSAGES").glob("*.mo")))


@cache
def translator(lang: str) -> Translator:
    """The translator of a language ("fr" or "en"); it holds no state, so one per language is enough.

    Raises ValueError for another language.
    """
    return Translator(lang)


def language_of(environ: Mapping[str, str] | None = None) -> str:
    """The language the environment asks for: LOGITRAIN_LANG, else LC_ALL, LC_MESSAGES or LANG, else French.

    Only the two first letters count (`en_GB.UTF-8` is English); `C`, `POSIX` and languages we do not speak
    leave the question to the next variable.
    """
    environ = os.environ if environ is None else environ
    for name in ("LOGITRAIN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        lang = environ.get(name, "").strip().lower()[:2]
        if lang in LANGUAGES:
            return lang
    return DEFAULT_LANGUAGE


def _catalogue(path: Path) -> gettext.GNUTranslations:
    with path.open("rb") as file:
        return gettext.GNUTranslations(file)
