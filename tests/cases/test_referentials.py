"""The referentials: all there, well formed, and a faulty file is refused with its line."""

import re

import pytest

from cases.referentials import (
    ReferentialError,
    UnknownCriterion,
    criteria,
    criterion,
    read_referential,
    referential,
    referentials,
)

# Counted in the official documents: 31 + 29 + 12 + 50 + 30 = 152.
COUNTS = {"cqpm-gfci": 30, "cqpm-tli": 50, "rncp11928": 29, "rncp14528": 31, "tsmel": 12}

SMALL = """\
id: small
title: {fr: "Petit", en: "Small"}
body: Nobody
source: "a test"
award:
  unit: block
  rule: all_blocks
blocks:
  - id: B1
    title: {fr: "Bloc", en: "Block"}
    criteria:
      - {id: B1.1, fr: "Compter", en: "Count"}
      - {id: B1.2, fr: "Peser", en: "Weigh"}
across:
  - {id: G1, fr: "Mesurer", en: "Measure", criteria: [B1.1, B1.2]}
"""


def test_every_criterion_is_there() -> None:
    assert {one.id: len(one.criteria) for one in referentials()} == COUNTS
    assert len(criteria()) == 152


def test_keys_are_unique_and_lead_back_to_their_criterion() -> None:
    assert len({one.key for one in criteria()}) == 152
    for one in criteria():
        assert criterion(one.key) is one


def test_every_wording_is_there_in_both_languages_and_differs() -> None:
    for one in criteria():
        assert one.label.fr.strip()
        assert one.label.en.strip()
        assert one.label.fr != one.label.en
        if one.conditions:
            assert one.conditions["fr"] != one.conditions["en"]


def test_awards_are_those_of_the_documents() -> None:
    manager = referential("rncp14528").award
    assert (manager.unit, manager.rule, manager.pass_mark) == ("block", "weighted_mean", 10)
    assert {weight.part: weight.share for weight in manager.weights} == {"continuous": 0.4, "exam": 0.6}
    flows = referential("rncp11928").award
    assert (flows.unit, flows.rule, flows.pass_mark) == ("block", "all_blocks", 10)
    bounds = {one.id: (one.minimum, one.maximum) for one in flows.external}
    assert bounds == {"basics": (300, None), "toeic": (600, 990)}
    for identifier in ("cqpm-tli", "cqpm-gfci"):
        award = referential(identifier).award
        assert (award.unit, award.rule, award.pass_mark) == ("competence", "all_competences", None)


def test_levels_blocks_and_capabilities() -> None:
    assert [(one.id, one.level) for one in referentials()] == [
        ("cqpm-gfci", None),
        ("cqpm-tli", None),
        ("rncp11928", 6),
        ("rncp14528", 7),
        ("tsmel", 5),
    ]
    assert [len(one.blocks) for one in referentials()] == [1, 2, 6, 6, 3]
    assert [len(one.across) for one in referentials()] == [0, 0, 12, 13, 0]


def test_a_criterion_knows_its_parents() -> None:
    one = criterion("cqpm-tli/C3.M1")
    assert (one.block, one.competence, one.conditions) == ("BDC0129", "C3", None)
    assert criterion("rncp11928/B2.4").competence is None
    conditions = criterion("cqpm-gfci/C3.1").conditions
    assert conditions is not None
    assert conditions.en == "at least two files of different natures"


def test_competences_hold_the_criteria_of_their_block() -> None:
    for one in referentials():
        for block in one.blocks:
            if block.competences:
                assert block.criteria == tuple(c for part in block.competences for c in part.criteria)


def test_a_label_has_two_languages_only() -> None:
    label = criterion("tsmel/A1.1").label
    assert (label["fr"], label["en"]) == (label.fr, label.en)
    with pytest.raises(KeyError, match="'fr' or 'en'"):
        label["de"]


@pytest.mark.parametrize(
    ("key", "hint"),
    [("rncp11928/B24", "rncp11928/B2.4"), ("rncp11982/B2.4", "rncp11928/B2.4"), ("B2.5", "rncp11928/B2.5")],
)
def test_an_unknown_criterion_suggests_the_nearest(key: str, hint: str) -> None:
    with pytest.raises(LookupError) as caught:
        criterion(key)
    assert isinstance(caught.value, UnknownCriterion)
    assert hint in caught.value.nearest
    assert hint in str(caught.value)


def test_an_unknown_criterion_far_from_all_says_how_to_write_one() -> None:
    with pytest.raises(UnknownCriterion, match=r"write it as rncp11928/B2\.4"):
        criterion("§§§")


def test_an_unknown_referential_names_the_known_ones() -> None:
    with pytest.raises(LookupError, match="tsmel"):
        referential("rncp1")


def test_a_small_file_reads() -> None:
    one = read_referential(SMALL, "small.yaml")
    assert [c.key for c in one.criteria] == ["small/B1.1", "small/B1.2"]
    assert one.across[0].criteria == ("B1.1", "B1.2")


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ('fr: "Peser", ', "", 13, "'fr' must be a text"),
        ('en: "Weigh"', 'en: " "', 13, "'en' must be a text"),
        ("id: B1.2", "id: B1.1", 13, "already on line 12"),
        ("id: B1.2, fr", "id: B1.2, poids: 2, fr", 13, "unknown field 'poids'"),
        ("criteria: [B1.1, B1.2]", "criteria: [B1.1, B9.9]", 15, "unknown criterion 'B9.9'"),
        ("rule: all_blocks", "rule: some_blocks", 7, "one of weighted_mean"),
        ("rule: all_blocks", "rule: weighted_mean", 7, "'weights' goes with"),
        ("rule: all_blocks", "rule: weighted_mean\n  weights: {exam: 0.5, work: 0.4}", 8, "add up to 1"),
        ("rule: all_blocks", "rule: all_blocks\n  pass_mark: ten", 8, "write a number"),
        ('title: {fr: "Petit", en: "Small"}', "title: Petit", 2, "must be a mapping"),
        ("    criteria:\n", "    criterias:\n", 9, "either 'criteria' or 'competences'"),
        ("body: Nobody", "body: [", 3, "not valid YAML"),
        ('      - {id: B1.1, fr: "Compter", en: "Count"}', "      - B1.1", 12, "must read"),
    ],
)
def test_a_faulty_file_is_refused_with_its_line(old: str, new: str, line: int, what: str) -> None:
    assert old in SMALL
    with pytest.raises(ReferentialError) as caught:
        read_referential(SMALL.replace(old, new), "small.yaml")
    found = re.match(r"small\.yaml:(\d+): ", str(caught.value))
    assert found, caught.value
    assert what in str(caught.value)
    # a parser may see an open bracket only further down
    assert int(found[1]) >= line if "YAML" in what else int(found[1]) == line


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(ReferentialError, match=r"empty\.yaml:1: "):
        read_referential("", "empty.yaml")
