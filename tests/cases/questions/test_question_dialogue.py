"""A dialogue: read step by step, scored on its intents and on each side's interests, never by luck."""

from __future__ import annotations

import copy
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from cases import hostile
from cases.answers import Answer
from cases.case import Case
from cases.debrief import debrief
from cases.expressions import ExpressionError
from cases.keyfile import key_answers, parse_answers
from cases.load import load_folder
from cases.marking import Marked, check, mark
from cases.problem import CaseError, message, message_codes
from cases.proof import prove_share
from cases.questions.base import Outcome
from cases.questions.dialogue import MOST_BY_CHANCE, DialogueAsk, DialogueQuestion
from cases.variant import Variant, draw
from cases.views import question as view_of
from cases.wording import QuestionWords

FOLDER = Path(__file__).parents[1] / "fixtures" / "dialogue"
BEST = ["own_up", "explain", "ask_needs", "check_back", "split", "recap"]


@pytest.fixture(scope="module")
def case() -> Case:
    return load_folder(FOLDER)


@pytest.fixture(scope="module")
def variant(case: Case) -> Variant:
    return draw(case, 3)


@pytest.fixture(scope="module")
def call(case: Case) -> DialogueQuestion:
    question = case.question("call")
    assert isinstance(question, DialogueQuestion)
    return question


def outcome(variant: Variant, *path: str) -> Outcome:
    question, scope = variant.case.question("call"), variant.scope()
    reading = question.read(Answer(list(path)))
    assert reading.ok, reading
    return question.mark(reading, scope, scope)


def sat(variant: Variant, lang: Any = "en", **raws: Any) -> Marked:
    return mark(variant, {name: Answer(raw, lang) for name, raw in raws.items()})


# -- a sound dialogue -----------------------------------------------------------------------------------
def test_the_case_is_proven(case: Case) -> None:
    share = prove_share(case, 0, 40)
    assert [problem.explain("en") for problem in share.problems] == []
    assert share.seeds == 40


def test_the_key_is_a_path_that_earns_everything(variant: Variant, call: DialogueQuestion) -> None:
    assert variant.scope().value("call") == BEST
    found = outcome(variant, *BEST)
    assert (found.credit, found.codes, found.expected) == (1, ("correct",), BEST)
    assert set(found.items.values()) == {1}


def test_another_path_may_earn_everything(variant: Variant) -> None:
    """Once trust is won, the personal commitment costs the same and serves as well; it says a little less."""
    found = outcome(variant, "own_up", "explain", "ask_needs", "check_back", "goodwill", "recap")
    assert found.codes[:1] == ("partly",)
    assert found.codes[1:] == ("missed.clarity",)
    assert found.items["client"] == found.items["us"] == 1


PATHS = {
    "rushed": (
        ["own_up", "explain", "push", "split", "thanks"],
        {"register": 1, "clarity": (2 - 0.9143518526666666) / (2.5 - 0.9143518526666666), "understanding": 0}
        | {"client": 1, "us": 1},
    ),
    "dear": (
        ["own_up", "explain", "ask_needs", "check_back", "all_by_air", "recap"],
        {"register": 1, "clarity": 1.0857 / 1.5857, "understanding": 1, "client": 1, "us": 0},
    ),
    "worst": (
        ["blame", "hide", "promise", "all_by_air", "cut_short"],
        {"register": 0, "clarity": 0, "understanding": 0, "client": 0, "us": 0},
    ),
    "waiting": (
        ["blame", "hide", "promise", "wait_for_it", "cut_short"],
        {"register": 0, "clarity": 0, "understanding": 0, "client": 0, "us": 1},
    ),
}


@pytest.mark.parametrize("name", PATHS)
def test_what_a_path_earns(variant: Variant, call: DialogueQuestion, name: str) -> None:
    path, credits = PATHS[name]
    found = outcome(variant, *path)
    assert dict(found.items) == pytest.approx(credits, abs=1e-3)
    points = {one.id: one.points for one in call.items()}
    assert found.credit == pytest.approx(
        sum(credit * points[name] for name, credit in found.items.items()) / 8
    )
    assert [code for code in found.codes if code.startswith("missed.")] == [
        f"missed.{name}" for name, credit in found.items.items() if credit < 1
    ]
    assert {name: part.credit for name, part in found.parts.items()} == dict(found.items)


