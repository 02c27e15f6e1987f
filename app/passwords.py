"""Passwords: argon2id with 19 MiB, two passes, one lane (OWASP's profile), at most four hashed at once.

A class that signs in at the same minute waits a little instead of taking the machine's memory. A login that
does not exist costs the same work as a wrong password, so that the time of an answer tells nothing.
"""

from __future__ import annotations

import secrets
import threading
import unicodedata
from functools import cache
from typing import Final

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from app.i18n import translator

MIN_LENGTH: Final = 10
MAX_LENGTH: Final = 200
AT_ONCE: Final = 4
# No 0 or o, 1, i or l: a first password is read from a sheet.
_ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS: Final = 3

_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, type=Type.ID)
_turns = threading.BoundedSemaphore(AT_ONCE)

# Long enough to pass the limit and still tried first by whoever guesses.
COMMON: Final = frozenset(
    """
    1234567890 0123456789 9876543210 0987654321 1111111111 0000000000 1234512345 1122334455 123456789a
    password12 password123 password1234 motdepasse motdepasse1 motdepasse123 monmotdepasse azertyuiop
    azertyuiop123 qwertyuiop qwertyuiop123 azerty12345 azerty123456 qwerty12345 qwerty123456 aqwzsxedcr
    1a2b3c4d5e 1q2w3e4r5t abcdefghij abcd123456 abc1234567 administrator administrateur adminadmin
    admin12345 admin123456 bienvenue1 bienvenue123 welcome123 welcome1234 letmein123 changeme123
    changezmoi logistique logistique1 logistique2024 logistique2025 logistique2026 logitrain1 logitrain123
    iloveyou123 jetaime123 soleil12345 doudou1234 marseille13 football123 formateur1 formateur123
    formation1 formation123 apprenant1 apprenant123 etudiant123 eleve12345 ecole12345 transport1
    """.split()  # noqa: SIM905  (words read better as a text)
)


class WeakPassword(ValueError):  # noqa: N818  (callers read it as a state)
    """A password that cannot be taken; `key` and `params` name the message that says why."""

    def __init__(self, key: str, **params: object) -> None:
        super().__init__(key)
        self.key = key
        self.params = params

    def explain(self, lang: str) -> str:
        """The reason in words, in "fr" or "en"."""
        return translator(lang)(self.key, **self.params)


def check_strength(password: str, login: str = "") -> None:
    """Raises WeakPassword for one that is too short, far too long, the login itself, or among the common ones."""
    said = _normal(password)
    if len(said) < MIN_LENGTH:
        raise WeakPassword("accounts.weak.short", least=MIN_LENGTH)
    if len(said) > MAX_LENGTH:
        raise WeakPassword("accounts.weak.long", most=MAX_LENGTH)
    bare = said.casefold().strip()
    name = login.strip().casefold()
    if name and bare in {name, name.partition("@")[0], name[::-1]}:
        raise WeakPassword("accounts.weak.login")
    if bare in COMMON or len(set(bare)) < 4:
        raise WeakPassword("accounts.weak.common")


def hashed(password: str) -> str:
    """The argon2id hash of a password, with its parameters and salt; waits while four others are at work."""
    with _turns:
        return _HASHER.hash(_normal(password)[: MAX_LENGTH + 1])


def verify(password: str, kept: str | None) -> bool:
    """Whether a password is the one that was hashed; with `kept` None, the same work and False."""
    # A text far longer than any password must not cost more than one.
    said = _normal(password[: 4 * MAX_LENGTH])[: MAX_LENGTH + 1]
    against = kept if kept is not None else _nobody()
    with _turns:
        try:
            same = _HASHER.verify(against, said)
        except (VerificationError, InvalidHashError):
            return False
    return same and kept is not None


def is_outdated(kept: str) -> bool:
    """Whether a hash was made with other parameters than today's."""
    try:
        return _HASHER.check_needs_rehash(kept)
    except InvalidHashError:
        return True


def first_password() -> str:
    """A password to hand to somebody, who replaces it at once: twelve letters and figures in three groups."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(_GROUPS))
    return "-".join(groups)


@cache
def _nobody() -> str:
    """The hash of a password that nobody has."""
    with _turns:
        return _HASHER.hash(secrets.token_hex(16))


def _normal(password: str) -> str:
    # The same letters typed on another keyboard may come composed otherwise; lone surrogates have no UTF-8.
    return unicodedata.normalize("NFKC", password).encode("utf-8", "replace").decode("utf-8")
