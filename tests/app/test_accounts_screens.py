"""Pages and who opens them: signed out, a learner, a trainer; another's work and a trainer's page by its address."""

import pytest
from screens_harness import html, new_store, open_page, sent, sit, sound, widget
from sqlalchemy import update
from store_samples import NOON

from app import accounts, session
from app.clock import SystemClock
from app.i18n import translator
from app.passwords import hashed
from app.settings import CLASS_VARIABLE
from app.sign_in import Caller, open_for
from app.store import NewAccount
from app.store.account_tables import sign_in
from app.store.engine import writing

SECRET = "un ballon rouge"
T = translator("fr")


class School:
    """A class's store, and the browser that the pages are told to be."""

    def __init__(self, store, monkeypatch):
        self.store, self.token = store, None
        monkeypatch.setattr(session, "token", lambda: self.token)

    def person(self, login, role="learner"):
        return self.store.create_account(
            NewAccount(login, login.title(), role, password_hash=hashed(SECRET)), None, NOON
        )

    def enter(self, row):
        self.token = open_for(self.store, row, Caller("", ""), SystemClock().now()).token
        return row


@pytest.fixture
def school(monkeypatch, tmp_path):
    store = new_store(monkeypatch, tmp_path)
    monkeypatch.setenv(CLASS_VARIABLE, "1")
    yield School(store, monkeypatch)
    store.close()


@pytest.fixture
def alone(monkeypatch, tmp_path):
    store = new_store(monkeypatch, tmp_path)
    yield School(store, monkeypatch)
    store.close()


@pytest.mark.parametrize("page", ["catalogue", "competences", "trainer", "people", "revision"])
def test_nobody_signed_in_sees_only_the_way_to_sign_in(school, page):
    at = open_page(page)
    assert [one.value for one in at.title] == [T("accounts.sign_in.title")]
    assert "/auth/sign-in?lang=fr" in html(at)
    assert not at.button


def test_a_learner_sees_their_own_work_and_not_anothers(school):
    lea, bob = school.person("lea"), school.person("bob")
    local = sit(school.store)
    mine = school.store.start_sitting(lea.learner_id, local.case_slug, local.case_version, 7, "fr", NOON)
    school.store.save_answer(mine.id, lea.learner_id, "lot_size", "LEAS-ANSWER", "fr", NOON)
    school.enter(lea)
    assert "LEAS-ANSWER" in sent(open_page("sitting", sitting=mine.id))
    school.enter(bob)
    for page in ("sitting", "debrief"):
        at = open_page(page, sitting=mine.id)
        assert "LEAS-ANSWER" not in sent(at)
        assert T("notice.no_sitting") in sent(at)


@pytest.mark.parametrize("page", ["trainer", "people"])
def test_a_trainers_page_is_closed_to_a_learner_by_its_address(school, page):
    school.person("SECRET-NAME".lower())
    school.enter(school.person("lea"))
    at = open_page(page)
    assert [one.value for one in at.title] == [T("accounts.gate.title")]
    assert "secret-name" not in sent(at).lower()
    assert T("trainer.title") not in [one.label for one in at.get("page_link")]


def test_a_sign_in_that_ends_closes_the_page_at_its_next_run_and_drops_what_it_held(school):
    lea = school.enter(school.person("lea"))
    at = open_page("competences")
    at.session_state["lt_pending"] = {("s", "q"): "hers"}
    school.store.end_sign_ins(lea.learner_id, None, SystemClock().now())
    at = sound(at.run())
    assert [one.value for one in at.title] == [T("accounts.sign_in.title")]
    assert "lt_pending" not in at.session_state
    # Another person in the same browser session finds nothing of hers.
    school.enter(school.person("bob"))
    at = sound(at.run())
    assert "Bob" in html(at)
    assert "lt_pending" not in at.session_state


