"""How far from an award: each referential's own rule, and what is still missing."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from edited_cases import plain
from evidence_samples import shown
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.award_inputs import AwardError, recorded_parts
from cases.award_state import AwardState, award_state
from cases.contexts import context
from cases.evidence import Evidence, Part
from cases.referentials import Criterion, Referential, criterion, referential, referentials

MANAGER = referential("rncp14528")
FLOWS = referential("rncp11928")
SITE = referential("tsmel")
ORDERS = referential("cqpm-gfci")
LEVELS = {"not_met": 0, "in_progress": 1, "prepared": 2}


def all_contexts(one: Criterion) -> dict[str, tuple[str, ...]]:
    """Contexts that meet every condition of a criterion within one case."""
    found: dict[str, tuple[str, ...]] = {"language": ("en",)}
    for requirement in one.acquire.require:
        for name in filter(None, (requirement.context, requirement.paired)):
            values = tuple(context(name).values) or ("x1", "x2")
            found[name] = requirement.includes or values[: requirement.distinct]
    return found


def full(
    whole: Referential, share: float = 1.0, part: Part = "practice", cases: str = "ab"
) -> list[Evidence]:
    """Evidence on every criterion, in two cases, in every context asked for."""
    return [
        shown(one.key, 10 * share, case=f"{case}-{part}", part=part, contexts=all_contexts(one))
        for one in whole.criteria
        for case in cases
    ]


def told(found: AwardState, lang: str = "fr") -> list[str]:
    return [plain(one.explain(lang)) for one in found.missing]  # type: ignore[arg-type]


# -- the empty record, and the full one ----------------------------------------------------------------
@pytest.mark.parametrize("whole", referentials(), ids=lambda one: one.id)
def test_no_evidence_is_no_progress(whole: Referential) -> None:
    found = award_state(whole, [])
    assert found.state == "not_met"
    assert {one.state for one in found.blocks} == {"not_met"}
    assert all(one.mark is None and one.exercised == 0 for one in found.blocks)
    units = (
        len(whole.blocks)
        if whole.award.unit == "block"
        else sum(len(one.competences) for one in whole.blocks)
    )
    assert len(found.missing) == units + len(whole.award.external)


@pytest.mark.parametrize("whole", referentials(), ids=lambda one: one.id)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_everything_shown_is_prepared_and_the_word_certified_is_never_said(
    whole: Referential, lang: str
) -> None:
    evidence = full(whole) + full(whole, part="continuous") + full(whole, part="exam")
    found = award_state(whole, evidence, externals={one.id: one.minimum for one in whole.award.external})
    assert (found.state, found.missing) == ("prepared", ())
    assert {one.state for one in found.blocks} == {"prepared"}
    assert all(one.mark == 20 for one in found.blocks)
    shape = found.as_dict(lang)  # type: ignore[arg-type]
    words = json.dumps({**shape, "title": ""}, ensure_ascii=False).lower()
    assert "certified" not in words
    assert "certifié" not in words
    assert found.elsewhere(lang), "what the body asks for besides is always said"  # type: ignore[arg-type]


def test_what_is_assessed_at_work_is_prepared_in_the_blocks_that_say_so() -> None:
    found = award_state(FLOWS, full(FLOWS))
    states = {block.id: {one.state for one in block.criteria} for block in found.blocks}
    assert states == {**{f"B{n}": {"acquired"} for n in range(1, 6)}, "B6": {"prepared"}}


# -- RNCP 14528: 0.4 continuous + 0.6 exam, block by block ---------------------------------------------
def block_evidence(share: float, part: Part, *identifiers: str) -> list[Evidence]:
    return [shown(f"rncp14528/{one}", 10 * share, part=part, case=part) for one in identifiers]


def test_a_block_is_the_weighted_mean_of_its_two_parts() -> None:
    """12 in continuous assessment and 9 in the exam: 0.4 x 12 + 0.6 x 9 = 10.2."""
    everything = ("B2.1", "B2.2", "B2.3", "B2.4", "B2.5")
    evidence = block_evidence(0.6, "continuous", *everything) + block_evidence(0.45, "exam", *everything)
    block = award_state(MANAGER, evidence).blocks[1]
    assert [(one.part, one.mark, one.share) for one in block.parts] == [
        ("continuous", pytest.approx(12), 0.4),
        ("exam", pytest.approx(9), 0.6),
    ]
    assert (block.mark, block.state, block.missing) == (10.2, "prepared", ())
    lower = award_state(MANAGER, evidence[:5] + block_evidence(0.43, "exam", *everything)).blocks[1]
    assert (lower.mark, lower.state) == (9.96, "in_progress")
    assert [plain(one.explain("fr")) for one in lower.missing] == ["Moyenne de 9,96 sur 20, il faut 10."]
    assert [one.explain("en") for one in lower.missing] == ["Average of 9.96 out of 20, 10 needed."]


def test_criteria_weigh_the_same_in_a_mark_whatever_their_points() -> None:
    everything = ("B6.1", "B6.2", "B6.3")
    heavy = [shown(f"rncp14528/{one}", 100, 100, part="continuous") for one in everything[:1]]
    light = [shown(f"rncp14528/{one}", 0, 1, part="continuous") for one in everything[1:]]
    block = award_state(MANAGER, heavy + light).blocks[5]
    assert block.parts[0].mark == pytest.approx(20 / 3)


def test_a_mark_needs_enough_criteria() -> None:
    """Block 2 has five criteria: all of them in continuous assessment, three at least (half) in the exam."""
    everything = ("B2.1", "B2.2", "B2.3", "B2.4", "B2.5")
    short = block_evidence(1, "continuous", *everything[:4]) + block_evidence(1, "exam", *everything[:2])
    block = award_state(MANAGER, short).blocks[1]
    assert (block.mark, block.state, block.exercised) == (None, "in_progress", 4)
    assert [plain(one.explain("fr")) for one in block.missing] == [
        "Contrôle continu : pas assez d'éléments. Critères évalués : 4 sur 5, il en faut 5.",
        "Examen : pas assez d'éléments. Critères évalués : 2 sur 5, il en faut 3.",
    ]
    assert block.missing[1].explain("en") == "Exam: not enough evidence. Criteria assessed: 2 of 5, 3 needed."
    enough = block_evidence(1, "continuous", *everything) + block_evidence(1, "exam", *everything[:3])
    assert award_state(MANAGER, enough).blocks[1].state == "prepared"


def test_practice_gives_no_mark() -> None:
    block = award_state(MANAGER, full(MANAGER)).blocks[0]
    assert {one.state for one in block.criteria} == {"acquired"}
    assert (block.mark, block.state) == (None, "in_progress")
    assert [one.mark for one in block.parts] == [None, None]


def test_a_recorded_mark_takes_the_place_of_evidence() -> None:
    everything = ("B2.1", "B2.2", "B2.3", "B2.4", "B2.5")
    exam = block_evidence(0.5, "exam", *everything)
    block = award_state(MANAGER, exam, {("B2", "continuous"): 14}).blocks[1]
    assert (block.mark, block.state) == (11.6, "prepared")
    assert [one.recorded for one in block.parts] == [True, False]
    alone = award_state(MANAGER, [], {("B2", "continuous"): 14, ("B2", "exam"): 7}).blocks[1]
    assert (alone.mark, alone.state) == (9.8, "in_progress")
    assert award_state(MANAGER, exam, {("B2", "exam"): 0, ("B2", "continuous"): 0}).blocks[1].mark == 0


def test_the_title_needs_all_six_blocks() -> None:
    marks = {(f"B{n}", part): 15.0 for n in range(1, 6) for part in ("continuous", "exam")}
    found = award_state(MANAGER, [], marks)
    assert [one.state for one in found.blocks] == ["prepared"] * 5 + ["not_met"]
    assert found.state == "in_progress"
    assert told(found) == ["B6, « Maîtriser les réseaux d'information de la supply chain » : à terminer."]
    assert (
        award_state(MANAGER, [], {**marks, ("B6", "continuous"): 8, ("B6", "exam"): 12}).state == "prepared"
    )


# -- RNCP 11928: all blocks, BASICS and TOEIC ----------------------------------------------------------
def test_all_blocks_and_both_outside_results() -> None:
    evidence = full(FLOWS)
    assert told(award_state(FLOWS, evidence)) == [
        "BASICS : résultat à enregistrer, 300 points au moins.",
        "TOEIC : résultat à enregistrer, 600 points au moins.",
    ]
    assert told(award_state(FLOWS, evidence, externals={"basics": 299, "toeic": 600}), "en") == [
        "BASICS: 299 points recorded, 300 needed."
    ]
    assert award_state(FLOWS, evidence, externals={"basics": 300, "toeic": 600}).state == "prepared"
    assert award_state(FLOWS, [], externals={"toeic": 990}).state == "in_progress"


def test_a_block_asks_for_every_one_of_its_criteria() -> None:
    some = [one for one in full(FLOWS) if one.criterion != "B2.5"]
    found = award_state(FLOWS, some)
    block = found.blocks[1]
    assert (block.mark, block.state, block.exercised) == (20, "in_progress", 4)
    assert [plain(one.explain("fr")) for one in block.missing] == [
        "Pas encore assez d'éléments. Critères au niveau attendu : 4 sur 5 ; évalués : 4."
    ]
    assert [one.missing[0].code for one in block.criteria if one.missing] == ["acquire_evidence"]
    assert told(found)[0].startswith("B2, « Gestion des stocks")


def test_a_block_mark_recorded_by_a_trainer() -> None:
    found = award_state(FLOWS, [], {("B1", "block"): 10, ("B2", "block"): 9.5})
    assert [(one.mark, one.state) for one in found.blocks[:3]] == [
        (10, "prepared"),
        (9.5, "in_progress"),
        (None, "not_met"),
    ]


# -- TSMEL: three certificates -------------------------------------------------------------------------
def test_the_three_certificates() -> None:
    evidence = full(SITE)
    assert award_state(SITE, evidence).state == "prepared"
    without_english = [
        shown(one.key, 10, case=one.slug) for one in evidence if one.criterion.startswith("A3")
    ]
    found = award_state(
        SITE, [one for one in evidence if not one.criterion.startswith("A3")] + without_english
    )
    assert [one.state for one in found.blocks] == ["prepared", "prepared", "in_progress"]
    assert [plain(one.explain("fr")) for one in found.blocks[2].missing] == [
        "Reste à montrer : un travail rendu en anglais."
    ]


# -- CQPM: every competence ----------------------------------------------------------------------------
def test_every_competence_counts() -> None:
    some = [one for one in full(ORDERS) if one.criterion != "C10.2"]
    found = award_state(ORDERS, some)
    competences = found.blocks[0].competences
    assert [one.state for one in competences] == ["prepared"] * 9 + ["in_progress"]
    assert told(found) == ["C10, « Traiter un sujet commercial en anglais » : à terminer."]
    assert [plain(one.explain("en")) for one in competences[9].missing] == [
        "Not enough evidence yet. Criteria at the level expected: 2 of 3; assessed: 2."
    ]
    assert found.blocks[0].state == "in_progress"


def test_what_the_library_offers_is_taken_into_account() -> None:
    one_case = [
        shown(one.key, 10, case="a", seed=seed, day=seed, contexts=all_contexts(one))
        for one in ORDERS.criteria
        for seed in (1, 2)
    ]
    assert award_state(ORDERS, one_case).state == "in_progress"
    assert (
        award_state(ORDERS, one_case, offered=dict.fromkeys((c.key for c in ORDERS.criteria), 1)).state
        == "prepared"
    )


# -- what a person records -----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("whole", "externals", "words"),
    [
        (FLOWS, {"toeic": 991}, "TOEIC: 991 will not do, give a result from 0 to 990."),
        (FLOWS, {"basics": -1}, "BASICS: -1 will not do, give a positive result."),
        (FLOWS, {"basics": float("nan")}, "BASICS: nan will not do, give a positive result."),
        (FLOWS, {"toiec": 700}, "did you mean “toeic”?"),
        (SITE, {"toeic": 700}, "“toeic” is no certificate that tsmel asks for. Certificates asked for: –."),
    ],
)
def test_an_outside_result_that_cannot_be_is_refused(
    whole: Referential, externals: dict[str, float], words: str
) -> None:
    with pytest.raises(AwardError) as caught:
        award_state(whole, [], externals=externals)
    assert words in caught.value.explain("en")
    assert caught.value.explain("fr") != caught.value.explain("en")


@pytest.mark.parametrize(
    ("whole", "key", "mark", "words"),
    [
        (MANAGER, ("B2", "exam"), 20.5, "B2: the mark 20.5 will not do, give a mark from 0 to 20."),
        (MANAGER, ("B2", "exams"), 12, "did you mean “B2 exam”?"),
        (MANAGER, ("B7", "exam"), 12, "rncp14528 has no mark “exam” for “B7”"),
        (FLOWS, ("B2", "exam"), 12, "rncp11928 has no mark “exam” for “B2”"),
        (ORDERS, ("GFCI", "block"), 12, "Marks provided for: –."),
    ],
)
def test_a_mark_that_cannot_be_is_refused(
    whole: Referential, key: tuple[str, str], mark: float, words: str
) -> None:
    with pytest.raises(AwardError) as caught:
        award_state(whole, [], {key: mark})
    assert words in caught.value.explain("en")
    assert caught.value.explain("fr") != caught.value.explain("en")


def test_the_parts_that_can_be_recorded() -> None:
    assert [recorded_parts(one) for one in (MANAGER, FLOWS, SITE, ORDERS)] == [
        ("continuous", "exam"), ("block",), ("block",), (),
    ]  # fmt: skip


# -- properties ----------------------------------------------------------------------------------------
@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(referentials()),
    st.lists(st.floats(0, 1), min_size=152, max_size=152),
    st.sampled_from(["practice", "continuous", "exam"]),
)
def test_any_record_gives_an_honest_state(whole: Referential, shares: list[float], part: Part) -> None:
    evidence = [
        shown(one.key, 10 * share, case=case, part=part)
        for one, share in zip(whole.criteria, shares, strict=False)
        if share > 0.2
        for case in "ab"
    ]
    found = award_state(whole, evidence)
    assert found == award_state(whole, evidence[::-1])
    assert (found.state == "prepared") is (not found.missing)
    for block in found.blocks:
        assert block.mark is None or 0 <= block.mark <= 20
        assert (block.state == "prepared") is (not block.missing)
        assert block.exercised == len(
            {one.criterion for one in evidence if criterion(one.key).block == block.id}
        )
    for lang in ("fr", "en"):
        json.dumps(found.as_dict(lang))  # type: ignore[arg-type]


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(referentials()),
    st.lists(st.sampled_from([0.0, 0.5, 0.6, 0.9, 1.0]), min_size=2, max_size=4),
)
def test_more_points_never_lower_an_award(whole: Referential, shares: list[float]) -> None:
    ranks = [
        LEVELS[award_state(whole, full(whole, share, "continuous") + full(whole, share, "exam")).state]
        for share in sorted(shares)
    ]
    assert all(before <= after for before, after in pairwise(ranks))
