"""The routes of signing in: the cookie, the origin, the form's token, the door of a class's server."""

import re
from datetime import timedelta
from html import unescape

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from store_samples import NOON

from app.clock import FixedClock
from app.i18n import translator
from app.passwords import hashed
from app.settings import Settings, SettingsError, settings
from app.sign_in import COOKIE, csrf_of
from app.store import NewAccount, shared_store
from app.store import _shared as known_stores
from app.web.guard import Door
from app.web.origin import client_address
from app.web.pages import next_page
from app.web.posted import MAX_BYTES
from app.web.routes import routes

SECRET = "un ballon rouge"
ORIGIN = "http://testserver"
FR = translator("fr")


class Site:
    """The routes over a store of the test's own, as one browser sees them."""

    def __init__(self, url, **told):
        self.settings = Settings(url, **({"class_mode": True} | told))
        self.store = shared_store(url)
        clock = FixedClock(NOON)
        own, self.set_up = routes(self.settings, clock)
        guards = [Middleware(Door, settings=self.settings, clock=clock)] if self.settings.class_mode else []
        page = Route("/{path:path}", lambda _: PlainTextResponse("a page"), methods=["GET", "POST"])
        self.app = Starlette(routes=[*own, page], middleware=guards)

    def browser(self, **more):
        return TestClient(self.app, follow_redirects=False, headers={"accept-language": "fr"} | more)

    def person(self, login, role="learner", **more):
        new = NewAccount(login, login.title(), role, password_hash=hashed(SECRET), **more)
        return self.store.create_account(new, None, NOON)


@pytest.fixture
def site(tmp_path):
    made = []

    def make(**told):
        made.append(f"sqlite:///{(tmp_path / 'web.db').as_posix()}")
        return Site(made[0], **told)

    yield make
    for url in set(made):
        known_stores.pop(url).close()


def post(browser, path, fields, *, headers=None, token=None):
    """Opens the form, fills it in and sends it, as a browser does."""
    if token is None:
        token = re.search(r'name="form_token" value="(\w+)"', browser.get(path).text)[1]
    sent = {"origin": ORIGIN, "sec-fetch-site": "same-origin"} if headers is None else headers
    return browser.post(path, data={"form_token": token} | fields, headers=sent)


def signed_in(site, login="lea", **more):
    browser = site.browser()
    answer = post(browser, "/auth/sign-in", {"login": login, "password": SECRET} | more)
    assert answer.status_code == 303, answer.text
    return browser, answer


def told(answer):
    return unescape(re.search(r'role="alert">([^<]*)<', answer.text)[1])


# --- the cookie


def test_signing_in_sets_a_cookie_that_scripts_and_other_sites_cannot_use(site):
    one = site()
    one.person("lea")
    browser, answer = signed_in(one)
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie
    assert "Max-Age" not in cookie
    assert answer.headers["location"] == "/?lang=fr"
    assert browser.get("/", headers={"accept": "text/html"}).text == "a page"


def test_over_https_and_remembered_the_cookie_says_so(site):
    one = site(public_url="https://class.example.org")
    one.person("lea")
    browser = one.browser()
    found = browser.get("/auth/sign-in")
    assert "Secure" in found.headers["set-cookie"]
    # The test client speaks http and would keep a secure cookie to itself.
    form_cookie = found.headers["set-cookie"].partition("=")[2].partition(";")[0]
    answer = browser.post(
        "/auth/sign-in",
        data={"form_token": csrf_of(form_cookie), "login": "lea", "password": SECRET, "remember": "1"},
        headers={"origin": "https://class.example.org", "cookie": f"lt_form={form_cookie}"},
    )
    cookie = answer.headers["set-cookie"]
    assert "Secure" in cookie
    assert f"Max-Age={30 * 24 * 3600}" in cookie


def test_a_page_of_ours_is_kept_nowhere_and_loads_nothing(site):
    found = site().browser().get("/auth/sign-in?lang=en")
    assert found.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in found.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in found.headers["content-security-policy"]
    assert '<html lang="en">' in found.text
    assert "<script" not in found.text


