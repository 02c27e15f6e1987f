"""The words of the case format that every part of a case file shares: ids, units, faults with words of their own."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from cases import quantity

Identifier = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,39}$")]
CriterionKey = Annotated[str, Field(pattern=r"^[a-z0-9-]+/[A-Z0-9.]+$")]


def _known_unit(unit: str) -> str:
    if unit:
        try:
            quantity.unit_label(unit, "en")
        except quantity.UnknownUnit as error:
            raise fault("unit_unknown", unit=unit, why=str(error)) from error
    return unit


def fault(code: str, **params: object) -> PydanticCustomError:
    """A fault of the format with words of its own: ``format.<code>`` in messages.yaml, given ``params``."""
    return PydanticCustomError(code, "not valid", params)


Unit = Annotated[str, AfterValidator(_known_unit)]


class Part(BaseModel):
    """A part of a case file: frozen, and no key that the format does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)
