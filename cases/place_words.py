"""The places of a world (sites, items, loops) in the words that a paper gives them."""

from __future__ import annotations

import re

from cases.scope import Wording

PLACES = "places"  # the list of words under a question
# What a firm writes as it is (ART-014, Lyon) needs no words; an id in small letters does.
CODE = re.compile(r"[^a-z0-9_]")
_JOINED = {":": "{} ({})", ">": "{} → {}"}  # how a world names an item at a site, and a lane


def place_words(name: str, words: Wording) -> str:
    """The words of a place, of an item at a site (``site:item``) or of a lane (``from>to``); else the name itself."""
    own = words.item(PLACES, name)
    if own != name:
        return own
    for mark, pattern in _JOINED.items():
        parts = name.split(mark)
        if len(parts) == 2:
            told = [words.item(PLACES, part) for part in parts]
            if told != parts:
                return pattern.format(*told)
    return name
