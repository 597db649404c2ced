"""Rows of the index of obligations, computed from spans, requests and waivers."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, delete, func, insert, select
from sqlalchemy.orm import Session

from tracker.domain.days import plus_days
from tracker.domain.endings import TO_DISPOSE, Ending, Stretch, endings
from tracker.domain.obligations import key_of
from tracker.domain.reminder_policy import ObligationKind
from tracker.domain.reminder_scope import Steps
from tracker.models.attestation import AttestationContract
from tracker.models.obligation import ObligationRow
from tracker.models.request import Request, RequestContract
from tracker.models.review import FollowUp
from tracker.models.waiver import Waiver
from tracker.queries.obligation_days import CATCH_UP_DAYS, dispose_by
from tracker.queries.obligation_follow_ups import SUBJECT, contracts_of, waiting
from tracker.services.work import Work

Row = dict[str, Any]
OF_SPANS = (ObligationKind.EXPIRY.value, ObligationKind.DISPOSAL.value)


class IndexRow(NamedTuple):
    """A row of the index, as it is read."""

    key: str
    kind: str
    contract_id: int
    due_on: date
    next_on: date | None


@dataclass(frozen=True, slots=True)
class Reach:
    """The city's day, and at which distances from the due day the policy has steps, by kind and in any scope."""

    today: date
    days: Mapping[ObligationKind, tuple[int, ...]]

    def of(self, kind: ObligationKind) -> tuple[int, ...]:
        """Return the distances of a kind, the earliest first."""
        return self.days.get(kind, ())

    def first_on(self, kind: ObligationKind) -> date:
        """Return the first due day that a run today still looks at."""
        latest = max(0, *self.of(kind), 0)
        return self.today - timedelta(days=latest + CATCH_UP_DAYS)


def reach(steps: Steps, today: date) -> Reach:
    """Return how far the steps of the policy reach on a day."""
    found: dict[ObligationKind, set[int]] = {}
    for _, step in steps.each():
        found.setdefault(step.kind, set()).add(step.days)
    return Reach(today, {kind: tuple(sorted(days)) for kind, days in found.items()})


def of_spans(spans: Iterable[Mapping[str, Any]], reached: Reach) -> Iterator[Row]:
    """Give the rows of coverage and disposal of contracts, from their spans ordered by contract and day."""
    for number, rows in groupby(spans, key=lambda row: row["contract_id"]):
        found: dict[ObligationKind, list[Ending]] = {}
        for ending in endings([_stretch(row) for row in rows]):
            found.setdefault(ending.kind, []).append(ending)
        for kind, many in found.items():
            row = _row(kind, number, many, reached)
            if row is not None:
                yield row


def coming(many: Iterable[Ending], reached: Reach, *, known_too: bool) -> date | None:
    """Return the first day, from today on, on which one of these can have something to settle.

    `known_too`: also of those that have begun, of which the ledger is not asked; else only of those to come.
    """
    days = [
        max(ending.began_on, plus_days(ending.due_on, step), reached.today)
        for ending in many
        if ending.due_on >= reached.first_on(ending.kind) and (known_too or ending.began_on > reached.today)
        for step in reached.of(ending.kind)
        if plus_days(ending.due_on, step) < ending.over_on
    ]
    return min(days, default=None)


def replace(session: Session, contract_ids: Sequence[int], rows: Sequence[Row]) -> None:
    """Put these rows of coverage and disposal in the place of those of these contracts (500 at most)."""
    session.execute(
        delete(ObligationRow)
        .where(ObligationRow.contract_id.in_(contract_ids), ObligationRow.kind.in_(OF_SPANS))
        .execution_options(synchronize_session=False)
    )
    put(session, rows)


def put(session: Session, rows: Sequence[Row]) -> None:
    """Insert rows, which must not be there."""
    if rows:
        session.execute(insert(ObligationRow.__table__), list(rows))  # type: ignore[arg-type]  # a Table


def drop(session: Session, keys: Collection[str]) -> None:
    """Take rows out, those that are there."""
    wanted = sorted(keys)
    for start in range(0, len(wanted), 500):
        some = ObligationRow.key.in_(wanted[start : start + 500])
        session.execute(delete(ObligationRow).where(some).execution_options(synchronize_session=False))


