"""Rows of data schedules: equal ones stay, others are replaced, so that what was known earlier can be told."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tracker.domain.catalogue_words import Direction, Form
from tracker.domain.days import day_before
from tracker.models.catalogue import DataElement
from tracker.models.data_schedule import DataLine, Declaration
from tracker.services.work import Work


@dataclass(frozen=True, slots=True)
class NewLine:
    """One element that goes: whose, for what, which way, in which form, how long kept, where, from and through.

    `subjects` are codes of kinds of people, `country` is a two-letter code, `other_text` specifies an "other".
    """

    element_id: int
    purpose: str = ""
    subjects: tuple[str, ...] = ()
    direction: Direction = Direction.CITY_GIVES
    form: Form = Form.IDENTIFIABLE
    retention: str = ""
    country: str = "US"
    from_on: date | None = None
    through_on: date | None = None
    other_text: str = ""


@dataclass(slots=True)
class Changes:
    """What a declaration did to the lines, by the names of their elements."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    kept: int = 0

    def sentence(self) -> str:
        """Say what changed in a few words."""
        said = [
            f"{deed} {', '.join(names)}"
            for deed, names in (("added", self.added), ("changed", self.changed), ("removed", self.removed))
            if names
        ]
        return "; ".join(said) or f"confirmed {self.kept} {'line' if self.kept == 1 else 'lines'} unchanged"

    def details(self) -> dict[str, Any]:
        """Return the same as JSON values."""
        return {"added": self.added, "changed": self.changed, "removed": self.removed, "kept": self.kept}


def put(work: Work, contract_id: int, wanted: Sequence[NewLine]) -> Changes:
    """Make the lines that have not ended equal to `wanted`: replace what differs, add what is new."""
    missing = list(wanted)
    gone: list[DataLine] = []
    changes = Changes()
    for row in held(work.session, contract_id, work.today):
        same = as_new(row)
        if same in missing:
            missing.remove(same)
            changes.kept += 1
        else:
            row.replaced_at = work.now
            gone.append(row)
    work.session.add_all(_row(work, contract_id, line) for line in missing)
    _tell(work.session, changes, [line.element_id for line in missing], [row.element_id for row in gone])
    return changes


def end_all(work: Work, contract_id: int, from_on: date | None) -> Changes:
    """Replace the lines that have not ended; those that began before `from_on` end on the day before it."""
    changes = Changes()
    rows = [
        row
        for row in held(work.session, contract_id, min(work.today, from_on or work.today))
        if from_on is None or row.through_on is None or row.through_on >= from_on
    ]
    for row in rows:
        row.replaced_at = work.now
        if from_on is not None and (row.from_on is None or row.from_on < from_on):
            work.session.add(_row(work, contract_id, as_new(row, through_on=day_before(from_on))))
    _tell(work.session, changes, [], [row.element_id for row in rows])
    return changes


def held(session: Session, contract_id: int, day: date) -> list[DataLine]:
    """Return the lines held true now that have not ended before `day`, oldest first."""
    statement = select(DataLine).where(
        DataLine.contract_id == contract_id,
        DataLine.replaced_at.is_(None),
        or_(DataLine.through_on.is_(None), DataLine.through_on >= day),
    )
    return list(session.scalars(statement.order_by(DataLine.id)))


def declarations(session: Session, contract_id: int) -> list[Declaration]:
    """Return the declarations held true now, oldest first."""
    statement = select(Declaration).where(Declaration.contract_id == contract_id, Declaration.replaced_at.is_(None))
    return list(session.scalars(statement.order_by(Declaration.id)))


def last_declaration(session: Session, contract_id: int) -> Declaration | None:
    """Return the declaration held true now that begins last; None when nobody has said anything."""
    found = declarations(session, contract_id)
    return max(found, key=lambda row: (row.from_on or date.min, row.id), default=None)


def mark(session: Session, contract_id: int) -> str:
    """Return a digest of the rows held true now; a changed row is another row, so it has another mark."""
    lines = session.scalars(
        select(DataLine.id)
        .where(DataLine.contract_id == contract_id, DataLine.replaced_at.is_(None))
        .order_by(DataLine.id)
    )
    declared = [row.id for row in declarations(session, contract_id)]
    return hashlib.sha256(f"{declared} {list(lines)}".encode()).hexdigest()[:16]


def as_new(row: DataLine, *, dated: bool = True, through_on: date | None = None) -> NewLine:
    """Return a line as it could be declared; without its days, or with another last day."""
    return NewLine(
        element_id=row.element_id,
        purpose=row.purpose,
        subjects=tuple(row.subjects),
        direction=row.direction,
        form=row.form,
        retention=row.retention,
        country=row.country,
        from_on=row.from_on if dated else None,
        through_on=through_on or (row.through_on if dated else None),
        other_text=row.other_text,
    )


def _row(work: Work, contract_id: int, line: NewLine) -> DataLine:
    return DataLine(
        contract_id=contract_id,
        element_id=line.element_id,
        other_text=line.other_text,
        subjects=list(line.subjects),
        purpose=line.purpose,
        direction=line.direction,
        form=line.form,
        retention=line.retention,
        country=line.country,
        from_on=line.from_on,
        through_on=line.through_on,
        recorded_at=work.now,
    )


def _tell(session: Session, changes: Changes, added: Iterable[int], gone: Iterable[int]) -> None:
    names = {row.id: row.name for row in session.execute(select(DataElement.id, DataElement.name))}
    new, old = dict.fromkeys(added), dict.fromkeys(gone)
    changes.added = [names[number] for number in new if number not in old]
    changes.changed = [names[number] for number in new if number in old]
    changes.removed = [names[number] for number in old if number not in new]