def test_what_was_typed_is_shown_escaped_and_a_password_never(site):
    answer = post(site().browser(), "/auth/sign-in", {"login": '"><script>x', "password": "MY-PASSWORD"})
    assert answer.status_code == 401
    assert "<script" not in answer.text
    assert "&quot;&gt;&lt;script&gt;x" in answer.text
    assert "MY-PASSWORD" not in answer.text
    assert told(answer) == FR("accounts.error.wrong_password")


def test_too_many_attempts_are_told_how_long_to_wait(site):
    one = site()
    one.person("lea")
    browser = one.browser()
    for _ in range(5):
        assert post(browser, "/auth/sign-in", {"login": "lea", "password": "wrong"}).status_code == 401
    answer = post(browser, "/auth/sign-in", {"login": "lea", "password": SECRET})
    assert answer.status_code == 429
    assert "15 min" in told(answer)


# --- other sites


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://testserver.evil.example"},
        {"origin": "http://testserver:9000"},
        {"origin": "http://testserver", "sec-fetch-site": "cross-site"},
        {"origin": "http://testserver", "sec-fetch-site": "same-site"},
        {"referer": "https://evil.example/auth/sign-in"},
        {},
    ],
)
@pytest.mark.parametrize(
    "path", ["/auth/sign-in", "/auth/sign-out", "/auth/sign-out-everywhere", "/auth/join"]
)
def test_a_form_of_another_site_is_refused(site, path, headers):
    answer = post(site().browser(), path, {"login": "lea", "password": SECRET}, headers=headers)
    assert answer.status_code == 403
    assert COOKIE not in answer.headers.get("set-cookie", "")


def test_a_referer_of_ours_does_where_there_is_no_origin(site):
    one = site()
    one.person("lea")
    headers = {"referer": f"{ORIGIN}/auth/sign-in"}
    answer = post(one.browser(), "/auth/sign-in", {"login": "lea", "password": SECRET}, headers=headers)
    assert answer.status_code == 303


@pytest.mark.parametrize("token", ["", "wrong", csrf_of("another"), "é" * 40])
def test_a_form_without_its_token_is_refused(site, token):
    one = site()
    one.person("lea")
    browser = one.browser()
    browser.get("/auth/sign-in")
    answer = post(browser, "/auth/sign-in", {"login": "lea", "password": SECRET}, token=token)
    assert answer.status_code == 403


def test_a_form_that_is_none_or_far_too_long_is_refused(site):
    browser = site().browser()
    headers = {"origin": ORIGIN}
    assert browser.post("/auth/sign-in", json={"login": "x"}, headers=headers).status_code == 403
    answer = post(browser, "/auth/sign-in", {"login": "x" * MAX_BYTES, "password": ""})
    assert answer.status_code == 403
    many = {f"f{number}": "x" for number in range(100)}
    assert post(browser, "/auth/sign-in", many).status_code == 403


@pytest.mark.parametrize(
    "asked",
    ["https://evil.example", "//evil.example", "/\\evil.example", "\\/evil", "javascript:alert(1)", "/auth/sign-out",
     "/a\r\nSet-Cookie: x", "evil", "/" + "a" * 2000],
)  # fmt: skip
def test_nobody_is_sent_elsewhere_afterwards(asked):
    assert next_page(asked) == "/"


def test_a_page_of_ours_is_opened_afterwards():
    assert next_page("/competences?referential=x&lang=fr") == "/competences?referential=x&lang=fr"


# --- the door


def test_without_a_sign_in_a_page_leads_to_the_form_and_back(site):
    one = site()
    one.person("lea")
    browser = one.browser()
    answer = browser.get("/debrief?sitting=abc", headers={"accept": "text/html"})
    assert answer.status_code == 303
    form = answer.headers["location"]
    assert form == "/auth/sign-in?next=%2Fdebrief%3Fsitting%3Dabc"
    assert post(browser, form, {"login": "lea", "password": SECRET}).headers["location"] == (
        "/debrief?sitting=abc&lang=fr"
    )