def test_each_intent_and_interest_is_evidence_of_its_own(variant: Variant, call: DialogueQuestion) -> None:
    items = {item.id: item for item in call.items()}
    assert sum(item.points for item in items.values()) == call.points
    assert items["understanding"].criteria == ("cqpm-gfci/C10.3",)
    assert {item.kind for item in items.values()} == {"dialogue"}
    paper = sat(variant, call=PATHS["dear"][0])
    scores = {item.id: item.score for item in paper.question("call").items}
    assert scores["us"] == 0
    assert scores["client"] == 1
    assert sum(scores.values()) == pytest.approx(paper.question("call").score, abs=1e-3)


def test_replies_by_chance_earn_little_and_exactly_that(case: Case, call: DialogueQuestion) -> None:
    scope = draw(case, 3).scope()
    solved = call.solved(scope)

    def every(path: list[str], mass: float) -> Any:
        followed = solved.exchange.follow(path)
        replies = solved.exchange.replies[followed.last]
        if not replies:
            yield mass * solved.earned(followed)
        for reply in replies:
            yield from every([*path, reply.id], mass / len(replies))

    assert call.by_chance(scope) == pytest.approx(sum(every([], 1.0)))
    assert call.by_chance(scope) < MOST_BY_CHANCE


# -- going on, leaving off --------------------------------------------------------------------------------
def test_an_exchange_left_unfinished_is_read_and_said_to_be_so(variant: Variant) -> None:
    found = outcome(variant, "own_up", "explain", "ask_needs")
    assert "unfinished" in found.codes
    assert found.items["client"] == found.items["us"] == 0
    assert 0 < found.credit < 1
    assert outcome(variant, "blame").credit == 0


@given(data=st.data(), seed=st.integers(0, 3))
def test_one_more_reply_never_lowers_what_is_earned(case: Case, data: st.DataObject, seed: int) -> None:
    scope, question = draw(case, seed).scope(), case.question("call")
    assert isinstance(question, DialogueQuestion)
    path: list[str] = []
    earned = 0.0
    while not (standing := question.standing(scope, path)).over:
        path.append(data.draw(st.sampled_from(standing.replies)))
        found = question.mark(question.read(Answer(list(path))), scope, scope)
        assert 0 <= earned <= found.credit <= 1
        assert question.read(Answer(question.raw(list(path), "fr"))).value == path
        earned = found.credit
    assert "unfinished" not in found.codes


def test_a_reply_is_offered_only_where_its_condition_holds(variant: Variant, call: DialogueQuestion) -> None:
    scope = variant.scope()
    assert "goodwill" in call.standing(scope, BEST[:4]).replies
    assert "goodwill" not in call.standing(scope, ["vague", "details", "push"]).replies
    forged = outcome(variant, "vague", "details", "push", "goodwill", "recap")
    assert "reply_refused" in forged.codes
    assert forged.items["client"] == 0
    assert forged.credit <= outcome(variant, "vague", "details", "push", "split", "recap").credit


def test_the_mood_follows_the_replies(variant: Variant, call: DialogueQuestion) -> None:
    scope = variant.scope()
    moods = [call.standing(scope, BEST[:count]).mood for count in range(len(BEST) + 1)]
    assert moods == ["wary", "wary", "open", "open", "open", "open", "open"]
    assert call.standing(scope, ["blame"]).mood == "cold"
    last = call.standing(scope, BEST)
    assert (last.over, last.turn, last.replies) == (True, "agreed", ())
    assert [step.reply for step in last.steps] == BEST


# -- in the graph -----------------------------------------------------------------------------------------
def test_the_exchange_is_carried_downstream(variant: Variant) -> None:
    budget = str(variant.scope().value("budget"))
    paper = sat(variant, budget=budget, call=PATHS["dear"][0], booking="all")
    assert paper.question("booking").codes == ("carried",)
    assert paper.question("booking").carried_from == ("call",)
    assert sat(variant, budget=budget, call=BEST, booking="all").question("booking").score == 0


