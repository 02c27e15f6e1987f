"""A case folder while it is being written: read again when a file is saved, its faults told, its proof on demand.

One author, one folder, one process: `logitrain case preview` names the folder, every page of that process looks
at it through `previewed()`. No streamlit here.
"""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

from cases import views
from cases.case import Case
from cases.load import LANGUAGES, load_folder
from cases.problem import CaseError, DrawError, Problem
from cases.proof import MAX_PROBLEMS, Share, check_variant, prove_share, together
from cases.variant import Variant, draw
from cases.versions import unchanged_since_published

FOLDER_VARIABLE: Final = "LOGITRAIN_PREVIEW"
SHARE: Final = 5  # variants between two signs of progress
MOST_FILES: Final = 2000
KEPT_VARIANTS: Final = 32

Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Look:
    """The folder as it was last read.

    `number` changes with every change of the files; `case` is the last one that could be read, None before
    there was any; `problems` is what is wrong with the files as they are now.
    """

    number: int
    case: Case | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Shown:
    """What to show of a variant: `stale` when it is an earlier one, the files being at fault."""

    variant: Variant | None
    problems: tuple[Problem, ...]
    stale: bool


@dataclass(frozen=True)
class Proof:
    """How far a proof has come: variants done of `total`, and what was found; `look` names what it proves."""

    look: int
    first: int
    total: int
    done: int = 0
    problems: tuple[Problem, ...] = ()
    running: bool = True

    @property
    def ok(self) -> bool:
        """True when it came to its end and found nothing."""
        return not self.running and not self.problems


class Previewed:
    """A folder under the eye of its author; safe to share between the threads of a server."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.RLock()
        self._stamp: Stamp | None = None
        self._look = Look(0, None, ())
        self._variants: OrderedDict[tuple[int, int], Shown] = OrderedDict()
        self._last: Variant | None = None
        self._proofs: dict[str, Proof] = {}

    def look(self) -> Look:
        """The folder as it is now, read again when a file of it has changed."""
        with self._lock:
            now = stamp(self.folder)
            if now != self._stamp:
                self._stamp = now
                self._look = self._read()
            return self._look

    def shown(self, seed: int) -> Shown:
        """The variant of a seed, as far as it can be shown in both languages; else the last that could."""
        with self._lock:
            look = self.look()
            key = (look.number, seed)
            if key not in self._variants:
                self._variants[key] = self._show(look, seed)
                while len(self._variants) > KEPT_VARIANTS:
                    self._variants.popitem(last=False)
            return self._variants[key]

    def prove(self, name: str, first: int, count: int) -> None:
        """Start a proof of the folder as it is now over `count` variants from `first`, in a thread.

        The proof before it under the same `name` is given up. Nothing happens while the folder cannot be read.
        """
        look = self.look()
        if look.case is None or look.problems:
            return
        proof = Proof(look.number, first, count)
        with self._lock:
            self._proofs[name] = proof
        threading.Thread(target=self._prove, args=(name, look.case, proof), daemon=True).start()

    def proof(self, name: str) -> Proof | None:
        """The proof of that name, if there is one of the files as they are now."""
        with self._lock:
            found = self._proofs.get(name)
            return found if found is not None and found.look == self._look.number else None

    # -- within -----------------------------------------------------------------------------------------------

    def _read(self) -> Look:
        number = self._look.number + 1
        try:
            return Look(number, load_folder(self.folder), ())
        except CaseError as error:
            return Look(number, self._look.case, error.problems)

    def _show(self, look: Look, seed: int) -> Shown:
        if look.problems or look.case is None:
            return Shown(self._before(seed), look.problems, stale=True)
        try:
            variant = draw(look.case, seed)
        except DrawError as error:
            return Shown(self._before(seed), error.problems, stale=True)
        try:
            for lang in LANGUAGES:
                views.brief(variant, lang)
                views.annexes(variant, lang)
                views.questions(variant, lang)
        except Exception:  # whatever a file being written does to a page: the proof has words for it
            return Shown(self._before(seed), tuple(check_variant(variant))[:MAX_PROBLEMS], stale=True)
        self._last = variant
        return Shown(variant, (), stale=False)

    def _before(self, seed: int) -> Variant | None:
        """The last variant of the seed that could be shown, else the last of any."""
        same = [one.variant for (_, other), one in self._variants.items() if other == seed and not one.stale]
        return same[-1] if same else self._last

    def _prove(self, name: str, case: Case, proof: Proof) -> None:
        parts: list[Share] = []
        done, found = 0, ()  # type: tuple[int, tuple[Problem, ...]]
        for first in range(proof.first, proof.first + proof.total, SHARE):
            count = min(SHARE, proof.first + proof.total - first)
            parts.append(prove_share(case, first, count))
            found = tuple(problem for part in parts for problem in part.problems)[:MAX_PROBLEMS]
            done = first + count - proof.first
            if not self._keep(name, replace(proof, done=done, problems=found)):
                return
            if len(found) >= MAX_PROBLEMS:
                break
        # Guessing is measured over many variants: one alone says nothing of it.
        whole = together(case, parts).problems if proof.total >= SHARE else found
        whole = (*whole, *unchanged_since_published(case))
        self._keep(name, replace(proof, done=done, problems=whole, running=False))

    def _keep(self, name: str, proof: Proof) -> bool:
        """Put a proof's new state; False once another one, or other files, have taken its place."""
        with self._lock:
            kept = self._proofs.get(name)
            if kept is None or (kept.look, kept.first, kept.total) != (proof.look, proof.first, proof.total):
                return False
            if kept.look != self._look.number:
                return False
            self._proofs[name] = proof
            return True


def stamp(folder: Path) -> Stamp:
    """What tells one state of a folder's files from another: their paths, times and sizes, hidden files left out."""
    found: list[tuple[str, int, int]] = []
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in files:
            if name.startswith(".") or name.endswith("~"):
                continue
            try:
                facts = os.stat(os.path.join(place, name))  # noqa: PTH116, PTH118  (twice a second)
            except OSError:  # gone between the listing and here: an editor puts its new file in place
                continue
            found.append((f"{place}/{name}", facts.st_mtime_ns, facts.st_size))
            if len(found) >= MOST_FILES:
                return tuple(sorted(found))
    return tuple(sorted(found))


def previewed() -> Previewed:
    """The folder that this process previews. Raises KeyError where there is none (`logitrain serve`)."""
    return _previewed(os.environ[FOLDER_VARIABLE])


@cache
def _previewed(folder: str) -> Previewed:
    return Previewed(Path(folder))
