"""Named streams of random numbers: one per (seed, names), so that a new draw or stream never shifts another.

The names and the seed go through SHA-256 into a `numpy.random.SeedSequence` that starts a PCG64DXSM
generator. Both algorithms are fixed by numpy's compatibility policy; numpy is pinned to one minor version
all the same, and the models only ask for `Generator.random()` (53 bits of the generator, no
machine-dependent path), then turn these uniforms into demands and lead times with their own tables.
"""

from __future__ import annotations

import hashlib

from numpy.random import PCG64DXSM, Generator, SeedSequence


def stream(seed: int, *names: str | int) -> Generator:
    """Return the generator of the stream called `names` under `seed`, always at its beginning.

    `seed` is any whole number, each name a text or a whole number; (1, "2") and ("1", 2) differ.
    Raises TypeError for anything else, since another type might be written differently elsewhere.
    """
    if not isinstance(seed, int):
        raise TypeError(f"a seed is a whole number, not {seed!r}")
    digest = hashlib.sha256()
    for part in (seed, *names):
        if isinstance(part, bool) or not isinstance(part, int | str):
            raise TypeError(f"a stream is named by texts and whole numbers, not by {part!r}")
        raw = str(part).encode()
        # Type and length before the text: no two different lists of names can give the same bytes.
        digest.update(f"{'i' if isinstance(part, int) else 's'}{len(raw)}:".encode())
        digest.update(raw)
    return Generator(PCG64DXSM(SeedSequence(int.from_bytes(digest.digest(), "big"))))
