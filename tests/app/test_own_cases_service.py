"""Bringing a case, proving it in another process, publishing it: who may, what is kept, what a scenario changes."""

import threading

import pytest
from own_case_samples import PROVEN, SLUG, small_files, trainer, zipped
from store_samples import NOON, learner

from app import own_cases, scenarios
from app.access import Viewer
from app.case_upload import read_zip
from app.clock import FixedClock
from app.own_case_folder import digest_of, folder_for
from app.own_case_proof import Limits, ProofDesk
from app.store import BadOwnCase, CaseNotProven, CaseSlugTaken, RoleForbids, open_store
from cases import library
from cases.load import CASE_FILE, load_folder
from cases.variant import draw

BASE = "seuil-reappro"


@pytest.fixture
def store(tmp_path):
    opened = open_store(f"sqlite:///{(tmp_path / 'own.db').as_posix()}", clock=FixedClock(NOON))
    yield opened
    opened.close()


@pytest.fixture
def claire(store):
    return trainer(learner(store, "Claire"))


def test_a_folder_is_uploaded_proven_previewed_and_published(store, claire):
    data = zipped(small_files())
    case = own_cases.upload(store, claire, data, "", NOON, "first")
    assert (case.slug, case.owner, case.draft.note) == (SLUG, "Claire", "first")
    assert own_cases.title(store, claire, case, "en") == "Case en"
    assert own_cases.readable(store, claire, case, case.draft) is None
    with pytest.raises(CaseNotProven):
        own_cases.publish(store, claire, SLUG, case.draft.digest, NOON)
    # Fifty variants, as in earnest: a small case takes no time, the process a moment to start.
    desk, ended = ProofDesk(), threading.Event()
    keep = store.keep_own_proof
    store.keep_own_proof = lambda *given: (keep(*given), ended.set())[0]
    own_cases.ask_proof(store, claire, desk, SLUG, 50, FixedClock(NOON))
    assert own_cases.proof_state(claire, desk, SLUG, case.draft) is not None
    assert ended.wait(120)
    case = own_cases.one(store, claire, SLUG)
    assert case.draft.proof == PROVEN
    assert draw(own_cases.readable(store, claire, case, case.draft), 3).scope().value("total") % 7 == 0
    case = own_cases.publish(store, claire, SLUG, case.draft.digest, NOON)
    assert case.current.version == 1
    assert read_zip(own_cases.as_zip(store, claire, SLUG, 1)) == read_zip(data)
    with pytest.raises(BadOwnCase) as same:
        own_cases.upload(store, claire, data, "", NOON)
    assert same.value.key.endswith("bad_same")
    case = own_cases.upload(store, claire, zipped(small_files("k * 8")), "", NOON)
    assert case.draft.version == 2
    found = own_cases.difference(
        own_cases.files(store, claire, SLUG, 1), own_cases.files(store, claire, SLUG, 2)
    )
    assert [line for line in found if line.startswith(("-  ", "+  "))] == [
        '-   "answer": "k * 7"', '+   "answer": "k * 8"',
    ]  # fmt: skip


def test_a_case_with_faults_tells_them_in_both_languages(store, claire):
    own_cases.upload(store, claire, zipped(small_files("k * no_such_name")), "", NOON)
    desk, ended = ProofDesk(), threading.Event()
    keep = store.keep_own_proof
    store.keep_own_proof = lambda *given: (keep(*given), ended.set())[0]
    own_cases.ask_proof(store, claire, desk, SLUG, 50, FixedClock(NOON))
    assert ended.wait(120)
    case = own_cases.one(store, claire, SLUG)
    assert (case.draft.is_proven, case.draft.is_readable) == (False, False)
    told = case.draft.proof["problems"][0]
    assert told["fr"] != told["en"]
    assert all(f"{SLUG}/case.yaml:" in words and "no_such_name" in words for words in told.values())


def test_a_proof_given_up_while_it_waits_leaves_nothing(store, claire):
    own_cases.upload(store, claire, zipped(small_files()), "", NOON)
    desk, ended = ProofDesk(), threading.Event()
    desk.ask("other", folder_for(SLUG, small_files(), digest_of(small_files())), 50,
             lambda _found: ended.set(), Limits(wall_s=0.01))  # fmt: skip
    own_cases.ask_proof(store, claire, desk, SLUG, 50, FixedClock(NOON))
    own_cases.cancel_proof(store, claire, desk, SLUG)
    assert ended.wait(120)
    draft = own_cases.one(store, claire, SLUG).draft
    assert draft.proof is None or draft.proof["why"] == "cancelled"


