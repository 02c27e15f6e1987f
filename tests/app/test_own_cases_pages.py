"""The pages of cases that trainers bring: what they show, what they keep, who is kept out."""

import pytest
from own_case_samples import PROVEN, SLUG, small_files, zipped
from screens_harness import NOW, html, new_store, open_page, sent

from app import own_cases, scenarios, session
from app.access import Viewer
from app.clock import FixedClock
from cases import library

BASE = "seuil-reappro"


@pytest.fixture
def store(monkeypatch, tmp_path):
    opened = new_store(monkeypatch, tmp_path)
    monkeypatch.setattr(session, "clock", lambda: FixedClock(NOW))
    yield opened
    library.also(None)
    opened.close()


@pytest.fixture
def claire(monkeypatch, store):
    who = Viewer(store.local_learner().id, "trainer", "Claire", "local", alone=True)
    monkeypatch.setattr(session, "visitor", lambda: who)
    return who


def by_key(elements, end):
    return next(one for one in elements if one.key and one.key.endswith(end))


def test_an_uploaded_case_is_published_and_offered(store, claire):
    case = own_cases.upload(store, claire, zipped(small_files()), "", NOW, "Premier essai")
    at = open_page("own_case", case=SLUG)
    assert "Pas encore vérifié" in sent(at)
    assert "L’aperçu s’ouvre" in sent(at)
    assert by_key(at.button, "lt_own_publish").disabled
    store.keep_own_proof(SLUG, 1, case.draft.digest, PROVEN, NOW)
    at = open_page("own_case", case=SLUG)
    assert "Vérifié sur 50 variantes" in sent(at)
    assert "brief fr" in sent(at)
    assert "T total" not in html(at)
    by_key(at.toggle, "lt_own_key").set_value(True).run()
    assert "T total" in html(at)
    by_key(at.button, "lt_own_publish").click().run()
    assert store.own_case(SLUG).current.version == 1
    assert "Premier essai" in html(open_page("own_case", case=SLUG))
    assert "version 1 published" in html(open_page("own_cases", lang="en"))


def test_a_scenario_is_begun_changed_and_restored(store, claire):
    at = open_page("own_cases", section="scenario")
    by_key(at.selectbox, "lt_own_base").set_value(BASE).run()
    by_key(at.text_input, "lt_own_slug").set_value("longs-delais")
    by_key(at.button, "lt_own_begin").click().run()
    case = store.own_case("longs-delais")
    assert (case.based_on, case.based_version) == (BASE, library.load(BASE).version)
    at = open_page("scenario", case="longs-delais")
    by_key(at.text_input, "fr:draw/price/decimal/1").set_value("30,5").run()
    by_key(at.text_input, "fr:fr.title").set_value("Longs délais").run()
    kept = store.own_case("longs-delais").draft
    assert kept.changes == {"numbers": {"draw/price/decimal/1": 30.5}, "texts": {"fr.title": "Longs délais"}}
    assert "2 champs modifiés" in html(at)
    assert "Longs délais" in store.own_case_files("longs-delais", 1)["fr.md"]
    again = open_page("scenario", lang="en", case="longs-delais")
    assert by_key(again.text_input, "en:draw/price/decimal/1").value == "30.5"
    by_key(at.text_input, "fr:draw/price/decimal/1").set_value("3").run()
    assert "au moins égal au minimum" in html(at)
    by_key(at.text_input, "fr:draw/price/decimal/1").set_value("beaucoup").run()
    assert "Ce n’est pas un nombre" in html(at)
    by_key(at.button, "restore-draw/price/decimal/0").click().run()
    assert store.own_case("longs-delais").draft.changes["numbers"] == {}
    assert by_key(at.text_input, "fr:draw/price/decimal/1").value == "24"


def test_a_newer_version_of_the_library_case_is_told(store, claire):
    files = scenarios.base_files(BASE, 1)
    given = scenarios.Changes({"duration_min": 99}, {}).as_json()
    own_cases.begin(store, claire, "ancien", files, NOW, based_on=(BASE, 1), changes=given)
    at = open_page("scenario", case="ancien")
    assert "repose sur la version 1" in sent(at)
    by_key(at.button, "lt_scenario_follow").click().run()
    case = store.own_case("ancien")
    assert case.based_version == library.load(BASE).version
    assert case.draft.changes["numbers"] == {"duration_min": 99}


def test_a_case_for_assessments_alone_is_offered_to_who_sets_them(store, claire):
    case = own_cases.upload(store, claire, zipped(small_files()), "", NOW)
    store.keep_own_proof(SLUG, 1, case.draft.digest, PROVEN, NOW)
    own_cases.publish(store, claire, SLUG, case.draft.digest, NOW)
    own_cases.set_audience(store, claire, SLUG, "exams", NOW)
    assert "Case fr" in sent(open_page("exam_new"))
    assert "Case fr" not in sent(open_page("catalogue"))
    own_cases.set_audience(store, claire, SLUG, "everyone", NOW)
    assert "Case fr" in sent(open_page("catalogue"))


@pytest.mark.parametrize("name", ["own_cases", "own_case", "scenario"])
def test_a_learner_is_kept_out(monkeypatch, store, name):
    monkeypatch.setattr(session, "visitor", lambda: Viewer(store.local_learner().id, "learner", "Lina"))
    at = open_page(name, case=SLUG)
    assert "Case fr" not in sent(at)
    assert not at.text_input
    assert not at.file_uploader