def test_an_error_upstream_costs_nothing_here(variant: Variant) -> None:
    """With a budget of one day's penalty no flight can be paid for: the best is then to keep the cost at nil."""
    penalty = variant.scope().value("penalty")
    own = variant.scope()
    own.put("budget", float(penalty))  # type: ignore[arg-type]
    path = own.value("call")
    assert path != BEST
    paper = sat(variant, budget=str(penalty), call=path)
    assert (paper.question("call").codes, paper.question("call").outcome.credit) == (("carried",), 1)
    assert sat(variant, call=path).question("call").outcome.credit < 1
    # who sees better than their own figures is not punished
    assert sat(variant, budget=str(penalty), call=BEST).question("call").codes == ("correct",)


# -- what cannot be read ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ({"a": "b"}, "answer_shape"),
        (["nobody"], "dialogue_reply"),
        ("<script>", "dialogue_reply"),
        (["own_up", "OWN_UP"], "dialogue_reply"),
        (["explain"], "dialogue_order"),
        (["own_up", "own_up"], "dialogue_order"),
        (["own_up", "ask_needs"], "dialogue_order"),
        ([*BEST, "recap"], "dialogue_order"),
        (["own_up"] * 31, "dialogue_long"),
    ],
)
def test_what_is_no_path_is_refused_not_marked(variant: Variant, raw: Any, code: str) -> None:
    reading = variant.case.question("call").read(Answer(raw))
    assert (reading.ok, reading.blank, reading.codes) == (False, False, (code,))
    for lang in ("fr", "en"):
        assert check(variant, "call", Answer(raw)).message(lang)  # type: ignore[arg-type]
    assert sat(variant, call=raw).question("call").score == 0


@pytest.mark.parametrize("raw", ["", "  ", [], ["", " "]])
def test_a_blank_is_no_attempt(variant: Variant, raw: Any) -> None:
    assert variant.case.question("call").read(Answer(raw)).blank
    assert sat(variant, call=raw).question("call").codes == ("blank",)


RAWS = st.one_of(
    st.text(max_size=20),
    st.lists(st.sampled_from([*BEST, "blame", "goodwill", "cut_short", " own_up ", "x", ""]), max_size=8),
    st.dictionaries(st.text(max_size=3), st.text(max_size=5), max_size=2),
)


@given(raw=RAWS)
def test_any_answer_is_harmless(variant: Variant, raw: Any) -> None:
    paper = sat(variant, call=raw)
    assert 0 <= paper.question("call").outcome.credit <= 1


def test_hostile_text_is_harmless(variant: Variant, call: DialogueQuestion) -> None:
    shaped = chain.from_iterable(call.shaped(text) for text in hostile.TEXTS)
    for raw in (*shaped, *hostile.SHAPES):
        sat(variant, call=raw)


def test_an_answers_file_gives_the_replies_in_order(variant: Variant) -> None:
    assert key_answers(variant)["call"] == BEST
    found = parse_answers("call: [own_up, explain]", "answers.yaml", "fr", variant.case)
    assert found["call"].raw == ["own_up", "explain"]


# -- what the page shows --------------------------------------------------------------------------------
def test_the_page_gets_the_words_of_the_exchanges_language_and_help_in_its_own(variant: Variant) -> None:
    french, english = (view_of(variant, "call", lang).ask for lang in ("fr", "en"))
    assert isinstance(french, DialogueAsk)
    assert isinstance(english, DialogueAsk)
    assert french.lang == english.lang == "en"
    assert french.turns == english.turns
    assert french.turns["opening"].startswith("Good morning")
    assert french.help["turns.opening"].startswith("Bonjour")
    assert not english.help
    assert set(french.order["opening"]) == {"own_up", "vague", "blame"}
    urgent = variant.scope().value("urgent")
    assert f"{urgent:.0f} urgent pieces" in french.replies["split"]
    orders = {view_of(draw(variant.case, seed), "call", "fr").ask.order["options"] for seed in range(6)}  # type: ignore[attr-defined]
    assert len(orders) > 1  # the best reply does not always stand first


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_debrief_says_what_was_reached_and_what_was_not(variant: Variant, lang: Any) -> None:
    path = PATHS["dear"][0]
    answers = {"call": Answer(path, lang)}
    one = next(q for q in debrief(variant, answers, mark(variant, answers), lang) if q.id == "call")
    words = QuestionWords(variant, "call", lang)
    assert any(words.item("score", "understanding") in line for line in one.feedback)
    assert any(words.item("score", "us") in line for line in one.feedback)
    assert [part.label for part in one.parts] == [
        words.item("score", name) for name in ("register", "clarity", "understanding", "client", "us")
    ]
    assert one.parts[-1].given == ("0\u202f%" if lang == "fr" else "0%")
    assert [part.words for part in one.parts] == [
        message(f"part.intent_{code}", lang) for code in ("met", "partly", "met", "met", "missed")
    ]
    assert "6" in one.your_answer
    left = {"call": Answer(["own_up"], lang)}
    told = next(q for q in debrief(variant, left, mark(variant, left), lang) if q.id == "call")
    assert message("debrief.unfinished", lang) in told.feedback
    assert told.expected == message("dialogue.over.2", lang, {"count": 6})
    assert told.your_answer == message("dialogue.left.1", lang)


