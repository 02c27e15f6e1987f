"""Where a request comes from: the person's own address, and whether one of our own pages sent it."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from starlette.requests import Request

from app.settings import Settings
from app.sign_in import Caller


def caller(request: Request, settings: Settings) -> Caller:
    """The address and the browser of a request, as sign-in keeps them."""
    peer = request.client.host if request.client is not None else ""
    told = request.headers.getlist("x-forwarded-for")
    return Caller(client_address(peer, told, settings.trusted_proxies), request.headers.get("user-agent", ""))


def client_address(peer: str, forwarded: Sequence[str], trusted: Sequence[str]) -> str:
    """The address nearest to us that no trusted proxy has.

    Anybody can write X-Forwarded-For: it is believed only as far as trusted proxies (networks as text) wrote
    it, which is from its end backwards.
    """
    hops = [one.strip() for line in forwarded for one in line.split(",") if one.strip()]
    address = peer
    while hops and _is_among(address, trusted):
        nearer = hops.pop()
        if not _is_address(nearer):
            break
        address = nearer
    return address


def from_our_page(request: Request, settings: Settings) -> bool:
    """Whether a request that changes something was sent by a page of this server.

    Browsers say so in Sec-Fetch-Site, Origin or Referer; a request with neither Origin nor Referer is refused.
    """
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    said = request.headers.get("origin") or request.headers.get("referer") or ""
    try:
        parts = urlsplit(said)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            return False
        if settings.public_url:
            ours = urlsplit(settings.public_url)
            if (parts.scheme, parts.netloc) == (ours.scheme, ours.netloc):
                return True
            # The machine itself is let in beside the public address: for who looks after the server.
            here = parts.netloc == request.headers.get("host", "")
            return here and parts.hostname in ("127.0.0.1", "localhost", "::1")
        return parts.netloc == request.headers.get("host", "")
    except ValueError:
        return False


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _is_among(address: str, networks: Sequence[str]) -> bool:
    return _is_address(address) and any(ip_address(address) in ip_network(one) for one in networks)
