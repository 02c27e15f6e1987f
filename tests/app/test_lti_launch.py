"""Launches from a platform's stand-in: who comes in, what opens, marks that go back, and all that is refused."""

import base64
import json
import re
import shutil
from dataclasses import replace
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest
from exam_samples import draft as exam_draft
from joserfc.jwk import RSAKey
from lti_stand_in import CLAIM, DEEP, ISSUER, ROLES, served
from starlette.applications import Starlette
from starlette.testclient import TestClient
from store_samples import SLUG

from app import lti, lti_targets
from app.clock import FixedClock, SystemClock
from app.lti_client import Marks, PlatformTrouble
from app.lti_grades import DELAYS, gather, send
from app.lti_keys import key_set, renew, signing_key
from app.lti_sender import Rounds
from app.lti_targets import parameters
from app.settings import Settings
from app.sign_in import COOKIE, Caller, as_viewer, csrf_of, open_for, token_hash
from app.store import LinkDraft, NewAccount, PlatformDraft, open_store, shared_store
from app.store import _shared as known_stores
from app.web.routes import routes
from cases.library import load

HERE = "http://testserver"
TEACHER = {CLAIM + "roles": [ROLES + "Instructor"], "sub": "7", "name": "Ada Prof"}


@pytest.fixture(scope="module")
def blank(tmp_path_factory):
    """A database with its tables, and a key pair: neither need be made for every test."""
    file = tmp_path_factory.mktemp("lti") / "blank.db"
    store = open_store(f"sqlite:///{file.as_posix()}")
    signing_key(store, SystemClock().now())
    store.close()
    return file


@pytest.fixture(scope="module")
def platform():
    with served() as one:
        yield one


class Site:
    def __init__(self, url, platform):
        self.platform, self.store = platform, shared_store(url)
        platform.scores.clear()
        platform.asked.clear()
        platform.answer, platform.keys_elsewhere = 200, False
        platform.tool_keys = lambda: key_set(self.store, SystemClock().now())
        self.settings = Settings(url, class_mode=True)
        self.now = SystemClock().now()
        self.ada = self.account("ada", "administrator")
        self.row = self.store.add_platform(self.draft(), self.ada.learner_id, self.now)
        self.app = Starlette(routes=routes(self.settings)[0])
        self.browser = self.new_browser()

    def draft(self, **changes):
        base = self.platform.base
        whole = PlatformDraft(
            "Moodle", ISSUER, "client-1", f"{base}/auth", f"{base}/token", f"{base}/keys", ("1",), True
        )
        return replace(whole, **changes)

    def change(self, **changes):
        self.store.change_platform(self.row.id, self.draft(**changes), self.ada.learner_id, self.now)

    def account(self, login, role="learner", subject=None):
        row = self.store.create_account(NewAccount(login, login.title(), role), None, self.now)
        if subject:
            self.store.link_identity(row.learner_id, ISSUER, subject, None, self.now)
        return row

    def new_browser(self):
        return TestClient(self.app, follow_redirects=False, headers={"accept-language": "fr"})

    def begin(self, **more):
        fields = {
            "iss": ISSUER,
            "login_hint": "h",
            "target_link_uri": f"{HERE}/lti/launch",
            "client_id": "client-1",
        }
        return self.browser.post("/lti/login", data=fields | more)

    def go(self, **changes):
        """The whole way, as a browser takes it: the answer to the launch."""
        answer = self.begin()
        assert answer.status_code == 302, answer.text
        return self.browser.post(
            "/lti/launch", data=self.platform.visit(answer.headers["location"], **changes)
        )

    def case(self, slug=SLUG, **more):
        return self.go(**{CLAIM + "custom": {"case": slug, "seed": "7"}}, **more)

    def who(self):
        token = self.browser.cookies.get(COOKIE)
        return None if token is None else self.store.signed_in(token_hash(token), SystemClock().now())

    def exam(self, *learners, **changes):
        at = self.now - timedelta(hours=1)
        told = exam_draft(*learners, opens_at=at, closes_at=at + timedelta(hours=5), **changes)
        return self.store.create_exam(told, self.ada.learner_id, at)

    def send(self, at=None):
        clock = FixedClock(at or SystemClock().now())
        return Rounds(clock).round(self.store)


