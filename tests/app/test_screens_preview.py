"""The preview page: the case as a learner sees it, its key, its faults; and never in a server that teaches."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from screens_harness import MAIN, html, new_store, sound, widget
from streamlit.testing.v1 import AppTest

from app import cli, server
from app.preview import FOLDER_VARIABLE
from app.store import Store
from cases.scaffold import new_case

ROOT = Path(__file__).parents[2]
SCRIPT = str(server.PREVIEW_SCRIPT)
FAULTS = 'class="lt-faults"'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return new_case("essai", tmp_path, date(2026, 11, 20))


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, folder: Path) -> Iterator[Store]:
    monkeypatch.setenv(FOLDER_VARIABLE, str(folder))
    opened = new_store(monkeypatch, tmp_path)
    yield opened
    opened.close()


def opened(lang: str = "fr", **address: str) -> AppTest:
    at = AppTest.from_file(SCRIPT, default_timeout=60)
    for name, value in {"lang": lang, **address}.items():
        at.query_params[name] = value
    return sound(at.run(), lang)


def saved(folder: Path, name: str, old: str, new: str) -> None:
    """Change a file as an editor saves it; its time moves on whatever the clock's grain."""
    file = folder / name
    text, before = file.read_text(encoding="utf-8"), file.stat().st_mtime_ns
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    os.utime(file, ns=(before + 1_000_000, before + 1_000_000))


@pytest.mark.parametrize(("lang", "title"), [("fr", "Point de commande"), ("en", "Reorder point")])
def test_the_paper_and_the_work_are_a_learners_own(store: Store, lang: str, title: str) -> None:
    at = opened(lang, seed="3")
    assert at.number_input[0].value == 3
    assert title in html(at)
    assert len(at.text_input) == 2
    assert FAULTS not in html(at)


def test_an_answer_lives_through_an_edit_and_a_fault(store: Store, folder: Path) -> None:
    at = opened()
    widget(at.text_input, "threshold").set_value("1234")
    sound(at.run())
    saved(folder, "fr.md", "## Point de commande {#threshold}", "## Le bon seuil {#threshold}")
    sound(at.run())
    assert "Le bon seuil" in html(at)
    saved(folder, "case.yaml", "points: 6", "points: 5")
    sound(at.run())
    assert widget(at.text_input, "threshold").value == "1234"
    saved(folder, "case.yaml", "points: 5", "points: five")
    sound(at.run())
    assert "essai/case.yaml:" in html(at)
    assert widget(at.text_input, "threshold").value == "1234"
    saved(folder, "case.yaml", "points: five", "points: 6")
    sound(at.run())
    assert FAULTS not in html(at)
    assert widget(at.text_input, "threshold").value == "1234"


def test_an_answer_that_another_type_cannot_take_is_left_aside(store: Store, folder: Path) -> None:
    at = opened()
    widget(at.text_input, "cover").set_value("2,5")
    sound(at.run())
    for lang, solution in (("fr", "#### Corrigé"), ("en", "#### Solution")):
        items = "\n\n- [few] 1\n- [many] 9\n\n"
        listed = f"#### Options {{#cover.options}}{items}#### Feedback {{#cover.feedback}}{items}"
        heading = f"{solution} {{#cover.solution}}"
        saved(folder, f"{lang}.md", heading, listed + heading)
    number = "type: number\n    unit: week\n    decimals: 1\n    answer: threshold / weekly_demand"
    answer = "\"'few' if threshold < weekly_demand * 6 else 'many'\""
    saved(folder, "case.yaml", number, f"type: choice\n    options: [few, many]\n    answer: {answer}")
    for lang in ("fr", "en"):
        saved(folder, f"{lang}.md", "{{ cover | dec1 }}", "")
    at = sound(at.run())
    assert FAULTS not in html(at)
    assert widget(at.radio, "cover", "fr").value is None
    assert 'class="lt-chip is-unreadable"' not in html(at)


def test_what_a_changed_question_cannot_read_leaves_its_field(store: Store, folder: Path) -> None:
    at = opened()
    widget(at.text_input, "threshold").set_value("beaucoup")
    sound(at.run())
    sound(at.run())
    assert widget(at.text_input, "threshold").value == "beaucoup"
    saved(folder, "case.yaml", "points: 6", "points: 5")
    sound(at.run())
    assert widget(at.text_input, "threshold").value == ""


