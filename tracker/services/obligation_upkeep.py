"""Proves that the index of obligations is never too late, mends it, and builds it again."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from sqlalchemy import delete, update

from tracker.domain.endings import Ending, endings
from tracker.domain.obligations import Obligation
from tracker.domain.reminder_policy import ObligationKind
from tracker.domain.reminder_reach import step_day
from tracker.domain.reminders import next_look
from tracker.domain.run_words import INDEX
from tracker.models.obligation import ObligationRow
from tracker.models.scheduler import JobRun
from tracker.queries import obligation_days, obligations
from tracker.queries.obligation_days import Timeline
from tracker.queries.obligations import Item, Only
from tracker.services import obligation_rows, standings_rows
from tracker.services.obligation_rows import IndexRow, Reach, Row
from tracker.services.work import Work

SUNDAY: Final = 6
EVER: Final = 36_500
Commit = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Difference:
    """An obligation that a run would look at too late, or never."""

    key: str
    sentence: str


def rebuild(work: Work, commit: Commit | None = None) -> int:
    """Fill the index whole, contract by contract in batches; return how many rows it has. `commit` ends each batch."""
    reached = obligation_rows.reach(obligations.steps(work.session), work.today)
    number = 0
    for batch in standings_rows.batches(work.session):
        rows = [
            *obligation_rows.of_spans(standings_rows.stored(work.session, batch), reached),
            *obligation_rows.missing_rows(work, batch),
        ]
        here = delete(ObligationRow).where(ObligationRow.contract_id.in_(batch))
        work.session.execute(here.execution_options(synchronize_session=False))
        obligation_rows.put(work.session, rows)
        number += len(rows)
        if commit is not None:
            commit()
    _mark(work, f"filled whole: {number} rows")
    return number


def ensure(work: Work, commit: Commit | None = None) -> None:
    """Fill the index if it never was: in a database that is older than the index."""
    if work.session.get(JobRun, INDEX) is None:
        rebuild(work, commit)


def check(work: Work, contract_ids: list[int] | None = None) -> list[Difference]:
    """Compare the index of these contracts (or of all) with what a full evaluation finds; return the differences."""
    batches = standings_rows.batches(work.session) if contract_ids is None else [contract_ids]
    return [difference for batch in batches for _, difference in _wrong(work, batch)]


def sweep(work: Work, commit: Commit) -> list[Difference]:
    """Check the whole index in batches and mend what is wrong; `commit` ends each batch. Return what was mended."""
    mended = []
    for batch in standings_rows.batches(work.session):
        wrong = _wrong(work, batch)
        obligation_rows.drop(work.session, [row["key"] for row, _ in wrong])
        obligation_rows.put(work.session, [row for row, _ in wrong])
        mended += [difference for _, difference in wrong]
        commit()
    _mark(work, f"checked: {len(mended)} rows were late")
    commit()
    return mended


def sweep_is_due(work: Work) -> bool:
    """Tell whether the index is to be checked whole: on Sundays of the city, once."""
    run = work.session.get(JobRun, INDEX)
    if run is None or work.today.weekday() != SUNDAY:
        return False
    return run.finished_at is None or work.clock.day_of(run.finished_at) < work.today


def forget(work: Work) -> None:
    """Have the next run fill the index whole: after rows were written past the services."""
    work.session.execute(delete(JobRun).where(JobRun.name == INDEX).execution_options(synchronize_session=False))


def settle(work: Work, rows: Iterable[IndexRow]) -> None:
    """Set the day on which a run after today must look again at what these rows are about; flushes."""
    found = {row.key: row for row in rows}
    looks = next_rows(work, only_of(found.values()), work.today)
    gone = [key for key, row in found.items() if key not in looks and row.kind in obligation_rows.OF_SPANS]
    obligation_rows.drop(work.session, gone)
    changed = [
        {"key": key, "due_on": looks[key]["due_on"], "next_on": looks[key]["next_on"]}
        if key in looks
        else {"key": key, "due_on": row.due_on, "next_on": None}
        for key, row in found.items()
        if key not in gone
    ]
    if changed:
        work.session.execute(update(ObligationRow), changed)


def only_of(rows: Iterable[IndexRow]) -> Only:
    """Return what rows of the index are about, for questions limited to these."""
    ids: dict[str, set[int]] = {}
    for row in rows:
        ids.setdefault("contract" if row.kind in obligation_rows.OF_SPANS else row.kind, set()).add(
            int(row.key.rpartition(":")[2])
        )
    requests, waivers = ids.get(ObligationKind.REQUEST, ()), ids.get(ObligationKind.WAIVER, ())
    return Only(ids.get("contract", ()), requests, waivers, ids.get(ObligationKind.FOLLOW_UP, ()))


def next_rows(work: Work, only: Only, looked_on: date) -> dict[str, Row]:
    """Return the rows of these things as they must be once a run has looked at them on a day."""
    session, steps = work.session, obligations.steps(work.session)
    reached = obligation_rows.reach(steps, work.today)
    timelines = list(obligation_days.timelines(session, only.contract_ids))
    items = obligations.items(session, work.today, work.settings.zone, steps, EVER, replace(only, timelines=timelines))
    ledger = obligations.ledger_of(session, items)
    found = {row["key"]: row for row in _coming(timelines, reached)}
    for item in items:
        obligation = item.obligation
        looks = [next_look(obligation, steps.of_obligation, looked_on, ledger)]
        if len(steps.scopes()) > 1:
            looks.append(_other_steps(obligation, reached, looked_on))
        row = found.setdefault(obligation.key, _row(item))
        looks.append(row["next_on"])
        row["next_on"] = min((day for day in looks if day is not None), default=None)
        # The earliest: whom a deed makes new readers of may still be told of what ended this week.
        row["due_on"] = min(row["due_on"], obligation.due_on)
    return found


def _wrong(work: Work, contract_ids: list[int]) -> list[tuple[Row, Difference]]:
    known = {row.key: row for row in obligation_rows.read(work.session, ObligationRow.contract_id.in_(contract_ids))}
    missing = {row["key"]: row for row in obligation_rows.missing_rows(work, contract_ids)}
    about = only_of(IndexRow(row["key"], row["kind"], 0, row["due_on"], None) for row in missing.values())
    only = replace(about, contract_ids=contract_ids)
    ran = obligations.last_run(work.session) == work.today
    right = next_rows(work, only, work.today if ran else work.today - timedelta(days=1))
    return [
        (row, Difference(key, _sentence(key, row["next_on"], known.get(key))))
        for key, row in sorted(right.items())
        if _is_late(row["next_on"], known.get(key))
    ]


def _is_late(right: date | None, row: IndexRow | None) -> bool:
    return right is not None and (row is None or row.next_on is None or row.next_on > right)


def _sentence(key: str, right: date | None, row: IndexRow | None) -> str:
    stored = "it has no row" if row is None else f"its row says {row.next_on or 'never'}"
    return f"{key} may have something to settle on {right}; {stored}"


def _coming(timelines: Iterable[Timeline], reached: Reach) -> Iterable[Row]:
    """Give rows of what begins on a later day: coverage and days for disposal that nobody is told of yet."""
    for number, rows in timelines:
        found: dict[ObligationKind, list[Ending]] = {}
        for ending in endings([stretch for stretch, _ in rows]):
            if ending.began_on > reached.today:
                found.setdefault(ending.kind, []).append(ending)
        for kind, many in found.items():
            next_on = obligation_rows.coming(many, reached, known_too=False)
            yield obligation_rows.row_of(kind, "contract", number, number, many[0].due_on, next_on)


def _other_steps(obligation: Obligation, reached: Reach, looked_on: date) -> date | None:
    """Return the next step day of any scope: the tier, and the steps with it, may change on a later day."""
    if obligation.held or obligation.over:
        return None
    last_on = obligation.through_on
    days = [step_day(obligation, days) for days in reached.of(obligation.kind)]
    return min((day for day in days if day > looked_on and (last_on is None or day <= last_on)), default=None)


def _row(item: Item) -> Row:
    kind, subject, number = item.obligation.key.split(":")
    contract_id = item.subject.contract_ids[0]
    return obligation_rows.row_of(ObligationKind(kind), subject, int(number), contract_id, item.obligation.due_on, None)


def _mark(work: Work, outcome: str) -> None:
    run = work.session.get(JobRun, INDEX) or JobRun(name=INDEX)
    run.started_at, run.finished_at, run.outcome = work.now, work.now, outcome
    work.session.add(run)
    work.session.flush()
