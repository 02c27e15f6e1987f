"""Episodes: read step by step, replayed, marked by their regret and by their key moments, shown as they stand."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from cases import episodes
from cases.answers import Answer
from cases.debrief import debrief
from cases.episode_views import compared, decided, reference, standing
from cases.expressions import ExpressionError
from cases.keyfile import key_answers
from cases.load import LANGUAGES, load_folder
from cases.marking import check, mark
from cases.problem import CaseError
from cases.proof import prove_share
from cases.questions.episode import EpisodeQuestion
from cases.variant import Variant, draw
from cases.views import question as asked
from cases.wording import QuestionWords

FOLDER = Path(__file__).parents[1] / "fixtures" / "episode"
SEED = 3


@pytest.fixture(scope="module")
def variant() -> Variant:
    return draw(load_folder(FOLDER), SEED)


def episode(variant: Variant, name: str = "ten_weeks") -> EpisodeQuestion:
    question = variant.case.question(name)
    assert isinstance(question, EpisodeQuestion)
    return question


def best(variant: Variant, name: str = "ten_weeks", lang: Any = "fr") -> dict[str, str]:
    raw = key_answers(variant, lang)[name]
    assert isinstance(raw, dict)
    return raw


def until(raw: dict[str, str], step: int) -> dict[str, str]:
    return {place: text for place, text in raw.items() if int(place.partition(".")[0]) <= step}


def one(variant: Variant, raw: dict[str, str], name: str = "ten_weeks") -> Any:
    return mark(variant, {name: Answer(raw)}).question(name)


def test_the_sample_is_proven() -> None:
    share = prove_share(load_folder(FOLDER), 0, 5)
    assert not share.problems, share.problems[0].explain("en")
    assert len(share.rejections) < 5


# -- marking -------------------------------------------------------------------------------------------
def test_the_reference_earns_all_and_the_naive_run_nothing(variant: Variant) -> None:
    for name in ("ten_weeks", "desk_week"):
        question = episode(variant, name)
        assert one(variant, best(variant, name), name).codes == ("correct",)
        naive = question.raw(question.bounds(variant.scope()).naive.decisions, "fr")
        assert isinstance(naive, dict)
        marked = one(variant, naive, name)
        assert marked.outcome.credit == 0
        assert marked.codes[0] == "no_gain"
        assert one(variant, question.raw([{}], "fr"), name).outcome.credit == 0  # type: ignore[arg-type]


def test_a_key_moment_has_its_own_points(variant: Variant) -> None:
    raw = best(variant)
    told = next(place for place, text in raw.items() if text == "production")
    silent = {place: text for place, text in raw.items() if place != told}
    marked = one(variant, silent)
    assert marked.codes == ("partly", "missed.told")
    assert {item.id: item.score for item in marked.items} == {"ten_weeks": 4.0, "told": 0.0}
    assert marked.outcome.parts["told"].code == "moment_missed"
    step = int(told.partition(".")[0])
    late = silent | {f"{step + 1}.alert": "production"}
    assert one(variant, late).codes == ("correct",)
    too_late = silent | {f"{step + 2}.alert": "production"}
    assert one(variant, too_late).codes == ("partly", "missed.told")
    wrong = silent | {told: "carrier"}
    assert "missed.told" in one(variant, wrong).codes


def test_a_run_left_unfinished_earns_no_more_than_what_was_played(variant: Variant) -> None:
    raw, credits = best(variant), []
    for step in range(1, 11):
        marked = one(variant, until(raw, step))
        credits.append(marked.outcome.items["ten_weeks"])
        assert ("unfinished" in marked.codes) == (step < 10)
        assert credits[-1] <= step / 10
    assert credits[-1] == 1


def test_a_moment_that_did_not_arise_is_not_held_against_who_played_on(
    variant: Variant, tmp_path: Path
) -> None:
    def never(file: dict[str, Any]) -> None:
        of(file, "ten_weeks")["moments"][0]["when"] = "any([e.kind == 'flood' for e in events])"

    found = draw(edited(tmp_path, never), SEED)
    assert one(found, best(found)).outcome.parts["told"].code == "moment_none"
    assert one(found, until(best(found), 4)).outcome.parts["told"].code == "moment_missed"
    told = [problem.explain("en") for problem in prove_share(found.case, SEED, 1).problems]
    assert any("does not arise" in words for words in told)


def test_a_run_better_than_the_reference_is_told(variant: Variant, tmp_path: Path) -> None:
    def poor(file: dict[str, Any]) -> None:
        of(file, "ten_weeks")["search"] = {
            "level": ["cover * 1.5", "cover * 1.5", 1],
            "extra": [0, "weekly", "weekly"],
        }

    strong = best(variant)
    found = draw(edited(tmp_path, poor), SEED)
    marked = one(found, strong)
    assert marked.outcome.credit == 1
    assert marked.codes == ("correct", "episode_better")


def test_chance_is_the_same_for_every_run(variant: Variant) -> None:
    question, scope = episode(variant), variant.scope()
    bounds = question.bounds(scope)
    demands = [
        [event["quantity"] for event in run.events if event["kind"] == "demand"]
        for run in (bounds.naive, bounds.reference)
    ]
    assert demands[0] == demands[1]
    other = draw(variant.case, SEED + 1)
    later = episode(other).bounds(other.scope()).naive
    assert [event["quantity"] for event in later.events if event["kind"] == "demand"] != demands[0]


TEXTS = st.sampled_from(["0", "1", "50", "120", "999", "", "x", "-3", "1,5"])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            TEXTS,
            st.sampled_from(["yes", "no", "", "maybe"]),
            st.sampled_from(["", "production", "carrier, production", "x"]),
        ),
        max_size=10,
    )
)
def test_any_run_earns_between_nothing_and_all(variant: Variant, steps: list[tuple[str, str, str]]) -> None:
    raw = {}
    for number, (order, expedite, alert) in enumerate(steps, start=1):
        raw |= {f"{number}.order": order, f"{number}.expedite": expedite, f"{number}.alert": alert}
    marked = one(variant, raw)
    assert 0 <= marked.outcome.credit <= 1
    assert 0 <= marked.score <= 6
    assert sum(item.score for item in marked.items) == pytest.approx(marked.score)


# -- reading -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("lang", LANGUAGES)
def test_raw_and_read_are_inverse(variant: Variant, lang: Any) -> None:
    for name in ("ten_weeks", "desk_week"):
        question, key = episode(variant, name), variant.scope().value(name)
        reading = question.read(Answer(question.raw(key, lang), lang))
        assert (reading.value, dict(reading.parts)) == (key, {})


@pytest.mark.parametrize(
    ("raw", "played", "parts"),
    [
        ({"1.order": "5"}, 1, {}),
        ({"1.order": "5", "2.order": ""}, 1, {}),
        ({"1.order": "5", "2.order": "x", "3.order": "7"}, 1, {"2.order": "reading.not_a_number"}),
        ({"1.order": "5", "2.done": "1", "3.order": "7"}, 1, {"2.order": "episode_missing"}),
        ({"1.order": "5", "3.order": "7"}, 1, {"2.done": "episode_gap"}),
        ({"1.order": "5", "2.order": "1001"}, 1, {"2.order": "out_of_range"}),
        ({"1.order": "5", "2.order": "1,5"}, 1, {"2.order": "not_whole"}),
        ({"1.order": "5", "2.order": "6", "2.expedite": "x"}, 1, {"2.expedite": "unknown_option"}),
        ({"1.order": "5", "2.order": "6", "2.expedite": "yes, no"}, 1, {"2.expedite": "one_option"}),
    ],
)
def test_reading_stops_at_the_first_step_that_is_not_whole(
    variant: Variant, raw: dict[str, str], played: int, parts: dict[str, str]
) -> None:
    reading = episode(variant).read(Answer(raw))
    assert reading.ok
    assert isinstance(reading.value, list)
    assert len(reading.value) == played
    assert {place: part.codes[0] for place, part in reading.parts.items()} == parts
    for lang in LANGUAGES:
        assert bool(check(variant, "ten_weeks", Answer(raw)).message(lang)) == bool(parts)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("text", "answer_shape"),
        ({"2.order": "5"}, "episode_first"),
        ({"1.order": "x"}, "reading.not_a_number"),
        ({"1.done": "1"}, "episode_missing"),
        ({"0.order": "1"}, "unknown_place"),
        ({"11.order": "1"}, "unknown_place"),
        ({"1.nothing": "1"}, "unknown_place"),
        ({"1.order.row": "1"}, "unknown_place"),
        ({"order": "1"}, "unknown_place"),
        ({"1.done.x": "1"}, "unknown_place"),
        ({f"1.order.{n}": "" if n else "1" for n in range(20_001)}, "answer_shape"),
    ],
)
def test_what_is_refused_is_said(variant: Variant, raw: Any, code: str) -> None:
    reading = episode(variant).read(Answer(raw))
    assert reading.codes == (code,)
    for lang in LANGUAGES:
        assert check(variant, "ten_weeks", Answer(raw)).message(lang)


def test_tables_are_read_row_by_row(variant: Variant) -> None:
    question = episode(variant, "desk_week")
    raw = {"1.done": "1", "2.allocate.CMD-02": "16", "2.promise.CMD-02": "7"}
    assert question.read(Answer(raw)).value == [
        {"promise": {}, "allocate": {}},
        {"promise": {"CMD-02": 7.0}, "allocate": {"CMD-02": 16.0}},
    ]
    faulty = question.read(Answer({**raw, "2.allocate.CMD-03": "-1"}))
    assert {place: part.codes[0] for place, part in faulty.parts.items()} == {
        "2.allocate.CMD-03": "episode_negative"
    }
    assert question.read(Answer({"1.allocate": "3"})).codes == ("unknown_place",)


# -- words and views -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "fr",
            [
                "pour la conduite de référence",
                "Moment clé manqué\u00a0: alerter la production",
                "Partie inachevée",
            ],
        ),
        ("en", ["for the reference", "Key moment missed: alert production", "Unfinished run"]),
    ],
)
def test_the_debrief_tells_the_run_and_its_moments(variant: Variant, lang: Any, words: list[str]) -> None:
    given_ = {"ten_weeks": Answer(until(best(variant), 2))}
    item = next(
        item for item in debrief(variant, given_, mark(variant, given_), lang) if item.id == "ten_weeks"
    )
    text = "\n".join(item.feedback)
    assert all(word in text for word in words), text
    assert item.parts[0].words


def test_what_is_asked_holds_nothing_of_the_reference(variant: Variant) -> None:
    ask: Any = asked(variant, "ten_weeks", "fr").ask
    assert (ask.kind, ask.step, ask.steps, ask.aim) == ("stock", "week", 10, "Coût total")
    assert [(one.id, one.holds, one.unit_label, one.high) for one in ask.actions] == [
        ("order", "figure", "pièces", 1000),
        ("expedite", "word", "", None),
        ("alert", "word", "", None),
    ]
    ask = asked(variant, "desk_week", "en").ask
    assert [one.table for one in ask.actions] == ["open_orders", "open_orders"]


def test_a_run_as_it_stands(variant: Variant) -> None:
    first = standing(variant, "ten_weeks", None, "fr")
    assert first is not None
    assert (first.step, first.played, first.log, first.chart) == (1, 0, (), None)
    for step in range(1, 11):
        view = standing(variant, "ten_weeks", Answer(until(best(variant), step)), "en")
        assert view is not None
        assert (view.step, view.played) == (step + 1 if step < 10 else 0, step)
        assert len(view.log) == step
        assert view.chart is not None
        assert len(view.chart.x_values) == min(step + 1, 10)
    news = [
        line
        for step in range(1, 10)
        for line in standing(variant, "ten_weeks", Answer(until(best(variant), step)), "en").news  # type: ignore[union-attr]
    ]
    assert sum("deliveries will stop" in line for line in news) == 1
    desk = standing(variant, "desk_week", None, "fr")
    assert desk is not None
    assert [table.id for table in desk.tables] == ["open_orders", "expected"]
    with pytest.raises(KeyError):
        standing(variant, "base_stock", None, "fr")


def test_every_event_and_every_field_of_the_state_has_words(variant: Variant) -> None:
    for name in ("ten_weeks", "desk_week"):
        for lang in LANGUAGES:
            for step in range(episode(variant, name).steps):
                view = standing(
                    variant, name, Answer(until(best(variant, name), step)) if step else None, lang
                )
                assert view is not None
                labels = [label for label, _ in view.facts]
                labels += [head for table in view.tables for head in (table.caption, *table.heads)]
                assert not [label for label in labels if "_" in label or label.islower()], labels


def test_both_runs_beside_each_other(variant: Variant) -> None:
    rows = compared(variant, "ten_weeks", Answer(best(variant)), "fr")
    assert rows[0][0] == "Coût total"
    assert rows[0][1] == rows[0][2] != rows[0][3]
    assert any("%" in row[1] for row in rows)
    view = reference(variant, "ten_weeks", "en")
    assert (view.step, view.played) == (0, 10)
    words = QuestionWords(variant, "ten_weeks", "fr")
    decision = episode(variant).bounds(variant.scope()).reference.decisions[0]
    assert isinstance(decision, dict)
    assert decided(decision, words).startswith("Qui alerter")


# -- the format ----------------------------------------------------------------------------------------
def edited(folder: Path, change: Any) -> Any:
    """The sample with its case file changed."""
    target = folder / "episode"
    target.mkdir()
    for path in FOLDER.iterdir():
        (target / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    file = YAML(typ="safe").load((FOLDER / "case.yaml").read_text(encoding="utf-8"))
    change(file)
    (target / "case.yaml").write_text(json.dumps(file), encoding="utf-8")
    return load_folder(target)


def of(file: dict[str, Any], name: str) -> dict[str, Any]:
    return next(question for question in file["questions"] if question["id"] == name)  # type: ignore[no-any-return]


MOMENT = {"id": "m", "when": "step == 1", "expect": "step == 1", "points": 1, "criteria": ["rncp11928/B2.2"]}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kind": "war"}, "stock"),
        ({"minimise": None}, "minimise"),
        ({"minimise": "beauty"}, "does not exist"),
        ({"actions": {"guess": {"options": ["a", "b"]}}}, "knows: order, expedite"),
        ({"actions": {"order": {"options": ["a", "b"]}}}, "not of that kind"),
        ({"actions": {"order": {}, "expedite": {"options": ["a"]}}}, "two options"),
        ({"actions": {"order": {"range": [3, 1]}}}, "below the upper"),
        ({"actions": {"order": {}, "alert": {"options": ["a", "b"], "unit": "kg"}}}, "keep one"),
        ({"naive": {"order": 1}}, "every decision"),
        ({"moments": [{**MOMENT, "points": 6}]}, "leave some"),
        ({"moments": [MOMENT, MOMENT]}, "twice"),
        ({"moments": [{**MOMENT, "criteria": ["rncp11928/B2.4"]}]}, "rncp11928/B2.4"),
        ({"run_criteria": ["rncp11928/B2.4"]}, "rncp11928/B2.4"),
        ({"scenario": {"mean": "base_stock"}}, "base_stock"),
        ({"steps": 61}, "steps"),
    ],
)
def test_formats_that_are_refused_in_words(tmp_path: Path, change: dict[str, Any], words: str) -> None:
    def apply(file: dict[str, Any]) -> None:
        question = of(file, "ten_weeks")
        question.update(change)
        for key in [key for key, value in question.items() if value is None]:
            del question[key]

    with pytest.raises(CaseError) as caught:
        edited(tmp_path, apply)
    assert words in caught.value.explain("en")
    assert caught.value.explain("fr") != caught.value.explain("en")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"scenario": {"mean": "weekly"}}, "initial_stock"),
        ({"scenario": "weekly"}, "key: value"),
        ({"search": {"level": [1, 0, 1], "extra": [0, 0, 1]}}, "lowest, highest, step"),
        ({"search": {"level": [0, 399, 1], "extra": [0, 1, 1]}}, "400 trials"),
        ({"naive": {"order": "weekly", "expedite": "'perhaps'", "alert": "[]"}}, "no decision allowed"),
        ({"naive": {"order": "'ten'", "expedite": "'no'", "alert": "[]"}}, "no decision allowed"),
        (
            {"naive": {"order": "weekly", "expedite": "'no'", "alert": "['production']"}},
            "tells nothing apart",
        ),
    ],
)
def test_episodes_that_are_not_proven(tmp_path: Path, change: dict[str, Any], words: str) -> None:
    case = edited(tmp_path, lambda file: of(file, "ten_weeks").update(change))
    told = "\n".join(problem.explain("en") for problem in prove_share(case, SEED, 1).problems)
    assert words in told, told


def test_paths_of_chance_that_tell_nothing_apart_are_drawn_again(tmp_path: Path) -> None:
    def same(file: dict[str, Any]) -> None:
        question = of(file, "ten_weeks")
        question["naive"] = {**question["reference"], "alert": "[]"}
        question["naive"]["order"] = "max(0, cover * 1.3 - state.position)"

    case = edited(tmp_path, same)
    told = "\n".join(problem.explain("en") for problem in prove_share(case, SEED, 1).problems)
    assert not told or "cannot be told apart" in told


def test_marking_is_a_pure_function_of_the_answer(variant: Variant) -> None:
    raw = until(best(variant), 6)
    first = mark(variant, {"ten_weeks": Answer(raw)}).as_dict()
    episodes._lived.cache_clear()
    assert mark(draw(load_folder(FOLDER), SEED), {"ten_weeks": Answer(raw)}).as_dict() == first


# -- a network -----------------------------------------------------------------------------------------
NETWORK = Path(__file__).parents[1] / "fixtures" / "episode-network"


@pytest.fixture(scope="module")
def chain() -> Variant:
    return draw(load_folder(NETWORK), SEED)


def test_the_sample_of_a_network_is_proven() -> None:
    share = prove_share(load_folder(NETWORK), 0, 3)
    assert not share.problems, share.problems[0].explain("en")


def test_a_chain_is_marked_on_its_costs_and_on_its_moment(chain: Variant) -> None:
    for name in ("at_depot", "both"):
        assert one(chain, best(chain, name), name).codes == ("correct",)
        question = episode(chain, name)
        naive = question.raw(question.bounds(chain.scope()).naive.decisions, "fr")
        assert one(chain, naive, name).outcome.credit == 0  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("lang", "depot", "told"),
    [
        ("fr", "Dépôt (chaises)", "Dépôt (tables)\u00a0: commande passée"),
        ("en", "Depot (chairs)", "Depot (tables): order placed"),
    ],
)
def test_the_places_of_a_network_are_worded(chain: Variant, lang: Any, depot: str, told: str) -> None:
    run = standing(chain, "both", Answer(until(best(chain, "both"), 5)), lang)
    assert run is not None
    stocks = next(table for table in run.tables if table.id == "stocks")
    assert stocks.rows[0][0] == depot
    assert stocks.names[0] == "depot:chair"
    assert any(line.startswith(told) for _, lines in run.log for line in lines)
    assert any(
        line.startswith("Usine" if lang == "fr" else "Plant") for _, lines in run.log for line in lines
    )
    best_run = episode(chain, "both").bounds(chain.scope()).reference
    assert depot in decided(best_run.decisions[3], QuestionWords(chain, "both", lang))  # type: ignore[arg-type]
    assert (
        episode(chain, "both")
        .part_label("1.orders.depot:chair", QuestionWords(chain, "both", lang))
        .endswith(depot)
    )


def test_one_stock_is_told_by_its_figures_alone(chain: Variant) -> None:
    run = standing(chain, "at_depot", None, "fr")
    assert run is not None
    assert "stocks" not in {table.id for table in run.tables}
    assert "Reste à livrer" in dict(run.facts)
    labels = [row[0] for row in compared(chain, "at_depot", None, "fr")]
    assert "Coût des sites que vous pilotez" in labels
    assert "Coût de transport" not in labels  # this world has none
    assert len(labels) == len(set(labels))


def test_places_without_words_are_told(chain: Variant, tmp_path: Path) -> None:
    folder = tmp_path / "episode-network"
    shutil.copytree(NETWORK, folder)
    for lang, words in (("fr", "chaises"), ("en", "chairs")):
        paper = folder / f"{lang}.md"
        text = paper.read_text(encoding="utf-8")
        paper.write_text(text.replace(f"- [chair] {words}\n", ""), encoding="utf-8")
    share = prove_share(load_folder(folder), 0, 1)
    assert any("chair" in problem.explain("en") for problem in share.problems)


def test_a_world_that_cannot_be_run_is_told_in_both_languages(chain: Variant) -> None:
    setting = episode(chain, "both").setting(chain.scope())
    with pytest.raises(ExpressionError) as caught:
        episodes.checked("network", {**setting, "decide": [{"site": "attic"}]})
    assert "attic" in str(caught.value.params)
