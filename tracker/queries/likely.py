"""Which vendors may well be the same company as one that somebody is about to record."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tracker.domain.names import LIKELY, likeness, name_key
from tracker.models.vendor import Vendor, VendorAlias
from tracker.queries.scope import Viewer
from tracker.queries.search import vendor_ids
from tracker.queries.vendors_grid import visible

MOST_CANDIDATES = 300
MOST_SHOWN = 5
WORDS_USED = 2
SHORTEST_PIECE = 3


@dataclass(frozen=True, slots=True)
class LikelyRow:
    """A vendor that may be the same; `reason` is number, name, alias or similar, `likeness` from 0 to 1."""

    id: int
    name: str
    number: str | None
    reason: str
    likeness: float
    archived: bool


def likely_duplicates(
    session: Session, name: str, number: str | None, own_id: int | None = None, viewer: Viewer | None = None
) -> list[LikelyRow]:
    """Return at most MOST_SHOWN vendors of the same number or of a like name or alias, the likeliest first.

    Archived ones count. The vendor `own_id` is left out, and what the viewer may not see, if one is given.
    """
    key = name_key(name)
    found: dict[int, LikelyRow] = {}
    for row in _candidates(session, key, number, viewer):
        judged = _judged(row.id, row.name, row.number, row.archived_at is not None, _reason(row, key, number))
        if judged is not None and judged.id != own_id:
            best = found.get(judged.id)
            found[judged.id] = judged if best is None or judged.likeness > best.likeness else best
    return sorted(found.values(), key=lambda row: (-row.likeness, row.name))[:MOST_SHOWN]


def _candidates(session: Session, key: str, number: str | None, viewer: Viewer | None) -> Iterable:  # type: ignore[type-arg]  # rows of columns
    columns = (Vendor.id, Vendor.name, Vendor.number, Vendor.archived_at, Vendor.name_key)
    with_alias = select(*columns, VendorAlias.name_key.label("alias_key")).outerjoin(
        VendorAlias, VendorAlias.vendor_id == Vendor.id
    )
    if viewer is not None and viewer.departments:
        with_alias = with_alias.where(visible(viewer))
    same = [Vendor.name_key == key, Vendor.id.in_(select(VendorAlias.vendor_id).where(VendorAlias.name_key == key))]
    if number:
        same.append(Vendor.number == number)
    yield from session.execute(with_alias.where(or_(*same)).limit(MOST_CANDIDATES))
    for piece in _pieces(key):
        yield from session.execute(with_alias.where(Vendor.id.in_(vendor_ids(session, piece))).limit(MOST_CANDIDATES))


def _pieces(key: str) -> list[str]:
    # Halves of the longest words: a slip of the pen spoils one half and leaves the other.
    words = sorted(set(key.split()), key=lambda word: (-len(word), word))[:WORDS_USED]
    halves = [half for word in words for half in _halves(word)]
    return [half for half in dict.fromkeys(halves) if len(half) >= SHORTEST_PIECE]


def _halves(word: str) -> tuple[str, ...]:
    middle = len(word) // 2
    return (word[:middle], word[middle:]) if middle >= SHORTEST_PIECE else (word,)


def _reason(row, key: str, number: str | None) -> tuple[str, float]:  # type: ignore[no-untyped-def]  # noqa: ANN001  # a row of columns
    if number and row.number == number:
        return "number", 2.0
    if row.name_key == key:
        return "name", 1.0
    alias = likeness(row.alias_key or "", key)
    own = likeness(row.name_key, key)
    return ("alias", alias) if alias > own else ("similar", own)


def _judged(number: int, name: str, finance: str | None, archived: bool, why: tuple[str, float]) -> LikelyRow | None:  # noqa: FBT001
    reason, degree = why
    return LikelyRow(number, name, finance, reason, min(degree, 1.0), archived) if degree >= LIKELY else None
