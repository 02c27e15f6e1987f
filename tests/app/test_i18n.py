"""Messages: both languages whole, alike in their placeholders, compiled, and one translator per session."""

import ast
import builtins
import gettext
import importlib.util
import io
import re
import string
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from app.i18n import LANGUAGES, LOCALE_DIR, Translator, language_of, translator

APP = Path(__file__).parents[2] / "app"
FILES = sorted(path.name for path in (LOCALE_DIR / "fr" / "LC_MESSAGES").glob("*.po"))


def load_compiler():
    # By path: app/locale is no regular package, so that it never hides the standard library's locale.
    spec = importlib.util.spec_from_file_location("locale_compile", LOCALE_DIR / "compile.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def po(lang, name):
    path = LOCALE_DIR / lang / "LC_MESSAGES" / name
    with path.open("rb") as file:
        return [message for message in read_po(file, locale=lang, abort_invalid=True) if message.id]


def texts(message):
    return message.string if isinstance(message.string, tuple) else (message.string,)


def key(message):
    return message.id[0] if isinstance(message.id, tuple) else message.id


def placeholders(text):
    return {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}


def test_both_languages_have_the_same_files():
    assert FILES
    for lang in LANGUAGES:
        assert sorted(path.name for path in (LOCALE_DIR / lang / "LC_MESSAGES").glob("*.po")) == FILES


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", FILES)
def test_the_compiled_file_is_up_to_date(lang, name):
    source = LOCALE_DIR / lang / "LC_MESSAGES" / name
    assert source.with_suffix(".mo").read_bytes() == load_compiler().compiled(source), (
        "run: python -m app.locale.compile"
    )


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", FILES)
def test_the_compiled_file_says_what_the_source_says(lang, name):
    with (LOCALE_DIR / lang / "LC_MESSAGES" / name).with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(io.BytesIO(file.read()))
    for message in po(lang, name):
        if isinstance(message.id, tuple):
            assert compiled.ngettext(*message.id, 1) == message.string[0]
            assert compiled.ngettext(*message.id, 2) == message.string[1]
        else:
            assert compiled.gettext(message.id) == message.string


@pytest.mark.parametrize("name", FILES)
def test_every_message_is_in_both_languages_with_the_same_placeholders(name):
    french, english = ({key(m): m for m in po(lang, name)} for lang in ("fr", "en"))
    assert french.keys() == english.keys()
    for identifier, message in french.items():
        # A form for one thing may say "one" and leave {n} out.
        spared = {"n"} if isinstance(message.id, tuple) else set()
        fields = [placeholders(text) - spared for text in (*texts(message), *texts(english[identifier]))]
        assert all(one == fields[0] for one in fields), identifier
        assert all(text.strip() and not m.fuzzy for m in (message, english[identifier]) for text in texts(m))
        assert len(texts(message)) == len(texts(english[identifier])), identifier


def test_a_key_stands_in_one_file_only():
    keys = [key(message) for name in FILES for message in po("fr", name)]
    assert sorted(keys) == sorted(set(keys))


def test_french_typography():
    """A no-break space, narrow or not, before ; : ? ! » and after « (never a plain one, never none before »)."""
    wrong = [
        (key(message), found[0])
        for name in FILES
        for message in po("fr", name)
        for text in texts(message)
        if (found := re.search(r".{0,10}(?: [;:?!»%]|« |«\w|\w»|\w[?!](?=\s|$)|\s'|\w'\w).{0,10}", text))
    ]
    assert wrong == []


def test_every_key_the_code_asks_for_exists():
    """Keys written out in the code, as t("…") or t.plural("…")."""
    missing = []
    for path in sorted(APP.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            called = ast.unparse(node.func)
            asked = node.args[0].value
            if called in ("t", "t()", "t.plural", "t().plural", "session.t()", "session.t().plural"):
                missing += [(path.name, asked, lang) for lang in LANGUAGES if not translator(lang).has(asked)]
    assert missing == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_translator_fills_in_and_counts(lang):
    t = translator(lang)
    assert t.lang == lang
    assert "8999" in t("server.port_busy", host="127.0.0.1", port=8501, other=8999)
    one, several = (t.plural("cli.simulate.title", n, name="x", seed=1) for n in (1, 3))
    assert "1 " in one
    assert "3 " in several
    assert t.has("cli.simulate.title")
    assert t.has("cli.help")


def test_nought_is_singular_in_french_and_plural_in_english():
    assert translator("fr").plural("cli.simulate.title", 0, name="x", seed=1).endswith("0 répétition")
    assert translator("en").plural("cli.simulate.title", 0, name="x", seed=1).endswith("0 replications")


def test_a_value_is_never_read_as_a_template():
    assert "{port} {0.__class__}" in translator("fr")("cli.error.no_file", path="{port} {0.__class__}")


def test_an_unknown_key_shows_itself_and_an_unknown_language_is_refused():
    assert translator("fr")("no.such.key", n=1) == "no.such.key"
    assert translator("fr").plural("no.such.key", 2) == "no.such.key"
    assert not translator("fr").has("no.such.key")
    with pytest.raises(ValueError, match="fr, en"):
        Translator("de")


def test_two_sessions_in_two_languages_do_not_touch_each_other_nor_the_global_state(monkeypatch):
    monkeypatch.delattr(builtins, "_", raising=False)  # a doctest before this one may have left it
    french, english = translator("fr"), translator("en")
    assert french("cli.help.commands") != english("cli.help.commands")
    assert gettext.gettext("cli.help.commands") == "cli.help.commands"
    assert not hasattr(builtins, "_")


@pytest.mark.parametrize(
    ("environ", "lang"),
    [
        ({}, "fr"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "C.UTF-8"}, "fr"),
        ({"LANG": "de_DE.UTF-8"}, "fr"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "en_US"}, "en"),
        ({"LANG": "en_GB", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_GB", "LOGITRAIN_LANG": "fr"}, "fr"),
        ({"LANG": "fr_FR", "LOGITRAIN_LANG": " EN "}, "en"),
    ],
)
def test_the_language_of_the_environment(environ, lang):
    assert language_of(environ) == lang


def test_the_folder_never_hides_the_standard_librarys_locale():
    """Streamlit puts app/ on the path while a page runs: a regular package app/locale would be found first."""
    assert not (LOCALE_DIR / "__init__.py").exists()
    assert not (APP / "locale.py").exists()
