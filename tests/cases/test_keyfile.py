"""Answers as a file: the key marks 100 %, what people write by hand is read, and faults have their line."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from edited_cases import case_with, plain
from ruamel.yaml import YAML

from cases.answers import Answer, Raw
from cases.case import Case
from cases.keyfile import key_answers, parse_answers, read_answers
from cases.library import load, slugs
from cases.load import LANGUAGES
from cases.marking import mark
from cases.numerals import Lang
from cases.problem import CaseError, Problem
from cases.questions.decision import DecisionQuestion
from cases.variant import Variant, draw


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return case_with(tmp_path_factory.mktemp("keyfile"))


def as_yaml(answers: dict[str, Raw]) -> str:
    buffer = io.StringIO()
    YAML(typ="safe", pure=True).dump(answers, buffer)
    return buffer.getvalue()


def full_marks(variant: Variant, text: str, lang: Lang) -> bool:
    """Whether it earns all that is marked by machine: a text has no key."""
    marked = mark(variant, parse_answers(text, "answers.yaml", lang, variant.case))
    return marked.score == sum(one.points for one in variant.case.questions if one.AUTO)


# -- the key -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_key_as_a_file_marks_everything(lang: Lang, case: Case, tmp_path: Path) -> None:
    for seed in range(100):
        variant = draw(case, seed)
        path = tmp_path / f"{seed}.yaml"
        path.write_text(as_yaml(key_answers(variant, lang)), encoding="utf-8")
        answers = read_answers(path, lang, case)
        assert set(answers) == set(case.question_ids)
        assert all(answer.lang == lang for answer in answers.values())
        assert mark(variant, answers).score == case.points


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("slug", slugs())
def test_so_does_the_key_of_every_case_of_the_library(slug: str, lang: Lang) -> None:
    for seed in range(2):
        variant = draw(load(slug), seed)
        answers = key_answers(variant, lang)
        assert set(answers) == set(variant.case.question_ids)
        for question in variant.case.questions:
            if isinstance(question, DecisionQuestion):
                assert isinstance(answers[question.id], dict)
        assert full_marks(variant, as_yaml(answers), lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_figures_without_quotes_mark_everything_too(lang: Lang, case: Case) -> None:
    """Numbers as YAML has them, whatever the language of the answers."""
    for seed in range(100):
        variant = draw(case, seed)
        scope = variant.scope()
        text = f"threshold: {scope.value('threshold')}\ncover: {scope.value('cover')}\nrisk: later\n"
        assert full_marks(variant, text, lang)


# -- what people write by hand -------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("written", "french", "english"),
    [
        ("12", "12", "12"),
        ("1234.5", "1234,5", "1234.5"),
        ("1.234", "1,2340", "1.2340"),  # a file's figure is never the ambiguous text
        ("1234.567", "1234,5670", "1234.5670"),
        ("0.125", "0,1250", "0.1250"),
        ("-3.25", "-3,25", "-3.25"),
        ("7.0", "7", "7"),
        ("1e3", "1000", "1000"),
        ("1e22", "1" + "0" * 22, "1" + "0" * 22),
        ("1e-7", "0,0000001", "0.0000001"),
        ("0x10", "16", "16"),
        ("1,234", "1,234", "1,234"),  # text: as typed
        ("'1.234'", "1.234", "1.234"),
        ("'1 234,5 pièces'", "1 234,5 pièces", "1 234,5 pièces"),
        ("12:30", "12:30", "12:30"),
        ("2026-09-01", "2026-09-01", "2026-09-01"),
        ("", "", ""),
        ("~", "", ""),
        ("''", "", ""),
    ],
)
def test_a_value_is_what_one_would_type(written: str, french: str, english: str, case: Case) -> None:
    for lang, typed in (("fr", french), ("en", english)):
        answers = parse_answers(f"threshold: {written}\n", "a.yaml", lang, case)  # type: ignore[arg-type]
        assert answers == {"threshold": Answer(typed, lang)}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "figure", [1, 1.5, 0.001, 1.234, 12.3456, 1e-9, 123456.789, 1e15, 0.1 + 0.2, -7.125, 5e-324]
)
def test_a_figure_reads_back_to_itself(figure: float, case: Case) -> None:
    for lang in LANGUAGES:
        answer = parse_answers(f"threshold: {figure!r}\n", "a.yaml", lang, case)["threshold"]
        reading = case.question("threshold").read(answer)
        assert reading.ok or len(str(answer.raw)) > 40, reading
        if reading.ok:
            assert reading.value == figure


def test_lists_and_records() -> None:
    case = load("seuil-reappro")
    text = "policy:\n  s: 512.0\n  Q: '1 050'\nmode: [reorder_point]\n"
    answers = parse_answers(text, "a.yaml", "fr", case)
    assert answers["policy"].raw == {"s": "512", "Q": "1 050"}
    assert answers["mode"].raw == ["reorder_point"]
    assert parse_answers("mode: reorder_point\n", "a.yaml", "fr", case)["mode"].raw == "reorder_point"
    assert parse_answers("policy: {s: , Q: 3}\n", "a.yaml", "fr", case)["policy"].raw == {"s": "", "Q": "3"}


def test_what_is_left_out_is_blank(case: Case) -> None:
    for text in ("", "# nothing yet\n", "threshold:\n", "{}"):
        answers = parse_answers(text, "a.yaml", "fr", case)
        marked = mark(draw(case, 1), answers)
        assert marked.score == 0
        assert {one.codes for one in marked.questions} == {("blank",)}


def test_a_byte_order_mark_and_windows_line_ends_are_read(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes("threshold: 12\r\ncover: '1,5'\r\n".encode("utf-8-sig"))
    assert {name: one.raw for name, one in read_answers(path, "fr", case).items()} == {
        "threshold": "12",
        "cover": "1,5",
    }


# -- faults --------------------------------------------------------------------------------------------
def faults(text: str, case: Case) -> tuple[Problem, ...]:
    with pytest.raises(CaseError) as caught:
        parse_answers(text, "a.yaml", "fr", case)
    return caught.value.problems


@pytest.mark.parametrize(
    ("text", "code", "line", "held"),
    [
        ("threshold: 1\ntreshold: 2\n", "answers_unknown", 2, "vouliez-vous dire « threshold »"),
        ("threshold: 1\nzzz: 2\n", "answers_unknown", 2, "threshold, cover, risk"),
        ("cover: 1\nthreshold: true\n", "answers_value", 2, "un texte ou un nombre"),
        ("threshold: [1, 2]\n", "answers_value", 1, "un texte ou un nombre"),
        ("cover: 1\nthreshold: {value: 2}\n", "answers_value", 2, "un texte ou un nombre"),
        ("risk: {later: true}\n", "answers_value", 1, "un texte"),
        ("risk: {later: yes}\n", "answers_value", 1, "un texte"),
        ("risk: [[later]]\n", "answers_value", 1, "un texte"),
        ("cover: 1\nrisk:\n  - later\n  - true\n", "answers_value", 2, "un texte"),
        ("- threshold\n", "answers_shape", 1, "question: réponse"),
        ("threshold\n", "answers_shape", 1, "question: réponse"),
        ("12\n", "answers_shape", 1, "question: réponse"),
        ("cover: 1\nthreshold: 'x\n", "yaml", 2, "YAML"),
        ("cover: 1\ncover: 2\n", "yaml", 2, "YAML"),
        ("cover: 1\nthreshold: .inf\n", "yaml_finite", 2, "fini"),
        ("cover: 1\n5: 2\n", "yaml_key", 2, "guillemets"),
        ("threshold: !!python/object:os.system x\n", "yaml_kind", 1, "étiquette"),
    ],
)
def test_each_fault_has_its_line(text: str, code: str, line: int, held: str, case: Case) -> None:
    (problem,) = faults(text, case)
    assert (problem.code, problem.file, problem.line) == (code, "a.yaml", line)
    assert held in plain(problem.explain("fr"))
    assert plain(problem.explain("en")).startswith(f"a.yaml:{line}: ")


def test_the_shape_of_a_decision_is_checked() -> None:
    case = load("seuil-reappro")
    for text in ("policy: 12", "policy: [1, 2]", "policy: {s: [1], Q: 2}", "policy: {s: true, Q: 2}"):
        (problem,) = faults(text, case)
        assert problem.code == "answers_value"
        assert "« nom: valeur »" in plain(problem.explain("fr"))
        assert "“name: value”" in plain(problem.explain("en"))


def test_faults_are_told_together(case: Case) -> None:
    problems = faults("tresh: 1\ncover: true\nzzz: 3\n", case)
    assert [problem.line for problem in problems] == [1, 2, 3]


def test_what_marking_judges_is_no_fault_of_the_file(case: Case) -> None:
    """Unreadable figures and unknown options are answers: they are told when marked, as on the page."""
    answers = parse_answers("threshold: a lot\nrisk: nobody\ncover: '1.234'\n", "a.yaml", "fr", case)
    marked = mark(draw(case, 1), answers)
    assert all(one.codes[0] == "unreadable" for one in marked.questions)


def test_a_file_that_cannot_be_opened(case: Case, tmp_path: Path) -> None:
    for path in (tmp_path / "missing.yaml", tmp_path):
        with pytest.raises(CaseError) as caught:
            read_answers(path, "fr", case)
        (problem,) = caught.value.problems
        assert (problem.code, problem.file) == ("file_unreadable", str(path))
        assert "Errno" not in plain(problem.explain("fr"))


def test_a_file_of_another_encoding(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes("cover: 1\nthreshold: 12 pièces\n".encode("latin-1"))
    with pytest.raises(CaseError) as caught:
        read_answers(path, "fr", case)
    assert [(one.code, one.line) for one in caught.value.problems] == [("file_encoding", 2)]


def test_a_bomb_is_defused(case: Case) -> None:
    lines = ["threshold: &a0 [" + ",".join("1" * 9) + "]"]
    lines += [f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    assert faults("\n".join(lines), case)[0].code == "yaml_alias"