def test_an_option_that_is_gone_is_no_longer_chosen(store: Store, folder: Path) -> None:
    at = opened()
    widget(at.radio, "risk", "fr").set_value("larger")
    sound(at.run())
    assert html(at).count('class="lt-chip is-answered"') == 1
    saved(folder, "case.yaml", "options: [later, larger]", "options: [later, earlier]")
    for lang in ("fr", "en"):
        for _ in range(2):  # among the options, and in the feedback
            text = (folder / f"{lang}.md").read_text(encoding="utf-8")
            (folder / f"{lang}.md").write_text(text.replace("[larger]", "[earlier]", 1), encoding="utf-8")
    sound(at.run())
    assert FAULTS not in html(at)
    assert widget(at.radio, "risk", "fr").value is None
    assert html(at).count('class="lt-chip is-answered"') == 0


def test_the_key_shows_on_demand_with_the_slips(store: Store) -> None:
    at = opened()
    assert "mistake.safety_left_out" not in html(at)
    at.session_state["lt_preview_view"] = "key"
    sound(at.run())
    assert "mistake.safety_left_out" in html(at)
    assert "rncp11928/B2.2" in html(at)


def test_answers_are_marked_on_demand_without_being_handed_in(store: Store) -> None:
    at = opened()
    at.session_state["lt_preview_view"] = "debrief"
    sound(at.run())
    assert at.info
    at.session_state["lt_preview_view"] = "paper"
    sound(at.run())
    widget(at.text_input, "threshold").set_value("1")
    sound(at.run())
    at.session_state["lt_preview_view"] = "debrief"
    sound(at.run())
    assert "lt-verdict wrong" in html(at)
    (sitting,) = store.sittings(store.local_learner().id)
    assert not sitting.is_handed_in


def test_the_next_variant_is_another_sitting(store: Store) -> None:
    at = opened(seed="8")
    next(one for one in at.button if one.key == "lt_preview_next").click()
    sound(at.run())
    assert at.number_input[0].value == 9
    assert sorted(one.seed for one in store.sittings(store.local_learner().id)) == [8, 9]


@pytest.mark.parametrize("asked", ["-1", "x", "9" * 30, "٣", "2147483648", "1.5"])
def test_an_address_with_a_strange_variant_still_opens(store: Store, asked: str) -> None:
    opened(seed=asked)


def test_a_server_that_teaches_has_no_such_page() -> None:
    """Only the preview's own router loads the page, and only its command names that router."""
    loading = {
        file.name
        for file in (ROOT / "app").rglob("*.py")
        if re.search(r"app\.screens import .*preview|app\.screens\.preview", file.read_text(encoding="utf-8"))
    }
    assert loading == {Path(SCRIPT).name}
    assert server.build_app.__kwdefaults__["script"] == server.serve.__kwdefaults__["script"] == Path(MAIN)


def test_the_command_serves_the_folder_and_leaves_nothing_behind(folder: Path, tmp_path: Path) -> None:
    scratch = tmp_path / "temporary"
    scratch.mkdir()
    mine = tmp_path / "learners.db"
    environ = {
        **os.environ,
        "TMPDIR": str(scratch),
        "LOGITRAIN_DATABASE_URL": f"sqlite:///{mine.as_posix()}",
        "PYTHONUTF8": "1",
    }
    port = str(_free_port())
    words = ["--lang", "fr", "case", "preview", str(folder), "--port", port, "--seed", "4"]
    process = subprocess.Popen(
        [sys.executable, "-m", "app.cli", *words], cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True
    )  # fmt: skip
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert f"http://127.0.0.1:{port}/?lang=fr&seed=4" in line
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health") as answer:
            assert json.load(answer)["status"] == "ok"
        assert list(scratch.glob("logitrain-preview-*/preview.db"))
    finally:
        process.terminate()
        process.communicate(timeout=60)
    assert process.returncode == 0
    assert not list(scratch.glob("logitrain-preview-*"))
    assert not mine.exists()


@pytest.mark.parametrize(
    "words", [["no-such-case"], ["."], ["seuil-reappro", "--seed", "-1"], ["seuil-reappro", "--port", "0"]]
)  # fmt: skip
def test_what_cannot_be_previewed_is_told_at_once(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code = cli.main(["--lang", "fr", "case", "preview", *words])
    out, err = capsys.readouterr()
    assert (code, out) == (2, "")
    assert err.strip()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
