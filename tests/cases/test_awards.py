"""From the criteria to results per competence and per block: evidence, never a certificate."""

from __future__ import annotations

import pytest

from cases.awards import results
from cases.referentials import criteria, referentials
from cases.scoring import CriterionScore


def evidence(key: str, score: float, out_of: float) -> CriterionScore:
    referential, identifier = key.split("/")
    return CriterionScore(referential, identifier, score, out_of, ("q1",))


def test_nothing_exercised_nothing_shown() -> None:
    assert results([]) == ()


def test_criteria_weigh_the_same_whatever_their_points() -> None:
    found = results([evidence("rncp11928/B2.2", 9, 9), evidence("rncp11928/B2.4", 0, 1)])
    assert [one.id for one in found] == ["rncp11928"]
    (block,) = found[0].blocks
    assert [(one.id, one.score, one.max_score, one.ratio) for one in block.criteria] == [
        ("B2.2", 9, 9, 1.0),
        ("B2.4", 0, 1, 0.0),
    ]
    assert block.ratio == 0.5
    assert block.exercised == 2
    assert block.total > 2
    assert block.criteria[0].questions == ("q1",)


def test_only_what_was_exercised_is_shown_with_how_much_there_is() -> None:
    everything = {one.id: one for one in referentials()}
    for one in results([evidence("cqpm-tli/C3.M1", 1, 2), evidence("rncp14528/B1.2", 0.5, 1)]):
        assert one.title == everything[one.id].title
        for block in one.blocks:
            source = next(given for given in everything[one.id].blocks if given.id == block.id)
            assert (block.exercised, block.total) == (len(block.criteria), len(source.criteria))
            for competence in block.competences:
                twin = next(given for given in source.competences if given.id == competence.id)
                assert (
                    competence.exercised == len(competence.criteria) <= len(twin.criteria) == competence.total
                )
                assert competence.ratio == pytest.approx(0.5)


def test_every_criterion_of_the_referentials_has_its_place() -> None:
    scores = [evidence(one.key, 1, 1) for one in criteria()]
    found = results(scores)
    assert {one.id for one in found} == {one.id for one in referentials()}
    placed = {
        f"{one.id}/{criterion.id}" for one in found for block in one.blocks for criterion in block.criteria
    }
    assert placed == {one.key for one in scores}
    assert all(block.ratio == 1 and block.exercised == block.total for one in found for block in one.blocks)


def test_labels_speak_both_languages() -> None:
    (one,) = results([evidence("rncp11928/B2.2", 1, 1)])
    label = one.blocks[0].criteria[0].label
    assert label["fr"]
    assert label["en"]
    assert label["fr"] != label["en"]


def test_a_criterion_unknown_to_the_referentials_is_left_out() -> None:
    assert results([evidence("rncp11928/Z9.9", 1, 1)]) == ()
