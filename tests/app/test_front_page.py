"""The page that every address opens: named, in the server's language, told where its server is."""

import asyncio
import gzip

import pytest

from app.web.front_page import FrontPage, completed

STOCK = (
    b'<!DOCTYPE html>\n<html lang="en">\n  <head>\n    <title>Streamlit</title></head><body></body></html>'
)
HTML = [
    (b"content-type", b"text/html; charset=utf-8"),
    (b"content-length", b"%d" % len(STOCK)),
    (b"etag", b'"x"'),
]


def answer(parts, headers=HTML, path="/sitting", status=200, kind="http"):
    """The messages that leave when an application answers these."""
    sent = []

    async def app(_scope, _receive, send):
        await send({"type": "http.response.start", "status": status, "headers": headers})
        for number, part in enumerate(parts, 1):
            await send({"type": "http.response.body", "body": part, "more_body": number < len(parts)})

    async def keep(message):
        sent.append(message)

    asyncio.run(FrontPage(app, "fr")({"type": kind, "path": path}, None, keep))
    return sent


def test_the_page_is_named_in_the_servers_language_and_knows_its_server():
    start, body = answer([STOCK[:30], STOCK[30:]])
    page = body["body"]
    assert b'<html lang="fr">' in page
    assert b"<title>Logitrain</title>" in page
    assert b"p.slice(0,p.length-1)" in page
    assert page.index(b"BACKEND_BASE_URL") < page.index(b"<title>")
    headers = dict(start["headers"])
    assert headers[b"content-length"] == str(len(page)).encode()
    assert b"etag" not in headers


@pytest.mark.parametrize(("path", "depth"), [("/", 0), ("", 0), ("/sitting/", 1), ("//a/b", 2)])
def test_only_what_the_server_knows_of_the_address_is_taken_off(path, depth):
    assert f"p.length-{depth}".encode() in answer([STOCK], path=path)[1]["body"]


def test_a_compressed_page_stays_compressed():
    packed = gzip.compress(STOCK)
    start, body = answer([packed], [*HTML[:1], (b"content-encoding", b"gzip")])
    assert gzip.decompress(body["body"]) == completed(STOCK, "fr", 1)
    assert dict(start["headers"])[b"content-length"] == str(len(body["body"])).encode()


@pytest.mark.parametrize(
    ("parts", "headers", "status"),
    [
        ([b"<html><title>Connexion</title></html>"], HTML, 200),
        ([STOCK], [(b"content-type", b"text/plain")], 200),
        ([STOCK], HTML, 404),
        ([STOCK], [*HTML[:1], (b"content-encoding", b"br")], 200),
        ([b"a", b"b"], [(b"content-type", b"text/html")], 200),
        ([b""], HTML, 200),
    ],
)
def test_anything_else_leaves_as_it_came(parts, headers, status):
    start, *bodies = answer(parts, headers, status=status)
    assert start["headers"] == headers
    assert b"".join(body["body"] for body in bodies) == b"".join(parts)


def test_a_websocket_is_let_through():
    assert answer([STOCK], kind="websocket")[1]["body"] == STOCK
