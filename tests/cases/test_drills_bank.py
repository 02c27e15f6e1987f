"""The bank of short exercises: each stands alone, is whole, is proven, varies, and has figures of the trade."""

from __future__ import annotations

import re

import pytest
from drills_bank import FOLDER, SUBJECTS, bank, variants

from cases import proof
from cases.case import Case
from cases.load import LANGUAGES
from cases.paper import placeholders
from cases.plain import is_number
from cases.questions.choice import ChoiceQuestion
from cases.questions.number import NumberQuestion
from cases.skills import skill
from cases.views import questions

DRILLS = [(subject, question.id) for subject in SUBJECTS for question in bank(subject).questions]


# -- what the bank holds -----------------------------------------------------------------------------------
def test_sixty_drills_in_six_subjects() -> None:
    assert tuple(sorted(path.parent.name for path in FOLDER.glob("*/case.yaml"))) == SUBJECTS
    assert len(DRILLS) >= 60
    assert len({identifier for _, identifier in DRILLS}) == len(DRILLS), "a drill's id is its own in the bank"
    assert all(len(bank(subject).questions) >= 10 for subject in SUBJECTS)
    assert all((FOLDER / subject / "design.md").is_file() for subject in SUBJECTS)


@pytest.mark.parametrize(("subject", "identifier"), DRILLS)
def test_a_drill_is_whole(subject: str, identifier: str) -> None:
    case = bank(subject)
    question = case.question(identifier)
    assert isinstance(question, NumberQuestion | ChoiceQuestion)
    assert question.skill is not None
    assert skill(question.skill).id == question.skill
    assert not case.file.annexes
    if isinstance(question, NumberQuestion):
        assert question.mistakes
    for lang in LANGUAGES:
        paper = case.papers[lang]
        prompt = paper.body(identifier)
        assert "\n" not in prompt, "one paragraph"
        assert placeholders(prompt), "its data stand in it"
        assert 1 <= len(paper.sections[f"{identifier}.hints"].steps) <= 3
        solution = paper.body(f"{identifier}.solution")
        assert placeholders(solution), "the figures put in"
        if isinstance(question, NumberQuestion):
            assert any(identifier == found.source for found in placeholders(solution)), "the result"


@pytest.mark.parametrize("subject", SUBJECTS)
def test_no_drill_rests_on_another(subject: str) -> None:
    case = bank(subject)
    used: dict[str, str] = {}
    for question in case.questions:
        names = {name for template in question.templates.values() for name in template.names()}
        behind = names.union(*(case.graph.upstream(name) for name in names))
        assert not behind & set(case.question_ids), question.id
        for name in behind & set(case.file.draw):
            assert used.setdefault(name, question.id) == question.id, f"{name} is drawn for one drill"
    assert set(used) == set(case.file.draw) - only_shown(case), "nothing is drawn for nobody"


def only_shown(case: Case) -> set[str]:
    """What is drawn to be read in a prompt and tempts no one into a mistake of its own."""
    return {
        "trade": {"inco_pre", "inco_main", "inco_cover", "inco_duty"},
        "warehouse-site": {"fefo_ages"},
    }.get(case.slug, set())


@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_bank_is_proven(subject: str) -> None:
    """Over the first variants here; ``logitrain case check`` over 200 found no problem in any subject."""
    case = bank(subject)
    share = proof.prove_share(case, 0, 10)
    assert [problem.explain("en") for problem in proof.together(case, [share]).problems] == []
    assert share.seeds == 10


@pytest.mark.parametrize(("subject", "identifier"), DRILLS)
def test_a_drill_varies(subject: str, identifier: str) -> None:
    keys = {str(variant.scope().value(identifier)) for variant in variants(subject)}
    assert len(keys) >= (2 if isinstance(bank(subject).question(identifier), ChoiceQuestion) else 5), keys


def test_choices_turn_on_their_figures() -> None:
    """Every option that the rule can give comes up, so that no option is right by its place."""
    seen: dict[str, set[str]] = {}
    for subject, identifier in DRILLS:
        if isinstance(bank(subject).question(identifier), ChoiceQuestion):
            keys = [variant.scope().value(identifier) for variant in variants(subject)]
            seen[identifier] = set(map(str, keys))
    assert seen == {
        "mode_choice": {"reorder_point", "periodic", "kanban", "make_to_order"},
        "johnson_start": {"job_a", "job_b", "job_c", "job_d"},
        "fefo_lot": {"lot_a", "lot_b", "lot_c", "lot_d"},
        "split_break": {"whole", "second_part"},
        "inco_choice": {"exw", "fca", "cpt", "cip", "ddp"},
        "reserve_choice": {"national", "cmr"},
        "reading_choice": {"capable", "off_centre", "too_spread", "both"},
    }


