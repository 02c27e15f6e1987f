"""Plans: read cell by cell, checked rule by rule, marked by their regret and never by their likeness."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from cases.answers import Answer
from cases.debrief import debrief
from cases.keyfile import key_answers, parse_answers
from cases.load import LANGUAGES, load_folder
from cases.marking import check, mark
from cases.plan_checking import Fault, gain, share_fine
from cases.plan_table import natural
from cases.plan_upload import from_file, to_file
from cases.plans import drawn_up, reference
from cases.problem import CaseError
from cases.proof import prove_share
from cases.questions.plan import PlanQuestion
from cases.uploads import UploadError, written
from cases.variant import Variant, draw
from cases.views import question as asked

FOLDER = Path(__file__).parents[1] / "fixtures" / "plan"
SEED = 3


@pytest.fixture(scope="module")
def variant() -> Variant:
    return draw(load_folder(FOLDER), SEED)


def answers(variant: Variant, **changed: dict[str, str] | str) -> dict[str, Answer]:
    return {name: Answer(raw, "fr") for name, raw in {**key_answers(variant), **changed}.items()}


def loaded(variant: Variant, changes: dict[str, str]) -> dict[str, str]:
    raw = key_answers(variant)["loading"]
    assert isinstance(raw, dict)
    return {f"{row}.vehicle": raw[f"{row}.vehicle"] for row in ORDERS} | {
        f"{row}.vehicle": vehicle for row, vehicle in changes.items()
    }


ORDERS = [f"CMD-0{number}" for number in range(1, 9)]


def plan(variant: Variant, name: str = "loading") -> PlanQuestion:
    question = variant.case.question(name)
    assert isinstance(question, PlanQuestion)
    return question


def one(variant: Variant, name: str, raw: dict[str, str], **changed: str) -> Any:
    return mark(variant, answers(variant, **{name: raw}, **changed)).question(name)  # type: ignore[arg-type]


def test_the_sample_is_proven() -> None:
    share = prove_share(load_folder(FOLDER), 0, 5)
    assert not share.problems, share.problems[0].explain("en")


# -- marking -------------------------------------------------------------------------------------------
def test_the_reference_earns_all_and_the_naive_plan_nothing(variant: Variant) -> None:
    scope = variant.scope()
    for name in ("loading", "schedule"):
        question = plan(variant, name)
        best = question.raw(question.key(scope), "fr")
        naive = question.raw(list(question.naive_rows(scope)), "fr")
        assert isinstance(best, dict)
        assert isinstance(naive, dict)
        assert one(variant, name, best).codes == ("correct",)
        marked = one(variant, name, naive)
        assert (marked.score, marked.codes) == (0, ("no_gain",))


def test_another_plan_of_the_same_cost_earns_all(variant: Variant) -> None:
    """Two lorries alike exchange their loads: another plan, the same worth."""
    raw = loaded(variant, {})
    swapped = {place: {"T1": "T2", "T2": "T1"}.get(vehicle, vehicle) for place, vehicle in raw.items()}
    assert swapped != raw
    assert one(variant, "loading", swapped).outcome.credit == 1


def test_each_rule_broken_is_named_and_caps_the_credit(variant: Variant) -> None:
    marked = one(variant, "loading", loaded(variant, {"CMD-02": "V1", "CMD-03": "V1"}))
    assert marked.codes[0] == "infeasible"
    assert set(marked.codes[1:]) <= {f"violation.{rule}" for rule in plan(variant).all_rules}
    assert "violation.weight" in marked.codes
    assert 0 < marked.outcome.credit <= 0.3
    assert marked.outcome.parts["CMD-02"].code == "violation.weight"
    assert marked.outcome.parts["CMD-01"].code == "plan_kept"


def test_a_row_left_out_is_a_rule_broken(variant: Variant) -> None:
    raw = loaded(variant, {"CMD-05": ""})
    marked = one(variant, "loading", raw)
    assert marked.codes == ("infeasible", "violation.missing")
    assert 0 < marked.outcome.credit < 0.3
    assert "CMD-05" not in marked.outcome.parts


@pytest.mark.parametrize(
    ("raw", "codes"),
    [
        ({"CMD-01.vehicle": "T9"}, {"plan_unknown_value"}),
        ({"CMD-99.vehicle": "T1"}, {"plan_unknown_row"}),
    ],
)
def test_rows_and_choices_that_do_not_exist(variant: Variant, raw: dict[str, str], codes: set[str]) -> None:
    marked = one(variant, "loading", loaded(variant, {}) | raw)
    assert marked.codes[0] == "infeasible"
    assert codes <= set(marked.codes)


def test_cells_of_free_rows(variant: Variant) -> None:
    raw = key_answers(variant)["schedule"]
    assert isinstance(raw, dict)
    for change, code in (
        ({"2.start": ""}, "plan_incomplete"),
        ({"2.start": "pas encore"}, "plan_incomplete"),
        ({"2.start": "101"}, "plan_out_of_range"),
        ({"2.order": "OF-99"}, "plan_unknown_value"),
        ({"7.order": raw["1.order"], "7.start": "90"}, "violation.twice"),
        ({"2.shift": "night"}, "plan_unknown_value"),
    ):
        marked = one(variant, "schedule", raw | change)
        assert marked.codes[0] == "infeasible", change
        assert code in marked.codes, change
    assert one(variant, "schedule", raw | {"2.shift": "morning"}).codes == ("correct",)
    moved = {place.replace("1.", "8."): text for place, text in raw.items()}
    assert one(variant, "schedule", moved).outcome.credit == 1  # whatever row they stand in


def test_a_plan_is_judged_with_the_learners_own_figures(variant: Variant) -> None:
    """Whoever forgot the margin loads heavier lorries: consistent with it, the plan earns all."""
    scope = variant.scope()
    scope.put("payload_allowed", scope.value("payload"))
    question = plan(variant)
    own = question.raw(question.key(scope), "fr")
    assert isinstance(own, dict)
    marked = mark(variant, answers(variant, loading=own, payload_allowed=str(scope.value("payload"))))
    assert marked.question("payload_allowed").codes == ("mistake.no_margin",)
    assert marked.question("loading").outcome.credit == 1
    assert marked.question("loading").codes[0] in {"carried", "correct"}


def test_what_follows_rests_on_the_learners_plan(variant: Variant) -> None:
    scope = variant.scope()
    question = plan(variant)
    rows = question.naive_rows(scope)
    cost = int(question.checked(rows, scope).objective["total_cost"])
    raw = question.raw(list(rows), "fr")
    assert isinstance(raw, dict)
    marked = mark(variant, answers(variant, loading=raw, transport_cost=str(cost)))
    assert marked.question("transport_cost").codes == ("carried",)
    unfinished = {place: text for place, text in raw.items() if not place.startswith("CMD-01")}
    marked = mark(variant, answers(variant, loading=unfinished))
    assert marked.question("transport_cost").codes == ("correct",)  # the key's, since the plan is unfinished


@pytest.mark.parametrize(
    ("value", "maximise", "expected"),
    [(100, False, 0), (120, False, 0), (60, False, 1), (60.5, False, 1), (80, False, 0.5), (50, False, 1),
     (0, True, 0), (60, True, 0), (100, True, 1), (110, True, 1), (80, True, 0.5)],
)  # fmt: skip
def test_regret(value: float, maximise: bool, expected: float) -> None:
    naive, best = (60, 100) if maximise else (100, 60)
    assert gain(value, naive, best, 0.01, maximise=maximise) == expected


def test_a_plan_better_than_the_reference_is_told(variant: Variant, tmp_path: Path) -> None:
    case = edited(
        tmp_path, lambda file: question_of(file, "schedule").update(reference="dispatch(jobs, 'edd', 1)")
    )
    found = draw(case, SEED)
    best = key_answers(variant)["schedule"]
    assert isinstance(best, dict)
    marked = mark(found, {"schedule": Answer(best)}).question("schedule")
    assert (marked.outcome.credit, marked.codes) == (1, ("correct", "plan_better"))
    given = {"schedule": Answer(best)}
    told = debrief(found, given, mark(found, given), "en")
    words = next(item for item in told if item.id == "schedule")
    assert any("better than the reference" in line for line in words.feedback)


def test_a_soft_rule_caps_and_does_not_forbid(variant: Variant, tmp_path: Path) -> None:
    case = edited(tmp_path, lambda file: question_of(file, "schedule").update(soft={"setup": 0.6}))
    found = draw(case, SEED)
    question = found.case.question("schedule")
    assert isinstance(question, PlanQuestion)
    rows = [dict(row) for row in question.key(found.scope()) if isinstance(row, dict)]  # type: ignore[union-attr]
    faults = [Fault("setup", (0, 1), "OF-1", 1, 2, "hour")]
    scope = found.scope()
    assert question.judged(rows, scope).credit == 1
    original = PlanQuestion.checked

    def with_fault(self: PlanQuestion, given: Any, over: Any) -> Any:
        seen = original(self, given, over)
        return type(seen)((*seen.faults, *faults), seen.objective, seen.bars, seen.loads)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PlanQuestion, "checked", with_fault)
        judged = question.judged(rows, scope)
    assert (judged.credit, judged.codes) == (0.6, ("partly", "violation.setup"))


@given(
    st.lists(
        st.tuples(st.integers(0, 7), st.sampled_from(["T1", "T2", "T3", "V1", "V2", "", "T9"])), max_size=8
    )
)
@settings(max_examples=60, deadline=None)
def test_any_plan_earns_between_nothing_and_all(variant: Variant, moves: list[tuple[int, str]]) -> None:
    raw = loaded(variant, {ORDERS[at]: vehicle for at, vehicle in moves})
    marked = one(variant, "loading", raw)
    assert 0 <= marked.outcome.credit <= 1
    assert (marked.outcome.credit > 0.3) <= (marked.codes[0] != "infeasible")


@given(st.integers(1, 8), st.lists(st.lists(st.integers(0, 7), max_size=3).map(tuple), max_size=5))
def test_mending_a_fault_never_lowers_the_share(rows: int, at_fault: list[tuple[int, ...]]) -> None:
    faults = [Fault("x", tuple(place for place in places if place < rows)) for places in at_fault]
    shares = [share_fine(faults[kept:], rows) for kept in range(len(faults) + 1)]
    assert shares == sorted(shares)
    assert shares[-1] == 1


# -- reading -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("lang", LANGUAGES)
def test_raw_and_read_are_inverse(variant: Variant, lang: Any) -> None:
    for seed in range(4):
        found = draw(variant.case, seed)
        for name in ("loading", "schedule"):
            question, key = plan(found, name), found.scope().value(name)
            assert question.read(Answer(question.raw(key, lang), lang)).value == key


@given(
    st.lists(
        st.tuples(st.integers(1, 8), st.floats(0, 99).map(lambda f: round(f, 2))), min_size=1, max_size=6
    )
)
def test_figures_keep_their_decimals(variant: Variant, cells: list[tuple[int, float]]) -> None:
    question = plan(variant, "schedule")
    raw = {f"{row}.start": f"{value:.2f}".replace(".", ",") for row, value in cells}
    value = question.read(Answer(raw)).value
    for lang in LANGUAGES:
        again = question.read(Answer(question.raw(value, lang), lang))
        assert again.value == value


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("text", "answer_shape"),
        (["a"], "answer_shape"),
        ({"1.nothing": "x"}, "unknown_place"),
        ({"start": "1"}, "unknown_place"),
        ({"0.start": "1"}, "unknown_place"),
        ({"201.start": "1"}, "unknown_place"),
        ({"999999999999999999999.start": "1"}, "unknown_place"),
        ({"٣.start": "1"}, "unknown_place"),
        ({"-1.start": "1"}, "unknown_place"),
        ({"1.start": "1.234"}, "reading.ambiguous"),
        ({"1.start": "x"}, "reading.not_a_number"),
        ({"1.order": "x" * 500}, "plan_long"),
    ],
)
def test_what_is_refused_is_said(variant: Variant, raw: Any, code: str | None) -> None:
    answer = Answer(raw, "fr")
    reading = plan(variant, "schedule").read(answer)
    assert reading.codes == ((code,) if code else ())
    for lang in LANGUAGES:
        assert bool(check(variant, "schedule", answer).message(lang)) == bool(code)


def test_a_cell_that_cannot_be_read_leaves_the_others(variant: Variant) -> None:
    answer = Answer({"1.order": "OF-1", "1.start": "deux", "3.start": "2"}, "fr")
    reading = plan(variant, "schedule").read(answer)
    assert reading.ok
    assert reading.value == [{"order": "OF-1"}, {"start": 2.0}]
    assert (reading.params["rows"], set(reading.parts)) == (["1", "3"], {"1.start"})
    assert check(variant, "schedule", answer).message("fr").startswith("ligne 1, Début")


def test_rows_are_ordered_as_people_count() -> None:
    assert sorted(["CMD-10", "CMD-9", "A", "CMD-9b"], key=natural) == ["A", "CMD-9", "CMD-9b", "CMD-10"]


def test_an_answers_file_may_nest_the_rows(variant: Variant) -> None:
    text = "schedule:\n  1: {order: OF-1, start: 0}\n  2: {order: OF-2, start: 2.5}\n"
    found = parse_answers(
        text.replace("  1:", "  '1':").replace("  2:", "  '2':"), "a.yaml", "fr", variant.case
    )
    assert plan(variant, "schedule").read(found["schedule"]).value == [
        {"order": "OF-1", "start": 0.0},
        {"order": "OF-2", "start": 2.5},
    ]


# -- words ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("fr", ["Un véhicule dépasse sa charge utile\u00a0: V1", "sans méthode", "note est plafonnée"]),
        ("en", ["A vehicle carries more than it may: V1", "without method", "mark is capped"]),
    ],
)
def test_the_debrief_names_each_rule(variant: Variant, lang: Any, words: list[str]) -> None:
    given = answers(variant, loading=loaded(variant, {"CMD-02": "V1", "CMD-03": "V1"}))
    item = next(one for one in debrief(variant, given, mark(variant, given), lang) if one.id == "loading")
    text = "\n".join(item.feedback)
    assert all(word in text for word in words), text
    assert item.parts[1].words
    assert item.parts[1].given.startswith("CMD-02")


def test_what_is_asked_holds_nothing_of_the_key(variant: Variant) -> None:
    for lang in LANGUAGES:
        view = asked(variant, "loading", lang)
        ask = view.ask
        assert ask.rows == tuple(ORDERS)  # type: ignore[attr-defined]
        assert [option.id for option in ask.columns[0].options] == ["T1", "T2", "T3", "V1", "V2"]  # type: ignore[attr-defined]
        assert not ask.told_at_once  # type: ignore[attr-defined]
    ask = asked(variant, "schedule", "fr").ask
    assert ask.rows == tuple(str(n) for n in range(1, 9))  # type: ignore[attr-defined]
    assert [(c.label, c.unit_label, c.optional) for c in ask.columns] == [  # type: ignore[attr-defined]
        ("Ordre de fabrication", "", False),
        ("Début", "h", False),
        ("Équipe", "", True),
    ]
    assert [option.text for option in ask.columns[2].options] == ["Matin", "Soir"]  # type: ignore[attr-defined]


def test_a_plan_as_it_stands_is_told_and_pictured(variant: Variant) -> None:
    raw = key_answers(variant)["schedule"]
    assert isinstance(raw, dict)
    view = drawn_up(variant, "schedule", Answer(raw | {"2.start": "0"}), "en")
    assert view is not None
    assert view.heads == ("Works order", "Start", "Shift")
    assert any(line.startswith("Two orders are on the machine at once") for line in view.broken)
    assert view.chart is not None
    assert len(view.chart.bars) == 6
    assert any(name.endswith("!") for name in view.chart.bars)  # late
    assert 1 in view.at_fault
    assert view.figure.endswith("h")
    assert drawn_up(variant, "schedule", None, "en") is None
    assert drawn_up(variant, "schedule", Answer({"1.start": "x"}), "en") is None
    best = reference(variant, "loading", "fr")
    assert best is not None
    assert best.broken == ()
    assert {load.found.split("\u00a0")[-1] for load in best.loads} == {"kg", "m³"}
    assert all(load.share <= 1 for load in best.loads)
    with pytest.raises(KeyError):
        drawn_up(variant, "payload_allowed", None, "fr")


# -- files ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_file_gives_the_same_answer_as_the_table(variant: Variant, lang: Any) -> None:
    for name in ("loading", "schedule"):
        raw = plan(variant, name).raw(variant.scope().value(name), lang)
        assert isinstance(raw, dict)
        filled = from_file(variant, name, to_file(variant, name, raw, lang), lang)
        assert filled.raw == raw
        assert filled.ignored == ()


def test_headings_and_options_in_the_other_language(variant: Variant) -> None:
    rows = [["Start (h)", "WORKS ORDER", "shift", "Note"], ["2,5", "of-1", "Evening", "x"]]
    filled = from_file(variant, "schedule", written(rows, "fr"), "fr")
    assert filled.raw == {"1.start": "2,5", "1.order": "OF-1", "1.shift": "evening"}
    assert (filled.rows, filled.ignored) == (1, ("Note",))


@pytest.mark.parametrize(
    ("name", "rows", "code"),
    [
        ("loading", [["order", "vehicle"], ["CMD-01", "T9"]], "upload_value"),
        ("loading", [["order", "vehicle"], ["CMD-77", "T1"]], "upload_value"),
        ("loading", [["order", "vehicle"], ["CMD-01", "T1"], ["CMD-01", "T2"]], "upload_row_twice"),
        ("loading", [["vehicle"], ["T1"]], "upload_column_missing"),
        ("schedule", [["order", "start"], *[["OF-1", "1"]] * 9], "upload_rows"),
    ],
)
def test_files_that_will_not_do(variant: Variant, name: str, rows: list[list[str]], code: str) -> None:
    with pytest.raises(UploadError) as caught:
        from_file(variant, name, written(rows, "fr"), "fr")
    assert caught.value.code == code
    assert all(caught.value.explain(lang) for lang in LANGUAGES)


# -- the format ----------------------------------------------------------------------------------------
def edited(folder: Path, change: Any, words: dict[str, str] | None = None) -> Any:
    """The sample with its case file changed, and words of its papers replaced."""
    target = folder / "plan"
    target.mkdir()
    for path in FOLDER.iterdir():
        text = path.read_text(encoding="utf-8")
        for old, new in (words or {}).items():
            text = text.replace(old, new)
        (target / path.name).write_text(text, encoding="utf-8")
    file = YAML(typ="safe").load((FOLDER / "case.yaml").read_text(encoding="utf-8"))
    change(file)
    (target / "case.yaml").write_text(json.dumps(file), encoding="utf-8")
    return load_folder(target)


def question_of(file: dict[str, Any], name: str) -> dict[str, Any]:
    return next(question for question in file["questions"] if question["id"] == name)  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("name", "change", "words"),
    [
        ("loading", {"minimise": None}, "minimise"),
        ("loading", {"maximise": "vehicles"}, "one of them only"),
        ("loading", {"rows": {"a": "pallets", "b": "pallets"}}, "a row for each text"),
        ("loading", {"rows": 0}, "a row for each text"),
        ("loading", {"columns": {"vehicle": {"choice": "fleet", "unit": "kg"}}}, "either a choice"),
        ("loading", {"columns": {"vehicle": {"options": ["a", "a"]}}}, "twice"),
        ("loading", {"columns": {"order": {"options": ["a", "b"]}}}, "twice"),
        ("schedule", {"columns": {"order": {"range": [3, 1]}}}, "below the upper"),
        ("schedule", {"soft": {"setup": 1.5}}, "1.5"),
        ("loading", {"violations_shown": "always"}, "payload_allowed"),
        ("schedule", {"rules": ["late"]}, "late"),
    ],
)
def test_formats_that_are_refused_in_words(
    tmp_path: Path, name: str, change: dict[str, Any], words: str
) -> None:
    def apply(file: dict[str, Any]) -> None:
        question = question_of(file, name)
        question.update(change)
        for key in [key for key, value in question.items() if value is None]:
            del question[key]

    with pytest.raises(CaseError) as caught:
        edited(tmp_path, apply)
    assert words in caught.value.explain("en")
    assert caught.value.explain("fr") != caught.value.explain("en")


CLAIMED = {"rows": "dispatch(jobs, 'edd', 1)", "objective": {"total_tardiness": -5}}


@pytest.mark.parametrize(
    ("name", "change", "words"),
    [
        ("schedule", {"naive": "best_schedule(jobs, 'total_tardiness', 1)"}, "too close"),
        ("schedule", {"reference": "dispatch(jobs, 'fifo', 0)"}, "breaks the rule"),
        ("schedule", {"reference": CLAIMED}, "they must agree"),
        ("schedule", {"check": "check_schedule(plan, jobs, 1).objective"}, "must give"),
        ("schedule", {"minimise": "beauty"}, "does not measure"),
        ("schedule", {"rows": "0 * len(jobs)"}, "from 1 to 200"),
        ("loading", {"rows": {"order": "[1, 2]"}}, "short texts"),
        ("loading", {"naive": "fleet"}, "order, vehicle"),
    ],
)
def test_plans_that_are_not_proven(tmp_path: Path, name: str, change: dict[str, Any], words: str) -> None:
    aim = {"[total_tardiness]": f"[{change['minimise']}]"} if "minimise" in change else None
    case = edited(tmp_path, lambda file: question_of(file, name).update(change), aim)
    told = "\n".join(problem.explain("en") for problem in prove_share(case, SEED, 1).problems)
    assert words in told, told


def test_marking_is_a_pure_function(variant: Variant) -> None:
    given = answers(variant, loading=loaded(variant, {"CMD-02": "V1"}))
    assert mark(variant, given).as_dict() == mark(draw(variant.case, SEED), given).as_dict()