def test_a_callback_after_the_end_writes_nothing(school):
    lea = school.enter(school.person("lea"))
    local = sit(school.store)
    mine = school.store.start_sitting(lea.learner_id, local.case_slug, local.case_version, 7, "fr", NOON)
    at = open_page("sitting", sitting=mine.id)
    with writing(school.store._engine) as c:
        c.execute(update(sign_in).values(ended_at=NOON))
    widget(at.text_input, "lot_size").set_value("12").run()
    assert school.store.answers(mine.id, lea.learner_id) == {}


def test_a_given_password_must_be_replaced_first(school):
    lea = school.enter(school.person("lea"))
    at = open_page()
    school.store.set_password(lea.learner_id, hashed("given-by-ada"), None, NOON, must_change=True)
    school.enter(school.store.account(lea.learner_id))
    at = sound(at.run())
    assert [one.value for one in at.title] == [T("accounts.first_password.title")]


def test_a_trainer_has_the_desk_and_their_learners(school):
    school.person("lea")
    school.person("ada", "administrator")
    school.enter(school.person("tom", "trainer"))
    assert T("people.title") in [one.label for one in open_page("trainer").get("page_link")]
    told = html(open_page("people"))
    assert "Lea" in told
    assert "Ada" not in told


def test_a_new_password_is_shown_once(school):
    lea = school.person("lea")
    school.enter(school.person("ada", "administrator"))
    at = open_page("people")
    at.selectbox(key="lt_people_one").set_value(lea.learner_id).run()
    before = school.store.credentials("lea").password_hash
    at.button(key="lt_person_reset").click().run()
    sound(at)
    assert school.store.credentials("lea").password_hash != before
    assert T("people.handed") in html(at)
    at.button(key="lt_handed_done").click().run()
    assert T("people.handed") not in html(at)


def test_an_account_is_made_and_a_mistake_is_told(school):
    school.enter(school.person("ada", "administrator"))
    at = open_page("people", section="create")
    at.text_input(key="lt_new_name").set_value("Zoé Petit")
    at.text_input(key="lt_new_login").set_value("zoe petit")
    submit = next(one for one in at.button if one.label == T("people.create"))
    submit.click().run()
    assert T("accounts.error.bad_login", limit=100) in [one.value for one in sound(at).warning]
    at.text_input(key="lt_new_login").set_value("zoe.petit")
    next(one for one in at.button if one.label == T("people.create")).click().run()
    assert "zoe.petit" in html(sound(at))
    assert school.store.account_named("zoe.petit").must_change


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("section", ["accounts", "create", "import", "invitations", "cohorts", "audit"])
def test_every_section_is_sound_empty_or_not(school, section, lang):
    ada = school.enter(school.person("ada", "administrator"))
    open_page("people", lang, section=section)
    who = session.viewer_of(school.store, school.token, SystemClock().now(), class_mode=True)
    now = SystemClock().now()
    accounts.create_cohort(school.store, who, "BTS <1>", now)
    accounts.invite(school.store, who, "learner", None, 2, now.replace(year=now.year + 1, day=1), now)
    shown = sent(open_page("people", lang, section=section))
    assert "people." not in shown.replace("people.svg", "")
    assert ada.role == "administrator"


def test_alone_nothing_of_the_sort_is_shown(alone):
    at = open_page()
    assert 'class="lt-who"' not in html(at)
    assert "/auth/sign-out" not in html(at)
    at = open_page("people")
    assert [one.value for one in at.title] == [T("accounts.gate.title")]
    assert "/auth/trainer?lang=fr" in html(at)


def test_alone_the_trainers_password_opens_the_desk(alone):
    me = alone.store.local_learner().id
    alone.enter(alone.store.account_of_local("Formateur", hashed(SECRET), NOON))
    at = open_page("trainer")
    assert [one.value for one in at.title] == [T("trainer.title")]
    assert T("accounts.gate.leave") in html(at)
    assert alone.store.account(me).role == "trainer"


def test_alone_a_classs_account_is_the_local_learner(alone):
    alone.enter(alone.person("ada", "administrator"))
    assert [one.value for one in open_page("people").title] == [T("accounts.gate.title")]
