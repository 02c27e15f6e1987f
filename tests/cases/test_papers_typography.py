"""French and English typography of every paper: the library's cases and the bank of short exercises."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from drills_bank import FOLDER, SUBJECTS

from cases.library import library_folder, slugs
from cases.load import LANGUAGES
from cases.numerals import Lang
from cases.paper import PLACEHOLDER

ROOT = Path(__file__).parents[2]
PAPERS: list[tuple[Path, Lang]] = [
    (folder / f"{lang}.md", lang)
    for folder in (
        *(FOLDER / subject for subject in SUBJECTS),
        *(library_folder() / slug for slug in slugs()),
        *sorted(path.parent for path in (ROOT / "docs" / "examples").glob("*/fr.md")),
        *sorted(path.parent for path in (ROOT / "cases" / "template_case").glob("**/fr.md")),
        ROOT / "tests" / "cases" / "fixtures" / "all-types",
    )
    for lang in LANGUAGES
]
NO_BREAK, NARROW = "\u00a0", "\u202f"


def sentences(path: Path) -> list[tuple[int, str]]:
    """The lines of a paper that a learner reads, formulas, figures and ids left out."""
    text = PLACEHOLDER.sub("0", path.read_text(encoding="utf-8"))
    text = re.sub(r"\$[^$\n]*\$|\{#[\w.]+\}|^\s*[-*] \[\w+\]", "x", text, flags=re.MULTILINE)
    return list(enumerate(text.split("\n"), start=1))


def ids(one: object) -> str | None:
    return f"{one.parent.name}-{one.name}" if isinstance(one, Path) else ""


@pytest.mark.parametrize(("path", "lang"), PAPERS, ids=ids)
def test_typography(path: Path, lang: Lang) -> None:
    for line, text in sentences(path):
        where = f"{path.parent.name}/{path.name}:{line}: {text}"
        assert "'" not in text, where
        assert '"' not in text, where
        assert "..." not in text, where
        assert not re.search(r"  +\S", text.lstrip()), where
        if lang == "fr":
            assert not re.search(rf"[^{NARROW}][;!?]", text), where
            assert not re.search(rf"[^{NO_BREAK}]:(?!\w)", text), where
            assert not re.search(rf"«[^{NO_BREAK}]|[^{NO_BREAK}]»", text), where
            assert not re.search(r"\d ?[%€]", text), where
            assert text.count("«") == text.count("»"), where
        else:
            assert not re.search(rf"[\s{NO_BREAK}{NARROW}][;:!?](\s|$)", text), where
            assert not re.search(r"\d\s%", text), where
            assert "«" not in text, where
            assert text.count("“") == text.count("”"), where
