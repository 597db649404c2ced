"""The catalogue of data elements: added, corrected, retired and restored; nothing is deleted."""

import re
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import func, select

from tracker.models.catalogue import DataElement, DataSubject
from tracker.models.data_schedule import DataLine
from tracker.services import events, recount
from tracker.services.rules import RuleBroken
from tracker.services.work import Work

LONGEST_CODE = 60


@dataclass(frozen=True, slots=True)
class NewElement:
    """A kind of personal data as somebody typed it; the tier runs from 1 (public) to 4 (special handling)."""

    group_name: str
    name: str
    tier: int
    sensitive: bool = False
    breach_trigger: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """How events name an entry of the catalogue: their subject, the noun in their action, and the words."""

    subject: str
    noun: str
    words: str


def add(work: Work, new: NewElement) -> DataElement:
    """Add a data element at the end of its group, with a code that stays; raises RuleBroken."""
    _check(work, new, None)
    code = free_code(work, DataElement, new.name)
    element = DataElement(code=code, position=_next_position(work, DataElement), **_columns(new))
    work.session.add(element)
    work.session.flush()
    events.record(work, "catalogue:element-added", f"added the data element {new.name}, tier {new.tier}",
                  ("catalogue", element.id), details={"code": code, **_columns(new)})  # fmt: skip
    return element


def edit(work: Work, element: DataElement, edited: NewElement) -> bool:
    """Correct a data element; another tier or sensitivity changes the standings of contracts that share it.

    Returns False when those are so many that a job refreshes them. Raises RuleBroken.
    """
    _check(work, edited, element)
    before, after = {name: getattr(element, name) for name in _columns(edited)}, _columns(edited)
    for name, value in after.items():
        setattr(element, name, value)
    changed = events.changes(before, after)
    events.record(work, "catalogue:element-edited", f"changed the data element {edited.name}{_said(changed)}",
                  ("catalogue", element.id), details=changed)  # fmt: skip
    if not {"tier", "sensitive"} & changed.keys():
        return True
    lines = select(DataLine.contract_id).where(DataLine.element_id == element.id, DataLine.replaced_at.is_(None))
    return recount.refresh_if_few(work, set(work.session.scalars(lines)))


def retire(work: Work, element: DataElement) -> None:
    """Offer a data element no more in new schedules; the schedules that name it keep it. Raises RuleBroken."""
    retire_entry(work, element, Entry("catalogue", "element", f"the data element {element.name}"))


def restore(work: Work, element: DataElement) -> None:
    """Offer a retired data element again; raises RuleBroken for one that is not retired."""
    restore_entry(work, element, Entry("catalogue", "element", f"the data element {element.name}"))


def retire_entry(work: Work, row: DataElement | DataSubject, entry: Entry) -> None:
    """Offer an entry of the catalogue no more; raises RuleBroken when it is retired."""
    if row.retired_at:
        raise RuleBroken("", f"{row.name} is retired already.")
    row.retired_at = work.now
    events.record(work, f"catalogue:{entry.noun}-retired", f"retired {entry.words}", (entry.subject, row.id))


def restore_entry(work: Work, row: DataElement | DataSubject, entry: Entry) -> None:
    """Offer a retired entry again; raises RuleBroken when it is not retired."""
    if not row.retired_at:
        raise RuleBroken("", f"{row.name} is not retired.")
    row.retired_at = None
    events.record(work, f"catalogue:{entry.noun}-restored", f"restored {entry.words}", (entry.subject, row.id))


def free_code(work: Work, kind: type[DataElement] | type[DataSubject], name: str) -> str:
    """Return a stable code made of a name that nothing of this kind has yet."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:LONGEST_CODE] or "element"
    taken = set(work.session.scalars(select(kind.code).where(kind.code.startswith(plain, autoescape=True))))
    number, code = 1, plain
    while code in taken:
        number += 1
        code = f"{plain}-{number}"
    return code


def _check(work: Work, new: NewElement, known: DataElement | None) -> None:
    if not new.name or not new.group_name:
        raise RuleBroken("name" if not new.name else "group_name", "Type a name.")
    if not 1 <= new.tier <= 4:  # noqa: PLR2004  # the four tiers of the catalogue
        raise RuleBroken("tier", "The tier is a number from 1 to 4.")
    same = select(DataElement.id).where(
        DataElement.group_name == new.group_name, func.lower(DataElement.name) == new.name.lower()
    )
    other = work.session.scalars(same).first()
    if other is not None and (known is None or other != known.id):
        raise RuleBroken("name", "This group has an element of that name already.")


def _columns(new: NewElement) -> dict[str, Any]:
    return {part.name: getattr(new, part.name) for part in fields(new)}


def _said(changed: dict[str, list[Any]]) -> str:
    return f": tier {changed['tier'][0]} became {changed['tier'][1]}" if "tier" in changed else ""


def _next_position(work: Work, kind: type[DataElement] | type[DataSubject]) -> int:
    return (work.session.scalar(select(func.max(kind.position))) or 0) + 1
