"""What a referential is: blocks, competences and criteria, each with a stable identifier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Lang = Literal["fr", "en"]


@dataclass(frozen=True, slots=True)
class Label:
    """A wording in both languages; `label["fr"]` and `label.fr` are the same text."""

    fr: str
    en: str

    def __getitem__(self, lang: str) -> str:
        """Give the wording in one language.

        Raises KeyError for any language but "fr" and "en".
        """
        if lang == "fr":
            return self.fr
        if lang == "en":
            return self.en
        raise KeyError(f"no wording in {lang!r}: ask for 'fr' or 'en'")


@dataclass(frozen=True, slots=True)
class Weight:
    """The share (0 to 1) of one part, such as the exam, in a weighted mean."""

    part: str
    share: float


@dataclass(frozen=True, slots=True)
class External:
    """An outside certificate that counts in the result, with its bounds in that certificate's points."""

    id: str
    minimum: float
    maximum: float | None = None


@dataclass(frozen=True, slots=True)
class Award:
    """How marks become a result: what is awarded alone (`unit`), by which rule, from which mark out of 20."""

    unit: Literal["block", "competence"]
    rule: Literal["weighted_mean", "all_blocks", "all_competences"]
    pass_mark: float | None = None
    weights: tuple[Weight, ...] = ()
    external: tuple[External, ...] = ()


@dataclass(frozen=True, slots=True)
class Criterion:
    """One assessable capability; `block` and `competence` are the identifiers of its parents."""

    referential: str
    id: str
    label: Label
    block: str
    competence: str | None = None
    conditions: Label | None = None

    @property
    def key(self) -> str:
        """The short form that a case writes, such as `rncp11928/B2.4`."""
        return f"{self.referential}/{self.id}"


@dataclass(frozen=True, slots=True)
class Competence:
    """A competence of a block, and the conditions under which it must be shown, if any."""

    id: str
    title: Label
    criteria: tuple[Criterion, ...]
    conditions: Label | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a referential; `criteria` holds all of them, those of its competences included."""

    id: str
    title: Label
    criteria: tuple[Criterion, ...]
    competences: tuple[Competence, ...] = ()


@dataclass(frozen=True, slots=True)
class Capability:
    """A capability attested across blocks, with the identifiers of the criteria that assess it."""

    id: str
    label: Label
    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Referential:
    """One official referential; `level` is the European level where the document states one."""

    id: str
    title: Label
    body: str
    source: str
    award: Award
    blocks: tuple[Block, ...]
    level: int | None = None
    across: tuple[Capability, ...] = ()

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """Every criterion, in the order of the document."""
        return tuple(criterion for block in self.blocks for criterion in block.criteria)
