"""What a column looks like: whether its cells can be, or surely are, what a field holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from tracker.domain.names import LEGAL_FORMS
from tracker.imports.amounts import NOTHING
from tracker.imports.cells import CellUnreadable, text
from tracker.imports.days import NO_DAY, PARTS, DayStyle, day
from tracker.imports.fields import Field, FieldType, heading_words
from tracker.imports.table import CellValue

TOLD_BY_LOOK: Final = frozenset({FieldType.EMAILS, FieldType.DAY, FieldType.AMOUNT})
"""Kinds of fields that a look alone can tell, where no heading does."""
MOST: Final = 0.8
SOME: Final = 0.2
_WORD: Final = re.compile(r"[^\W_]+")
_MONEY: Final = re.compile(
    r"[-+(]?\s*(?:[$\u20ac\u00a3]\s*)?[-(]?[\d.,'\s]*\d\)?-?\s*(?:%|USD|EUR|E[+]?\d+)?", re.ASCII
)
_MONEY_MARK: Final = re.compile(r"[$\u20ac\u00a3]|\d[.,]\d{2}\)?$")
_NUMBER: Final = re.compile(r"(?=.*\d)[\w./#-]{2,40}")
_ADDRESS: Final = re.compile(r"\S+@\S+\.\S+")
_OURS: Final = frozenset({"department", "agency", "city", "owner", "buyer", "county"})
_FOREIGN: Final[dict[str, frozenset[str]]] = {
    "contact_name": _OURS,
    "contact_email": _OURS,
    "contact_phone": _OURS,
    "amount": frozenset(
        {"spent", "spend", "paid", "payment", "payments", "remaining", "expended", "balance", "invoiced", "consumed"}
    ),
    "vendor": frozenset({"type", "address", "city", "state", "zip", "contact", "phone", "status", "email", "orig"}),
    "contract_number": frozenset({"type", "status", "amount", "date", "title", "description", "name"}),
    "department": frozenset({"number", "code", "id", "contact"}),
}
"""Words that make a heading mean something else, however much of it is alike."""
_WEAK: Final = frozenset(
    {"name", "number", "date", "id", "contract", "code", "title", "type", "of", "the", "and", "dt"}
)


def may_be(field: Field, cells: Sequence[CellValue]) -> bool:
    """Tell whether nothing speaks against: an empty column may be anything, a column of names is no day."""
    if not cells or field.type not in _LOOKS:
        return True
    return _share(cells, _LOOKS[field.type]) >= SOME


def is_like(field: Field, cells: Sequence[CellValue]) -> bool:
    """Tell whether most cells can be what the field holds."""
    if field.type not in _LOOKS:
        return True
    return bool(cells) and _share(cells, _LOOKS[field.type]) >= MOST


def is_surely(field: Field, cells: Sequence[CellValue]) -> bool:
    """Tell whether the cells themselves say what they are, without any heading."""
    if not cells:
        return False
    if field.key == "vendor":
        return _share(cells, _company) >= SOME and _share(cells, _plain_number) < SOME
    if field.type is FieldType.NUMBER:
        different = len({str(cell) for cell in cells}) >= len(cells) * MOST
        return different and _share(cells, _plain_number) >= MOST and _share(cells, _day) < SOME
    if field.type is FieldType.AMOUNT:
        return _share(cells, _amount) >= MOST and _share(cells, _marked_amount) >= SOME
    return field.type in TOLD_BY_LOOK and _share(cells, _LOOKS[field.type]) >= MOST


def likeness(field: Field, heading: str) -> int:
    """Tell how many telling words a heading shares with the best of the field's headings; 0 when one is missing."""
    words = set(heading_words(heading))
    if not words.isdisjoint(_FOREIGN.get(field.key, ())):
        return 0
    best = 0
    for known in field.headings:
        wanted = heading_words(known)
        strong = [word for word in wanted if word not in _WEAK]
        if (strong or len(wanted) > 1) and words.issuperset(wanted):
            best = max(best, len(wanted) + len(strong))
    return best


def later(first: CellValue, second: CellValue) -> bool | None:
    """Tell whether the first day is later than the second; None when one of them is no day."""
    try:
        one, other = day(first, DayStyle()), day(second, DayStyle())
    except CellUnreadable:
        return None
    return one > other if one and other else None


def _share(cells: Sequence[CellValue], looks: Callable[[CellValue], bool]) -> float:
    return sum(map(looks, cells)) / len(cells)


def _day(cell: CellValue) -> bool:
    if isinstance(cell, date):
        return True
    said = text(str(cell))
    if said.casefold() in NO_DAY or PARTS.match(said):
        return True
    try:
        return day(cell, DayStyle()) is not None
    except CellUnreadable:
        return False


def _amount(cell: CellValue) -> bool:
    if isinstance(cell, bool | date):
        return False
    if isinstance(cell, int | Decimal):
        return True
    said = text(str(cell))
    return said.casefold() in NOTHING or bool(_MONEY.fullmatch(said))


def _marked_amount(cell: CellValue) -> bool:
    return isinstance(cell, Decimal) or (isinstance(cell, str) and bool(_MONEY_MARK.search(text(cell))))


def _count(cell: CellValue) -> bool:
    return isinstance(cell, int) or bool(re.match(r"\d", text(str(cell))))


def _email(cell: CellValue) -> bool:
    return isinstance(cell, str) and bool(_ADDRESS.search(cell))


def _plain_number(cell: CellValue) -> bool:
    return isinstance(cell, int) or (isinstance(cell, str) and bool(_NUMBER.fullmatch(cell.strip())))


def _company(cell: CellValue) -> bool:
    return isinstance(cell, str) and not LEGAL_FORMS.isdisjoint(_WORD.findall(cell.casefold()))


_LOOKS: Final[dict[FieldType, Callable[[CellValue], bool]]] = {
    FieldType.DAY: _day,
    FieldType.AMOUNT: _amount,
    FieldType.COUNT: _count,
    FieldType.EMAILS: _email,
}
