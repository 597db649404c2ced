"""Invented vendors in any number, for trying the product at size: fast, streaming, the same for the same seed."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import Final

from sqlalchemy import Connection, Table, func, insert, literal, or_, select
from sqlalchemy.orm import Session

from tracker.database import Base
from tracker.models.attestation import Attestation, AttestationContract, AttestationElement, ClauseAnswer
from tracker.models.catalogue import DataElement
from tracker.models.data_schedule import DataLine
from tracker.models.department import Department
from tracker.models.person import Person
from tracker.models.requirement import Clause, RequirementVersion
from tracker.queries.policy import newest, policy
from tracker.services import events, obligation_index, tallies
from tracker.services.bulk_rows import next_id, put, set_sequence
from tracker.services.invented_contract import Element
from tracker.services.invented_rows import COLUMNS, Plan, Rows, agreed_clauses, batch
from tracker.services.invented_words import DEPARTMENTS
from tracker.services.work import Work

AT_ONCE: Final = 250
FEW: Final = 1000
AHEAD: Final = 4
REVIEWER: Final = "reviewer@invented.example"


def add(work: Work, number: int, seed: int = 1) -> Iterator[int]:
    """Add vendors with three contracts each; yield how many are done, each time for the caller to commit.

    Needs the catalogue; ends when the iterator does, with the tallies added up again and one event recorded.
    """
    plan = _plan(work, seed)
    connection = work.session.connection()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA cache_size=-131072")
    done = 0
    for rows in _batches(plan, number):
        _write(work.session, rows)
        done += len(rows["vendor"])
        yield done
    for name in COLUMNS:
        if "id" in _table(name).columns:
            set_sequence(work.session.connection(), _table(name))
    tallies.rebuild(work.session)
    obligation_index.forget(work)
    events.record(work, "sample:vendors invented", f"added {number:,} invented vendors with three contracts each")
    yield done


def _batches(plan: Plan, number: int) -> Iterator[Rows]:
    """Make the rows, in a second process when there are many; a few batches ahead of the writer and no more."""
    parts = deque(range(start, min(start + AT_ONCE, number)) for start in range(0, number, AT_ONCE))
    if number < FEW:
        yield from (batch(plan, part) for part in parts)
        return
    with ProcessPoolExecutor(max_workers=2, mp_context=get_context("spawn")) as pool:
        waiting: deque[Future[Rows]] = deque()
        while parts or waiting:
            while parts and len(waiting) < AHEAD:
                waiting.append(pool.submit(batch, plan, parts.popleft()))
            yield waiting.popleft().result()


def _write(session: Session, rows: Rows) -> None:
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL TIME ZONE 'UTC'")
    for name, columns in COLUMNS.items():
        put(connection, _table(name), columns, rows.get(name, ()))
    ids = [row[0] for row in rows.get("attestation", ())]
    if ids:
        _answer(connection, min(ids), max(ids))


def _answer(connection: Connection, first: int, last: int) -> None:
    """Let the attestations name the elements on the schedule and agree to the clauses, inside the database."""
    given = func.coalesce(Attestation.effective_on, Attestation.signed_on)
    named = (
        select(AttestationContract.attestation_id, AttestationContract.contract_id, DataLine.element_id)
        .join(Attestation, Attestation.id == AttestationContract.attestation_id)
        .join(DataLine, DataLine.contract_id == AttestationContract.contract_id)
        .where(Attestation.id.between(first, last), or_(DataLine.from_on.is_(None), DataLine.from_on <= given))
    )
    connection.execute(insert(AttestationElement).from_select(["attestation_id", "contract_id", "element_id"], named))
    agreed = (
        select(Attestation.id, Clause.id, literal("agree"), literal(""), literal(""))
        .join(Clause, Clause.version_id == Attestation.version_id)
        .where(Attestation.id.between(first, last), or_(Clause.rule == "all", Clause.rule.startswith("tier")))
    )
    connection.execute(
        insert(ClauseAnswer).from_select(["attestation_id", "clause_id", "answer", "text", "control"], agreed)
    )


def _plan(work: Work, seed: int) -> Plan:
    session = work.session
    row, rules = newest(session), policy(session)
    departments, reviewer = _departments(session), _reviewer(work)
    owners = tuple(session.scalars(select(Person.id).where(Person.active).order_by(Person.id).limit(20)))
    connection = session.connection()
    first = {name: next_id(connection, _table(name)) for name in COLUMNS if "id" in _table(name).columns}
    first["request"] = first["attestation"] = max(first["request"], first["attestation"])
    return Plan(
        today=work.today,
        catalogue=_catalogue(session),
        policy=rules,
        clauses=agreed_clauses(rules),
        version_ids={row.number: row.id for row in session.scalars(select(RequirementVersion))},
        departments=departments,
        owners=owners,
        reviewer_id=reviewer,
        disposal_days=row.disposal_days,
        breach_notice_hours=row.breach_notice_hours,
        first=first,
        seed=seed,
    )


def _catalogue(session: Session) -> tuple[Element, ...]:
    columns = (DataElement.id, DataElement.code, DataElement.tier, DataElement.sensitive)
    chosen = select(*columns).where(DataElement.is_other.is_(False), DataElement.retired_at.is_(None))
    return tuple(Element(*row) for row in session.execute(chosen.order_by(DataElement.id)))


def _departments(session: Session) -> tuple[int, ...]:
    known = set(session.scalars(select(Department.name)))
    session.add_all(Department(name=name) for name in DEPARTMENTS if name not in known)
    session.flush()
    return tuple(session.scalars(select(Department.id).where(Department.archived_at.is_(None)).order_by(Department.id)))


def _reviewer(work: Work) -> int:
    found = work.session.scalars(select(Person).where(Person.email == REVIEWER)).first()
    if found is None:
        found = Person(
            email=REVIEWER, name="Invented Reviewer", active=False, epoch="invented-reviewer", created_at=work.now
        )
        work.session.add(found)
        work.session.flush()
    return found.id


def _table(name: str) -> Table:
    return Base.metadata.tables[name]
