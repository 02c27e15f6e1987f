"""The revision page: what is due, one exercise at a time, its verdict and solution, and the way on."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from screens_harness import NOW, html, new_store, open_page, sent, sit, sound, variant, widget
from streamlit.testing.v1 import AppTest

from app import revising, session
from app.clock import FixedClock
from app.i18n import translator
from app.store import Store, StoreNotWritable
from app.widgets.context import Work
from app.widgets.drill_work import Asked, DrillWork, work_on
from app.widgets.handin import close
from cases.answers import Raw
from cases.library import load
from cases.revision.drills import Drill, drill_for, variant_of
from cases.revision.pool import load_source, pool
from cases.skills import skill


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Store:
    monkeypatch.setattr(session, "clock", lambda: FixedClock(NOW))
    return new_store(monkeypatch, tmp_path)


def hand_in(store: Store, answers: dict[str, Raw]) -> str:
    row = sit(store)
    for name, raw in answers.items():
        store.save_answer(row.id, row.learner_id, name, raw, "fr", NOW)
    assert close(Work(row, variant()))
    return row.id


def only_eoq(store: Store) -> None:
    """A deck where one skill is due, and nothing else."""
    store.put_card(store.local_learner().id, "skill:eoq", dict(_new()), NOW, NOW)


def _new() -> dict[str, object]:
    from cases.revision.scheduling import due_now, review  # noqa: PLC0415

    return due_now(review(None, 1, NOW - timedelta(hours=1), "skill:eoq"), NOW)


def drill_of(store: Store, key: str = "skill:eoq") -> Drill:
    past = revising.deck(store, store.local_learner().id, NOW, pool()).past(key)
    found = drill_for(key, pool(), store.local_learner().id, past)
    assert found is not None
    return found


def right(drill: Drill, lang: str = "fr") -> str:
    paper = variant_of(drill)
    raw = paper.case.question(drill.question_id).raw(paper.scope().value(drill.question_id), lang)  # type: ignore[arg-type]
    assert isinstance(raw, str)
    return raw


def press(at: AppTest, label: str, lang: str = "fr") -> AppTest:
    button = next(one for one in at.button if one.label == translator(lang)(label))
    return sound(button.click().run(), lang)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_an_empty_deck_says_what_to_do(store: Store, lang: str) -> None:
    t = translator(lang)
    at = open_page("revision", lang)
    assert t("revision.empty") in [one.value for one in at.info]
    assert t("revision.no_streak") in html(at)
    press(at, "revision.practise", lang)
    assert translator(lang)("revision.submit") in [one.label for one in at.button]
    assert store.cards(store.local_learner().id) == ()


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_right_answer_is_told_and_its_card_comes_back_later(store: Store, lang: str) -> None:
    only_eoq(store)
    at, drill = open_page("revision", lang), drill_of(store)
    assert skill("eoq").label[lang] in html(at)
    widget(at.text_input, drill.question_id).set_value(right(drill, lang)).run()
    press(at, "revision.submit", lang)
    assert "lt-verdict right" in html(at)
    assert translator(lang)("revision.solution") in sent(at)
    (row,) = store.reviews(store.local_learner().id)
    assert (row.slug, row.question_id, row.seed, row.rating, row.credit) == (
        drill.slug, drill.question_id, drill.seed, 3, 1.0,
    )  # fmt: skip
    assert store.card(store.local_learner().id, "skill:eoq").due_at > NOW  # type: ignore[union-attr]
    press(at, "revision.next", lang)
    assert [one.value for one in at.success]
    assert store.sittings(store.local_learner().id) == ()


def test_a_wrong_answer_shows_the_solution_and_can_be_done_again(store: Store) -> None:
    only_eoq(store)
    at, drill = open_page("revision"), drill_of(store)
    widget(at.text_input, drill.question_id).set_value("1").run()
    assert "lt-verdict wrong" not in html(at)
    press(at, "revision.submit")
    assert "lt-verdict wrong" in html(at)
    assert widget(at.text_input, drill.question_id).disabled
    press(at, "revision.again")
    field = widget(at.text_input, drill.question_id)
    assert (field.value, field.disabled) == ("", False)
    assert [one.rating for one in store.reviews(store.local_learner().id)] == [1]


def test_who_does_not_know_is_shown_how(store: Store) -> None:
    only_eoq(store)
    at = press(open_page("revision"), "revision.unknown")
    assert "lt-verdict blank" in html(at)
    assert [one.rating for one in store.reviews(store.local_learner().id)] == [1]


@pytest.mark.parametrize(("typed", "said"), [("", "revision.blank"), ("1.234", "revision.unreadable")])
def test_what_cannot_be_marked_is_no_attempt(store: Store, typed: str, said: str) -> None:
    only_eoq(store)
    at, drill = open_page("revision"), drill_of(store)
    widget(at.text_input, drill.question_id).set_value(typed).run()
    press(at, "revision.submit")
    assert translator("fr")(said) in [one.value for one in at.warning]
    assert store.reviews(store.local_learner().id) == ()


def test_a_hint_is_free_and_makes_the_answer_a_hard_one(store: Store) -> None:
    only_eoq(store)
    at, drill = open_page("revision"), drill_of(store)
    hint = next(one for one in at.button if one.key and "lt_drill_hint" in one.key)
    sound(hint.click().run())
    widget(at.text_input, drill.question_id).set_value(right(drill)).run()
    press(at, "revision.submit")
    assert [one.rating for one in store.reviews(store.local_learner().id)] == [2]


def test_nothing_of_the_key_is_sent_before_the_answer(store: Store) -> None:
    only_eoq(store)
    at, drill = open_page("revision"), drill_of(store)
    paper = variant_of(drill)
    solution = paper.case.papers["fr"].body(f"{drill.question_id}.solution").split("\n")[0]
    assert solution[:20] not in sent(at)
    assert f"**{right(drill)}" not in sent(at)


def test_the_language_switch_loses_nothing(store: Store) -> None:
    only_eoq(store)
    at, drill = open_page("revision"), drill_of(store)
    widget(at.text_input, drill.question_id).set_value("1 234,5").run()
    at.segmented_control(key="lt_lang_switch").set_value("en").run()
    sound(at, "en")
    assert widget(at.text_input, drill.question_id).value == "1 234,5"
    press(at, "revision.submit", "en")
    assert store.reviews(store.local_learner().id)[0].lang == "fr"


def test_an_error_in_a_case_comes_back_with_other_figures(store: Store) -> None:
    hand_in(store, {"lot_size": "1"})
    at = open_page("revision", skill="eoq")
    assert skill("eoq").label["fr"] in html(at)
    assert drill_of(store).seed != variant().seed
    assert drill_of(store).slug == "drills/stock"


def test_the_debrief_leads_to_what_to_revise_and_the_catalogue_counts_it(store: Store) -> None:
    paper = variant()
    answers = {q.id: q.raw(q.key(paper.scope()), "fr") for q in paper.case.questions if not q.SIMULATED}
    row = hand_in(store, answers | {"lot_size": "1"})
    at = open_page("debrief", sitting=row)
    name = translator("fr")("revision.link", skill=skill("eoq").label.fr)
    button = next(one for one in at.button if one.label == name)
    sound(button.click().run())
    assert at.query_params["skill"] == "eoq"
    assert skill("eoq").label.fr in html(at)
    assert translator("fr").plural("revision.open_due", 1) in sent(open_page())


def test_a_paper_with_nothing_wrong_offers_nothing_to_revise(store: Store) -> None:
    paper = variant()
    row = hand_in(store, {q.id: q.raw(q.key(paper.scope()), "fr") for q in paper.case.questions})
    assert "lt_to_revise" not in {one.key for one in open_page("debrief", sitting=row).button}


def test_a_question_of_a_case_brings_its_paper_and_what_is_established(store: Store) -> None:
    key = "mistake:seuil-reappro/threshold/safety_alone"
    store.put_card(store.local_learner().id, key, dict(_new()), NOW, NOW)
    at, t = open_page("revision"), translator("fr")
    assert t("revision.established") in html(at)
    assert t("revision.paper", title=load("seuil-reappro").title("fr")) in [one.label for one in at.expander]


@pytest.mark.parametrize("kind", ["family", "block"])
def test_a_family_or_a_block_keeps_to_its_cards(store: Store, kind: str) -> None:
    only_eoq(store)
    store.put_card(store.local_learner().id, "skill:takt_time", dict(_new()), NOW, NOW)
    at = open_page("revision")
    at.segmented_control(key="lt_revise:fr").set_value(kind).run()
    sound(at)
    box = at.selectbox[0]
    if kind == "family":
        box.set_value("planning").run()
        assert skill("takt_time").label.fr in html(sound(at))
    else:
        box.set_value("rncp11928/B2").run()
        assert skill("eoq").label.fr in html(sound(at))


def test_a_case_without_cards_in_a_scope_says_so(store: Store) -> None:
    only_eoq(store)
    at = open_page("revision")
    at.segmented_control(key="lt_revise:fr").set_value("family").run()
    at.selectbox[0].set_value("trade").run()
    assert translator("fr")("revision.none_here") in [one.value for one in sound(at).info]


def one_of_each() -> list[str]:
    """A skill for each family and type of question; every exercise itself is proven with the bank."""
    found: dict[tuple[str, str], str] = {}
    for one in pool().skills:
        first = pool().of_skill(one.id)[0]
        kind = load_source(first.slug).question(first.question_id).type
        found.setdefault((one.family, kind), one.id)
    return list(found.values())


@pytest.mark.parametrize("name", one_of_each())
def test_a_skill_can_be_practised_at_will(store: Store, name: str) -> None:
    at = open_page("revision", skill=name)
    assert skill(name).label.fr in html(at)
    assert translator("fr")("revision.submit") in [button.label for button in at.button]


def test_what_the_store_refuses_is_told_and_can_be_tried_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_eoq(store)
    at = open_page("revision")

    def fail(*_: object) -> None:
        raise StoreNotWritable(where="logitrain.db")

    with monkeypatch.context() as broken:
        broken.setattr(Store, "review_together", fail)
        press(at, "revision.unknown")
        assert translator("fr")("store.not_writable", where="logitrain.db") in [o.value for o in at.warning]
    press(at, "revision.unknown")
    assert len(store.reviews(store.local_learner().id)) == 1


def test_a_drill_never_touches_sittings(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    drill = drill_of(store)
    work = work_on(Asked("due:", "skill:eoq", drill, 0, NOW), variant_of(drill))

    def fail(*_: object, **__: object) -> None:
        raise AssertionError("a drill reached the store")

    monkeypatch.setattr(session, "store", fail)
    monkeypatch.setattr(session, "lang", lambda: "fr")
    work.save(drill.question_id, "12")
    work.save("another", "13")
    assert work.answers()[drill.question_id].answer.raw == "12"
    assert list(work.answers()) == [drill.question_id]
    work.use_hint(drill.question_id, 1)
    work.flag(drill.question_id, raised=True)
    assert (work.hints(drill.question_id), work.flags(), work.trials(drill.question_id)) == (
        1,
        frozenset(),
        (),
    )
    assert not work.climb(drill.question_id, "verdict", (), "12")
    assert not work.record_trial(drill.question_id, {}, 1, {})
    assert (work.climbs("x"), work.rungs(), work.assessment("x"), work.practice) == ({}, {}, None, True)
    work.asked.rating = 3
    work.save(drill.question_id, "99")
    assert work.answers()[drill.question_id].answer.raw == "12"


def test_a_drill_overrides_all_that_a_sitting_reads_or_writes() -> None:
    own = {name for name, value in vars(Work).items() if not name.startswith("_") and callable(value)}
    assert own <= set(vars(DrillWork)), own - set(vars(DrillWork))


def test_every_message_of_the_page_has_a_text(store: Store) -> None:
    hand_in(store, {"lot_size": "1"})
    for lang in ("fr", "en"):
        at = press(open_page("revision", lang), "revision.unknown", lang)
        for prefix in ("revision.", "question.", "verdict."):
            assert f'"{prefix}' not in sent(at)
            assert f">{prefix}" not in sent(at)