def test_who_may(store, claire):
    own_cases.upload(store, claire, zipped(small_files()), "", NOON)
    other, pupil = trainer(learner(store, "Hugo")), Viewer(learner(store, "Lina"), "learner")
    head = trainer(learner(store, "Ada"), "administrator")
    assert [one.slug for one in own_cases.listed(store, other)] == [SLUG]
    assert own_cases.files(store, other, SLUG, 1) == small_files()
    case = own_cases.one(store, head, SLUG)
    assert (own_cases.may_change(claire, case), own_cases.may_change(head, case)) == (True, True)
    assert not own_cases.may_change(other, case)
    digest = case.draft.digest
    writing = (
        lambda who: own_cases.publish(store, who, SLUG, digest, NOON),
        lambda who: own_cases.withdraw(store, who, SLUG, 1, NOON),
        lambda who: own_cases.set_audience(store, who, SLUG, "exams", NOON),
        lambda who: own_cases.archive(store, who, SLUG, NOON),
        lambda who: own_cases.drop_draft(store, who, SLUG, NOON),
        lambda who: own_cases.ask_proof(store, who, ProofDesk(), SLUG, 50, FixedClock(NOON)),
        lambda who: own_cases.cancel_proof(store, who, ProofDesk(), SLUG),
    )
    reading = (
        lambda who: own_cases.listed(store, who),
        lambda who: own_cases.one(store, who, SLUG),
        lambda who: own_cases.files(store, who, SLUG, 1),
        lambda who: own_cases.as_zip(store, who, SLUG, 1),
        lambda who: own_cases.readable(store, who, case, case.draft),
        lambda who: own_cases.title(store, who, case, "fr"),
        lambda who: own_cases.upload(store, who, zipped(small_files()), "theirs", NOON),
        lambda who: own_cases.proof_state(who, ProofDesk(), SLUG, case.draft),
    )
    for work in writing:
        with pytest.raises(RoleForbids):
            work(other)
    for work in (*reading, *writing):
        with pytest.raises(RoleForbids):
            work(pupil)
    with pytest.raises(CaseSlugTaken):
        own_cases.upload(store, other, zipped(small_files()), "", NOON)
    assert own_cases.set_audience(store, head, SLUG, "exams", NOON).audience == "exams"


@pytest.mark.parametrize("slug", [BASE, "A", "../x", "con", ""])
def test_names_that_no_upload_may_take(store, claire, slug):
    with pytest.raises((BadOwnCase, CaseSlugTaken)):
        own_cases.upload(store, claire, zipped(small_files(), top=""), slug, NOON)
    assert own_cases.listed(store, claire) == ()


# -- scenarios ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def base():
    return scenarios.base_of(BASE, library.load(BASE).version)


def test_a_library_case_can_be_set_anew():
    slug = "achats-strategie"  # tables drawn by columns, flow style of every kind; another takes seconds more
    of = scenarios.base_of(slug, library.load(slug).version)
    assert len(of.draws) > 5
    assert len(of.questions) == len(library.load(slug).questions)
    assert scenarios.applied(of, scenarios.NONE) == of.files
    texts = {key: f"{text.value} ." for key, text in of.texts.items()}
    numbers = {knob.path: knob.value for knob in of.knobs().values()} | {"duration_min": 33}
    changes = scenarios.Changes(numbers, texts)
    assert scenarios.faults(of, changes) == {}
    files = scenarios.applied(of, changes)
    case = load_folder(folder_for("anew", files, digest_of(files)))
    before = library.load(slug).file
    assert case.file == before.model_copy(update={"duration_min": 33})
    assert all(case.papers["fr"].body(name).endswith(" .") for name in ("summary", "brief"))


