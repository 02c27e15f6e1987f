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
acquire:
  threshold: 0.6
  cases: 2
  set_on: "2026-11-21"
  source: {fr: "Convention", en: "Convention."}
assessed: {by: case, source: {fr: "Page une", en: "Page one"}}
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
    bounds = {one.id: (one.name, one.minimum, one.maximum) for one in flows.external}
    assert bounds == {"basics": ("BASICS", 300, None), "toeic": ("TOEIC", 600, 990)}
    # The document gives the weights; how much a part must exercise before it gives a mark is the house's.
    assert {one.part: one.share for one in manager.enough} == {"continuous": 1, "exam": 0.5}
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


def test_rules_are_dated_and_say_where_they_come_from() -> None:
    for one in referentials():
        assert (one.acquire.threshold, one.acquire.cases) == (0.6, 2)
        assert one.acquire_set_on == "2026-11-21"
        assert one.acquire_source.fr.startswith("Convention de la maison")
        assert one.acquire_source.en.startswith("House convention")


def test_where_the_documents_say_that_assessment_is_at_work() -> None:
    """UIMM: a panel on work done, with the company's opinion; the title's panel; block 6 of the Cnam's."""
    at_work = {
        (one.id, block.id)
        for one in referentials()
        for block in one.blocks
        if {criterion.assessed.by for criterion in block.criteria} == {"work"}
    }
    assert at_work == {
        ("cqpm-gfci", "GFCI"), ("cqpm-tli", "BDC0128"), ("cqpm-tli", "BDC0129"), ("rncp11928", "B6"),
        ("tsmel", "A1"), ("tsmel", "A2"), ("tsmel", "A3"),
    }  # fmt: skip
    assert all(one.assessed.source.fr != one.assessed.source.en for one in criteria())


def test_the_conditions_of_the_document_can_be_checked() -> None:
    """CQPM "Gestionnaire de flux de commandes à l'international", section II, second column."""
    found = {
        identifier: [
            (one.context, one.distinct or one.includes, one.paired)
            for one in criterion(f"cqpm-gfci/{identifier}.1").acquire.require
        ]
        for identifier in ("C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "C9", "C10")
    }
    themes = ("trade_rules", "inspection", "customs", "transport", "insurance")
    assert found == {
        "C1": [("country", 2, None), ("theme", themes, None)],
        "C2": [],
        "C3": [("file_nature", 2, None)],
        "C4": [("document", ("transport", "customs", "financial", "administrative"), None)],
        "C5": [("destination", 2, "transport")],
        "C6": [("failure_nature", 2, None)],
        "C7": [],
        "C8": [],
        "C9": [],
        "C10": [("situation", ("information_exchange", "negotiation"), None)],
    }
    assert [criterion(f"cqpm-gfci/{one}.1").acquire.cases for one in ("C8", "C9", "C10")] == [2, 1, 2]


def test_a_competence_shares_its_conditions_with_its_criteria() -> None:
    for one in criteria():
        for requirement in one.acquire.require:
            assert one.id in requirement.over
    (shared,) = criterion("cqpm-gfci/C3.2").acquire.require
    assert shared.over == ("C3.1", "C3.2", "C3.3", "C3.4")
    (own,) = criterion("tsmel/A2.2").acquire.require
    assert (own.includes, own.over) == (("en",), ("A2.2",))
    (block,) = referential("tsmel").blocks[2].require
    assert (block.includes, block.over) == (("en",), ("A3.1", "A3.2", "A3.3", "A3.4"))


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
    assert one.criteria[0].acquire == one.acquire
    assert (one.criteria[0].assessed.by, one.criteria[0].assessed.source["en"]) == ("case", "Page one")


def test_what_stands_below_changes_what_stands_above() -> None:
    text = SMALL.replace(
        'en: "Weigh"}', 'en: "Weigh", acquire: {cases: 1, require: [{context: country, distinct: 2}]}}'
    ).replace(
        'title: {fr: "Bloc"',
        'assessed: {by: work, source: {fr: "Page deux", en: "Page two"}}\n    title: {fr: "Bloc"',
    )
    first, second = read_referential(text, "small.yaml").criteria
    assert (first.acquire.cases, first.acquire.require, first.assessed.by) == (2, (), "work")
    assert (second.acquire.cases, second.acquire.threshold) == (1, 0.6)
    assert [(one.context, one.distinct, one.over) for one in second.acquire.require] == [
        ("country", 2, ("B1.2",))
    ]


WEIGHTED = "rule: weighted_mean\n  weights: {exam: 1}\n  "


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("threshold: 0.6", "threshold: 60", 9, "above 0 and up to 1"),
        ("  threshold: 0.6\n", "", 9, "needs a threshold"),
        ("cases: 2", "cases: 1.5", 10, "whole number, 1 or more"),
        ("2026-11-21", "21/11/2026", 11, "write a date"),
        ("by: case", "by: jury", 13, "one of case, work"),
        ("rule: all_blocks", WEIGHTED + "pass_mark: 10", 6, "part by part"),
        ("rule: all_blocks", WEIGHTED + "enough: {exam: 1}", 6, "needs a pass_mark"),
        (
            "rule: all_blocks",
            "rule: all_blocks\n  external: {toeic: {minimum: 1}}",
            8,
            "'name' must be a text",
        ),
        ('en: "Weigh"', 'en: "Weigh", acquire: {require: [{context: contry, distinct: 2}]}', 19, "'contry'"),
        ('en: "Weigh"', 'en: "Weigh", acquire: {require: [{context: document}]}', 19, "either 'distinct'"),
        (
            'en: "Weigh"',
            'en: "Weigh", acquire: {require: [{context: document, distinct: 1}]}',
            19,
            "2 or more",
        ),
        (
            'en: "Weigh"',
            'en: "Weigh", acquire: {require: [{context: document, includes: [tax]}]}',
            19,
            "'tax' is no",
        ),
        (
            'en: "Weigh"',
            'en: "Weigh", acquire: {require: [{context: document, includes: 3}]}',
            19,
            "list of names",
        ),
        ('en: "Weigh"', 'en: "Weigh", acquire: {require: []}', 19, "not empty"),
    ],
)
def test_a_faulty_rule_is_refused_with_its_line(old: str, new: str, line: int, what: str) -> None:
    assert old in SMALL
    with pytest.raises(ReferentialError) as caught:
        read_referential(SMALL.replace(old, new), "small.yaml")
    assert str(caught.value).startswith(f"small.yaml:{line}: "), caught.value
    assert what in str(caught.value)


