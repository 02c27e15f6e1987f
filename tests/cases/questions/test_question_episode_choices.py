"""Episodes whose rows are decided by a word: read, written, refused, played by a policy, shown in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cases.answers import Answer
from cases.episode_actions import CHOICES, Action, Sheet
from cases.episode_views import decided, standing
from cases.keyfile import key_answers
from cases.load import load_folder
from cases.marking import mark
from cases.proof import prove_share
from cases.questions.episode import EpisodeQuestion
from cases.variant import Variant, draw
from cases.views import question as asked
from cases.wording import QuestionWords

FOLDER = Path(__file__).parents[1] / "fixtures" / "order-portfolio"
NAME = "three_weeks"


@pytest.fixture(scope="module")
def variant() -> Variant:
    return draw(load_folder(FOLDER), 3)


def question(variant: Variant) -> EpisodeQuestion:
    found = variant.case.question(NAME)
    assert isinstance(found, EpisodeQuestion)
    return found


def sheet() -> Sheet:
    return Sheet({"ship": Action(options=["no", "standard", "express"])}, {"ship": CHOICES}, 3)


# -- reading -------------------------------------------------------------------------------------------
def test_a_word_for_each_row_is_read_and_written_back() -> None:
    raw = {"1.ship.CMD-2": "express", "1.ship.CMD-1": "no", "2.done": "1"}
    read = sheet().read(Answer(raw))
    assert read.value == [{"ship": {"CMD-1": "no", "CMD-2": "express"}}, {"ship": {}}]
    written = sheet().raw(read.value, "fr")
    assert sheet().read(Answer(written)).value == read.value


@pytest.mark.parametrize(
    ("raw", "place", "code"),
    [
        ({"2.ship.CMD-1": "boat"}, "2.ship.CMD-1", "unknown_option"),
        ({"2.ship.CMD-1": "standard, express"}, "2.ship.CMD-1", "one_option"),
    ],
)
def test_a_word_that_is_no_option_is_refused(raw: dict[str, str], place: str, code: str) -> None:
    assert sheet().read(Answer({"1" + place[1:]: text for place, text in raw.items()})).codes == (code,)
    assert sheet().read(Answer({"1.done": "1", **raw})).parts[place].codes == (code,)


def test_a_choice_wants_a_row() -> None:
    assert sheet().read(Answer({"1.ship": "standard"})).codes == ("unknown_place",)


@pytest.mark.parametrize("value", [{"A": "boat"}, "standard", {"A": 3}, None, {"A": None}])
def test_a_policy_that_chooses_nothing_known_is_refused(value: Any) -> None:
    assert sheet().kept("ship", value) is None


def test_a_policy_chooses_by_row() -> None:
    assert sheet().kept("ship", {"B": "no", "A": "express"}) == {"A": "express", "B": "no"}


# -- the sample ----------------------------------------------------------------------------------------
def test_the_sample_is_proven() -> None:
    share = prove_share(load_folder(FOLDER), 0, 3)
    assert not share.problems, share.problems[0].explain("en")


def test_a_rule_followed_beats_first_come_without_checks(variant: Variant) -> None:
    bounds = question(variant).bounds(variant.scope())
    naive, best = bounds.naive.indicators, bounds.reference.indicators
    assert best["total_cost"] < 0.6 * naive["total_cost"]
    assert best["otif_rate"] > naive["otif_rate"]
    assert best["errors_shipped"] < naive["errors_shipped"]
    assert best["late_alerts"] == 0 < naive["late_alerts"]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_reference_s_own_decisions_are_right(variant: Variant, lang: Any) -> None:
    raw = key_answers(variant, lang)[NAME]
    assert isinstance(raw, dict)
    assert mark(variant, {NAME: Answer(raw, lang)}).question(NAME).codes == ("correct",)


@pytest.mark.parametrize(
    ("lang", "cause", "told", "chosen"),
    [
        ("fr", "panne d’une machine", "Message M-1\u00a0: panne d’une machine", "prix"),
        ("en", "a machine is down", "Message M-1: a machine is down", "price"),
    ],
)
def test_the_desk_speaks_the_language_of_the_paper(
    variant: Variant, lang: Any, cause: str, told: str, chosen: str
) -> None:
    best = key_answers(variant, lang)[NAME]
    assert isinstance(best, dict)
    message = next(
        int(place.partition(".")[0])
        for place, text in best.items()
        if place.endswith("alert.M-1") and text != "no"
    )
    played = {place: text for place, text in best.items() if int(place.partition(".")[0]) < message}
    run = standing(variant, NAME, Answer(played, lang) if played else None, lang)
    assert run is not None
    tables = {table.id: table for table in run.tables}
    assert tables["messages"].rows[0][1] == cause
    assert any(line.startswith(told) for line in run.news)
    first = question(variant).bounds(variant.scope()).reference.decisions[0]
    assert f"CMD-01 {chosen}" in decided(first, QuestionWords(variant, NAME, lang))  # type: ignore[arg-type]
    for table in run.tables:
        assert not any(head.startswith(f"{table.id}.") for head in table.heads), table.heads


def test_what_is_asked_names_its_options(variant: Variant) -> None:
    view = asked(variant, NAME, "en")
    actions = {action.id: action for action in view.ask.actions}  # type: ignore[union-attr]
    assert actions["ship"].holds == CHOICES
    assert actions["ship"].table == "open_orders"
    assert dict(actions["ship"].options)["express"] == "express"
