"""Companies as a list finds them: known, learned about, or new."""

from __future__ import annotations

from dataclasses import dataclass, field

from tracker.services.list_imports.row_plan import Candidate

Name = tuple[str, str]
"""A name and a vendor number, as a row has them; either may be empty."""


@dataclass(slots=True, eq=False)
class Company:
    """A vendor as it is known now, what earlier rows taught about it included; an id below 0 is not made yet."""

    id: int
    number: str | None
    name: str
    version: int
    search: str
    archived: bool = False
    website: str = ""
    note: str = ""
    spellings: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Found:
    """Whom a row means: a company; none yet and so a new one; or one of `candidates`, and nobody has decided."""

    name: Name
    company: Company | None = None
    candidates: tuple[Candidate, ...] = ()


def spelling(name: str) -> str:
    """Return a name as spellings are compared: without case, spaces collapsed; at most 300 characters."""
    return " ".join(name.casefold().split())[:300]
