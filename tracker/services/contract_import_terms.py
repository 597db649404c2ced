"""Which term of a contract a row of a list means: one known already, a corrected one, or a new one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.days import day_words
from tracker.imports.contract_list import ContractRow
from tracker.models.contract import ContractTerm

Days = tuple[date, date]
Words = tuple[str, date | None, date | None]


@dataclass(frozen=True, slots=True)
class Pairing:
    """A row, the term it means (None: a new one), and whether that term stays as it is."""

    row: ContractRow
    term: ContractTerm | None
    same: bool

    @property
    def starts_on(self) -> date | None:
        """The first day: the row's, or the known one where the cell is empty."""
        return self.row.starts_on or (self.term.starts_on if self.term else None)

    @property
    def through_on(self) -> date | None:
        """The last day: the row's, or the known one where the cell is empty."""
        return self.row.through_on or (self.term.through_on if self.term else None)

    @property
    def sentence(self) -> str:
        """What the row does to the contract's terms; empty when nothing."""
        if self.same:
            return ""
        end = f"through {day_words(self.through_on)}" if self.through_on else "with an open end"
        if self.term is None:
            return f"renewed {end}"
        start = f"from {day_words(self.starts_on)} " if self.starts_on != self.term.starts_on and self.starts_on else ""
        return f"term corrected, now {start}{end}"


def pair(terms: Iterable[ContractTerm], rows: Sequence[ContractRow]) -> list[Pairing]:
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


def _pairing(row: ContractRow, found: Mapping[Words, Pairing], unlike: Mapping[Words, ContractRow]) -> Pairing:
    pairing = found.get(_words(row))
    term = pairing.term if pairing else None
    repeated = unlike[_words(row)].number != row.number
    return Pairing(row, term, repeated or (pairing is not None and pairing.same))


def latest_key(starts_on: date | None, through_on: date | None) -> Days:
    """Return by what the latest term is found: the last day, then the first."""
    return through_on or date.max, starts_on or date.min


def _words(row: ContractRow) -> Words:
    return row.item_number, row.starts_on, row.through_on


def _first(
    terms: Iterable[ContractTerm], row: ContractRow, fits: Callable[[ContractTerm, ContractRow], bool]
) -> ContractTerm | None:
    return next((term for term in terms if fits(term, row)), None)


def _equal(term: ContractTerm, row: ContractRow) -> bool:
    return (term.item_number, term.starts_on, term.through_on) == _words(row)


def _agrees(term: ContractTerm, row: ContractRow) -> bool:
    return (
        (not row.item_number or not term.item_number or row.item_number == term.item_number)
        and row.starts_on in {None, term.starts_on}
        and row.through_on in {None, term.through_on}
    )


def _starts_with(term: ContractTerm, row: ContractRow) -> bool:
    same_item = row.item_number == term.item_number or not term.item_number
    return same_item and row.starts_on in {None, term.starts_on}


def _ends_with(term: ContractTerm, row: ContractRow) -> bool:
    return bool(row.item_number) and row.item_number == term.item_number and row.through_on in {None, term.through_on}