def read(session: Session, condition: ColumnElement[bool]) -> list[IndexRow]:
    """Return the rows that meet a condition, by key."""
    row = ObligationRow.__table__.c
    statement = select(row.key, row.kind, row.contract_id, row.due_on, row.next_on).where(condition)
    # Ordered here: asked for an order, SQLite would read the whole table by key.
    return sorted(map(IndexRow._make, session.execute(statement)), key=itemgetter(0))


def row_of(
    kind: ObligationKind, subject: str, number: int, contract_id: int, due_on: date, next_on: date | None
) -> Row:
    """Return a row as it is stored."""
    return {
        "key": key_of(kind, subject, number),
        "kind": kind.value,
        "contract_id": contract_id,
        "request_id": number if kind is ObligationKind.REQUEST else None,
        "due_on": due_on,
        "next_on": next_on,
    }


def missing_rows(work: Work, contract_ids: list[int]) -> list[Row]:
    """Return the rows of all but spans, looked at by the next run, whose first contract is one of these."""
    asked = select(RequestContract.request_id).where(RequestContract.contract_id.in_(contract_ids))
    covering = select(AttestationContract.attestation_id).where(AttestationContract.contract_id.in_(contract_ids))
    return [
        *of_requests(work, asked, contract_ids),
        *of_waivers(work, Waiver.contract_id.in_(contract_ids)),
        *of_follow_ups(work, FollowUp.attestation_id.in_(covering), contract_ids),
    ]


def of_requests(work: Work, ids: list[int] | Select[int], contract_ids: list[int] | None = None) -> Iterable[Row]:
    """Give the rows of these requests that are open; the run tells the due day from the last asking."""
    first = func.min(RequestContract.contract_id).label("contract_id")
    statement = (
        select(Request.id, first)
        .join(RequestContract, RequestContract.request_id == Request.id)
        .where(Request.id.in_(ids), Request.closed_at.is_(None))
        .group_by(Request.id)
        .order_by(Request.id)
    )
    for row in work.session.execute(statement):
        if contract_ids is None or row.contract_id in contract_ids:
            yield row_of(ObligationKind.REQUEST, "request", row.id, row.contract_id, work.today, work.today)


def of_waivers(work: Work, condition: ColumnElement[bool]) -> Iterable[Row]:
    """Give the rows of the waivers in force that a condition names."""
    statement = select(Waiver.id, Waiver.contract_id, Waiver.through_on).where(
        condition, Waiver.approved_at.is_not(None), Waiver.ended_on.is_(None)
    )
    for row in work.session.execute(statement):
        yield row_of(ObligationKind.WAIVER, "waiver", row.id, row.contract_id, row.through_on, work.today)


def of_follow_ups(work: Work, condition: ColumnElement[bool], contract_ids: list[int] | None = None) -> Iterable[Row]:
    """Give the rows of the follow-ups that wait and that a condition names."""
    statement = waiting(FollowUp.id, FollowUp.attestation_id, FollowUp.due_on).where(condition)
    found = work.session.execute(statement.order_by(FollowUp.id)).all()
    contracts = contracts_of(work.session, [row.attestation_id for row in found])
    for row in found:
        first = next(iter(contracts.get(row.attestation_id, ())), None)
        if first is not None and (contract_ids is None or first in contract_ids):
            yield row_of(ObligationKind.FOLLOW_UP, SUBJECT, row.id, first, row.due_on, work.today)


def _row(kind: ObligationKind, number: int, many: list[Ending], reached: Reach) -> Row | None:
    near = [ending for ending in many if ending.due_on >= reached.first_on(kind)]
    if not near:
        return None
    present = next((ending for ending in near if ending.over_on > reached.today), near[-1])
    return row_of(kind, "contract", number, number, present.due_on, coming(near, reached, known_too=True))


def _stretch(row: Mapping[str, Any]) -> Stretch:
    by = dispose_by(row["reasons"]) if row["standing"] in TO_DISPOSE else None
    return Stretch(row["from_on"], row["until_on"], row["standing"], by)
