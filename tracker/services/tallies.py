"""Net changes of standing per day, month and year and department, from which counts for any day are summed."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from tracker.domain.days import LAST_DAY
from tracker.domain.standings import Standing
from tracker.models.standing import StandingSpan, StandingTally

Key = tuple[str, date, int, Standing]
UPSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
ROWS_AT_ONCE = 1000


def difference(before: Iterable[Mapping[str, Any]], after: Iterable[Mapping[str, Any]]) -> Counter[Key]:
    """Return by how much each tally changes when span rows `before` become `after`."""
    net: Counter[Key] = Counter()
    for sign, rows in ((-1, before), (1, after)):
        for row in rows:
            add(net, row["from_on"], row["department_id"], row["standing"], sign)
            if row["until_on"] < LAST_DAY:
                add(net, row["until_on"], row["department_id"], row["standing"], -sign)
    return net


def add(net: Counter[Key], day: date, department_id: int, standing: Standing, number: int) -> None:
    """Add a change on a day to the tallies of that day, its month and its year."""
    net["day", day, department_id, standing] += number
    net["month", day.replace(day=1), department_id, standing] += number
    net["year", day.replace(day=1, month=1), department_id, standing] += number


def apply(session: Session, net: Counter[Key]) -> None:
    """Add the changes to the stored tallies, in one order for all writers so that none waits in a circle."""
    rows = [_row(key, number) for key, number in sorted(net.items()) if number]
    if not rows:
        return
    table = StandingTally.__table__
    # One statement for a row, run for many: a statement of a thousand rows takes longer to write than to run.
    statement = UPSERTS[session.get_bind().dialect.name](table)
    added = {"net": table.c.net + statement.excluded.net}
    upsert = statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=added)
    for start in range(0, len(rows), ROWS_AT_ONCE):
        session.connection().execute(upsert, rows[start : start + ROWS_AT_ONCE])


def from_spans(session: Session) -> Counter[Key]:
    """Return the tallies that the stored spans add up to."""
    net: Counter[Key] = Counter()
    for column, sign in ((StandingSpan.from_on, 1), (StandingSpan.until_on, -1)):
        per_day = select(column.label("day"), StandingSpan.department_id, StandingSpan.standing, _number()).group_by(
            column, StandingSpan.department_id, StandingSpan.standing
        )
        if sign < 0:
            per_day = per_day.where(column < LAST_DAY)
        for row in session.execute(per_day):
            add(net, row.day, row.department_id, row.standing, sign * row.number)
    return Counter({key: number for key, number in net.items() if number})


def kept(session: Session) -> Counter[Key]:
    """Return the stored tallies that are not zero."""
    table = StandingTally
    rows = session.execute(select(table.grain, table.begins_on, table.department_id, table.standing, table.net))
    return Counter({(row[0], row[1], row[2], row[3]): row[4] for row in rows if row[4]})


def rebuild(session: Session) -> None:
    """Throw the tallies away and add them up again from the spans."""
    session.execute(delete(StandingTally))
    rows = [_row(key, number) for key, number in sorted(from_spans(session).items())]
    for start in range(0, len(rows), ROWS_AT_ONCE):
        session.execute(insert(StandingTally), rows[start : start + ROWS_AT_ONCE])


def _row(key: Key, number: int) -> dict[str, Any]:
    grain, begins_on, department_id, standing = key
    return {
        "grain": grain,
        "begins_on": begins_on,
        "department_id": department_id,
        "standing": standing,
        "net": number,
    }


def _number() -> Any:  # noqa: ANN401  # a labelled SQL expression
    return func.count().label("number")
