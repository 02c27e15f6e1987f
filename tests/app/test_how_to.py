"""The how-to for a case: every command of it runs, every excerpt stands in its example, and the example is proven."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from app import cli, server
from app.i18n import translator
from app.settings import Settings
from cases.library import load
from cases.proof import prove_share, together
from cases.variant import draw

ROOT = Path(__file__).parents[2]
HOW_TO = (ROOT / "docs" / "how-to" / "add-a-case.md").read_text(encoding="utf-8")
EXAMPLE = ROOT / "docs" / "examples" / "quai-de-reception"
COMMANDS = re.findall(r"^    logitrain (.+)$", HOW_TO, flags=re.MULTILINE)
EXCERPTS = [
    (kind, text)
    for kind, text in re.findall(r"^```(yaml|markdown)\n(.*?)^```$", HOW_TO, re.DOTALL | re.MULTILINE)
]
FEW = "5"  # variants, where the how-to proves over many: test_the_example_is_proven proves it


def test_the_how_to_has_commands_and_excerpts() -> None:
    assert [one.split()[1] for one in COMMANDS] == ["new", "preview", "check", "key", "publish", "outcomes"]
    assert len(EXCERPTS) >= 8


@pytest.mark.parametrize(("kind", "text"), EXCERPTS)
def test_every_excerpt_stands_in_the_example(kind: str, text: str) -> None:
    whole = (EXAMPLE / ("case.yaml" if kind == "yaml" else "fr.md")).read_text(encoding="utf-8")
    lines = set(whole.splitlines())
    strange = [line for line in text.splitlines() if line.strip() and line not in lines]
    assert strange == []


def test_every_command_runs_in_its_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    served: list[Settings] = []
    monkeypatch.setattr(server, "serve", lambda settings, **_: served.append(settings))
    folder = tmp_path / "mes-cas" / "quai-de-reception"
    for command in COMMANDS:
        words = command.split()
        if "--seeds" in words:
            words[words.index("--seeds") + 1] = FEW
        elif words[1] == "publish":
            words += ["--seeds", FEW, "--jobs", "1"]
        code = cli.main(["--lang", "fr", *words])
        out, err = capsys.readouterr()
        assert code == 0, (command, out, err)
        if words[1] == "new":  # the steps between are what the author writes: the example
            shutil.copytree(EXAMPLE, folder, dirs_exist_ok=True)
    assert len(served) == 1
    assert served[0].database_url.startswith("sqlite:///")
    assert "logitrain-preview-" in served[0].database_url
    assert (folder / "published" / "v1" / "case.yaml").is_file()


def test_the_words_of_the_preview_are_those_of_the_how_to() -> None:
    t = translator("fr")
    for key in ("preview.prove", "preview.view_debrief"):
        assert f"*{t(key)}*" in HOW_TO


def test_the_example_is_proven() -> None:
    case = load(EXAMPLE)
    report = together(case, [prove_share(case, 0, 40)])
    assert report.ok, [problem.explain("en") for problem in report.problems]


def test_the_example_is_what_the_how_to_says() -> None:
    case = load(EXAMPLE)
    assert case.duration_min == 40
    assert len(case.questions) == 9
    assert {one.type for one in case.questions} == {"order", "number", "choice", "table", "match", "text"}
    assert case.points == 20
    assert draw(case, 3).drawn == draw(load(EXAMPLE), 3).drawn