@pytest.mark.parametrize("path", ["/media/secret.pdf", "/_stcore/upload_file/x", "/exam", "/component/x"])
def test_without_a_sign_in_nothing_else_is_given_out(site, path):
    browser = site().browser()
    assert browser.get(path).status_code == 401
    assert browser.post(path).status_code == 401


@pytest.mark.parametrize("path", ["/health", "/static/js/index.js", "/_stcore/health"])
def test_the_applications_own_files_are_open(site, path):
    assert site().browser().get(path).text == "a page"


def test_a_given_password_is_replaced_before_anything(site):
    one = site()
    one.person("lea", must_change=True)
    browser, answer = signed_in(one)
    assert answer.headers["location"].startswith("/auth/password")
    assert browser.get("/", headers={"accept": "text/html"}).headers["location"].startswith("/auth/password")
    typed = {"before": SECRET, "password": "another balloon", "again": "another ballon"}
    assert told(post(browser, "/auth/password", typed)) == FR("accounts.weak.again")
    assert post(browser, "/auth/password", typed | {"again": "another balloon"}).status_code == 303
    assert browser.get("/").text == "a page"


def test_signing_out_ends_the_sign_in_itself(site):
    one = site()
    one.person("lea")
    browser, _ = signed_in(one)
    token = browser.cookies[COOKIE]
    assert browser.get("/auth/sign-out").status_code == 200  # a link alone does nothing
    assert browser.get("/").text == "a page"
    assert post(browser, "/auth/sign-out", {}).status_code == 303
    assert COOKIE not in browser.cookies
    # The cookie put back opens nothing.
    assert one.browser(cookie=f"{COOKIE}={token}").get("/").status_code == 401


def test_signing_out_everywhere_reaches_the_other_browsers(site):
    one = site()
    one.person("lea")
    one.person("bob")
    (here, _), (there, _), (other, _) = signed_in(one), signed_in(one), signed_in(one, "bob")
    token = csrf_of(here.cookies[COOKIE])
    assert post(here, "/auth/sign-out-everywhere", {}, token=token).status_code == 303
    assert there.get("/").status_code == 401
    assert other.get("/").text == "a page"


# --- new accounts


def test_a_code_makes_an_account_signed_in(site):
    one = site()
    ada = one.person("ada", "administrator")
    code = one.store.invite("learner", None, 1, NOON + timedelta(days=300), ada.learner_id, NOON).code
    browser = one.browser()
    typed = {"name": "Léa", "login": "lea", "password": SECRET, "again": SECRET}
    answer = post(browser, "/auth/join", typed | {"code": "AAAAA-AAAAA"})
    assert answer.status_code == 403
    assert 'value="Léa"' in answer.text
    assert (
        post(browser, "/auth/join", typed | {"code": code, "password": "court", "again": "court"}).status_code
        == 400
    )
    taken = post(browser, "/auth/join", typed | {"code": code, "login": "ada"})
    assert told(taken) == FR("accounts.error.login_taken", login="ada")
    assert post(browser, "/auth/join", typed | {"code": code}).headers["location"] == "/?lang=fr"
    assert browser.get("/").text == "a page"
    assert one.store.account_named("lea").role == "learner"


def test_the_set_up_address_makes_one_administrator(site):
    one = site()
    browser = one.browser()
    typed = {"name": "Ada", "login": "ada", "password": SECRET, "again": SECRET}
    assert browser.get("/auth/set-up?token=wrong").status_code == 403
    assert browser.get("/auth/set-up").status_code == 403
    assert post(browser, one.set_up, typed).status_code == 303
    assert one.store.account_named("ada").role == "administrator"
    eve = one.browser()
    assert eve.get(one.set_up).status_code == 403
    eve.get("/auth/sign-in")
    token = csrf_of(eve.cookies["lt_form"])
    assert post(eve, one.set_up, typed | {"login": "eve"}, token=token).status_code == 403
    assert one.store.account_named("eve") is None