# -- faults of the format -----------------------------------------------------------------------------------
def given_file(case: Case) -> dict[str, Any]:
    return copy.deepcopy(case.question("call").model_dump(exclude_unset=True))


FAULTS: dict[str, tuple[Any, str]] = {
    "start": (lambda f: f.update(start="nowhere"), "dialogue_turn"),
    "to": (lambda f: f["turns"]["opening"]["replies"]["blame"].update(to="nowhere"), "dialogue_turn"),
    "effect": (lambda f: f["turns"]["opening"]["replies"]["blame"].update(effect={"x": 1}), "dialogue_name"),
    "intent": (lambda f: f["turns"]["opening"]["replies"]["blame"].update(intents={"x": 1}), "dialogue_name"),
    "same reply": (
        lambda f: f["turns"]["cause"]["replies"].update(blame={"to": "now_what"}),
        "dialogue_twice",
    ),
    "same score": (lambda f: f["end"].update(register=f["end"]["us"]), "dialogue_twice"),
    "unmet": (lambda f: f["turns"].update(lost={}), "dialogue_unmet"),
    "no reply": (lambda f: f.update(start="agreed", turns={"agreed": {}, "x": {}}), "dialogue_"),
    "points": (lambda f: f.update(points=9), "dialogue_points"),
    "criterion": (lambda f: f["score"]["clarity"].update(criteria=["tsmel/A2.2"]), "dialogue_criterion"),
    "criterion unused": (lambda f: f["criteria"].append("tsmel/A2.2"), "dialogue_criterion_unused"),
    "nothing scored": (lambda f: f.update(score={}, end={}), "dialogue_"),
    "naive": (lambda f: f.update(naive=["nobody"]), "dialogue_turn"),
    "never gained": (lambda f: f["score"].update(tact={"points": 1}), "dialogue_intent"),
    "points of nothing": (lambda f: f["score"]["clarity"].update(points=0), "greater_than"),
    "unknown key": (lambda f: f.update(mood={}), "extra_forbidden"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_faulty_dialogue_is_refused_with_words(case: Case, name: str) -> None:
    change, kind = FAULTS[name]
    file = given_file(case)
    DialogueQuestion.model_validate(file)
    change(file)
    with pytest.raises(ValidationError) as refused:
        DialogueQuestion.model_validate(file)
    kinds = {fault["type"] for fault in refused.value.errors()}
    assert any(found.startswith(kind) for found in kinds), kinds
    assert all(f"format.{found}" in message_codes() for found in kinds)


CHANGES: dict[str, tuple[Any, str]] = {
    "endless": (
        lambda f: f["turns"]["closing"]["replies"]["thanks"].update(to="closing"),
        "dialogue_endless",
    ),
    "dead end": (
        lambda f: [reply.update(when="trust > 9") for reply in f["turns"]["needs"]["replies"].values()],
        "dialogue_dead_end",
    ),
    "condition": (
        lambda f: f["turns"]["needs"]["replies"]["move_on"].update(when="trust + 1"),
        "dialogue_condition",
    ),
    "state": (lambda f: f["state"].update(wait={"text": "long"}), "expression_type"),
    "naive unfinished": (lambda f: f.update(naive=["own_up"]), "dialogue_naive"),
    "naive is best": (lambda f: f.update(naive=BEST), "dialogue_score"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_an_exchange_that_cannot_be_lived_has_no_key(variant: Variant, name: str) -> None:
    change, code = CHANGES[name]
    file = given_file(variant.case)
    change(file)
    with pytest.raises(ExpressionError) as refused:
        DialogueQuestion.model_validate(file).key(variant.scope())
    assert refused.value.code == code
    assert code in message_codes()


PROOFS: dict[str, tuple[Any, str]] = {
    "a turn never met": (
        lambda f: f["turns"]["now_what"]["replies"]["ask_needs"].update(when="trust > 9"),
        "proof_dialogue_turn",
    ),
    "interests that exclude each other": (
        lambda f: f["end"]["us"].update(when="cost == 0"),
        "proof_dialogue_best",
    ),
    "chance pays": (
        lambda f: (f.update(naive="worst"), [side.update(when="True") for side in f["end"].values()]),
        "proof_dialogue_chance",
    ),
}


@pytest.mark.parametrize("name", PROOFS)
def test_the_proof_tells_what_does_not_hold(variant: Variant, name: str) -> None:
    change, code = PROOFS[name]
    file = given_file(variant.case)
    change(file)
    question = DialogueQuestion.model_validate(file)
    assert code in {found for found, _ in question.prove(variant.scope())}
    assert code in message_codes()


def edited(folder: Path, *changes: tuple[str, str, str]) -> Path:
    """A copy of the fixture with texts replaced."""
    target = folder / "edited"
    target.mkdir()
    for file in FOLDER.iterdir():
        text = file.read_text("utf-8")
        for name, old, new in changes:
            if name == file.name:
                assert text.count(old) == 1
                text = text.replace(old, new)
        (target / file.name).write_text(text, "utf-8")
    return target


def test_what_the_page_shows_may_rest_on_no_answer(tmp_path: Path) -> None:
    folder = edited(tmp_path, ("case.yaml", "when: trust >= 0.75", "when: cost <= budget"))
    with pytest.raises(CaseError) as refused:
        load_folder(folder)
    (problem,) = refused.value.problems
    assert (problem.code, problem.params) == ("paper_leak", {"name": "budget", "section": "call"})
    assert problem.line == 1 + (FOLDER / "case.yaml").read_text("utf-8").split("\n").index(
        next(line for line in (FOLDER / "case.yaml").read_text("utf-8").split("\n") if "goodwill:" in line)
    )


def test_a_word_left_out_is_named(tmp_path: Path) -> None:
    folder = edited(tmp_path, ("fr.md", "- [cut_short] Le transporteur vous appellera sûrement.\n", ""))
    with pytest.raises(CaseError) as refused:
        load_folder(folder)
    assert {problem.code for problem in refused.value.problems} == {"paper_item", "parity_item"}


def test_the_exchange_may_follow_the_page(tmp_path: Path) -> None:
    case = load_folder(edited(tmp_path, ("case.yaml", "    language: en\n", "")))
    asks = {lang: view_of(draw(case, 1), "call", lang).ask for lang in ("fr", "en")}  # type: ignore[arg-type]
    assert {lang: (ask.lang, bool(ask.help)) for lang, ask in asks.items()} == {  # type: ignore[attr-defined]
        "fr": ("fr", False),
        "en": ("en", False),
    }


@pytest.mark.parametrize("naive", ["worst", "chance", ["vague", "details", "push", "wait_for_it", "thanks"]])
def test_what_earns_nothing_is_the_authors_to_say(variant: Variant, naive: Any) -> None:
    question = DialogueQuestion.model_validate({**given_file(variant.case), "naive": naive})
    scope = variant.scope()
    solved = question.solved(scope)
    if isinstance(naive, list):
        credits = solved.credits(solved.exchange.follow(naive))
        assert credits[:3] == (0, 0, 0)
    assert solved.earned(solved.exchange.follow(solved.best)) == 1
    stock = question.read(Answer(question.stock(iter("110"))))
    assert question.mark(stock, scope, scope).credit < 0.1