@pytest.fixture
def site(tmp_path, platform, blank, monkeypatch):
    # Reading the whole library for a list of titles takes seconds.
    monkeypatch.setattr(lti_targets, "every_slug", lambda: (SLUG,))
    file = tmp_path / "lti.db"
    shutil.copyfile(blank, file)
    url = f"sqlite:///{file.as_posix()}"
    yield Site(url, platform)
    known_stores.pop(url).close()


def grade(site, sitting, score, at=None, pending=0.0):
    marked = {"score": score, "max_score": 20.0, "pending": pending, "questions": [], "criteria": []}
    return site.store.hand_in(sitting.id, sitting.learner_id, at or site.now, marked)


# --- who comes in, and where to


def test_a_learner_lands_in_the_case_signed_in_and_the_mark_goes_back(site):
    answer = site.case()
    assert answer.status_code == 303, answer.text
    lea = site.who()
    assert (lea.display, lea.email, lea.role) == ("Léa Martin", "lea@example.org", "learner")
    sitting = site.store.sittings(lea.learner_id)[0]
    assert (sitting.case_slug, sitting.seed) == (SLUG, 7)
    assert answer.headers["location"] == f"/sitting?sitting={sitting.id}&lang=fr"
    cookie = next(one for one in answer.headers.get_list("set-cookie") if one.startswith(COOKIE))
    assert "HttpOnly" in cookie
    # Nothing goes before the hand-in; then the mark goes once.
    assert site.send().sent == 0
    grade(site, sitting, 13.5)
    assert site.send().sent == 1
    assert site.send().sent == 0
    (sent,) = site.platform.scores
    assert (sent["userId"], sent["scoreGiven"], sent["scoreMaximum"]) == ("42", 13.5, 20.0)
    assert (sent["activityProgress"], sent["gradingProgress"]) == ("Completed", "FullyGraded")
    assert load(SLUG).title("fr") in sent["comment"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", sent["timestamp"])
    # Opened again: the same work; handed in, so its debrief.
    assert site.case().headers["location"] == f"/debrief?sitting={sitting.id}&lang=fr"
    assert len(site.store.sittings(lea.learner_id)) == 1


def test_a_changed_mark_is_sent_again_and_a_provisional_one_says_so(site):
    site.case()
    sitting = site.store.sittings(site.who().learner_id)[0]
    grade(site, sitting, 5.0, pending=10.0)
    site.send()
    later = site.now + timedelta(minutes=1)
    marked = {"score": 12.0, "max_score": 20.0, "pending": 0.0, "questions": [], "criteria": []}
    site.store.append_grade(sitting.id, sitting.learner_id, later, "override", marked)
    site.send()
    told = [(one["scoreGiven"], one["gradingProgress"]) for one in site.platform.scores]
    assert told == [(10.0, "PendingManual"), (12.0, "FullyGraded")]
    assert (
        site.platform.asked.count("token") == 2
    )  # each round here is a new sender; within one, tokens are kept
    assert [one.state for one in site.store.lti_marks()] == ["sent", "sent"]


def test_an_exams_mark_waits_for_its_release(site):
    lea = site.account("lea", subject="42")
    exam = site.exam(lea.learner_id)
    answer = site.go(**{CLAIM + "custom": {"exam": exam.id}})
    assert answer.headers["location"] == "/my_exams?lang=fr"
    assert site.who() == lea
    row = site.store.start_paper(exam.id, lea.learner_id, 1, "fr", site.now)
    assert (
        f"/sitting?sitting={row.id}" in site.go(**{CLAIM + "custom": {"exam": exam.id}}).headers["location"]
    )
    grade(site, row, 16.0)
    assert site.send().sent == 0
    assert not site.platform.scores
    site.store.release_exam(exam.id, site.ada.learner_id, site.now)
    assert site.send().sent == 1
    assert site.platform.scores[0]["scoreGiven"] == 16.0
    assert "Gestion des stocks" in site.platform.scores[0]["comment"]


def test_only_our_seal_makes_candidates(site):
    lea, exam = site.account("lea", subject="42"), site.exam(site.account("bob").learner_id)
    plain = {"exam": exam.id, "enrol": "true", "seal": "0" * 40}
    assert "candidats" in site.go(**{CLAIM + "custom": plain}).text
    assert lea.learner_id not in site.store.exam(exam.id).members
    sealed = parameters(site.store, {"exam": exam.id, "enrol": True}, site.row.id, site.now)
    renew(site.store, as_viewer(site.ada), SystemClock().now())  # a new key breaks no link
    assert site.go(**{CLAIM + "custom": sealed}).status_code == 303
    assert lea.learner_id in site.store.exam(exam.id).members
    assert "lti.enrol" in [one.action for one in site.store.audit_log(exam_id=exam.id)]
    other = site.exam(site.store.account_named("bob").learner_id)
    moved = sealed | {"exam": other.id}
    again = {CLAIM + "custom": moved, CLAIM + "resource_link": {"id": "rl-2"}}
    assert site.go(**again).status_code == 403


def test_strangers_get_an_account_only_where_the_platform_makes_them(site):
    site.change(creates_accounts=False)
    answer = site.case()
    assert answer.status_code == 403
    assert "pas encore de compte" in answer.text
    assert site.who() is None
    site.change()
    staff = site.case(**TEACHER)
    assert staff.status_code == 403
    assert "aucun droit ici" in staff.text
    closed = site.account("old", subject="42")
    site.store.set_active(closed.learner_id, False, None, site.now)
    assert "fermé" in site.case().text
    assert site.who() is None


def test_a_teacher_signs_in_once_and_is_linked_from_then_on(site):
    teacher = site.account("prof", "trainer")
    assert site.go(**TEACHER).status_code == 403
    assert site.browser.get("/lti/link").headers["location"].startswith("/auth/sign-in?")
    opened = open_for(site.store, teacher, Caller(""), SystemClock().now())
    site.browser.cookies.set(COOKIE, opened.token)
    page = site.browser.get("/lti/link")
    assert "Ada Prof" in page.text
    form = {"form_token": csrf_of(opened.token)}
    assert (
        site.browser.post("/lti/link", data=form, headers={"origin": "https://evil.example"}).status_code
        == 403
    )
    assert site.store.account_of_identity(ISSUER, "7") is None
    assert site.browser.post("/lti/link", data=form, headers={"origin": HERE}).status_code == 200
    assert site.store.account_of_identity(ISSUER, "7") == teacher
    site.browser = site.new_browser()
    # A link that opens nothing yet: the trainer chooses, and it opens for learners from then on.
    assert "n’ouvre encore rien" in site.go().text
    page = site.go(**TEACHER)
    ticket = re.search(r'name="ticket" value="([^"]+)"', page.text)[1]
    chosen = {"ticket": ticket, "what": f"case:{SLUG}", "seed": "9"}
    assert (
        site.browser.post("/lti/choose", data=chosen, headers={"origin": "https://evil.example"}).status_code
        == 403
    )
    answer = site.browser.post("/lti/choose", data=chosen, headers={"origin": HERE})
    assert answer.headers["location"].startswith("/sitting?")
    assert site.browser.post("/lti/choose", data=chosen, headers={"origin": HERE}).status_code == 403
    assert site.go().headers["location"].startswith("/sitting?")
    assert site.store.sittings(site.who().learner_id)[0].seed == 9
    # What was chosen here stands, whatever the platform says later.
    assert site.case("none-such").status_code == 303


def test_a_learner_account_cannot_choose(site):
    site.account("lea", subject="42")
    assert "n’ouvre encore rien" in site.go().text
    page = site.go(**{CLAIM + "message_type": "LtiDeepLinkingRequest", DEEP: deep_settings(site)})
    assert page.status_code == 403
    assert "ticket" not in page.text


def deep_settings(site):
    return {
        "deep_link_return_url": f"{site.platform.base}/return", "accept_types": ["ltiResourceLink"],
        "accept_presentation_document_targets": ["window"], "data": "keep-me",
    }  # fmt: skip


def test_deep_linking_gives_the_platform_a_signed_link(site):
    site.account("prof", "trainer", subject="7")
    exam = site.exam(site.account("bob").learner_id)
    ask = {
        CLAIM + "message_type": "LtiDeepLinkingRequest",
        DEEP: deep_settings(site),
        CLAIM + "resource_link": None,
    }
    page = site.go(**ask, **TEACHER)
    assert page.status_code == 200
    assert f"frame-ancestors {ISSUER} {site.platform.base}" in page.headers["content-security-policy"]
    ticket = re.search(r'name="ticket" value="([^"]+)"', page.text)[1]
    bad = site.browser.post(
        "/lti/choose", data={"ticket": ticket, "what": "case:none"}, headers={"origin": HERE}
    )
    assert bad.status_code == 400
    ticket = re.search(r'name="ticket" value="([^"]+)"', bad.text)[1]
    chosen = {"ticket": ticket, "what": f"exam:{exam.id}", "enrol": "1"}
    answer = site.browser.post("/lti/choose", data=chosen, headers={"origin": HERE})
    assert f'action="{site.platform.base}/return"' in answer.text
    assert f"form-action 'self' {site.platform.base}" in answer.headers["content-security-policy"]
    token = unescape(re.search(r'name="JWT" value="([^"]+)"', answer.text)[1])
    known = site.platform.tool_keys()["keys"][0]
    told = jwt.decode(token, jwt.PyJWK(known), ["RS256"], audience=ISSUER)
    assert told["https://purl.imsglobal.org/spec/lti-dl/claim/data"] == "keep-me"
    (item,) = told["https://purl.imsglobal.org/spec/lti-dl/claim/content_items"]
    assert (item["type"], item["title"], item["lineItem"]["scoreMaximum"]) == (
        "ltiResourceLink",
        exam.title,
        20,
    )
    # The trainer's own exam is another's here: only who may add candidates lets a link do it.
    assert set(item["custom"]) == {"exam"}


# --- what is refused


SPOILT = [
        {"iss": "https://evil.example"}, {"aud": "another"}, {"aud": ["client-1", "other"]}, {"aud": None},
        {"azp": "another"}, {"nonce": "another"}, {"nonce": None}, {"exp": 1}, {"exp": "soon"}, {"exp": None},
        {"iat": 4_000_000_000}, {"iat": 1_000_000_000}, {"sub": None}, {"sub": 7}, {"sub": "x" * 301},
        {CLAIM + "deployment_id": "2"}, {CLAIM + "deployment_id": None}, {CLAIM + "version": "1.2"},
        {CLAIM + "message_type": "DataPrivacyLaunchRequest"}, {CLAIM + "resource_link": {}},
        {CLAIM + "roles": None}, {CLAIM + "resource_link": "rl"},
]  # fmt: skip


def test_a_token_for_something_else_is_refused(site):
    for spoil in SPOILT:
        assert site.case(**spoil).status_code == 403, spoil
        assert site.who() is None, spoil
    assert site.case().status_code == 303


def _unsigned(claims):
    parts = (
        base64.urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=") for one in ({"alg": "none"}, claims)
    )
    return ".".join(one.decode() for one in parts) + "."


def test_a_token_that_the_platforms_key_did_not_sign_is_refused(site):
    pem = RSAKey.generate_key(2048).as_pem(private=True)
    public = site.platform.key.as_pem(private=False).decode().replace("-----", "=")
    kid = {"kid": "p1"}
    for make in (
        _unsigned,
        lambda claims: jwt.encode(claims, "s" * 40, "HS256", kid),
        lambda claims: jwt.encode(claims, public, "HS256", kid),
        lambda claims: jwt.encode(claims, pem, "RS256", kid),
        lambda claims: site.platform.token(claims, kid="p9"),
        lambda _: "no.to.ken",
        lambda _: "",
    ):
        query = parse_qs(urlsplit(site.begin().headers["location"]).query)
        asked = {name: values[0] for name, values in query.items()}
        token = make(site.platform.claims(asked, **{CLAIM + "custom": {"case": SLUG}}))
        form = {"state": asked["state"], "id_token": token}
        assert site.browser.post("/lti/launch", data=form).status_code == 403
        assert site.who() is None


def test_a_launch_serves_once_and_in_the_browser_that_began_it(site):
    form = site.platform.visit(site.begin().headers["location"], **{CLAIM + "custom": {"case": SLUG}})
    other = site.new_browser()
    assert "cookie" in other.post("/lti/launch", data=form).text
    assert site.browser.post("/lti/launch", data=form).status_code == 303
    assert site.browser.post("/lti/launch", data=form).status_code == 403  # replayed
    # The same token with another state of the same browser: its nonce is that of the first.
    state = parse_qs(urlsplit(site.begin().headers["location"]).query)["state"][0]
    assert site.browser.post("/lti/launch", data=form | {"state": state}).status_code == 403
    assert site.browser.post("/lti/launch", data={"id_token": form["id_token"]}).status_code == 403


def test_an_unknown_or_closed_platform_is_refused_at_the_door(site):
    for wrong in ({"iss": "https://evil.example"}, {"client_id": "other"}, {"login_hint": ""}, {"iss": ""}):
        assert site.begin(**wrong).status_code == 403
    assert site.begin(client_id="").status_code == 302  # one client of that issuer only
    form = site.platform.visit(site.begin().headers["location"])
    site.store.set_platform_active(site.row.id, False, site.ada.learner_id, site.now)
    assert site.begin().status_code == 403
    assert site.browser.post("/lti/launch", data=form).status_code == 403


def test_keys_are_kept_asked_again_when_they_changed_and_never_followed_elsewhere(site):
    site.case()
    site.case()
    assert site.platform.asked.count("keys") == 1
    site.platform.keys_elsewhere = True
    site.app = Starlette(routes=routes(site.settings)[0])  # a server that has kept nothing
    site.browser = site.new_browser()
    answer = site.case()
    assert answer.status_code == 403
    assert "clés" in answer.text
    assert site.who() is None


def test_in_a_frame_the_launch_opens_a_tab_of_its_own(site):
    fields = {
        "iss": ISSUER,
        "login_hint": "<h>",
        "target_link_uri": f"{HERE}/lti/launch",
        "client_id": "client-1",
    }
    frame = {"sec-fetch-dest": "iframe"}
    page = site.browser.post("/lti/login", data=fields, headers=frame)
    assert page.status_code == 200
    assert 'target="_blank"' in page.text
    assert "frame-ancestors https://moodle.example.org" in page.headers["content-security-policy"]
    address = unescape(re.search(r'class="button" href="([^"]+)"', page.text)[1])
    assert site.browser.get(address).status_code == 302
    deep = fields | {"target_link_uri": f"{HERE}/lti/deep"}
    assert site.browser.post("/lti/login", data=deep, headers=frame).status_code == 302
    assert (
        site.browser.post("/lti/login", data=fields | {"iss": "https://x"}, headers=frame).status_code == 403
    )
    elsewhere = f"/lti/login?{urlencode(fields)}"
    assert site.browser.get(elsewhere).headers["location"].startswith(site.platform.base)


def test_the_state_cookie_comes_back_from_another_site_over_https(site):
    secure = replace(site.settings, public_url="https://train.example.org")
    browser = TestClient(Starlette(routes=routes(secure)[0]), follow_redirects=False)
    fields = {"iss": ISSUER, "login_hint": "h", "target_link_uri": "x", "client_id": "client-1"}
    answer = browser.post("/lti/login", data=fields)
    cookie = answer.headers["set-cookie"]
    for part in ("HttpOnly", "SameSite=None", "Secure", "Partitioned", "Path=/lti"):
        assert part in cookie
    asked = parse_qs(urlsplit(answer.headers["location"]).query)
    assert asked["redirect_uri"] == ["https://train.example.org/lti/launch"]


# --- keys and marks


def test_our_keys_are_public_and_a_retired_one_stays_a_week(site):
    first = signing_key(site.store, site.now).kid
    assert signing_key(site.store, site.now).kid == first
    second = renew(site.store, as_viewer(site.ada), site.now + timedelta(seconds=1))
    shown = site.browser.get("/lti/keys").json()["keys"]
    assert [one["kid"] for one in shown] == [second, first]
    assert all({"d", "p", "q"}.isdisjoint(one) for one in shown)
    week = site.now + timedelta(days=8)
    assert [one["kid"] for one in key_set(site.store, week)["keys"]] == [second]
    told = site.browser.get("/lti/config").json()
    assert told["jwks_uri"] == f"{HERE}/lti/keys"


def test_a_platform_that_refuses_is_asked_again_later_and_then_given_up(site):
    site.case()
    sitting = site.store.sittings(site.who().learner_id)[0]
    grade(site, sitting, 11.0)
    site.platform.answer = 503
    at = SystemClock().now()
    assert site.send(at).again == 1
    assert site.send(at).again == 0  # not before its time
    for delay in DELAYS:
        at += delay
        done = site.send(at)
    assert (done.again, done.refused) == (0, 1)
    (mark,) = site.store.lti_marks()
    assert (mark.state, mark.tries, mark.trouble) == ("refused", len(DELAYS) + 1, "lti.trouble.status 503")
    assert site.send(at + timedelta(days=9)).sent == 0
    site.platform.answer = 200
    lti.send_again(site.store, as_viewer(site.ada), mark.id, at)
    assert site.send(at).sent == 1
    assert site.platform.scores[0]["scoreGiven"] == 11.0


def test_what_a_learner_may_no_longer_see_is_not_sent(site):
    site.case()
    lea = site.who()
    sitting = site.store.sittings(lea.learner_id)[0]
    grade(site, sitting, 11.0)
    gather(site.store, site.now)
    link = site.store.links()[0]
    site.store.set_link_target(link.id, {"case": SLUG, "seed": 8}, site.ada.learner_id, site.now)
    sent = []
    done = send(site.store, lambda *one: sent.append(one), PlatformTrouble, site.now)
    assert (done.sent, sent) == (0, [])
    assert site.store.lti_counts()["awaited"] == 1


@pytest.mark.parametrize("lineitem", ["http://192.0.2.1/li", "https://127.0.0.1:1/li", "ftp://x/li"])
def test_a_line_item_out_of_reach_or_unsafe_is_told(site, lineitem):
    site.change(auth_token_url="https://127.0.0.1:1/token")
    draft = LinkDraft(
        site.row.id,
        "1",
        "rl",
        lineitem=lineitem,
        scopes=("https://purl.imsglobal.org/spec/lti-ags/scope/score",),
    )
    link = site.store.link_seen(draft, site.now)
    score = {
        "scoreGiven": 1.0, "scoreMaximum": 20.0, "activityProgress": "Completed", "gradingProgress": "FullyGraded",
        "timestamp": "2026-01-01T00:00:00.000Z", "userId": "42", "comment": "",
    }  # fmt: skip
    with pytest.raises(PlatformTrouble) as told:
        Marks().send(
            site.store.platform(site.row.id), signing_key(site.store, site.now), link, score, site.now
        )
    assert told.value.key == (
        "lti.trouble.unreachable" if lineitem.startswith("https") else "lti.trouble.address"
    )
