"""All vendors by their names, to find those that a name in a list may well mean, without a query per row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tracker.domain.likely_names import joined, likely_reason, trading_keys
from tracker.domain.names import name_key
from tracker.models.vendor import Vendor, VendorAlias
from tracker.queries.scope import Viewer
from tracker.queries.vendors_grid import visible

MOST_OFFERED: Final = 5
MOST_ALIKE: Final = 60
"""A word with which more names begin says nothing about which company is meant."""
FEW: Final = 5
BLOCK: Final = 4


@dataclass(frozen=True, slots=True)
class Known:
    """A vendor as it is offered."""

    id: int
    name: str
    number: str | None


@dataclass(slots=True)
class LikenessIndex:
    """Names of vendors that are not archived, by their spelling without spaces and by how their words begin."""

    by_joined: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    by_trading: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    blocks: dict[str, list[tuple[str, int]]] = field(default_factory=lambda: defaultdict(list))
    known: dict[int, Known] = field(default_factory=dict)

    @classmethod
    def of(cls, session: Session, departments: frozenset[int] = frozenset()) -> LikenessIndex:
        """Read every vendor that is not archived and its aliases once; `departments` limit whom a person may see."""
        index = cls()
        vendors = select(Vendor.id, Vendor.name, Vendor.number, Vendor.name_key).where(Vendor.archived_at.is_(None))
        if departments:
            vendors = vendors.where(visible(Viewer(0, "", "", frozenset(), departments)))
        for row in session.execute(vendors.order_by(Vendor.id)):
            index.known[row.id] = Known(row.id, row.name, row.number)
            index._put(row.id, row.name, row.name_key)
        aliases = select(VendorAlias.vendor_id, VendorAlias.name, VendorAlias.name_key).order_by(VendorAlias.id)
        for alias in session.execute(aliases):
            if alias.vendor_id in index.known:
                index._put(alias.vendor_id, alias.name, alias.name_key)
        return index

    def same(self, name: str) -> list[Known]:
        """Return the vendors of the same name apart from spaces and small words."""
        return [self.known[number] for number in sorted(self.by_joined.get(joined(name_key(name)), ()))]

    def likely(self, name: str) -> list[tuple[Known, str]]:
        """Return at most MOST_OFFERED vendors that the name may well mean, each with the reason in words."""
        key = name_key(name)
        found: dict[int, str] = {}
        for part in trading_keys(name):
            found |= dict.fromkeys(self.by_trading.get(part, ()), f"also trades as {part}")
            found |= dict.fromkeys(self.by_joined.get(joined(part), ()), f"“{name}” names it")
        found |= dict.fromkeys(self.by_trading.get(key, ()), "trades under this name")
        for other, number in self._alike(key):
            reason = "" if number in found else likely_reason(key, other)
            if reason and not (reason == "begins the same" and self._says_little(key, other)):
                found[number] = reason
        return [(self.known[number], reason) for number, reason in list(found.items())[:MOST_OFFERED]]

    def _put(self, number: int, name: str, key: str) -> None:
        if not key:
            return
        self.by_joined[joined(key)].add(number)
        for part in trading_keys(name):
            self.by_trading[part].add(number)
        for block in _blocks(key):
            self.blocks[block].append((key, number))

    def _alike(self, key: str) -> Iterator[tuple[str, int]]:
        seen: set[tuple[str, int]] = set()
        for block in _blocks(key):
            others = self.blocks.get(block, ())
            if len(others) <= MOST_ALIKE:
                for other in others:
                    if other not in seen:
                        seen.add(other)
                        yield other

    def _says_little(self, key: str, other: str) -> bool:
        words = min(key.split(), other.split(), key=len)
        return len(words) == 1 and len(self.blocks.get(words[0][:BLOCK], ())) > FEW


def names_like(session: Session, name: str) -> list[Known]:
    """Return the vendors whose name holds a text, for a person who looks for one by hand; at most twenty."""
    wanted = or_(Vendor.search_text.contains(name.casefold(), autoescape=True), Vendor.number == name)
    rows = session.execute(
        select(Vendor.id, Vendor.name, Vendor.number)
        .where(Vendor.archived_at.is_(None), wanted)
        .order_by(Vendor.name)
        .limit(20)
    )
    return [Known(row.id, row.name, row.number) for row in rows]


def _blocks(key: str) -> set[str]:
    return {word[:BLOCK] for word in key.split() if len(word) >= BLOCK} or {key[:BLOCK]}
