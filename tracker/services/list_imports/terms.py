"""Which term of a contract a row of a list means: one known already, a corrected one, or a new one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.days import day_words

Days = tuple[date, date]
Words = tuple[str, date | None, date | None]


@dataclass(frozen=True, slots=True)
class TermRow:
    """What one row says of a term: its number in the file, item and days; "" and None are empty cells.

    `unbounded` names the days that an empty cell erases.
    """

    number: int
    item_number: str
    starts_on: date | None
    through_on: date | None
    disposal_days: int | None = None
    unbounded: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class KnownTerm:
    """A term of a contract that is held true now."""

    id: int
    item_number: str
    starts_on: date | None
    through_on: date | None
    disposal_days: int


@dataclass(frozen=True, slots=True)
class Pairing:
    """A row, the term it means (None: a new one), and whether that term stays as it is."""

    row: TermRow
    term: KnownTerm | None
    same: bool

    @property
    def starts_on(self) -> date | None:
        """The first day: the row's, or the known one where the cell is empty."""
        return self._day("starts_on")

    @property
    def through_on(self) -> date | None:
        """The last day: the row's, or the known one where the cell is empty."""
        return self._day("through_on")

    @property
    def in_order(self) -> bool:
        """Whether the first day lies not after the last one."""
        return self.starts_on is None or self.through_on is None or self.starts_on <= self.through_on

    def _day(self, name: str) -> date | None:
        said: date | None = getattr(self.row, name)
        if said is not None or self.term is None or name in self.row.unbounded:
            return said
        known: date | None = getattr(self.term, name)
        return known

    @property
    def sentence(self) -> str:
        """What the row does to the contract's terms; empty when nothing."""
        if self.same:
            return ""
        end = f"through {day_words(self.through_on)}" if self.through_on else "with an open end"
        if self.term is None:
            return f"renewed {end}"
        if (self.starts_on, self.through_on) == (self.term.starts_on, self.term.through_on):
            return f"days for disposal {self.row.disposal_days}"
        start = f"from {day_words(self.starts_on)} " if self.starts_on != self.term.starts_on and self.starts_on else ""
        return f"term corrected, now {start}{end}"


def pair(terms: Iterable[KnownTerm], rows: Sequence[TermRow]) -> list[Pairing]:
    """Say for each row, in order, which of the contract's terms it means.

    A row agrees with a term when no filled cell of it says otherwise. Else it corrects the term of the same item
    with the same first or last day, and else it is a new term. Rows that say the same mean the same term.
    """
    free = list(terms)
    unlike = {_words(row): row for row in reversed(rows)}
    found: dict[Words, Pairing] = {}
    for fits, same in ((_equal, True), (_agrees, True), (_starts_with, False), (_ends_with, False)):
        for words, row in reversed(unlike.items()):
            if words not in found and (term := _first(free, row, fits)) is not None:
                free.remove(term)
                found[words] = Pairing(row, term, same)
    return [_pairing(row, found, unlike) for row in rows]


def _pairing(row: TermRow, found: Mapping[Words, Pairing], unlike: Mapping[Words, TermRow]) -> Pairing:
    pairing = found.get(_words(row))
    term = pairing.term if pairing else None
    if unlike[_words(row)].number != row.number:
        return Pairing(row, term, same=True)
    return Pairing(row, term, pairing is not None and pairing.same and _keeps(row, pairing.term))


def _keeps(row: TermRow, term: KnownTerm | None) -> bool:
    if term is None or row.disposal_days not in {None, term.disposal_days}:
        return False
    return all(getattr(term, name) is None for name in row.unbounded)


def latest_key(starts_on: date | None, through_on: date | None) -> Days:
    """Return by what the latest term is found: the last day, then the first."""
    return through_on or date.max, starts_on or date.min


def _words(row: TermRow) -> Words:
    return row.item_number, row.starts_on, row.through_on


def _first(terms: Iterable[KnownTerm], row: TermRow, fits: Callable[[KnownTerm, TermRow], bool]) -> KnownTerm | None:
    return next((term for term in terms if fits(term, row)), None)


def _equal(term: KnownTerm, row: TermRow) -> bool:
    return (term.item_number, term.starts_on, term.through_on) == _words(row)


def _agrees(term: KnownTerm, row: TermRow) -> bool:
    return (
        (not row.item_number or not term.item_number or row.item_number == term.item_number)
        and row.starts_on in {None, term.starts_on}
        and row.through_on in {None, term.through_on}
    )


def _starts_with(term: KnownTerm, row: TermRow) -> bool:
    same_item = row.item_number == term.item_number or not term.item_number
    return same_item and row.starts_on in {None, term.starts_on}


def _ends_with(term: KnownTerm, row: TermRow) -> bool:
    return bool(row.item_number) and row.item_number == term.item_number and row.through_on in {None, term.through_on}
