"""Searching by parts of words: which vendors and which contracts hold all of them."""

from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, column, select, table
from sqlalchemy.orm import Session

from tracker.domain.names import folded
from tracker.models.contract import Contract
from tracker.models.vendor import Vendor

# Kept by triggers (migration "Find names by their parts"): SQLite's index of letter triples.
CONTRACT_FIND = table("contract_find", column("rowid"), column("contract_find"))
VENDOR_FIND = table("vendor_find", column("rowid"), column("vendor_find"))

SHORTEST_INDEXED = 3
MOST_WORDS = 8

Ids = Select[Any] | CompoundSelect[Any]


def words_of(text: str) -> list[str]:
    """Return the words that a search asks for, folded, at most MOST_WORDS."""
    return folded(text).split()[:MOST_WORDS]


def vendor_ids(session: Session, part: str) -> Ids:
    """Return a statement for the ids of vendors whose name, number or alias holds this folded part."""
    if _indexed(session, part):
        return select(VENDOR_FIND.c.rowid).where(VENDOR_FIND.c.vendor_find.op("MATCH")(_phrase(part)))
    return select(Vendor.id).where(Vendor.search_text.contains(part, autoescape=True))


def contract_ids(session: Session, part: str) -> Ids:
    """Return a statement for the ids of contracts that hold this folded part in number, title or vendor."""
    own: Select[Any] = select(Contract.id).where(Contract.search_text.contains(part, autoescape=True))
    if _indexed(session, part):
        own = select(CONTRACT_FIND.c.rowid).where(CONTRACT_FIND.c.contract_find.op("MATCH")(_phrase(part)))
    of_vendors = select(Contract.id).where(Contract.vendor_id.in_(vendor_ids(session, part)))
    return own.union(of_vendors)


def contracts_holding(session: Session, text: str, contract_id: Any) -> list[ColumnElement[bool]]:  # noqa: ANN401  # a column
    """Return the conditions that a contract holds every word of the text; none for an empty text."""
    return [contract_id.in_(contract_ids(session, word)) for word in words_of(text)]


def vendors_holding(session: Session, text: str, vendor_id: Any) -> list[ColumnElement[bool]]:  # noqa: ANN401  # a column
    """Return the conditions that a vendor holds every word of the text; none for an empty text."""
    return [vendor_id.in_(vendor_ids(session, word)) for word in words_of(text)]


def _indexed(session: Session, part: str) -> bool:
    # PostgreSQL finds LIKE by pg_trgm on its own where that extension is installed.
    return session.get_bind().dialect.name == "sqlite" and len(part) >= SHORTEST_INDEXED


def _phrase(part: str) -> str:
    doubled = part.replace('"', '""')
    return f'"{doubled}"'
