"""Mock exams composed: every criterion offered is met, papers stand alone, and none could be fewer."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases import library
from cases.composing import TWICE, Composition, Offer, Offered, compose, offer, whole_seconds
from cases.referentials import referential

HOUR = 3600
DAY = 7 * HOUR
KEYS = ("r/A1", "r/A2", "r/A3", "r/A4")


@pytest.fixture(scope="module")
def offers() -> list[Offer]:
    return [offer(library.load(slug)) for slug in library.slugs()]


def keys(name: str, block: str) -> list[str]:
    return [one.key for one in referential(name).criteria if one.block == block]


def sound(found: Composition, offers: list[Offer], wanted: list[str], seconds: int) -> None:
    """No question twice, all that an answer rests on asked too, within the time, and told as it is."""
    by_slug = {one.slug: one for one in offers}
    counts: dict[str, int] = {}
    assert len({one.slug for one in found.papers}) == len(found.papers)
    for paper in found.papers:
        known = {one.id: one for one in by_slug[paper.slug].questions}
        order = list(known)
        assert len(set(paper.questions)) == len(paper.questions)
        assert sorted(paper.questions, key=order.index) == list(paper.questions)
        length = by_slug[paper.slug].reading
        for name in paper.questions:
            assert known[name].needs <= set(paper.questions)
            length += known[name].seconds
            for key, count in known[name].items:
                if key in wanted:
                    counts[key] = counts.get(key, 0) + count
        assert paper.seconds == length
    assert found.seconds <= seconds
    assert dict(found.met) == counts
    offered = {key for one in offers for each in one.questions for key, _ in each.items}
    assert set(found.not_offered) == set(wanted) - offered
    assert set(found.crowded_out) == (set(wanted) & offered) - set(counts)


@pytest.mark.parametrize(
    ("name", "block"), [("rncp11928", "B2"), ("cqpm-tli", "BDC0129"), ("rncp14528", "B1")]
)
def test_a_day_meets_all_that_the_library_offers_twice(offers: list[Offer], name: str, block: str) -> None:
    wanted = keys(name, block)
    found = compose(offers, wanted, DAY, 1)
    sound(found, offers, wanted, DAY)
    assert found.is_best
    assert not found.crowded_out
    offered = Counter(
        key for one in offers for each in one.questions for key, count in each.items for _ in range(count)
    )
    assert all(offered[key] < TWICE for key in found.once)
    assert compose(list(offers), list(wanted), DAY, 1) == found


def test_another_seed_gives_another_mock_that_is_as_good(offers: list[Offer]) -> None:
    wanted = keys("rncp11928", "B2")
    found = {compose(offers, wanted, 2 * HOUR, seed) for seed in range(4)}
    assert len(found) > 1
    assert {len(one.papers) for one in found} == {2}
    assert all(one.once == () and not one.crowded_out for one in found)
    assert min(one.seconds for one in found) > 1.8 * HOUR  # filled


def test_too_short_a_time_leaves_criteria_out_and_says_which(offers: list[Offer]) -> None:
    wanted = keys("rncp11928", "B2")
    found = compose(offers, wanted, HOUR // 2, 1)
    sound(found, offers, wanted, HOUR // 2)
    assert set(found.crowded_out) == {"rncp11928/B2.3", "rncp11928/B2.5"}
    assert compose(offers, wanted, 60, 1).papers == ()
    assert len(compose(offers, wanted, 60, 1).crowded_out) == 5


def test_a_block_that_no_case_exercises_gives_no_paper(offers: list[Offer]) -> None:
    found = compose(offers, keys("rncp11928", "B6"), HOUR, 1)
    assert found.papers == ()
    assert found.not_offered == tuple(keys("rncp11928", "B6"))
    assert whole_seconds(offers, keys("rncp11928", "B6")) == 0


def test_a_whole_case_takes_its_own_duration(offers: list[Offer]) -> None:
    for one in offers:
        case = library.load(one.slug)
        assert abs(one.reading + sum(each.seconds for each in one.questions) - 60 * case.duration_min) < 30


@st.composite
def small_libraries(draw: st.DrawFn) -> list[Offer]:
    found = []
    for place in range(draw(st.integers(1, 3))):
        questions: list[Offered] = []
        for number in range(draw(st.integers(1, 3))):
            before = [one.id for one in questions]
            needs = set(draw(st.sets(st.sampled_from(before)))) if before else set()
            for one in questions:  # closed, as upstream is
                if one.id in needs:
                    needs |= one.needs
            items = draw(st.dictionaries(st.sampled_from(KEYS), st.integers(1, 2), max_size=2))
            seconds = draw(st.integers(1, 5))
            questions.append(Offered(f"q{number}", seconds, frozenset(needs), tuple(sorted(items.items()))))
        found.append(Offer(f"case-{place}", 1, draw(st.integers(0, 3)), tuple(questions)))
    return found


def best(offers: list[Offer], wanted: list[str], seconds: int) -> tuple[int, int, int]:
    """(criteria left out, criteria met once only though twice is offered, papers), over every choice there is."""
    places = [(one, each) for one in offers for each in one.questions]
    offered: dict[str, int] = {}
    for _, each in places:
        for key, count in each.items:
            offered[key] = offered.get(key, 0) + count
    asked = [key for key in wanted if key in offered]
    found = []
    for size in range(len(places) + 1):
        for chosen in combinations(places, size):
            ids = {(one.slug, each.id) for one, each in chosen}
            if any((one.slug, need) not in ids for one, each in chosen for need in each.needs):
                continue
            opened = {one.slug: one.reading for one, _ in chosen}
            if sum(opened.values()) + sum(each.seconds for _, each in chosen) > seconds:
                continue
            counts = dict.fromkeys(asked, 0)
            for _, each in chosen:
                for key, count in each.items:
                    if key in counts:
                        counts[key] += count
            alone = sum(counts[key] < TWICE <= offered[key] for key in asked)
            found.append((sum(not count for count in counts.values()), alone, len(opened)))
    return min(found)


@settings(max_examples=20, deadline=None)
@given(small_libraries(), st.integers(0, 25), st.integers(0, 99))
def test_no_choice_is_better(offers: list[Offer], seconds: int, seed: int) -> None:
    wanted = list(KEYS[:3])
    found = compose(offers, wanted, seconds, seed)
    sound(found, offers, wanted, seconds)
    offered: dict[str, int] = {}
    for one in offers:
        for each in one.questions:
            for key, count in each.items:
                offered[key] = offered.get(key, 0) + count
    met = dict(found.met)
    asked = [key for key in wanted if key in offered]
    alone = sum(met.get(key, 0) < TWICE <= offered[key] for key in asked)
    assert (len(found.crowded_out), alone, len(found.papers)) == best(offers, wanted, seconds)
