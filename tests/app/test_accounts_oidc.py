"""OpenID Connect against a stand-in provider: code flow, PKCE, state, nonce, and every way a token can be wrong."""

import base64
import hashlib
import json
from functools import partial
from urllib.parse import parse_qs, parse_qsl, urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient
from store_samples import NOON

from app.clock import FixedClock
from app.oidc import Flow, Provider
from app.settings import Oidc, Settings
from app.sign_in import COOKIE, Caller, csrf_of, open_for, token_hash
from app.store import NewAccount, shared_store
from app.store import _shared as known_stores
from app.web.desk import OIDC_RETURN, OIDC_START
from app.web.oidc import OidcPages

ISSUER = "https://id.example.org/realm"
PERSON = {"sub": "s-1", "name": "Léa Martin", "preferred_username": "Léa.Martin", "email": "l@x.fr"}
PERSON |= {"email_verified": True}


class StandIn:
    """A provider: it gives a code to whoever comes, and checks the proof of who brings it back."""

    def __init__(self):
        self.key = RSAKey.generate_key(2048, {"kid": "k1", "use": "sig"})
        self.codes, self.person, self.spoil, self.asked = {}, dict(PERSON), {}, []
        self.sign = lambda claims: jwt.encode({"alg": "RS256", "kid": "k1"}, claims, self.key)
        self.discovery = {}

    def visit(self, address):
        """What the browser does there: it comes back to the address it is sent to."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert (query["response_type"], query["client_id"], query["code_challenge_method"]) == (
            "code",
            "lt",
            "S256",
        )
        code = f"code-{len(self.codes)}"
        self.codes[code] = query
        return f"{OIDC_RETURN}?code={code}&state={query['state']}"

    def __call__(self, request):
        self.asked.append(request.url.path)
        if request.url.path.endswith("/.well-known/openid-configuration"):
            return httpx.Response(200, json={
                "issuer": ISSUER, "authorization_endpoint": f"{ISSUER}/auth", "token_endpoint": f"{ISSUER}/token",
                "jwks_uri": f"{ISSUER}/keys",
            } | self.discovery)  # fmt: skip
        if request.url.path.endswith("/keys"):
            return httpx.Response(200, json={"keys": [self.key.as_dict(private=False)]})
        form = dict(parse_qsl(request.content.decode()))
        left = self.codes.pop(form["code"], None)
        proof = (
            base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest())
            .rstrip(b"=")
            .decode()
        )
        auth = base64.b64decode(request.headers["authorization"].partition(" ")[2]).decode()
        right = left and left["code_challenge"] == proof and left["redirect_uri"] == form["redirect_uri"]
        if not right or auth != "lt:SE%3ACRET":
            return httpx.Response(400, json={"error": "invalid_grant"})
        at = int(NOON.timestamp())
        claims = {"iss": ISSUER, "aud": "lt", "iat": at, "exp": at + 300, "nonce": left["nonce"]}
        token = self.sign({**claims, **self.person, **self.spoil})
        return httpx.Response(200, json={"id_token": token, "access_token": "x", "token_type": "Bearer"})


class Site:
    def __init__(self, url, **told):
        self.stand_in = StandIn()
        oidc = Oidc(ISSUER, "lt", "SE:CRET", **told)
        self.store = shared_store(url)
        client = httpx.Client(transport=httpx.MockTransport(self.stand_in))
        settings = Settings(url, class_mode=True, oidc=oidc)
        self.clock = FixedClock(NOON)
        pages = OidcPages(settings, oidc, self.clock, Provider(oidc, client))
        self.app = Starlette(
            routes=[
                Route(OIDC_START, partial(pages.guarded, pages.start), methods=["GET"]),
                Route(OIDC_START, partial(pages.guarded, pages.link), methods=["POST"]),
                Route(OIDC_RETURN, partial(pages.guarded, pages.arrive), methods=["GET"]),
            ]
        )
        self.browser = self.new_browser()

    def new_browser(self):
        return TestClient(self.app, follow_redirects=False, headers={"accept-language": "fr"})

    def person(self, login="lea", subject="s-1"):
        row = self.store.create_account(NewAccount(login, login.title()), None, NOON)
        if subject:
            self.store.link_identity(row.learner_id, ISSUER, subject, None, NOON)
        return row

    def go(self, after="/competences"):
        """Leaves, and comes back: the answer to the return."""
        answer = self.browser.get(f"{OIDC_START}?next={after}")
        assert answer.status_code == 303, answer.text
        return self.browser.get(self.stand_in.visit(answer.headers["location"]))

    def who(self):
        token = self.browser.cookies.get(COOKIE)
        return None if token is None else self.store.signed_in(token_hash(token), NOON)


@pytest.fixture
def site(tmp_path):
    url = f"sqlite:///{(tmp_path / 'oidc.db').as_posix()}"
    yield partial(Site, url)
    known_stores.pop(url).close()


def test_somebody_known_there_is_signed_in_here(site):
    one = site()
    lea = one.person()
    answer = one.go()
    assert (answer.status_code, answer.headers["location"]) == (303, "/competences?lang=fr")
    assert one.who() == lea
    assert "lt_oidc" not in one.browser.cookies
    assert "HttpOnly" in answer.headers["set-cookie"]


def test_a_stranger_is_told_so_unless_accounts_are_made(site):
    one = site()
    answer = one.go()
    assert answer.status_code == 403
    assert "aucun compte" in answer.text
    assert one.who() is None
    two = site(create=True)
    two.person("lea.martin", None)  # somebody else's login is left to them
    assert two.go().status_code == 303
    made = two.who()
    assert (made.login, made.display, made.email, made.role) == (
        "lea.martin2",
        "Léa Martin",
        "l@x.fr",
        "learner",
    )
    assert two.go().status_code == 303
    assert two.who() == made


def test_an_email_alone_opens_nobodys_account(site):
    one = site(create=True)
    ada = one.store.create_account(NewAccount("l@x.fr", "Ada", "administrator", email="l@x.fr"), None, NOON)
    one.go()
    assert one.who().learner_id != ada.learner_id


def test_a_closed_account_stays_closed(site):
    one = site(create=True)
    one.store.set_active(one.person().learner_id, False, None, NOON)
    assert one.go().status_code == 403
    assert one.who() is None


@pytest.mark.parametrize(
    "spoil",
    [
        {"iss": "https://evil.example"}, {"aud": "another"}, {"aud": ["lt", "other"]}, {"aud": None},
        {"azp": "another"}, {"nonce": "another"}, {"nonce": None}, {"exp": 1}, {"exp": "soon"}, {"exp": None},
        {"iat": 4_000_000_000}, {"sub": ""}, {"sub": None}, {"sub": 7}, {"sub": "x" * 300},
    ],
)  # fmt: skip
def test_a_token_for_somebody_or_something_else_is_refused(site, spoil):
    one = site(create=True)
    one.stand_in.spoil = spoil
    assert one.go().status_code == 403
    assert one.who() is None


def _unsigned(claims):
    head, body = (
        base64.urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=") for one in ({"alg": "none"}, claims)
    )
    return f"{head.decode()}.{body.decode()}."


@pytest.mark.parametrize(
    "sign",
    [
        _unsigned,
        lambda claims: jwt.encode({"alg": "HS256"}, claims, OctKey.import_key("SE:CRET" * 8)),
        lambda claims: jwt.encode({"alg": "RS256", "kid": "k1"}, claims, RSAKey.generate_key(2048)),
        lambda _: "no token",
        lambda _: None,
    ],
    ids=["none", "secret", "another key", "text", "nothing"],
)
def test_a_token_that_the_providers_key_did_not_sign_is_refused(site, sign):
    one = site(create=True)
    one.stand_in.sign = sign
    assert one.go().status_code == 403
    assert one.who() is None


def test_another_browser_cannot_finish_what_one_began(site):
    one = site(create=True)
    back = one.stand_in.visit(one.browser.get(OIDC_START).headers["location"])
    assert one.new_browser().get(back).status_code == 403
    other = one.new_browser()
    other.get(OIDC_START)  # with a flow of its own
    assert other.get(back).status_code == 403
    assert one.browser.get(back.replace("state=", "state=x")).status_code == 403


def test_a_code_serves_once_and_a_refusal_is_told(site):
    one = site(create=True)
    back = one.stand_in.visit(one.browser.get(OIDC_START).headers["location"])
    kept = one.browser.cookies["lt_oidc"]
    assert one.browser.get(back).status_code == 303
    again = one.new_browser()
    again.cookies.set("lt_oidc", kept)
    assert again.get(back).status_code == 403
    one.browser.get(OIDC_START)
    assert one.browser.get(f"{OIDC_RETURN}?error=access_denied&state=x").status_code == 403


def test_new_keys_are_asked_for_and_known_ones_are_not(site):
    one = site(create=True)
    one.go()
    one.go()
    assert one.stand_in.asked.count("/realm/keys") == 1
    assert one.stand_in.asked.count("/realm/.well-known/openid-configuration") == 1
    one.stand_in.key = RSAKey.generate_key(2048, {"kid": "k1", "use": "sig"})
    assert one.go().status_code == 303
    one.clock.advance(hours=2)
    one.browser.get(OIDC_START)
    assert one.stand_in.asked.count("/realm/.well-known/openid-configuration") == 2


@pytest.mark.parametrize("wrong", [{"issuer": "https://evil.example"}, {"token_endpoint": None}])
def test_a_provider_that_names_itself_otherwise_is_refused(site, wrong):
    one = site()
    one.stand_in.discovery = wrong
    assert one.browser.get(OIDC_START).status_code == 403


def test_a_provider_out_of_reach_is_told(site, monkeypatch):
    one = site()

    def fail(request):
        raise httpx.ConnectError("no", request=request)

    monkeypatch.setattr(StandIn, "__call__", lambda _self, request: fail(request))
    answer = one.browser.get(OIDC_START)
    assert "ne répond pas" in answer.text


def test_somebody_signed_in_links_their_own_account(site):
    one = site()
    lea = one.person(subject=None)
    opened = open_for(one.store, lea, Caller(""), NOON)
    one.browser.cookies.set(COOKIE, opened.token)
    form = {"form_token": csrf_of(opened.token)}
    assert (
        one.browser.post(OIDC_START, data=form, headers={"origin": "https://evil.example"}).status_code == 403
    )
    page = one.browser.post(OIDC_START, data=form, headers={"origin": "http://testserver"})
    address = page.text.partition('class="button" href="')[2].partition('"')[0].replace("&amp;", "&")
    assert one.browser.get(one.stand_in.visit(address)).status_code == 303
    assert one.store.account_of_identity(ISSUER, "s-1") == lea
    # The same way taken to the end in a browser signed in as somebody else links nothing.
    bob = open_for(one.store, one.person("bob", None), Caller(""), NOON)
    one.stand_in.person["sub"] = "s-2"
    page = one.browser.post(OIDC_START, data=form, headers={"origin": "http://testserver"})
    address = page.text.partition('class="button" href="')[2].partition('"')[0].replace("&amp;", "&")
    one.browser.cookies.delete(COOKIE)
    one.browser.cookies.set(COOKIE, bob.token)
    assert one.browser.get(one.stand_in.visit(address)).status_code == 403
    assert one.store.account_of_identity(ISSUER, "s-2") is None


def test_a_flow_that_is_none_is_no_flow():
    flow = Flow.new("/x")
    assert Flow.from_text(flow.as_text()) == flow
    for text in ("", "x", "e30=", base64.urlsafe_b64encode(b'{"state": 1}').decode(), "é"):
        assert Flow.from_text(text) is None
