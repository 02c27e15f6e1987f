"""What can go wrong with accounts, sign-ins, classes and invitations; words in accounts.po."""

from __future__ import annotations

from app.store.errors import NotAllowed, StoreError


class RoleForbids(NotAllowed):
    """The person's role does not allow this; says nothing about what is there."""

    key = "accounts.error.role_forbids"


class SignedOut(StoreError):  # noqa: N818  (callers read it as a state)
    """Nobody is signed in at this browser, or the sign-in has ended."""

    key = "accounts.error.signed_out"


class AccountNotFound(StoreError):  # noqa: N818  (callers read it as a state)
    """No such account."""

    key = "accounts.error.account_not_found"


class LoginTaken(StoreError):  # noqa: N818  (callers read it as a state)
    """Somebody has this login already."""

    key = "accounts.error.login_taken"


class BadLogin(StoreError):  # noqa: N818  (callers read it as a state)
    """A login that is too short, too long or holds other characters than the ones allowed."""

    key = "accounts.error.bad_login"


class BadName(StoreError):  # noqa: N818  (callers read it as a state)
    """A name that is empty or too long."""

    key = "accounts.error.bad_name"


class BadEmail(StoreError):  # noqa: N818  (callers read it as a state)
    """An address that is no e-mail address."""

    key = "accounts.error.bad_email"


class LastAdministrator(StoreError):  # noqa: N818  (callers read it as a state)
    """The change would leave nobody to administer the server."""

    key = "accounts.error.last_administrator"


class TooManyAttempts(StoreError):  # noqa: N818  (callers read it as a state)
    """Too many failed sign-ins for this login or from this address: `minutes` to wait."""

    key = "accounts.error.too_many"


class WrongPassword(StoreError):  # noqa: N818  (callers read it as a state)
    """The login and the password do not go together; says nothing about which is wrong."""

    key = "accounts.error.wrong_password"


class BadInvitation(StoreError):  # noqa: N818  (callers read it as a state)
    """The code does not exist, is used up, expired or was revoked: one message for all of them."""

    key = "accounts.error.bad_invitation"


class BadInvitationTerms(StoreError):  # noqa: N818  (callers read it as a state)
    """An invitation for too few or too many uses, or that expires in the past."""

    key = "accounts.error.bad_terms"


class CohortNotFound(StoreError):  # noqa: N818  (callers read it as a state)
    """No such class."""

    key = "accounts.error.cohort_not_found"


class CohortTaken(StoreError):  # noqa: N818  (callers read it as a state)
    """Another class has this name."""

    key = "accounts.error.cohort_taken"
