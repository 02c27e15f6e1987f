"""YAML as plain data with the line of each value; whatever cannot be read is a problem with its line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.plain import Plain
from cases.problem import Problem
from cases.text_file import MAX_BYTES, decoded
from cases.yaml_lines import MAX_DEPTH, Located, read_yaml


def read(text: str) -> Located:
    located, problems = read_yaml(text, "f.yaml")
    assert not problems
    assert located is not None
    return located


def refused(text: str) -> Problem:
    located, problems = read_yaml(text, "f.yaml")
    assert located is None
    (problem,) = problems
    for lang in ("fr", "en"):
        words = problem.explain(lang)
        assert words.startswith("f.yaml")
        for inner in ("Scalar", "ordereddict", "Commented", "Error", "codec", "object at"):
            assert inner not in words
    return problem


TEXT = """\
# a comment
version: 1
rate: 1e3
flag: true
none:
day: 2026-09-01
hour: 12:30
word: yes
quoted: "1,5"
hex: 0x10
list:
  - 1
  - [2, {three: 3}]
block: |
  one
  two
table:
  - {a: 1, b: 2}
  - a: 3
    b: 4
"""


def test_values_are_plain_data() -> None:
    assert read(TEXT).data == {
        "version": 1, "rate": 1000.0, "flag": True, "none": None, "day": "2026-09-01", "hour": "12:30",
        "word": "yes", "quoted": "1,5", "hex": 16, "list": [1, [2, {"three": 3}]], "block": "one\ntwo\n",
        "table": [{"a": 1, "b": 2}, {"a": 3, "b": 4}],
    }  # fmt: skip


def test_they_are_pythons_own_types() -> None:
    def check(value: Plain) -> None:
        assert type(value) in {dict, list, str, int, float, bool, type(None)}
        for part in value if isinstance(value, list) else value.values() if isinstance(value, dict) else ():
            check(part)

    check(read(TEXT).data)
    check(read("a: &x true\nb: *x\nc: &y 0x1F\nd: *y\ne: &z [1]\nf: *z").data)
    assert read("a: &x true\nb: *x").data == {"a": True, "b": True}


def test_each_value_has_its_line() -> None:
    located = read(TEXT)
    for path, line in {
        ("version",): 2, ("block",): 14, ("list",): 11, ("list", 0): 12, ("list", 1): 13,
        ("list", 1, 1, "three"): 13, ("table", 0, "b"): 18, ("table", 1): 19, ("table", 1, "b"): 20,
    }.items():  # fmt: skip
        assert located.line(path) == line, path
    assert located.line(()) == 1


def test_a_path_that_the_file_does_not_hold_has_the_line_above() -> None:
    located = read(TEXT)
    assert located.line(("table", 1, "c")) == 19
    assert located.line(("table", "record", 1, "b", "Mistake")) == 20
    assert located.line(("nowhere",)) == 1
    assert located.known(("table", "record", 1, "b", "Mistake")) == ("table", 1, "b")


def test_aliases_and_merges_are_unfolded() -> None:
    located = read("base: &b {x: 1}\nuse: *b\nmore:\n  <<: *b\n  y: 2\n")
    assert located.data == {"base": {"x": 1}, "use": {"x": 1}, "more": {"x": 1, "y": 2}}
    assert located.line(("more", "y")) == 5


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n", "~"])
def test_an_empty_file_is_nothing(text: str) -> None:
    assert read(text).data is None


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a: 1\nb: 'x\n", "yaml", 2),
        ("a: 1\nb: {c: 1\nd: 2\n\n", "yaml", 3),
        ("a:\n\tb: 1\n", "yaml", 2),
        ("a: 1\nb: 2\na: 3\n", "yaml", 3),
        ("a: b: c", "yaml", 1),
        ("a: 1\n b: 2", "yaml", 2),
        ("a: 1\nb: [1,\nc: 2", "yaml", 2),
        ("a: *nobody", "yaml", 1),
        ("a: 1\n---\nb: 2", "yaml", 2),
        ("a: 1\nb: \x00", "yaml", 2),
        ("a: 1\nb: \x07", "yaml", 2),
        ("a: 1\nb: \ud800", "yaml", 2),
        ('a: 1\nb: "\\ud800"', "yaml", 2),
        ("%YAML 9.9\n---\na: 1", "yaml", 1),
        ("a: 1\nb: .inf", "yaml_finite", 2),
        ("a: 1\nb: [1, -.inf]", "yaml_finite", 2),
        ("a: 1\nb:\n  - .nan", "yaml_finite", 3),
        ("a: 1\nb: 1e999", "yaml_finite", 2),
        ("a: 1\nb: " + "9" * 5000, "yaml_finite", 2),
        ("a: 1\n2: b", "yaml_key", 2),
        ("a: 1\ntrue: b", "yaml_key", 2),
        ("a: 1\n~: b", "yaml_key", 2),
        ("a: 1\n2026-01-01: b", "yaml_key", 2),
        ("a: 1\n? [x, y]\n: b", "yaml_key", 2),
        ("a: 1\n? {x: y}\n: b", "yaml_key", 2),
        ("a: 1\nb: {c: {5: 6}}", "yaml_key", 2),
        ("a: 1\nb: !!python/object/apply:os.system [ls]\n", None, 2),
        ("a: 1\nb: !!python/object:os.system x", "yaml_kind", 2),
        ("a: 1\nb: !mine x", "yaml_kind", 2),
        ("a: 1\nb: !!set {x, y}", "yaml_kind", 2),
        ("a: 1\nb: !!binary aGVsbG8=", "yaml_kind", 2),
        ("[" * 2000, "yaml_deep", 1),
        ("a: 1\nb: " + "{a: " * 500, "yaml_deep", 2),
        ("a: 1\nb:\n  " + "- " * 2000, "yaml_deep", 3),
        ("a: 1\n" + "? " * 2000, "yaml_deep", None),
        ("\n".join(" " * n + "-" for n in range(300)), "yaml_deep", None),
        ("\n".join(" " * n + "a:" for n in range(300)), "yaml_deep", None),
        ("x" * (MAX_BYTES + 1), "file_large", None),
        ("é" * (MAX_BYTES // 2 + 1), "file_large", None),
    ],
)  # fmt: skip
def test_what_cannot_be_read(text: str, code: str | None, line: int | None) -> None:
    if code is None:  # a tag on a list is dropped, nothing is built from it
        assert read(text).data == {"a": 1, "b": ["ls"]}
        return
    problem = refused(text)
    assert problem.code == code
    if line is not None:
        assert problem.line == line


def test_a_key_is_named_as_it_was_written() -> None:
    assert [refused(f"{key}: x").params["key"] for key in ("12", "true", "~", "1.5")] == [
        "12",
        "true",
        "~",
        "1.5",
    ]
    assert refused("? [a]\n: x").params["key"] == "…"


def laughs(levels: int) -> str:
    """A file of a few hundred bytes that stands for 9**levels values."""
    lines = ["a0: &a0 [" + ",".join("1" * 9) + "]"]
    lines += [f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]" for n in range(1, levels)]
    return "\n".join(lines)


def test_a_bomb_of_aliases_is_defused() -> None:
    assert refused(laughs(40)).code == "yaml_alias"
    assert len(read(laughs(4)).data) == 4  # type: ignore[arg-type]


def test_a_bomb_of_merges_is_harmless() -> None:
    lines = ["a0: &a0 {x: 1, y: 2}"]
    lines += [f"a{n}: &a{n} {{<<: [{','.join([f'*a{n - 1}'] * 9)}], z{n}: 1}}" for n in range(1, 25)]
    assert read("\n".join(lines)).data["a24"] == {"x": 1, "y": 2} | {f"z{n}": 1 for n in range(1, 25)}  # type: ignore[index, call-overload]


@pytest.mark.parametrize("text", ["a: &a [*a]", "a: &a {b: *a}", "&a [&b [*a, *b]]"])
def test_an_alias_to_its_own_container_ends(text: str) -> None:
    located, problems = read_yaml(text, "f.yaml")
    assert (located is None) == bool(problems)


def test_thirty_levels_are_allowed() -> None:
    depth = MAX_DEPTH
    assert read("[" * depth + "1" + "]" * depth).data
    assert refused("[" * (depth + 1) + "1" + "]" * (depth + 1)).code == "yaml_deep"


@given(
    st.text(alphabet=st.sampled_from(list("ab:-[]{}&*!|>'\"#%@`,? \n\t0\x0c\u2028é~<.")), max_size=60)
    | st.text(max_size=40)
)
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_or_refused(text: str) -> None:
    located, problems = read_yaml(text, "f.yaml")
    assert (located is None) == (len(problems) == 1)
    for problem in problems:
        assert problem.explain("fr")
        assert (
            problem.line is None
            or 1
            <= problem.line
            <= text.count("\n")
            + text.count("\u2028")
            + text.count("\r")
            + text.count("\x85")
            + text.count("\u2029")
            + 2
        )


# -- the bytes of a file -------------------------------------------------------------------------------
def test_a_byte_order_mark_and_any_line_end_are_read() -> None:
    assert decoded("a: é\r\nb: 2\rc\n".encode("utf-8-sig"), "f") == "a: é\nb: 2\nc\n"


def test_a_file_of_another_encoding_is_refused_at_its_line() -> None:
    problem = decoded("a: 1\nb: 2\nc: Qualité\n".encode("latin-1"), "f.yaml")
    assert isinstance(problem, Problem)
    assert (problem.code, problem.line, problem.params["byte"]) == ("file_encoding", 3, "0xE9")
    problem = decoded("a: 1\n".encode("utf-16"), "f.yaml")
    assert isinstance(problem, Problem)
    assert problem.code == "file_encoding"


def test_a_huge_file_is_refused_before_it_is_decoded() -> None:
    problem = decoded(b"\xff" * (MAX_BYTES + 1), "f.yaml")
    assert isinstance(problem, Problem)
    assert problem.code == "file_large"
