"""The routes of signing in and out: each is a page one can open (GET) and the form on it (POST)."""

from __future__ import annotations

from functools import partial

from starlette.routing import Route

from app.clock import Clock
from app.settings import Settings
from app.web.desk import (
    EVERYWHERE,
    JOIN,
    OIDC_RETURN,
    OIDC_START,
    PASSWORD,
    SET_UP,
    SIGN_IN,
    SIGN_OUT,
    TRAINER,
    Handler,
)
from app.web.enrol import EnrolPages
from app.web.sign_in import SignInPages


def routes(settings: Settings, clock: Clock | None = None) -> tuple[list[Route], str]:
    """The routes to give to the application, and the path that makes the first administrator of a class's server.

    A class's server has no trainer's door, and one run alone no accounts to make.
    """
    found: list[Route] = []
    people, enrol = SignInPages(settings, clock), EnrolPages(settings, clock)
    known: dict[str, tuple[Handler, Handler]] = {
        SIGN_IN: (people.show_sign_in, people.do_sign_in),
        SIGN_OUT: (people.show_sign_out, people.do_sign_out),
        EVERYWHERE: (people.show_sign_out, people.do_sign_out_everywhere),
        PASSWORD: (people.show_password, people.do_password),
    }
    if settings.class_mode:
        known[JOIN] = (enrol.show_join, enrol.do_join)
        known[SET_UP] = (enrol.show_set_up, enrol.do_set_up)
        found += _lti_routes(settings, clock)
        if settings.oidc is not None:
            from app.web.oidc import OidcPages  # noqa: PLC0415  (a tenth of a second, where it is asked for)

            provider = OidcPages(settings, settings.oidc, clock)
            known[OIDC_START] = (provider.start, provider.link)
            found.append(Route(OIDC_RETURN, partial(provider.guarded, provider.arrive), methods=["GET"]))
    else:
        known[TRAINER] = (people.show_trainer, people.do_trainer)
    for path, (show, do) in known.items():
        found.append(Route(path, partial(people.guarded, show), methods=["GET"]))
        found.append(Route(path, partial(people.guarded, do), methods=["POST"]))
    return found, enrol.set_up_address


def _lti_routes(settings: Settings, clock: Clock | None) -> list[Route]:
    """The routes of learning platforms."""
    from app import lti  # noqa: PLC0415  (a fifth of a second, where a class is served)
    from app.web.lti import CHOOSE, LINK, LtiPages  # noqa: PLC0415

    pages = LtiPages(settings, clock)
    known: list[tuple[str, str, Handler]] = [
        (lti.LOGIN, "GET", pages.login),
        (lti.LOGIN, "POST", pages.login),
        (lti.LAUNCH, "POST", pages.launch),
        (lti.DEEP, "POST", pages.launch),
        (lti.KEYS, "GET", pages.show_keys),
        (lti.CONFIG, "GET", pages.show_config),
        (LINK, "GET", pages.show_link),
        (LINK, "POST", pages.do_link),
        (CHOOSE, "POST", pages.choose),
        *((path, "GET", pages.nothing) for path in (lti.LAUNCH, lti.DEEP, CHOOSE)),
    ]
    return [Route(path, partial(pages.guarded, do), methods=[method]) for path, method, do in known]
