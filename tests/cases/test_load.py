"""Loading a case: what is sound loads, and each kind of fault is told with its file, its line and its remedy."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from edited_cases import case_with, edited, plain, problems_of
from ruamel.yaml import YAML

from cases.library import load, slugs
from cases.load import load_folder
from cases.problem import CaseError
from cases.text_file import MAX_BYTES
from cases.yaml_lines import read_yaml

Y, FR, EN = "case.yaml", "fr.md", "en.md"


# -- what loads ----------------------------------------------------------------------------------------
def test_the_template_loads(tmp_path: Path) -> None:
    case = case_with(tmp_path)
    assert case.slug == "essai"
    assert case.question_ids == ("threshold", "cover", "risk")
    assert case.points == 11
    assert case.criteria == ("cqpm-tli/C3.M5", "cqpm-tli/C3.R1", "rncp11928/B2.2")
    assert case.file.set_at == "2026-09-01"
    assert case.title("fr") == "Mon étude de cas"
    assert case.title("en") == "My case study"
    assert case.summary("en").startswith("In one sentence")
    assert case.question("cover").points == 4
    with pytest.raises(KeyError):
        case.question("nobody")
    assert set(case.graph.order) == {
        "seed", "weekly_demand", "lead_weeks", "safety", "lead_demand", "threshold", "cover", "risk",
    }  # fmt: skip


@pytest.mark.parametrize("slug", slugs())
def test_every_case_of_the_library_loads(slug: str) -> None:
    assert load(slug).slug == slug


def test_a_case_is_found_by_slug_folder_or_file(tmp_path: Path) -> None:
    target = edited(tmp_path)
    for where in (target, target / Y, str(target)):
        assert load(where).slug == "essai"
    assert load(slugs()[0]) is load(slugs()[0]), "a library case is read once"


@pytest.mark.parametrize("slug", ["nobody", "", "..", "/", "a" * 5000, "a\0b", "seuil-reapro", "~", "C:\\x"])
def test_an_unknown_case_is_said_to_be(slug: str) -> None:
    with pytest.raises(CaseError) as caught:
        load(slug)
    (problem,) = caught.value.problems
    assert problem.code == "case_unknown"
    if slug == "seuil-reapro":
        assert "vouliez-vous dire « seuil-reappro »" in plain(problem.explain("fr"))


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(tmp_path: Path) -> None:
    target = edited(tmp_path)
    for name in (Y, FR, EN):
        text = (target / name).read_text(encoding="utf-8")
        (target / name).write_bytes(text.replace("\n", "\r\n").encode("utf-8-sig"))
    again = load_folder(target)
    assert again.title("fr") == "Mon étude de cas"
    assert again.lines == case_with(tmp_path / "other").lines


# -- what does not -------------------------------------------------------------------------------------
FAULTS: dict[str, dict[str, Any]] = YAML(typ="safe").load(Path(__file__).with_name("faults.yaml"))


@pytest.mark.parametrize("name", list(FAULTS))
def test_each_fault_is_told_in_its_place(name: str, tmp_path: Path) -> None:
    fault = FAULTS[name]
    target = edited(tmp_path, *((edit["file"], edit["old"], edit["new"]) for edit in fault["edits"]))
    problems = problems_of(target)
    for problem in problems:
        check_words(plain(problem.explain("fr")) + plain(problem.explain("en")))
    found = [one for one in problems if one.code == fault["code"] and one.file == f"essai/{fault['file']}"]
    found = [
        one
        for one in found
        if fault["fr"] in plain(one.explain("fr")) and fault["en"] in plain(one.explain("en"))
    ]
    assert found, [plain(problem.explain("fr")) for problem in problems]
    lines = {problem.line for problem in found}
    if "at" in fault:
        text = (target / fault["file"]).read_text(encoding="utf-8")
        assert text[: text.index(fault["at"])].count("\n") + 1 in lines
    else:
        assert lines <= {None, 1}


def check_words(words: str) -> None:
    """Nothing of the inside shows: no Python type, no pydantic word, no code left without its parameter."""
    for inner in (
        "Error", "NoneType", "dict", "tuple", "lambda", "object at", "Mistake", "Draw", "Column", "Question",
        "str ", "[key]", "list[", "function-", "Input should", "None,", "pydantic", "http",
    ):  # fmt: skip
        assert inner not in words, words


def test_faults_are_told_together(tmp_path: Path) -> None:
    target = edited(
        tmp_path,
        (Y, "answer: lead_demand + safety", "answer: lead_demand + safty"),
        (Y, "rncp11928/B2.2", "rncp11928/B9.9"),
        (Y, "- safety < weekly", "- safety < wekly"),
    )
    problems = problems_of(target)
    assert [problem.code for problem in problems] == ["expression_name", "expression_name", "criterion"]
    with pytest.raises(CaseError) as caught:
        load_folder(target)
    assert plain(caught.value.explain("fr")).count("\n") == 2
    assert all(line.startswith("essai/case.yaml:") for line in plain(caught.value.explain("en")).split("\n"))


def test_a_sound_paper_beside_a_faulty_file_is_not_blamed(tmp_path: Path) -> None:
    problems = problems_of(edited(tmp_path, (Y, "version: 1\n", "")))
    assert [problem.code for problem in problems] == ["format.missing"]


# -- files ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", [Y, FR, EN])
def test_a_missing_file(name: str, tmp_path: Path) -> None:
    target = edited(tmp_path)
    (target / name).unlink()
    problem = problems_of(target)[0]
    assert (problem.code, problem.file, problem.line) == ("file_missing", f"essai/{name}", None)


def test_files_missing_together(tmp_path: Path) -> None:
    target = edited(tmp_path)
    for name in (Y, FR, EN):
        (target / name).unlink()
    assert [problem.code for problem in problems_of(target)] == ["file_missing"] * 3


@pytest.mark.parametrize("name", [Y, FR, EN])
def test_a_file_of_another_encoding(name: str, tmp_path: Path) -> None:
    target = edited(tmp_path)
    text = (target / name).read_text(encoding="utf-8") + "\n# é\n"
    data = text.encode("latin-1", "replace")
    first = next(number for number, line in enumerate(data.split(b"\n"), start=1) if not line.isascii())
    (target / name).write_bytes(data)
    problem = problems_of(target)[0]
    assert (problem.code, problem.file, problem.line) == ("file_encoding", f"essai/{name}", first)
    assert "UTF-8" in plain(problem.explain("fr"))
    check_words(plain(problem.explain("fr")))


@pytest.mark.parametrize("name", [Y, FR, EN])
def test_a_huge_file(name: str, tmp_path: Path) -> None:
    target = edited(tmp_path)
    (target / name).write_bytes(b"# " + b"x" * MAX_BYTES)
    assert problems_of(target)[0].code == "file_large"


@pytest.mark.parametrize("name", [Y, FR, EN])
def test_a_folder_in_the_place_of_a_file(name: str, tmp_path: Path) -> None:
    target = edited(tmp_path)
    (target / name).unlink()
    (target / name).mkdir()
    problem = problems_of(target)[0]
    assert (problem.code, problem.file) == ("file_unreadable", f"essai/{name}")


def test_an_empty_file(tmp_path: Path) -> None:
    target = edited(tmp_path)
    (target / Y).write_text("", encoding="utf-8")
    problem = problems_of(target)[0]
    assert problem.code == "format.model_type"
    assert "« case.yaml »" in plain(problem.explain("fr"))
    (target / Y).write_text("- a\n- b\n", encoding="utf-8")
    assert problems_of(target)[0].code == "format.model_type"


def test_a_bomb_of_aliases(tmp_path: Path) -> None:
    lines = ["a0: &a0 [" + ",".join("1" * 9) + "]"]
    lines += [f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    target = edited(tmp_path)
    (target / Y).write_text("\n".join(lines), encoding="utf-8")
    assert problems_of(target)[0].code == "yaml_alias"


@pytest.mark.parametrize(
    "value", [5, 1.5, True, None, "x", [], {}, [[]], {"a": 1}, [1, "x"], {"text": 1}, {"integer": 3}, "", "é"]
)  # fmt: skip
@pytest.mark.parametrize(
    "key", ["version", "draw", "keep_if", "values", "annexes", "questions", "set_at", "level"]
)
def test_whatever_stands_at_a_key_loads_or_is_refused_in_words(key: str, value: Any, tmp_path: Path) -> None:
    target = edited(tmp_path)
    data = load_data(target)
    data[key] = value
    (target / Y).write_text(json.dumps(data), encoding="utf-8")  # JSON is YAML
    try:
        load_folder(target)
    except CaseError as error:
        problems = error.problems
    else:
        return
    for problem in problems:
        check_words(plain(problem.explain("fr")) + plain(problem.explain("en")))
        assert problem.file.startswith("essai/")


def load_data(target: Path) -> dict[str, Any]:
    located, _ = read_yaml((target / Y).read_text(encoding="utf-8"), Y)
    assert located is not None
    assert isinstance(located.data, dict)
    return dict(located.data)
