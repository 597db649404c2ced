"""Two spellings side by side: which parts of each differ."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

PARTS = re.compile(r"\w+|[^\w\s]|\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a name, and whether the other spelling has it otherwise."""

    text: str
    differs: bool


def spelled(name: str, other: str) -> list[Piece]:
    """Cut a name into pieces, marking what the other spelling has not, whatever the case."""
    parts, others = PARTS.findall(name), PARTS.findall(other.casefold())
    same = SequenceMatcher(None, [part.casefold() for part in parts], others, autojunk=False)
    pieces: list[Piece] = []
    for tag, start, end, _from, _to in same.get_opcodes():
        if start < end:
            pieces.append(Piece("".join(parts[start:end]), tag != "equal"))
    return pieces
