"""What people call data elements inside a sentence."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models.catalogue import DataElement


def inside_sentences(session: Session, codes: Iterable[str]) -> dict[str, str]:
    """Return the names of these codes as they are written inside a sentence: "home address", "IP address"."""
    named = select(DataElement.code, DataElement.name).where(DataElement.code.in_(sorted(set(codes))))
    return {code: _lowered(name) for code, name in session.execute(named).tuples()}


def _lowered(name: str) -> str:
    return name[:1].lower() + name[1:] if name[1:2].islower() else name
