"""A learning platform that stands in for a real one: on a real port, with keys, tokens and a line item of its own."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import uvicorn
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
AGS = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
SCORE = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
DEEP = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"
ROLES = "http://purl.imsglobal.org/vocab/lis/v2/membership#"
ISSUER = "https://moodle.example.org"


class StandIn:
    """The platform; `tool_keys` gives the tool's key set, `answer` the status of the next scores."""

    def __init__(self, base: str) -> None:
        self.base, self.key = base, RSAKey.generate_key(2048, {"kid": "p1", "use": "sig", "alg": "RS256"})
        self.scores: list[dict[str, Any]] = []
        self.asked: list[str] = []
        self.answer, self.lasts = 200, 3600
        self.keys_elsewhere = False
        self.tool_keys: Any = None

    def claims(self, query: dict[str, str], **changes: Any) -> dict[str, Any]:
        """What the platform says of a launch; a change to None leaves the claim out."""
        now = int(time.time())
        found = {
            "iss": ISSUER, "aud": "client-1", "sub": "42", "iat": now, "exp": now + 60, "nonce": query["nonce"],
            "name": "Léa Martin", "email": "lea@example.org",
            CLAIM + "deployment_id": "1", CLAIM + "message_type": "LtiResourceLinkRequest", CLAIM + "version": "1.3.0",
            CLAIM + "roles": [ROLES + "Learner"], CLAIM + "resource_link": {"id": "rl-1", "title": "Stocks"},
            CLAIM + "context": {"id": "c1", "title": "BTS 2"}, CLAIM + "target_link_uri": query["redirect_uri"],
            CLAIM + "launch_presentation": {"locale": "fr"},
            AGS: {"scope": [SCORE], "lineitem": f"{self.base}/li/1/lineitem?type_id=3"},
        }  # fmt: skip
        return {name: value for name, value in (found | changes).items() if value is not None}

    def token(self, claims: dict[str, Any], **head: Any) -> str:
        """Those claims, signed."""
        return jwt.encode(claims, self.key.as_pem(private=True), "RS256", {"kid": "p1", **head})

    def visit(self, address: str, **changes: Any) -> dict[str, str]:
        """What the browser gets there: the form that it posts to the tool."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert address.startswith(f"{self.base}/auth?")
        assert (query["response_type"], query["response_mode"], query["scope"]) == (
            "id_token",
            "form_post",
            "openid",
        )
        return {"state": query["state"], "id_token": self.token(self.claims(query, **changes))}

    # --- its server ----------------------------------------------------------------------------------------

    async def keys(self, _request: Request) -> Response:
        """The public keys."""
        self.asked.append("keys")
        if self.keys_elsewhere:
            return RedirectResponse(f"{self.base}/elsewhere", 302)
        return JSONResponse({"keys": [self.key.as_dict(private=False)]})

    async def grant(self, request: Request) -> Response:
        """A token, for who proves to be the tool."""
        self.asked.append("token")
        form = await request.form()
        proof = str(form["client_assertion"])
        kid = jwt.get_unverified_header(proof)["kid"]
        known = next(one for one in self.tool_keys()["keys"] if one["kid"] == kid)
        told = jwt.decode(proof, jwt.PyJWK(known), ["RS256"], audience=f"{self.base}/token")
        assert (told["iss"], told["sub"], form["scope"]) == ("client-1", "client-1", SCORE)
        return JSONResponse({"access_token": "T0", "token_type": "Bearer", "expires_in": self.lasts})

    async def take(self, request: Request) -> Response:
        """A score."""
        assert request.headers["authorization"] == "Bearer T0"
        assert request.headers["content-type"] == "application/vnd.ims.lis.v1.score+json"
        assert request.query_params["type_id"] == "3"
        if self.answer != 200:
            return PlainTextResponse("no", self.answer)
        self.scores.append(await request.json())
        return Response(status_code=200)


@contextmanager
def served() -> Iterator[StandIn]:
    """The platform on a free port, for as long as the block lasts."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    one = StandIn(f"http://127.0.0.1:{port}")
    app = Starlette(
        routes=[
            Route("/keys", one.keys),
            Route("/elsewhere", one.keys),
            Route("/token", one.grant, methods=["POST"]),
            Route("/li/1/lineitem/scores", one.take, methods=["POST"]),
        ]
    )
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error", lifespan="off", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield one
    finally:
        server.should_exit = True
        thread.join(5)