def test_a_competence_that_requires_says_it_in_words_too() -> None:
    block = SMALL[SMALL.index("    criteria:") : SMALL.index("across:")]
    rows = block.replace("    criteria:\n", "").replace("      - ", "          - ")
    competence = (
        "    competences:\n      - id: C1\n        title: {fr: Un, en: One}\n"
        "        acquire: {require: [{context: country, distinct: 2}]}\n        criteria:\n" + rows
    )
    with pytest.raises(ReferentialError, match="without 'conditions'"):
        read_referential(SMALL.replace(block, competence), "small.yaml")
    said = competence.replace("acquire:", "conditions: {fr: deux pays, en: two countries}\n        acquire:")
    one = read_referential(SMALL.replace(block, said), "small.yaml")
    assert {c.acquire.require[0].over for c in one.criteria} == {("B1.1", "B1.2")}


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ('fr: "Peser", ', "", 19, "'fr' must be a text"),
        ('en: "Weigh"', 'en: " "', 19, "'en' must be a text"),
        ("id: B1.2", "id: B1.1", 19, "already on line 18"),
        ("id: B1.2, fr", "id: B1.2, poids: 2, fr", 19, "unknown field 'poids'"),
        ("criteria: [B1.1, B1.2]", "criteria: [B1.1, B9.9]", 21, "unknown criterion 'B9.9'"),
        ("rule: all_blocks", "rule: some_blocks", 7, "one of weighted_mean"),
        ("rule: all_blocks", "rule: weighted_mean", 7, "'weights' goes with"),
        ("rule: all_blocks", "rule: weighted_mean\n  weights: {exam: 0.5, work: 0.4}", 8, "add up to 1"),
        ("rule: all_blocks", "rule: all_blocks\n  pass_mark: ten", 8, "write a number"),
        ('title: {fr: "Petit", en: "Small"}', "title: Petit", 2, "must be a mapping"),
        ("    criteria:\n", "    criterias:\n", 15, "either 'criteria' or 'competences'"),
        ("body: Nobody", "body: [", 3, "not valid YAML"),
        ('      - {id: B1.1, fr: "Compter", en: "Count"}', "      - B1.1", 18, "must read"),
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
