"""Acquisition by rule: threshold, distinct cases, conditions; whatever the order, and never down for doing better."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from edited_cases import plain
from evidence_samples import shown
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.acquisition import CriterionState, criterion_ratio, criterion_state, state_words
from cases.evidence import Evidence
from cases.referentials import criterion

LOT = "rncp11928/B2.4"  # assessed by case studies: can be acquired
STOCK = "cqpm-tli/C3.M1"  # assessed at work: can be prepared
RANK = {"not_met": 0, "in_progress": 1, "acquired": 2, "prepared": 2}


def state(key: str, *evidence: Evidence, offered: int | None = None) -> CriterionState:
    return criterion_state(criterion(key), evidence, offered=offered)


def told(found: CriterionState, lang: str = "fr") -> list[str]:
    return [plain(one.explain(lang)) for one in found.missing]  # type: ignore[arg-type]


# -- the rule ------------------------------------------------------------------------------------------
def test_two_cases_above_the_threshold_acquire() -> None:
    found = state(LOT, shown(LOT, 6, case="a"), shown(LOT, 3, 5, case="b"))
    assert (found.state, found.cases, found.missing, found.is_done) == ("acquired", ("a", "b"), (), True)
    assert found.ratio == pytest.approx(9 / 15)
    assert [(one.slug, one.seed, one.version) for one in found.evidence] == [("a", 1, 1), ("b", 1, 1)]


def test_what_is_assessed_at_work_is_prepared_never_acquired() -> None:
    both = [shown(STOCK, 10, case="a"), shown(STOCK, 10, case="b")]
    assert state(STOCK, *both).state == "prepared"
    assert [state_words(one, "fr") for one in ("not_met", "in_progress", "acquired", "prepared")] == [
        "pas encore abordé", "en cours", "acquis", "préparé",
    ]  # fmt: skip


def test_no_evidence() -> None:
    found = state(LOT, shown("rncp11928/B2.1", 10))
    assert (found.state, found.ratio, found.evidence) == ("not_met", None, ())
    assert told(found) == ["Aucune question traitée pour l'instant."]
    assert told(found, "en") == ["No question attempted yet."]


def test_one_case_is_not_enough_and_the_same_one_again_neither() -> None:
    again = [shown(LOT, 10, case="a", seed=seed, day=seed) for seed in (1, 2, 3)]
    for found in (state(LOT, *again[:1]), state(LOT, *again)):
        assert found.state == "in_progress"
        assert told(found) == ["Encore un cas à réussir, différent des autres."]


def test_a_case_failed_does_not_count_as_one_of_the_cases() -> None:
    found = state(LOT, shown(LOT, 10, case="a"), shown(LOT, 1, 2, case="b"))
    assert found.ratio == pytest.approx(11 / 12)
    assert (found.state, found.cases) == ("in_progress", ("a",))


def test_the_share_of_the_points_is_over_all_the_cases_counted() -> None:
    found = state(LOT, shown(LOT, 6, case="a"), shown(LOT, 6, case="b"), shown(LOT, 5.9, case="c"))
    assert found.state == "in_progress"
    assert told(found) == ["59 % des points obtenus, il en faut 60 %."]
    assert told(found, "en") == ["59% of the points earned, 60% needed."]


def test_the_items_of_a_sitting_add_up() -> None:
    one, two = shown(LOT, 2, 8, case="a", question="q1"), shown(LOT, 8, 8, case="a", question="q2")
    assert state(LOT, one, two).ratio == pytest.approx(10 / 16)


def test_the_latest_sitting_of_a_case_counts_better_or_worse() -> None:
    good, bad = shown(LOT, 10, case="a", day=1), shown(LOT, 0, case="a", day=2)
    other = shown(LOT, 10, case="b")
    assert state(LOT, good, other).is_done
    assert not state(LOT, good, bad, other).is_done
    assert state(LOT, good, replace(bad, at=good.at - (bad.at - good.at)), other).is_done


def test_a_learner_s_own_assessment_acquires_nothing() -> None:
    own = [shown(LOT, 10, case=case, self_assessed=True) for case in "abc"]
    found = state(LOT, *own)
    assert (found.state, found.ratio) == ("in_progress", None)
    assert told(found)[0].startswith("Seule votre propre évaluation existe")
    # nor does it take the place of what a machine marked
    late = shown(LOT, 0, case="a", day=9, self_assessed=True)
    assert state(LOT, shown(LOT, 10, case="a"), shown(LOT, 10, case="b"), late).is_done


def test_variants_make_up_for_a_library_with_too_few_cases() -> None:
    once = [shown(LOT, 10, case="a", seed=1)]
    assert told(state(LOT, *once, offered=2)) == ["Encore un cas à réussir, différent des autres."]
    assert told(state(LOT, *once, offered=1))[0].startswith("Encore une autre variante à réussir")
    assert not state(LOT, *once, shown(LOT, 10, case="a", seed=1, day=1), offered=1).is_done
    assert state(LOT, *once, shown(LOT, 10, case="a", seed=2, day=1), offered=1).is_done
    assert state(LOT, *once, shown(LOT, 10, case="b"), offered=1).is_done, (
        "a case since withdrawn still counts"
    )
    assert told(state(LOT, shown(LOT, 0, case="a"), offered=0))[1].startswith("Encore un cas")


def test_one_case_where_the_document_asks_for_one() -> None:
    """Section II, capacity 9: "sur un cas"."""
    assert state("cqpm-gfci/C9.1", shown("cqpm-gfci/C9.1", 6)).state == "prepared"
    assert state("cqpm-gfci/C8.1", shown("cqpm-gfci/C8.1", 6)).state == "in_progress"


# -- conditions ----------------------------------------------------------------------------------------
def test_two_different_countries() -> None:
    key = "cqpm-gfci/C1.2"
    themes = {"theme": ("trade_rules", "inspection", "customs", "transport", "insurance")}
    one = shown(key, 10, case="a", contexts={"country": ("DE",), **themes})
    two = shown(key, 10, case="b", contexts={"country": ("DE",)})
    assert told(state(key, one, two)) == ["Reste à montrer : un second pays."]
    assert told(state(key, one, two), "en") == ["Still to be shown: a second country."]
    assert state(key, one, replace(two, contexts={"country": ("US",)})).state == "prepared"
    assert state(key, replace(one, contexts={"country": ("DE", "US"), **themes}), two).state == "prepared"
    bare = [replace(item, contexts={"country": ()}) for item in (one, two)]
    assert told(state(key, *bare))[0] == "Reste à montrer : 2 pays différents."
    assert len(told(state(key, *bare))) == 6


def test_a_context_counts_only_where_the_criterion_was_reached() -> None:
    key = "cqpm-gfci/C3.1"
    nature = {name: {"file_nature": (name,)} for name in ("late_supply", "credit_block")}
    one = shown(key, 10, case="a", contexts=nature["late_supply"])
    failed = shown(key, 3, case="b", contexts=nature["credit_block"])
    passed = shown(key, 10, case="c", contexts=nature["late_supply"])
    assert told(state(key, one, failed, passed)) == [
        "Reste à montrer : un second dossier, de nature différente."
    ]
    # what was shown once stays shown, though another sitting of that case counts now
    before = shown(key, 10, case="b", day=-1, contexts=nature["credit_block"])
    assert (
        state(key, one, before, shown(key, 9, case="b", contexts=nature["late_supply"])).state == "prepared"
    )


def test_conditions_are_the_competence_s() -> None:
    """Another criterion of the competence may show the document that this one lacks."""
    kinds = [("transport", "customs"), ("financial", "administrative")]
    mine = [shown("cqpm-gfci/C4.2", 10, case=case, contexts={"document": kinds[0]}) for case in "ab"]
    assert told(state("cqpm-gfci/C4.2", *mine)) == [
        "Reste à montrer : un document financier.",
        "Reste à montrer : un document administratif.",
    ]
    other = shown("cqpm-gfci/C4.1", 10, case="c", contexts={"document": kinds[1]})
    assert state("cqpm-gfci/C4.2", *mine, other).state == "prepared"
    assert state("cqpm-gfci/C4.1", *mine, other).state == "in_progress", "one case of its own only"
    elsewhere = shown("cqpm-gfci/C5.1", 10, case="c", contexts={"document": kinds[1]})
    assert state("cqpm-gfci/C4.2", *mine, elsewhere).state == "in_progress", "of another competence"


@pytest.mark.parametrize(
    ("first", "second", "done"),
    [
        (
            {"destination": ("DE",), "transport": ("road",)},
            {"destination": ("US",), "transport": ("sea",)},
            True,
        ),
        (
            {"destination": ("DE",), "transport": ("road",)},
            {"destination": ("ES",), "transport": ("road",)},
            False,
        ),
        (
            {"destination": ("DE",), "transport": ("road",)},
            {"destination": ("DE",), "transport": ("sea",)},
            False,
        ),
        ({"destination": ("DE", "US"), "transport": ("road", "sea")}, {}, True),
        ({"destination": ("DE", "US"), "transport": ("road",)}, {}, False),
        (
            {"destination": ("DE", "US"), "transport": ("road",)},
            {"destination": ("DE",), "transport": ("air",)},
            True,
        ),
        ({"destination": ("DE",)}, {"destination": ("US",)}, False),
        ({"destination": ("DE", "US", "JP"), "transport": ("road", "sea")}, {}, True),
    ],
)
def test_two_situations_that_differ_in_destination_and_in_transport(
    first: dict[str, tuple[str, ...]], second: dict[str, tuple[str, ...]], done: bool
) -> None:
    key = "cqpm-gfci/C5.1"
    found = state(key, shown(key, 10, case="a", contexts=first), shown(key, 10, case="b", contexts=second))
    assert found.is_done is done
    if not done:
        assert plain(found.missing[-1].explain("fr")).endswith(
            "dont la destination et le mode de transport diffèrent."
        )


@given(st.sets(st.tuples(st.sampled_from("abcd"), st.sampled_from("wxyz")), max_size=9))
def test_situations_that_all_differ_are_counted_as_trying_every_choice_counts_them(
    pairs: set[tuple[str, str]],
) -> None:
    """Independent count: the largest choice of pairs in which no term comes twice."""
    most = max(
        size
        for size in range(5)
        for some in combinations(sorted(pairs), size)
        if len({one for one, _ in some}) == len({two for _, two in some}) == size
    )
    key = "cqpm-gfci/C5.1"
    evidence = [
        shown(key, 10, case=f"{one}{two}", contexts={"destination": (one,), "transport": (two,)})
        for one, two in pairs
    ]
    rule = criterion(key)
    for asked in range(2, 5):
        required = tuple(replace(one, distinct=asked) for one in rule.acquire.require)
        harder = replace(rule, acquire=replace(rule.acquire, cases=1, require=required))
        assert criterion_state(harder, evidence).is_done is (most >= asked)


# -- properties ----------------------------------------------------------------------------------------
KEYS = ("cqpm-gfci/C5.1", "cqpm-gfci/C5.2", LOT)
POINTS = {"a": 2.0, "b": 5.0, "c": 3.0}


@st.composite
def sittings(draw: st.DrawFn) -> Evidence:
    """Evidence of one sitting: the points at stake belong to the case, as they do to its version."""
    case = draw(st.sampled_from(sorted(POINTS)))
    day = draw(st.integers(0, 20))
    share = draw(st.sampled_from([0.0, 0.3, 0.55, 0.6, 0.65, 1.0]))
    contexts = {
        "destination": tuple(draw(st.lists(st.sampled_from(["DE", "US"]), max_size=2))),
        "transport": tuple(draw(st.lists(st.sampled_from(["road", "sea"]), max_size=2))),
    }
    return shown(
        draw(st.sampled_from(KEYS)),
        POINTS[case] * share,
        POINTS[case],
        case=case,
        day=day,
        seed=draw(st.integers(1, 3)),
        contexts=contexts,
        self_assessed=draw(st.sampled_from([False, False, False, True])),
    )


POOLS = st.lists(sittings(), max_size=10, unique_by=lambda one: (one.key, one.sitting))


MIXED = POOLS.flatmap(lambda pool: st.tuples(st.just(pool), st.permutations(pool)))


@settings(max_examples=150, deadline=None)
@given(MIXED, st.sampled_from([None, 0, 1, 3]))
def test_the_order_of_the_evidence_changes_nothing(
    both: tuple[list[Evidence], list[Evidence]], offered: int | None
) -> None:
    pool, mixed = both
    for key in KEYS:
        assert state(key, *pool, offered=offered) == state(key, *mixed, offered=offered)
        assert criterion_ratio(one for one in pool if one.key == key) == state(key, *pool).ratio


@settings(max_examples=150, deadline=None)
@given(POOLS, sittings(), st.sampled_from([None, 1, 3]))
def test_doing_better_never_lowers_the_state(
    pool: list[Evidence], new: Evidence, offered: int | None
) -> None:
    """A later sitting at least as good: as the last one of its case, or as the whole so far on a new case."""
    before = state(new.key, *pool, offered=offered)
    same = [one for one in pool if one.key == new.key and one.slug == new.slug and not one.self_assessed]
    last = max(same, key=lambda one: one.at, default=None)
    bar = (last.score / last.max_score if last else before.ratio) or 0.0
    share = max(bar, new.score / new.max_score)
    later = replace(new, sitting="new", score=share * new.max_score, at=new.at.replace(year=2027))
    after = state(new.key, *pool, later, offered=offered)
    assert RANK[after.state] >= RANK[before.state]
    assert len(after.cases) >= len(before.cases)


@settings(max_examples=100, deadline=None)
@given(POOLS)
def test_a_state_says_what_is_missing_unless_it_is_done(pool: list[Evidence]) -> None:
    for key in KEYS:
        found = state(key, *pool)
        assert found.is_done is (not found.missing)
        assert found.ratio is None or 0 <= found.ratio <= 1
        for lang in ("fr", "en"):
            assert all(one.explain(lang) for one in found.missing)  # type: ignore[arg-type]
            assert set(found.as_dict(lang)) == {"referential", "id", "state", "ratio", "cases", "missing"}  # type: ignore[arg-type]
