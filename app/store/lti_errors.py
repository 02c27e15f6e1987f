"""What can go wrong with learning platforms; words in lti.po."""

from __future__ import annotations

from app.store.errors import StoreError


class BadPlatform(StoreError):  # noqa: N818  (callers read it as a state)
    """A platform that cannot be kept as it is typed; `key` says what to mend."""

    def __init__(self, what: str, **params: object) -> None:
        self.key = f"lti.error.bad_{what}"
        super().__init__(**params)


class PlatformTaken(StoreError):  # noqa: N818  (callers read it as a state)
    """The issuer and the client are those of another platform kept here."""

    key = "lti.error.taken"


class PlatformNotFound(StoreError):  # noqa: N818  (callers read it as a state)
    """No such platform."""

    key = "lti.error.platform_not_found"


class LinkNotFound(StoreError):  # noqa: N818  (callers read it as a state)
    """No such link of a platform, or no such mark of a link."""

    key = "lti.error.link_not_found"


class BadTarget(StoreError):  # noqa: N818  (callers read it as a state)
    """A link would open nothing: no such case or assessment, or a variant number that is none."""

    key = "lti.error.bad_target"
