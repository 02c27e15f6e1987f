"""What we ask of a learning platform's server: its keys, a token, and that it takes a mark (pylti1p3next).

Everything goes through one kind of web client that knows no redirect, waits ten seconds at most, and speaks https
only, or http to this very machine. Key sets are kept for an hour, tokens until shortly before they end.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, cast

import requests
from pylti1p3.assignments_grades import AssignmentsGradesService
from pylti1p3.exception import LtiException, LtiServiceException
from pylti1p3.grade import Grade
from pylti1p3.registration import Registration
from pylti1p3.service_connector import ServiceConnector

from app.lti_keys import SigningKey
from app.store import LinkRow, PlatformRow
from app.store.lti_platforms import is_safe
from app.store.lti_rows import SCORE_SCOPE

CONNECT_S: Final = 3.05
READ_S: Final = 10.0
KEPT: Final = timedelta(hours=1)
# A platform that changes its keys is asked again, but not for every token that somebody makes up.
ASKED_AGAIN: Final = timedelta(minutes=1)
ENDS_EARLY_S: Final = 60


class PlatformTrouble(Exception):  # noqa: N818  (callers read it as a state)
    """The platform did not do what was asked: `key` names the message, `detail` is what it said in short."""

    def __init__(self, key: str, detail: str = "") -> None:
        super().__init__(f"{key} {detail}".strip())
        self.key = key
        self.detail = detail


class Web(requests.Session):
    """A web client for platforms' servers."""

    def __init__(self) -> None:
        super().__init__()
        self.headers["User-Agent"] = "Logitrain"
        # A .netrc of the machine would replace the token that a request carries.
        self.auth = _as_it_is

    def request(self, method: str, url: str | bytes, *args: Any, **more: Any) -> requests.Response:
        """The same as requests', within the bounds above; raises RequestException for what lies outside them."""
        address = url.decode() if isinstance(url, bytes) else url
        if not is_safe(address):
            raise requests.exceptions.InvalidURL("not https")
        more |= {"timeout": (CONNECT_S, READ_S), "allow_redirects": False}
        answer = super().request(method, address, *args, **more)
        if answer.is_redirect:
            raise requests.exceptions.TooManyRedirects("redirects are not followed")
        return answer


class KeySets:
    """The key sets of platforms by address, kept for an hour; safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[str, tuple[datetime, Mapping[str, Any]]] = {}

    def kept(self, address: str, at: datetime) -> Mapping[str, Any] | None:
        """The keys asked for within the hour."""
        with self._lock:
            found = self._kept.get(address)
        return found[1] if found is not None and at - found[0] < KEPT else None

    def keep(self, address: str, keys: Mapping[str, Any], at: datetime) -> None:
        """Keeps what was just asked for."""
        with self._lock:
            self._kept[address] = (at, keys)

    def forget(self, address: str, at: datetime) -> bool:
        """Lets the keys be asked for again; False when that was done a moment ago."""
        with self._lock:
            found = self._kept.get(address)
            if found is None or at - found[0] < ASKED_AGAIN:
                return False
            del self._kept[address]
            return True


def registration(platform: PlatformRow, key: SigningKey) -> Registration:
    """A platform as the library knows one."""
    told = platform.told
    found = Registration()
    found.set_issuer(told.issuer).set_client_id(told.client_id)
    found.set_auth_login_url(told.auth_login_url).set_auth_token_url(told.auth_token_url)
    found.set_key_set_url(told.key_set_url)
    found.set_tool_private_key(key.private_pem).set_tool_public_key(key.public_pem)
    return found


class Marks:
    """Sends marks; keeps each platform's token until it ends. For one thread."""

    def __init__(self, web: requests.Session | None = None) -> None:
        self._web = web or Web()
        self._tokens: dict[tuple[str, str], tuple[datetime, str]] = {}

    def send(
        self, platform: PlatformRow, key: SigningKey, link: LinkRow, score: Mapping[str, Any], at: datetime
    ) -> None:
        """Puts a score (its fields as the service names them) into the link's line item.

        Raises PlatformTrouble when the platform cannot be reached, refuses, or names an address that is not safe.
        """
        if link.lineitem is None or not link.takes_marks:
            raise PlatformTrouble("lti.trouble.no_lineitem")
        plain = link.lineitem.startswith("http:")
        if not is_safe(link.lineitem) or (plain and not _is_local(platform)):
            raise PlatformTrouble("lti.trouble.address", link.lineitem[:200])
        connector = _Connector(registration(platform, key), self._web, self._tokens, at)
        service = AssignmentsGradesService(
            connector, {"scope": [cast(Any, SCORE_SCOPE)], "lineitem": link.lineitem}
        )
        try:
            service.put_grade(_grade(score))
        except LtiServiceException as error:
            if error.response.status_code == 401:
                connector.drop()
            raise PlatformTrouble("lti.trouble.status", str(error.response.status_code)) from error
        except requests.exceptions.JSONDecodeError:
            # The score was taken: what the platform says about it need not be JSON.
            return
        except requests.exceptions.Timeout as error:
            raise PlatformTrouble("lti.trouble.timeout") from error
        except requests.exceptions.RequestException as error:
            raise PlatformTrouble("lti.trouble.unreachable", type(error).__name__) from error
        except (LtiException, ValueError, KeyError, TypeError) as error:
            raise PlatformTrouble("lti.trouble.answer", type(error).__name__) from error


class _Connector(ServiceConnector):
    """The library's, with tokens kept by platform and client until they end."""

    def __init__(
        self,
        of: Registration,
        web: requests.Session,
        tokens: dict[tuple[str, str], tuple[datetime, str]],
        at: datetime,
    ) -> None:
        super().__init__(of, web)
        self._tokens, self._at = tokens, at
        # The library's key knows the issuer alone, which several clients may share.
        self._mine = f"{of.get_auth_token_url()} {of.get_client_id()}"

    def get_access_token(self, scopes: Sequence[str]) -> str:
        """As the library's; a token that is none is the platform's fault, not ours."""
        token = super().get_access_token(scopes)
        if not isinstance(token, str) or not token.isprintable():
            self.drop()
            raise LtiException("no token")
        return token

    def drop(self) -> None:
        """Asks for another token the next time."""
        for name in [one for one in self._tokens if one[0] == self._mine]:
            del self._tokens[name]

    def _get_cached_access_token(self, scope_key: str) -> str | None:
        found = self._tokens.get((self._mine, scope_key))
        return found[1] if found is not None and self._at < found[0] else None

    def _cache_access_token(self, scope_key: str, access_token: str, expires_in: float) -> None:
        lasts = min(max(float(expires_in or 0) - ENDS_EARLY_S, 0), 24 * 3600)
        self._tokens[self._mine, scope_key] = (self._at + timedelta(seconds=lasts), access_token)


def _grade(score: Mapping[str, Any]) -> Grade:
    found = Grade()
    found.set_score_given(score["scoreGiven"]).set_score_maximum(score["scoreMaximum"])
    found.set_activity_progress(score["activityProgress"]).set_grading_progress(score["gradingProgress"])
    found.set_timestamp(score["timestamp"]).set_user_id(score["userId"]).set_comment(score["comment"])
    return found


def _is_local(platform: PlatformRow) -> bool:
    return platform.told.auth_token_url.startswith("http:")


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request
