"""A case that a trainer brought, and its versions, as the store gives them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

Audience = Literal["everyone", "exams"]
AUDIENCES: Final[tuple[Audience, ...]] = ("everyone", "exams")
LEAST_SEEDS: Final = 50  # variants that a proof must have gone through before a version is published


@dataclass(frozen=True)
class OwnVersion:
    """A version of a case, without its files.

    `proof` is the last one of these very files, as JSON data: {"ok", "seeds", "why", "problems": [{"fr", "en"}]}.
    """

    slug: str
    version: int
    digest: str
    note: str
    made_by: str
    made_at: datetime
    changes: Mapping[str, Any] | None
    proof: Mapping[str, Any] | None
    proven_at: datetime | None
    published_at: datetime | None
    withdrawn_at: datetime | None

    @property
    def is_published(self) -> bool:
        """Whether it was ever published: it never changes again."""
        return self.published_at is not None

    @property
    def is_offered(self) -> bool:
        """Whether new papers can be set on it."""
        return self.is_published and self.withdrawn_at is None

    @property
    def is_proven(self) -> bool:
        """Whether its last proof found it sound over enough variants to be published."""
        return is_enough(self.proof)

    @property
    def is_readable(self) -> bool:
        """Whether a process of its own has read it without fault: only then does the server read it too."""
        return self.proof is not None and bool(self.proof.get("loaded"))


@dataclass(frozen=True)
class OwnCase:
    """A case that a trainer brought; its versions, the first one first. The last may be a draft."""

    slug: str
    owner_id: int
    owner: str
    created_at: datetime
    audience: Audience
    based_on: str | None
    based_version: int | None
    archived_at: datetime | None
    versions: tuple[OwnVersion, ...]

    @property
    def draft(self) -> OwnVersion | None:
        """The version that is being written, if there is one."""
        last = self.versions[-1] if self.versions else None
        return None if last is None or last.is_published else last

    @property
    def current(self) -> OwnVersion | None:
        """The newest version published: of those not withdrawn when there are any."""
        published = [one for one in self.versions if one.is_published]
        offered = [one for one in published if one.is_offered]
        last = offered or published
        return last[-1] if last else None

    @property
    def is_offered(self) -> bool:
        """Whether new papers can be set on it."""
        return self.archived_at is None and any(one.is_offered for one in self.versions)

    def version(self, number: int) -> OwnVersion | None:
        """A version by its number."""
        return next((one for one in self.versions if one.version == number), None)


def is_enough(proof: Mapping[str, Any] | None) -> bool:
    """Whether a proof allows publishing what it proved."""
    return proof is not None and proof.get("ok") is True and int(proof.get("seeds", 0)) >= LEAST_SEEDS
