"""The rules of a sitting: chosen and told before it begins, held by the pages and by the store while it lasts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from screens_harness import NOW, SEED, SLUG, html, new_store, offered, open_page, sent, sound, variant, widget
from streamlit.testing.v1 import AppTest

from app.i18n import translator
from app.store import SittingRow, Store, TrialsUsed
from app.widgets.context import Work
from app.widgets.handin import close
from cases.answers import Answer
from cases.keyfile import key_answers
from cases.library import load
from cases.marking import mark
from cases.policy import EXAM, MOCK_EXAM, PRACTICE, Policy
from cases.quantity import write_number

LANGUAGES = ("fr", "en")
T = translator("fr")


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Store:
    return new_store(monkeypatch, tmp_path)


def sit(store: Store, rules: Policy | None = None, **answers: object) -> SittingRow:
    """A sitting under a policy, with some answers typed in French."""
    kept = rules.as_dict() if rules else None
    version = load(SLUG).version
    row = store.start_sitting(store.local_learner().id, SLUG, version, SEED, "fr", NOW, policy=kept)
    for question, raw in answers.items():
        store.save_answer(row.id, row.learner_id, question, raw, "fr", NOW)  # type: ignore[arg-type]
    return row


def key(question: str) -> object:
    return key_answers(variant(), "fr")[question]


def mistaken(question: str, name: str) -> str:
    """What a learner with a declared misconception types."""
    asked, scope = variant().case.question(question), variant().scope()
    return str(asked.raw(asked.mistake_values(scope)[f"mistake.{name}"][0], "fr"))


def buttons(at: AppTest, *parts: str) -> list[str]:
    """The labels of the buttons whose key begins so."""
    return [one.label for one in at.button if one.key and one.key.startswith(":".join(parts))]


def rung(at: AppTest, name: str, question: str) -> object:
    return next(
        one
        for one in at.button
        if one.key and one.key.startswith(f"lt_rung:{name}:") and one.key.endswith(f":{question}")
    )


def verdicts(at: AppTest) -> list[str]:
    """The verdicts shown on the page, in words."""
    return [
        word
        for word in ("right", "carried", "partly", "wrong")
        if f"{T('ladder.' + word)}</span>" in html(at)
    ]


def plain(words: str) -> str:
    return words.replace("\u00a0", " ").replace("\u202f", " ")


def charts(at: AppTest) -> int:
    return len(at.get("vega_lite_chart") or at.get("arrow_vega_lite_chart"))


# -- beginning -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_rules_are_told_before_a_case_is_begun(store: Store, lang: str) -> None:
    at, t = open_page("catalogue", lang), translator(lang)
    for words in PRACTICE.words(lang):
        assert words in html(at)
    sound(widget(at.segmented_control, lang).set_value("exam").run(), lang)
    for words in MOCK_EXAM.words(lang):
        assert words in html(at)
    assert t("catalogue.begin_exam") in [one.label for one in at.button]
    assert t("catalogue.begin_practice") not in [one.label for one in at.button]


@pytest.mark.parametrize(("mode", "policy"), [("practice", PRACTICE), ("exam", MOCK_EXAM)])
def test_the_rules_chosen_are_kept_with_the_sitting_and_told_in_it(
    store: Store, mode: str, policy: Policy
) -> None:
    at = open_page("catalogue")
    widget(at.segmented_control, "fr").set_value(mode).run()
    sound(widget(at.button, SLUG).click().run())
    (row,) = store.sittings(store.local_learner().id)
    assert row.mode == mode
    assert Policy.from_dict(row.policy) == policy
    assert T("mode." + mode) in html(at)
    for words in policy.words("fr"):
        assert words in html(at)


def test_a_mock_exam_is_an_exam_without_a_trainer() -> None:
    assert (MOCK_EXAM.hints, MOCK_EXAM.ladder, MOCK_EXAM.counts_as) == (False, (), "exam")
    assert (MOCK_EXAM.results, MOCK_EXAM.self_assessed) == ("on_hand_in", True)
    for lang in LANGUAGES:
        assert MOCK_EXAM.words(lang)[0] != EXAM.words(lang)[0]


def test_a_new_variant_is_begun_under_the_same_rules(store: Store) -> None:
    row = sit(store, MOCK_EXAM)
    assert close(Work(row, variant()))
    at = open_page("debrief", sitting=row.id)
    sound(at.button(key="lt_again_below").click().run())
    newest, _ = store.sittings(row.learner_id)
    assert (newest.handed_in_at, newest.mode) == (None, "exam")


# -- an exam -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("policy", [EXAM, MOCK_EXAM])
def test_an_exam_offers_no_help_and_says_nothing_of_right_or_wrong(store: Store, policy: Policy) -> None:
    pages = []
    for raw in (key("annual_demand"), "999999"):
        row = sit(store, policy, annual_demand=raw, mode=key("mode"))
        at = open_page("sitting", sitting=row.id)
        assert not offered(at, "hint")
        assert not buttons(at, "lt_rung")
        assert 'class="lt-verdict' not in html(at)
        pages.append(html(at).split("lt-chips")[1][:4000])
    assert pages[0] == pages[1], "the chips of a right and of a wrong answer look the same"
    for item in variant().case.questions:
        hints = variant().case.papers["fr"].sections.get(f"{item.id}.hints")
        for step in hints.steps if hints else ():
            assert step.text not in sent(at)


# -- hints ---------------------------------------------------------------------------------------------
def test_a_hint_is_offered_with_its_price(store: Store) -> None:
    at = open_page("sitting", sitting=sit(store).id)
    first = T("question.hint", number=1, total=2)
    assert T("question.costs", label=first, share="10\u202f%") in offered(at, "hint")
    free = open_page("sitting", sitting=sit(store, replace(PRACTICE, hint_cost=0.0)).id)
    assert first in offered(free, "hint")


def test_hints_cost_points_at_hand_in_and_the_debrief_says_so(store: Store) -> None:
    row = sit(store, lot_size=key("lot_size"))
    store.use_hint(row.id, row.learner_id, "lot_size", 2, NOW)
    assert close(Work(row, variant()))
    grade = store.last_grade(row.id, row.learner_id)
    assert grade is not None
    points = variant().case.question("lot_size").points
    assert grade.marked["score"] == pytest.approx(0.8 * points)
    words = [text.value for text in open_page("debrief", sitting=row.id).markdown]
    assert [one for one in words if plain(one) == "Aide demandée : 0,3 point en moins."]


# -- the ladder ----------------------------------------------------------------------------------------
def test_an_answer_can_be_checked_once_given(store: Store) -> None:
    row = sit(store)
    at = open_page("sitting", sitting=row.id)
    assert not buttons(at, "lt_rung")
    sound(widget(at.text_input, "annual_demand").set_value("douze").run())
    at.run()
    assert not buttons(at, "lt_rung")  # not readable: nothing to check
    widget(at.text_input, "annual_demand").set_value(str(key("annual_demand"))).run()
    at.run()
    assert buttons(at, "lt_rung") == [T("ladder.verdict")]
    sound(rung(at, "verdict", "annual_demand").click().run())
    assert verdicts(at) == ["right"]
    assert not buttons(at, "lt_rung")  # right: there is nothing to look for
    assert store.rungs(row.id, row.learner_id) == {"annual_demand": ("verdict",)}


def test_a_verdict_belongs_to_the_answer_that_was_checked(store: Store) -> None:
    row = sit(store, annual_demand="999999")
    at = open_page("sitting", sitting=row.id)
    sound(rung(at, "verdict", "annual_demand").click().run())
    assert verdicts(at) == ["wrong"]
    again = open_page("sitting", sitting=row.id)
    assert verdicts(again) == ["wrong"]  # a reload shows it again
    sound(widget(again.text_input, "annual_demand").set_value("888888").run())
    again.run()
    assert verdicts(again) == []
    assert buttons(again, "lt_rung") == [T("ladder.verdict")]


def test_an_answer_that_follows_from_ones_own_figures_is_right_with_them(store: Store) -> None:
    row = sit(store, annual_demand="12000", daily_mean="50")
    at = open_page("sitting", sitting=row.id)
    sound(rung(at, "verdict", "daily_mean").click().run())
    assert verdicts(at) == ["carried"]


def test_where_the_error_is_costs_once_and_is_told_without_the_key(store: Store) -> None:
    row = sit(store, annual_demand=mistaken("annual_demand", "month_missed"))
    at = open_page("sitting", sitting=row.id)
    sound(rung(at, "verdict", "annual_demand").click().run())
    (slip, _) = buttons(at, "lt_rung")
    assert slip == T("question.costs", label=T("ladder.slip"), share="25\u202f%")
    sound(rung(at, "slip", "annual_demand").click().run())
    words = variant().case.papers["fr"].words("annual_demand.mistakes", "month_missed")
    assert words is not None
    assert words.text in [text.value for text in at.markdown]
    figure = write_number(float(str(variant().scope().value("annual_demand"))), "fr")
    assert figure not in sent(at)
    widget(at.text_input, "annual_demand").set_value("999999").run()
    at.run()
    sound(rung(at, "verdict", "annual_demand").click().run())
    assert buttons(at, "lt_rung")[0] == T("ladder.slip")  # paid already
    answers = {"annual_demand": Answer(str(key("annual_demand")), "fr")}
    store.save_answer(row.id, row.learner_id, "annual_demand", answers["annual_demand"].raw, "fr", NOW)
    assert close(Work(row, variant()))
    grade = store.last_grade(row.id, row.learner_id)
    assert grade is not None
    assert grade.marked["score"] == pytest.approx(0.75 * mark(variant(), answers).score)


def test_an_error_that_nothing_explains_costs_nothing(store: Store) -> None:
    row = sit(store, annual_demand="999999")
    at = open_page("sitting", sitting=row.id)
    rung(at, "verdict", "annual_demand").click().run()
    sound(rung(at, "slip", "annual_demand").click().run())
    assert T("ladder.no_slip") in [text.value for text in at.markdown]
    assert store.rungs(row.id, row.learner_id) == {"annual_demand": ("verdict",)}


def test_the_solution_is_shown_once_its_price_was_accepted(store: Store) -> None:
    row = sit(store, annual_demand="999999")
    at = open_page("sitting", sitting=row.id)
    rung(at, "verdict", "annual_demand").click().run()
    sound(rung(at, "solution", "annual_demand").click().run())
    assert T("ladder.sure_all", share="") in [one.value for one in at.warning]
    figure = write_number(float(str(variant().scope().value("annual_demand"))), "fr")
    assert figure not in sent(at)
    at.button(key=f"lt_solution_no:{row.id}:annual_demand").click().run()
    assert not at.warning
    rung(at, "solution", "annual_demand").click().run()
    sound(at.button(key=f"lt_solution_yes:{row.id}:annual_demand").click().run())
    assert T("ladder.read") in html(at)
    assert figure in sent(at)
    assert not buttons(at, "lt_rung")
    sound(widget(at.text_input, "annual_demand").set_value(str(key("annual_demand"))).run())
    assert close(Work(row, variant()))
    grade = store.last_grade(row.id, row.learner_id)
    assert grade is not None
    assert grade.marked["score"] == 0


def test_a_solution_that_would_give_another_away_is_kept(store: Store) -> None:
    row = sit(store, daily_mean="999")
    at = open_page("sitting", sitting=row.id)
    rung(at, "verdict", "daily_mean").click().run()
    sound(rung(at, "solution", "daily_mean").click().run())
    assert T.plural("ladder.unsettled", 1, numbers="1") in [one.value for one in at.warning]
    assert not buttons(at, "lt_solution_yes")
    assert "solution" not in store.rungs(row.id, row.learner_id)["daily_mean"]


def test_a_simulated_question_only_offers_its_solution(store: Store) -> None:
    at = open_page("sitting", sitting=sit(store, policy={"s": "600", "Q": "900"}).id)
    assert buttons(at, "lt_rung") == [T("question.costs_all", label=T("ladder.solution"))]


def test_results_shown_at_once_need_no_asking(store: Store) -> None:
    at_once = replace(EXAM, results="at_once")
    at = open_page("sitting", sitting=sit(store, at_once, annual_demand=key("annual_demand")).id)
    assert verdicts(at) == ["right"]
    assert not buttons(at, "lt_rung")


# -- test runs -----------------------------------------------------------------------------------------
def test_test_runs_are_counted_where_the_rules_say_so(store: Store) -> None:
    row = sit(store, replace(EXAM, trials=2), policy={"s": "600", "Q": "900"})
    at = open_page("sitting", sitting=row.id)
    assert T.plural("decision.runs_left", 2) in [one.value for one in at.caption]
    annexes = charts(at)
    sound(at.button(key=f"lt_run:{row.id}:policy").click().run())
    assert charts(at) == 1, "the fragment drawn again holds the year alone"
    assert charts(sound(at.run())) == annexes + 1
    assert T.plural("decision.runs_left", 1) in [one.value for one in at.caption]
    year = next(one for one in at.segmented_control if one.key and one.key.startswith("lt_year"))
    sound(year.set_value(2).run())
    sound(at.button(key=f"lt_run:{row.id}:policy").click().run())
    assert T.plural("decision.runs_left", 0) in [one.value for one in at.caption]
    year = next(one for one in at.segmented_control if one.key and one.key.startswith("lt_year"))
    sound(year.set_value(3).run())
    assert not buttons(at, "lt_run")
    assert charts(sound(at.run())) == annexes
    with pytest.raises(TrialsUsed):
        store.record_trial(row.id, row.learner_id, "policy", {"s": 1, "Q": 2}, 1, {}, NOW)
    assert [one.year for one in store.trials(row.id, row.learner_id)] == [1, 2]


# -- results that wait -----------------------------------------------------------------------------------
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_result_that_waits_for_the_trainer_cannot_be_reached(store: Store, lang: str) -> None:
    row, t = sit(store, EXAM, annual_demand="999999"), translator(lang)
    assert close(Work(row, variant()))
    at = open_page("debrief", lang, sitting=row.id)
    assert [one.value for one in at.info] == [t("debrief.waiting")]
    paper = open_page("sitting", lang, sitting=row.id)
    listed = open_page(lang=lang)
    assert t("catalogue.not_released") in html(listed)
    for page in (at, paper, listed):
        assert 'class="lt-verdict' not in html(page)
        assert "/\u00a020" not in html(page)
        assert not buttons(page, "lt_to_debrief")
        assert not buttons(page, "lt_debrief")
        for item in variant().case.questions:
            assert variant().case.papers[lang].body(f"{item.id}.solution") not in sent(page)
    store.release(row.id, row.learner_id, NOW)
    assert "/\u00a020" in html(open_page("debrief", lang, sitting=row.id))
    assert buttons(open_page(lang=lang), "lt_debrief") == [t("catalogue.debrief")]
