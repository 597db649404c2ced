"""What people call data elements inside a sentence."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models.catalogue import DataElement


def inside_sentences(session: Session, codes: Iterable[str]) -> dict[str, str]:
    """Return the names of these codes as they are written inside a sentence: "home address", "IP address"."""
    named = select(DataElement.code, DataElement.name).where(DataElement.code.in_(sorted(set(codes))))
    return {code: _lowered(name) for code, name in session.execute(named)}


def _lowered(name: str) -> str:
    # "Home address" and "E-mail address" lose their capital; "IP address" and "Social Security number" are names.
    first, _, rest = name.partition(" ")
    is_name = first[1:2].isupper() or rest[:1].isupper()
    return name if is_name else name[:1].lower() + name[1:]
