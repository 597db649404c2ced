"""Files that were made or are on their way, and what is repeated."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.domain.export_words import ExportForm, ExportRhythm, ExportState
from tracker.models.export_run import ExportRecipient, ExportRun, ExportSchedule
from tracker.models.person import Person
from tracker.queries.scope import Viewer

SHOWN = 100


@dataclass(frozen=True, slots=True)
class RunRow:
    """A file of one person: which list, of which day, where it stands; moments are UTC, sizes bytes."""

    id: int
    view: str
    form: ExportForm
    as_of: date
    state: ExportState
    done: int
    total: int
    file_name: str
    digest: str
    size: int
    problem: str
    place: str
    created_at: datetime
    finished_at: datetime | None
    kept_until_at: datetime | None
    schedule: str | None
    person: str

    @property
    def open(self) -> bool:
        """Whether it is still to be made."""
        return self.state in {ExportState.WAITING, ExportState.RUNNING}

    @property
    def share(self) -> int:
        """How much of it is made, in per cent."""
        return min(self.done * 100 // self.total, 99) if self.total else 0


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """What a person repeats; `next_on` is a day of the city, `recipients` their names."""

    id: int
    name: str
    view: str
    query: str
    form: ExportForm
    rhythm: ExportRhythm
    next_on: date | None
    attaches: bool
    place: str
    recipients: tuple[str, ...]


RUNS = (
    select(
        ExportRun.id,
        ExportRun.view,
        ExportRun.form,
        ExportRun.as_of,
        ExportRun.state,
        ExportRun.done,
        ExportRun.total,
        ExportRun.file_name,
        ExportRun.digest,
        ExportRun.size,
        ExportRun.problem,
        ExportRun.place,
        ExportRun.created_at,
        ExportRun.finished_at,
        ExportRun.kept_until_at,
        ExportSchedule.name.label("schedule"),
        Person.name.label("person"),
    )
    .join(Person, Person.id == ExportRun.person_id)
    .outerjoin(ExportSchedule, ExportSchedule.id == ExportRun.schedule_id)
)


def mine(session: Session, viewer: Viewer) -> list[RunRow]:
    """Return the newest files of a person, the newest first."""
    own = RUNS.where(ExportRun.person_id == viewer.id).order_by(ExportRun.id.desc()).limit(SHOWN)
    return [_run(row) for row in session.execute(own)]


def one(session: Session, viewer: Viewer, number: int) -> RunRow | None:
    """Return a file of the person; None for another's as for a missing one."""
    row = session.execute(RUNS.where(ExportRun.id == number, ExportRun.person_id == viewer.id)).first()
    return _run(row) if row else None


def log(session: Session, viewer: Viewer, schedule_id: int) -> list[RunRow]:
    """Return what came of a repeated export of the person, for everybody who is given it, the newest first."""
    own = RUNS.where(ExportRun.schedule_id == schedule_id, ExportSchedule.person_id == viewer.id)
    return [_run(row) for row in session.execute(own.order_by(ExportRun.id.desc()).limit(SHOWN))]


def schedules(session: Session, viewer: Viewer) -> list[ScheduleRow]:
    """Return what a person repeats, by name."""
    statement = select(
        ExportSchedule.id,
        ExportSchedule.name,
        ExportSchedule.view,
        ExportSchedule.query,
        ExportSchedule.form,
        ExportSchedule.rhythm,
        ExportSchedule.next_on,
        ExportSchedule.attaches,
        ExportSchedule.place,
    ).where(ExportSchedule.person_id == viewer.id, ExportSchedule.ended_at.is_(None))
    rows = session.execute(statement.order_by(func.lower(ExportSchedule.name), ExportSchedule.id)).all()
    names = _recipients(session, [row.id for row in rows])
    return [
        ScheduleRow(
            row.id, row.name, row.view, row.query, ExportForm(row.form), ExportRhythm(row.rhythm), row.next_on,
            row.attaches, row.place, tuple(names.get(row.id, ())),
        )
        for row in rows
    ]  # fmt: skip


def _recipients(session: Session, numbers: list[int]) -> dict[int, list[str]]:
    statement = (
        select(ExportRecipient.schedule_id, Person.name)
        .join(Person, Person.id == ExportRecipient.person_id)
        .where(ExportRecipient.schedule_id.in_(numbers))
        .order_by(Person.name)
    )
    found: dict[int, list[str]] = {}
    for number, name in session.execute(statement):
        found.setdefault(number, []).append(name)
    return found


def _run(row: Any) -> RunRow:  # noqa: ANN401  # a row of RUNS
    told = dict(row._mapping)  # noqa: SLF001  # the public way of SQLAlchemy to read a row by name
    return RunRow(**{**told, "form": ExportForm(row.form), "state": ExportState(row.state)})