def test_ranges_weights_and_texts_are_put_where_they_belong(base):
    changes = scenarios.different(
        base,
        {"draw/price/decimal/1": 30.5, "draw/spread/choice": [0.1, 0.4], "questions/0/points": 2.5, "level": 2,
         "draw/price/decimal/0": 9, "draw/no_such/step": 3},
        {"fr.title": "Un titre", "en.title": base.texts["en.title"].value + "\n", "fr.no_such": "x"},
    )  # fmt: skip
    assert set(changes.numbers) == {"draw/price/decimal/1", "draw/spread/choice", "questions/0/points"}
    assert changes.texts == {"fr.title": "Un titre"}
    assert scenarios.read_changes(changes.as_json()) == changes
    files = scenarios.applied(base, changes)
    assert files["en.md"] == base.files["en.md"]
    assert files["fr.md"].split("\n")[1:] == base.files["fr.md"].split("\n")[1:]
    old, new = (text[CASE_FILE].split("\n") for text in (base.files, files))
    assert [one for one, other in zip(old, new, strict=True) if one != other] == [
        "  spread: {choice: [0.20, 0.25, 0.30]}",
        "  price: {decimal: [9, 24], step: 0.05, unit: EUR}",
        next(line for line in old if line.strip().startswith("points:")),
    ]
    case = load_folder(folder_for("anew", files, digest_of(files)))
    assert (case.questions[0].points, case.title("fr")) == (2.5, "Un titre")
    assert case.file.draw["spread"].choice == [0.1, 0.4]


@pytest.mark.parametrize(
    ("numbers", "texts", "told"),
    [
        ({"draw/price/decimal/1": 3}, {}, {"draw/price/decimal/1": "order"}),
        ({"draw/daily_level/integer/0": 42.5}, {}, {"draw/daily_level/integer/0": "whole"}),
        ({"draw/price/step": 0}, {}, {"draw/price/step": "between"}),
        ({"draw/price/decimal/0": 1e15}, {}, {"draw/price/decimal/0": "number"}),
        ({"draw/spread/choice": []}, {}, {"draw/spread/choice": "choices"}),
        ({"questions/0/points": 0}, {}, {"questions/0/points": "between"}),
        ({"duration_min": 3, "level": 6}, {}, {"duration_min": "between", "level": "between"}),
        ({}, {"fr.title": " "}, {"fr.title": "blank"}),
        ({}, {"fr.title": "a\nb"}, {"fr.title": "lines"}),
        ({}, {"fr.summary": "## Partie {#q_star}\n"}, {"fr.summary": "heading"}),
        ({}, {"fr.summary": "{{ price +* 2 }}"}, {"fr.summary": "placeholder"}),
        ({}, {"fr.summary": "{{ k.__class__ }}"}, {"fr.summary": "placeholder"}),
        ({}, {"fr.summary": "{{ no_such | eur }}"}, {"fr.summary": "name"}),
        ({}, {"fr.summary": "{{ open(price) }}"}, {"fr.summary": "name"}),
        ({}, {"fr.summary": "{{ price | eur }}"}, {"fr.summary": "pair"}),
        ({}, {"fr.summary": "x" * 20_001}, {"fr.summary": "long"}),
        ({}, {"fr.summary": "{{ price }}", "en.summary": "{{ price }}"}, {}),
    ],
)
def test_what_must_be_mended_is_told_beside_its_field(base, numbers, texts, told):
    changes = scenarios.Changes(numbers, texts)
    assert {field: fault.code for field, fault in scenarios.faults(base, changes).items()} == told
    # Kept all the same: the files can be made, and the proof says what is wrong.
    assert set(scenarios.applied(base, changes)) == set(base.files)


def test_an_earlier_version_of_the_library_case_stays_a_base():
    assert scenarios.base_of(BASE, 1).files[CASE_FILE] != scenarios.base_of(BASE, 2).files[CASE_FILE]
    for slug, version in ((BASE, 99), ("no-such-case", 1), ("../tests", 1)):
        with pytest.raises(BadOwnCase):
            scenarios.base_files(slug, version)


def test_a_list_is_read_as_it_is_typed():
    def read(text):
        try:
            return float(text.replace(",", "."))
        except ValueError:
            return None

    assert scenarios.read_list("0,2; 3 ;\n4,", read) == [0.2, 3, 4]
    assert scenarios.read_list("0,2; trois", read) is None
    assert scenarios.read_list(" ; ", read) is None
