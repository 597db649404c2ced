"""Data schedules as they stand, read for many contracts at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.record_words import DeclarationKind
from tracker.models.data_schedule import DataLine, Declaration


@dataclass(frozen=True, slots=True)
class Line:
    """What a line of a data schedule says."""

    element_id: int
    other_text: str = ""
    subjects: tuple[str, ...] = ()
    purpose: str = ""
    direction: str = "city gives"
    form: str = "identifiable"
    retention: str = ""
    country: str = "US"
    from_on: date | None = None
    through_on: date | None = None


@dataclass(frozen=True, slots=True)
class Schedule:
    """The lines of a contract held true now by their id, and its declarations: id and kind, the last one last."""

    lines: dict[int, Line]
    declarations: tuple[tuple[int, DeclarationKind], ...]


NAMES = tuple(field.name for field in fields(Line))


def schedules(session: Session, contract_ids: Sequence[int]) -> dict[int, Schedule]:
    """Return the data schedules of these contracts; one of which nobody has said anything is empty."""
    lines: dict[int, dict[int, Line]] = {number: {} for number in contract_ids}
    columns = [getattr(DataLine, name) for name in NAMES]
    held = select(DataLine.contract_id, DataLine.id, *columns).where(DataLine.replaced_at.is_(None))
    for contract_id, line_id, *values in session.execute(
        held.where(DataLine.contract_id.in_(contract_ids)).order_by(DataLine.id)
    ):
        said = dict(zip(NAMES, values, strict=True)) | {"subjects": tuple(values[NAMES.index("subjects")])}
        lines[contract_id][line_id] = Line(**{**said, "direction": str(said["direction"]), "form": str(said["form"])})
    declared: dict[int, list[tuple[date, int, DeclarationKind]]] = {number: [] for number in contract_ids}
    rows = select(Declaration.contract_id, Declaration.from_on, Declaration.id, Declaration.kind)
    for row in session.execute(
        rows.where(Declaration.contract_id.in_(contract_ids), Declaration.replaced_at.is_(None))
    ):
        declared[row.contract_id].append((row.from_on or date.min, row.id, row.kind))
    return {
        number: Schedule(lines[number], tuple((each[1], each[2]) for each in sorted(declared[number])))
        for number in contract_ids
    }
