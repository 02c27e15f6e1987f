"""A branching exchange against the plainest oracle there is: every path written out, one by one."""

from __future__ import annotations

from collections.abc import Iterator
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.exchange import MAX_SITUATIONS, MAX_TURNS, Exchange, Reply, Situation, explore
from cases.expression_error import ExpressionError

Turns = dict[
    int, list[tuple[int, float, float, float]]
]  # turn -> (leads to, two gains, what the state gains)


def exchange(turns: Turns) -> Exchange:
    """An exchange over numbered turns; a turn that is not there ends it."""

    def opens(here: Situation) -> tuple[Reply, ...]:
        offered = turns.get(int(here.turn), [])
        return tuple(
            Reply(f"{here.turn}_{place}", (one, two), Situation(str(to), (round(here.state[0] + more, 9),)))
            for place, (to, one, two, more) in enumerate(offered)
        )

    return explore(Situation("0", (0.0,)), opens, 2)


def paths(found: Exchange) -> Iterator[tuple[tuple[str, ...], tuple[float, ...], float, Situation]]:
    """Every path to an end: its replies, its gains, how likely chance makes it, and the end."""

    def walk(
        here: Situation, made: tuple[str, ...], gains: tuple[float, ...], mass: float
    ) -> Iterator[tuple[tuple[str, ...], tuple[float, ...], float, Situation]]:
        replies = found.replies[here]
        if not replies:
            yield made, gains, mass, here
        for reply in replies:
            total = tuple(a + b for a, b in zip(gains, reply.gains, strict=True))
            yield from walk(reply.to, (*made, reply.id), total, mass / len(replies))

    yield from walk(found.start, (), (0.0, 0.0), 1.0)


GAINS = st.sampled_from([-1.0, 0.0, 0.25, 0.5, 1.0])


@st.composite
def exchanges(draw: st.DrawFn) -> Exchange:
    last = draw(st.integers(1, 5))
    turns: Turns = {
        turn: draw(
            st.lists(
                st.tuples(st.integers(turn + 1, last + 1), GAINS, GAINS, st.sampled_from([0.0, 0.1, -0.2])),
                min_size=1,
                max_size=3,
            )
        )
        for turn in range(last + 1)
    }
    return exchange(turns)


@given(exchanges())
def test_extremes_means_and_chances_are_those_of_all_the_paths(found: Exchange) -> None:
    every = list(paths(found))
    for intent in range(2):
        totals = [gains[intent] for _, gains, _, _ in every]
        assert isclose(found.most[found.start][intent], max(totals), abs_tol=1e-8)
        assert isclose(found.least[found.start][intent], min(totals), abs_tol=1e-8)
        mean = sum(gains[intent] * mass for _, gains, mass, _ in every)
        assert isclose(found.mean[found.start][intent], mean, abs_tol=1e-7)
        spread = found.spread(intent)
        assert isclose(sum(spread.values()), 1)
        assert isclose(sum(total * mass for total, mass in spread.items()), mean, abs_tol=1e-7)
        assert set(spread) == {round(total, 9) + 0.0 for total in totals}
    for end in found.ends:
        assert isclose(found.ended[end], sum(mass for _, _, mass, last in every if last == end))


@given(exchanges(), st.tuples(GAINS, GAINS))
def test_the_best_path_is_worth_as_much_as_any(found: Exchange, weights: tuple[float, float]) -> None:
    at_end = {end: end.state[0] for end in found.ends}

    def worth(gains: tuple[float, ...], end: Situation) -> float:
        return sum(gain * weight for gain, weight in zip(gains, weights, strict=True)) + at_end[end]

    best = found.best(weights, at_end)
    followed = found.follow(best)
    assert not followed.refused
    assert followed.last in found.ends
    most = max(worth(gains, end) for _, gains, _, end in paths(found))
    assert isclose(worth(followed.gains, followed.last), most, abs_tol=1e-7)


def test_the_first_of_equal_paths_is_taken() -> None:
    found = exchange({0: [(1, 0.1, 0, 0), (1, 0.3, 0, 0), (2, 0.3, 0, 0)]})
    assert found.best((1, 0), dict.fromkeys(found.ends, 0.0)) == ("0_1",)


def test_a_path_is_followed_up_to_the_first_reply_that_is_not_offered() -> None:
    found = exchange({0: [(1, 1, 0, 0.1)], 1: [(2, 0, 1, 0)]})
    whole = found.follow(["0_0", "1_0"])
    assert (whole.gains, whole.last, whole.refused) == ((1, 1), Situation("2", (0.1,)), "")
    part = found.follow(["0_0", "0_0", "1_0"])
    assert ([reply.id for reply in part.replies], part.refused) == (["0_0"], "0_0")
    assert found.follow([]).last == found.start


def test_paths_that_lead_to_the_same_figures_meet() -> None:
    found = exchange({0: [(1, 0, 0, 0.1), (1, 0, 0, 0.2)], 1: [(2, 0, 0, 0.2), (2, 0, 0, 0.1)]})
    assert {end.state for end in found.ends} == {(0.2,), (0.3,), (0.4,)}


@pytest.mark.parametrize("turns", [{0: [(0, 0, 0, 0)]}, {0: [(1, 0, 0, 0)], 1: [(2, 0, 0, 0), (0, 0, 0, 0)]}])
def test_an_exchange_that_comes_back_to_where_it_was_is_refused(turns: Turns) -> None:
    with pytest.raises(ExpressionError, match="dialogue_endless"):
        exchange(turns)


def test_an_exchange_may_come_back_to_a_turn_as_long_as_its_state_moves_on() -> None:
    def opens(here: Situation) -> tuple[Reply, ...]:
        if here.state[0] >= limit:
            return ()
        return (Reply("again", (1.0,), Situation("0", (here.state[0] + 1,))),)

    limit = MAX_TURNS
    assert explore(Situation("0", (0.0,)), opens, 1).most[Situation("0", (0.0,))] == (MAX_TURNS,)
    limit = MAX_TURNS + 1
    with pytest.raises(ExpressionError, match="dialogue_endless"):
        explore(Situation("0", (0.0,)), opens, 1)


def test_an_exchange_with_too_many_situations_is_refused() -> None:
    turns: Turns = {turn: [(turn + 1, 0, 0, 2.0**turn), (turn + 1, 0, 0, 0)] for turn in range(14)}
    with pytest.raises(ExpressionError, match="dialogue_size"):
        exchange(turns)
    assert MAX_SITUATIONS < 2**13
