"""Clause changes: two versions of the requirements compared clause by clause, and texts word by word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

_PIECE: Final = re.compile(r"\s+|[^\s\w]|\w+")


class ChangeKind(StrEnum):
    """What happened to a clause between two versions."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    SAME = "same"


class Mark(StrEnum):
    """What happened to a piece of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class ClauseText:
    """A clause as people read it; `rule` is the text that domain.rule reads."""

    code: str
    text: str
    rule: str
    principle: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text with its mark."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """One clause in two versions: `before` is None when it was added, `after` when it was removed."""

    kind: ChangeKind
    before: ClauseText | None
    after: ClauseText | None

    @property
    def code(self) -> str:
        """The stable code."""
        return self.shown.code

    @property
    def shown(self) -> ClauseText:
        """The clause as it is now, or as it last was."""
        clause = self.after or self.before
        if clause is None:
            raise LookupError("A change concerns a clause.")
        return clause

    @property
    def asks_anew(self) -> bool:
        """Whether a vendor that agreed to the version before must read and answer the clause."""
        if self.before is None or self.after is None:
            return self.after is not None
        return not same_words(self.before.text, self.after.text)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The text with what was taken out and put in."""
        before, after = self.before.text if self.before else "", self.after.text if self.after else ""
        return pieces(before, after)


def compare(before: Sequence[ClauseText], after: Sequence[ClauseText]) -> list[ClauseChange]:
    """Compare two versions: the clauses of the later in its order, each removed one where it used to stand."""
    old = {clause.code: clause for clause in before}
    moved = _moved(before, after)
    found = [ClauseChange(_kind(old.get(item.code), item, moved), old.get(item.code), item) for item in after]
    kept = {item.code for item in after}
    for index, clause in enumerate(before):
        if clause.code not in kept:
            found.insert(_place(found, before[:index]), ClauseChange(ChangeKind.REMOVED, clause, None))
    return found


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Mark word by word what was taken out of a text and put into it, in reading order."""
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    found: list[Piece] = []
    for deed, first, last, begin, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if deed == "equal":
            found.append(Piece(Mark.SAME, "".join(old[first:last])))
            continue
        found += [Piece(Mark.REMOVED, "".join(old[first:last]))] if last > first else []
        found += [Piece(Mark.ADDED, "".join(new[begin:end]))] if end > begin else []
    return tuple(_joined(found))


def same_words(one: str, other: str) -> bool:
    """Tell whether two texts read the same: blanks and line breaks do not count."""
    return one.split() == other.split()


def _kind(before: ClauseText | None, after: ClauseText, moved: frozenset[str]) -> ChangeKind:
    if before is None:
        return ChangeKind.ADDED
    if (before.rule, before.principle) != (after.rule, after.principle) or not same_words(before.text, after.text):
        return ChangeKind.CHANGED
    return ChangeKind.MOVED if after.code in moved else ChangeKind.SAME


def _moved(before: Sequence[ClauseText], after: Sequence[ClauseText]) -> frozenset[str]:
    new = [clause.code for clause in after]
    old = [clause.code for clause in before if clause.code in new]
    both = [code for code in new if code in set(old)]
    kept: set[str] = set()
    for block in SequenceMatcher(None, old, both, autojunk=False).get_matching_blocks():
        kept.update(both[block.b : block.b + block.size])
    return frozenset(both) - kept


def _place(found: Sequence[ClauseChange], earlier: Sequence[ClauseText]) -> int:
    """After the nearest clause that stood before it."""
    places = {change.code: index for index, change in enumerate(found)}
    return next((places[clause.code] + 1 for clause in reversed(earlier) if clause.code in places), 0)


def _joined(found: Sequence[Piece]) -> list[Piece]:
    """Let changes with only a blank between them read as one: what was removed, then what was added."""
    joined: list[Piece] = []
    removed = added = ""
    for index, piece in enumerate(found):
        blank = piece.mark is Mark.SAME and not piece.text.strip() and 0 < index < len(found) - 1
        if piece.mark is Mark.SAME and not blank:
            joined += [*_both(removed, added), piece]
            removed = added = ""
        else:
            removed += piece.text if piece.mark is not Mark.ADDED else ""
            added += piece.text if piece.mark is not Mark.REMOVED else ""
    return joined + _both(removed, added)


def _both(removed: str, added: str) -> list[Piece]:
    pairs = ((Mark.REMOVED, removed), (Mark.ADDED, added))
    return [Piece(mark, text) for mark, text in pairs if text]