# What a practitioner would find on the job: lowest and highest key, in the unit asked (a rate as a share).
PLAUSIBLE: dict[str, tuple[float, float]] = {
    "eoq_lot": (80, 2400), "reorder_level": (120, 3000), "safety_normal": (15, 400), "safety_max": (60, 1400),
    "turn_rate": (3, 31), "cover_time": (4, 136), "out_share": (0.013, 0.13), "count_accuracy": (0.83, 0.99),
    "abc_share": (0.7, 0.85), "average_unit": (8, 24), "periodic_order": (100, 2600),
    "takt_seconds": (45, 260), "oee_share": (0.45, 0.83), "clock_to_ch": (210, 790), "net_need": (100, 1500),
    "lot_order": (130, 540), "atp_discrete": (45, 320), "dav_result": (8, 155), "kanban_number": (4, 120),
    "smooth_next": (130, 510), "mad_result": (5, 40), "load_share": (0.58, 1.16), "vsm_days": (9, 17),
    "layer_best": (4, 24), "rack_count": (3, 8), "staff_need": (14, 40), "pick_rate": (50, 100),
    "slot_use": (0.6, 1), "budget_variance": (-2900, 2900), "rate_effect": (-1300, 1300),
    "perfect_share": (0.6, 0.92), "absence_rate": (0.0195, 0.081), "gravity_km": (30, 90), "sscc_key": (2, 9),
    "air_weight": (60, 900), "road_weight": (450, 1610), "sea_freight": (80, 840), "metres_total": (3.1, 10.6),
    "drive_total": (5.4, 9.7), "co2_total": (70, 1000), "trip_total": (370, 1120), "pay_price": (106, 118),
    "fill_of_tkm": (0.3, 0.85), "cmr_amount": (1100, 9700), "montreal_amount": (340, 3200),
    "light_amount": (900, 4000), "heavy_amount": (6700, 57600),
    "premium_amount": (85, 705), "cip_price": (32000, 130000), "dap_price": (40000, 122000),
    "value_total": (25000, 102000), "duty_amount": (430, 4300), "vat_basis": (31000, 127000),
    "landed_result": (31000, 126000), "present_day": (3, 18), "bank_day": (9, 24),
    "about_total": (44000, 165000), "bulk_total": (300, 1240),
    "npv_result": (8000, 110000), "payback_years": (2.6, 4.3), "even_day": (190, 312),
    "order_cost_each": (22, 170), "risk_reduction": (0.2, 0.88), "pareto_share": (0.6, 0.78),
    "cpk_index": (0.49, 3.1), "fill_share": (0.87, 0.99), "mape_share": (0.05, 0.25), "cash_days": (10, 107),
    "credit_days": (12, 87),
}  # fmt: skip


@pytest.mark.parametrize("subject", SUBJECTS)
def test_figures_are_those_of_the_trade(subject: str) -> None:
    for question in bank(subject).questions:
        if not isinstance(question, NumberQuestion):
            continue
        low, high = PLAUSIBLE[question.id]
        for variant in variants(subject):
            key = variant.scope().value(question.id)
            assert is_number(key)
            assert low <= key <= high, (question.id, variant.seed, key)


def test_what_is_shown_stays_lawful() -> None:
    for variant in variants("transport"):
        scope = variant.scope()
        run, load, payload = (scope.value(name) for name in ("drive_run", "fill_first", "fill_payload"))
        assert is_number(run)
        assert 4.5 < run < 9, "one break, one day's driving"
        assert is_number(load)
        assert is_number(payload)
        assert load <= payload


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_prompt_and_hint_is_shown_without_a_brace(subject: str) -> None:
    for variant in variants(subject)[:3]:
        for lang in LANGUAGES:
            for view in questions(variant, lang):
                shown = " ".join((view.title, view.prompt, *view.hints))
                assert not re.search(r"[{}|]", shown), (view.id, lang)