def test_alone_the_trainers_door_sets_and_asks_its_password(site):
    one = site(class_mode=False)
    browser = one.browser()
    assert browser.get("/auth/join").text == "a page"  # no such route: there is nothing to join
    assert browser.get("/auth/sign-in").headers["location"].startswith("/auth/trainer")
    weak = post(browser, "/auth/trainer", {"password": "court", "again": "court"})
    assert weak.status_code == 401
    assert post(browser, "/auth/trainer", {"password": SECRET, "again": SECRET}).headers["location"] == (
        "/trainer?lang=fr"
    )
    again = one.browser()
    assert post(again, "/auth/trainer", {"password": "another balloon"}).status_code == 401
    assert post(again, "/auth/trainer", {"password": SECRET}).status_code == 303


# --- where a request comes from


@pytest.mark.parametrize(
    ("peer", "forwarded", "trusted", "found"),
    [
        ("10.0.0.9", [], (), "10.0.0.9"),
        ("10.0.0.9", ["1.2.3.4"], (), "10.0.0.9"),
        ("10.0.0.9", ["1.2.3.4"], ("10.0.0.0/8",), "1.2.3.4"),
        ("10.0.0.9", ["6.6.6.6, 1.2.3.4"], ("10.0.0.0/8",), "1.2.3.4"),
        ("10.0.0.9", ["6.6.6.6", "1.2.3.4, 10.0.0.8"], ("10.0.0.0/8",), "1.2.3.4"),
        ("10.0.0.9", ["evil"], ("10.0.0.0/8",), "10.0.0.9"),
        ("::1", ["2001:db8::1"], ("::1/128",), "2001:db8::1"),
        ("testclient", ["1.2.3.4"], ("10.0.0.0/8",), "testclient"),
    ],
)
def test_a_proxy_is_believed_only_when_it_is_trusted(peer, forwarded, trusted, found):
    assert client_address(peer, forwarded, trusted) == found


# --- settings


def test_the_settings_of_a_class_come_from_the_environment():
    told_ = settings(
        {
            "LOGITRAIN_CLASS": "1", "LOGITRAIN_PUBLIC_URL": "https://class.example.org/",
            "LOGITRAIN_TRUSTED_PROXY": "127.0.0.1, 10.0.0.0/8", "LOGITRAIN_OIDC_ISSUER": "https://id.example.org/r/",
            "LOGITRAIN_OIDC_CLIENT_ID": "lt", "LOGITRAIN_OIDC_CLIENT_SECRET": "SECRET", "LOGITRAIN_OIDC_CREATE": "1",
        }
    )  # fmt: skip
    assert (told_.class_mode, told_.public_url, told_.is_secure) == (True, "https://class.example.org", True)
    assert told_.trusted_proxies == ("127.0.0.1/32", "10.0.0.0/8")
    assert (told_.oidc.issuer, told_.oidc.create) == ("https://id.example.org/r/", True)
    assert "SECRET" not in repr(told_)
    plain = settings({})
    assert (plain.class_mode, plain.public_url, plain.trusted_proxies, plain.oidc) == (False, "", (), None)


@pytest.mark.parametrize(
    "environ",
    [
        {"LOGITRAIN_PUBLIC_URL": "class.example.org"},
        {"LOGITRAIN_PUBLIC_URL": "https://class.example.org/path"},
        {"LOGITRAIN_PUBLIC_URL": "https://u:p@class.example.org"},
        {"LOGITRAIN_PUBLIC_URL": "https://[bad"},
        {"LOGITRAIN_TRUSTED_PROXY": "proxy"},
        {"LOGITRAIN_OIDC_ISSUER": "https://id.example.org"},
        {"LOGITRAIN_OIDC_ISSUER": "http://id.example.org", "LOGITRAIN_OIDC_CLIENT_ID": "x"},
    ],
)
def test_a_setting_that_cannot_be_used_is_told(environ):
    with pytest.raises(SettingsError) as refused:
        settings(environ)
    for lang in ("fr", "en"):
        assert translator(lang)(refused.value.key, **refused.value.params) != refused.value.key
