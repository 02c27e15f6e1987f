"""What a referential is: blocks, competences and criteria, each with a stable identifier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Lang = Literal["fr", "en"]
Place = Literal["case", "work"]


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
    """An outside certificate that counts in the result: its bounds, in its own points, and its name."""

    id: str
    minimum: float
    maximum: float | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Award:
    """How marks become a result: what is awarded alone (`unit`), by which rule, from which mark out of 20.

    `enough` is the share of a block's criteria that a part must exercise before it gives a mark; `elsewhere`
    words what the whole result asks for besides the blocks, that no paper of this trainer can show.
    """

    unit: Literal["block", "competence"]
    rule: Literal["weighted_mean", "all_blocks", "all_competences"]
    pass_mark: float | None = None
    weights: tuple[Weight, ...] = ()
    external: tuple[External, ...] = ()
    enough: tuple[Weight, ...] = ()
    elsewhere: Label | None = None


@dataclass(frozen=True, slots=True)
class Requirement:
    """What evidence must show of one context, over the criteria whose identifiers stand in `over`.

    Either `distinct` different values (with `paired`, situations that all differ in that context too), or
    every value of `includes`.
    """

    context: str
    distinct: int = 0
    includes: tuple[str, ...] = ()
    paired: str | None = None
    over: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Acquisition:
    """When a criterion is acquired: share of the points (0 to 1), distinct cases, and what they must show."""

    threshold: float
    cases: int
    require: tuple[Requirement, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessed:
    """Where the certifying body really assesses, and which part of its document says so.

    "case": case studies like those of this trainer. "work": at work, or by a jury on what was done there; a
    criterion is then `prepared` here at best.
    """

    by: Place
    source: Label


@dataclass(frozen=True, slots=True)
class Criterion:
    """One assessable capability; `block` and `competence` are the identifiers of its parents.

    `conditions` is the document's wording; `acquire.require` says the same, so that evidence can be checked.
    """

    referential: str
    id: str
    label: Label
    block: str
    acquire: Acquisition
    assessed: Assessed
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
    """A block of a referential; `criteria` holds all of them, those of its competences included.

    `require` is what the block's evidence must show as a whole; `elsewhere` words what the block asks for
    that no paper of this trainer can show.
    """

    id: str
    title: Label
    criteria: tuple[Criterion, ...]
    competences: tuple[Competence, ...] = ()
    require: tuple[Requirement, ...] = ()
    elsewhere: Label | None = None


@dataclass(frozen=True, slots=True)
class Capability:
    """A capability attested across blocks, with the identifiers of the criteria that assess it."""

    id: str
    label: Label
    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Referential:
    """One official referential; `level` is the European level where the document states one.

    `acquire` is the rule that its criteria follow unless they say otherwise, set on the ISO date
    `acquire_set_on` for the reason `acquire_source`.
    """

    id: str
    title: Label
    body: str
    source: str
    award: Award
    acquire: Acquisition
    acquire_set_on: str
    acquire_source: Label
    blocks: tuple[Block, ...]
    level: int | None = None
    across: tuple[Capability, ...] = ()

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """Every criterion, in the order of the document."""
        return tuple(criterion for block in self.blocks for criterion in block.criteria)
