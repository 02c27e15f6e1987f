"""A world as the YAML file that `logitrain simulate` runs, written and read again."""

from __future__ import annotations

import io
import math
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    NodeEvent,
)

from app.i18n import translator
from app.playground.bench import Bench, file_name, loaded
from app.playground.plain import Data
from sim.checks import InvalidError
from sim.models import read_model
from sim.scenario_yaml import parse_world

LARGEST_FILE: Final = 64_000  # characters: the examples have two thousand
MOST_NODES: Final = 20_000  # figures, words and lists once every reference (`*name`) is written out
DEEPEST: Final = 60


class FileRefusedError(InvalidError):
    """A file that the page does not take, said in words of its own."""

    def __init__(self, key: str, **params: object) -> None:
        super().__init__([])
        self.key, self.params = key, params

    def explain(self, lang: str = "fr") -> str:
        """Say what is wrong and what to do, in `lang` ("fr" or "en")."""
        return translator(lang)(self.key, **self.params)

    def __reduce__(self) -> tuple[Any, ...]:
        return self.__class__._again, (self.key, self.params)

    @classmethod
    def _again(cls, key: str, params: dict[str, object]) -> FileRefusedError:
        return cls(key, **params)


def command(bench: Bench, replications: int) -> str:
    """The command line that gives the page's figures from its file."""
    return f"logitrain simulate {file_name(bench.sound)} --seed {bench.seed} --replications {replications}"


def to_yaml(data: Data, command_line: str) -> str:
    """The world as a YAML file, the command that runs it on top."""
    yaml = YAML()
    yaml.default_flow_style = None
    yaml.width = 110
    # Alike parts are written out, not as references: a file to be read and changed by hand.
    yaml.representer.ignore_aliases = lambda *_: True
    text = io.StringIO()
    text.write(f"# {command_line}\n")
    yaml.dump(data, text)
    return text.getvalue()


def from_yaml(text: str, name: str) -> Bench:
    """A bench with the world of a file on it.

    Raises InvalidError with every fault and its line, FileRefusedError for a file that is too large or made to be so,
    TooLongError for a world that no page can wait for.
    """
    if len(text) > LARGEST_FILE:
        raise FileRefusedError("simulator.file_large", size=len(text), most=LARGEST_FILE)
    _bounded(text)

    def reader(data: Any) -> Any:
        read_model(data)
        return data

    return loaded(parse_world(text, name, reader))


def _bounded(text: str) -> None:
    """Refuse what grows when its references are written out, and what is nested without end."""
    sizes: dict[str, float] = {}
    stack: list[tuple[str | None, float]] = [(None, 0.0)]
    try:
        for event in YAML(typ="rt", pure=True).parse(io.StringIO(text)):
            if isinstance(event, CollectionStartEvent):
                stack.append((event.anchor, 1.0))
                if len(stack) > DEEPEST:
                    raise FileRefusedError(
                        "simulator.file_deep", line=event.start_mark.line + 1, most=DEEPEST
                    )
                continue
            if isinstance(event, CollectionEndEvent):
                anchor, size = stack.pop()
            elif isinstance(event, AliasEvent):
                anchor, size = None, sizes.get(event.anchor, math.inf)
            elif isinstance(event, NodeEvent):
                anchor, size = event.anchor, 1.0
            else:
                continue
            if anchor is not None:
                sizes[anchor] = size
            owner, total = stack.pop()
            stack.append((owner, total + size))
            if total + size > MOST_NODES:
                raise FileRefusedError("simulator.file_grows", line=event.start_mark.line + 1)
    except (YAMLError, ValueError) as error:
        if isinstance(error, FileRefusedError):
            raise
        return  # the reader tells what is wrong, with its line
