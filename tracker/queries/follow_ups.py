"""Accepted exceptions that are to be looked at again: one, those of a contract, and those that wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session

from tracker.models.attestation import Attestation, AttestationContract, ClauseAnswer
from tracker.models.contract import Contract
from tracker.models.person import Person
from tracker.models.requirement import Clause
from tracker.models.review import FollowUp
from tracker.models.vendor import Vendor
from tracker.queries.obligation_follow_ups import waiting
from tracker.queries.scope import Viewer, within

MOST_LISTED = 500


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """An exception in the vendor's words, with the city day on which it is looked at again; moments are UTC.

    `contracts` are pairs of id and number; `note` is for staff.
    """

    id: int
    attestation_id: int
    vendor_id: int
    vendor_name: str
    code: str
    clause: str
    said: str
    target_on: date | None
    control: str
    due_on: date
    set_at: datetime
    done_at: datetime | None
    done_by: str | None
    note: str
    revoked: bool
    contracts: tuple[tuple[int, str], ...] = ()

    @property
    def waits(self) -> bool:
        """Whether it is still to be looked at."""
        return self.done_at is None and not self.revoked


def find(session: Session, viewer: Viewer, follow_up_id: int) -> FollowUpRow | None:
    """Return a follow-up about a contract that the viewer may see; None for any other."""
    found = _filled(session, viewer, _rows().where(FollowUp.id == follow_up_id, _seen(viewer)))
    return found[0] if found else None


def of_contract(session: Session, viewer: Viewer, contract_id: int) -> list[FollowUpRow]:
    """Return the follow-ups of a contract that the viewer may see, those that wait first, then by day."""
    here = exists().where(
        AttestationContract.attestation_id == FollowUp.attestation_id, AttestationContract.contract_id == contract_id
    )
    found = _filled(session, viewer, _rows().where(here, _seen(viewer)))
    return sorted(found, key=lambda row: (not row.waits, row.due_on, row.id))


def waiting_for(
    session: Session, viewer: Viewer, through_on: date | None = None, most: int | None = MOST_LISTED
) -> list[FollowUpRow]:
    """Return what waits to be looked at, the oldest day first, through a city day or at all; `most` of them."""
    statement = _rows().where(FollowUp.done_at.is_(None), Attestation.revoked_at.is_(None), _seen(viewer))
    if through_on is not None:
        statement = statement.where(FollowUp.due_on <= through_on)
    return _filled(session, viewer, statement.order_by(FollowUp.due_on, FollowUp.id).limit(most))


def overdue(session: Session, viewer: Viewer, day: date) -> int:
    """Return how many wait whose day has passed or is the city day."""
    return session.scalar(waiting(func.count()).where(FollowUp.due_on <= day, _seen(viewer))) or 0


def _seen(viewer: Viewer) -> ColumnElement[bool]:
    return exists().where(
        AttestationContract.attestation_id == FollowUp.attestation_id,
        Contract.id == AttestationContract.contract_id,
        Contract.archived_at.is_(None),
        within(viewer, Contract.department_id),
    )


def _rows() -> Select[Any]:
    columns: tuple[Any, ...] = (
        FollowUp.id, FollowUp.attestation_id, Vendor.id, Vendor.name, Clause.code, Clause.text, ClauseAnswer.text,
        ClauseAnswer.target_on, ClauseAnswer.control, FollowUp.due_on, FollowUp.set_at, FollowUp.done_at, Person.name,
        FollowUp.note, Attestation.revoked_at.is_not(None),
    )  # fmt: skip
    return (
        select(*columns)
        .select_from(FollowUp)
        .join(Attestation, Attestation.id == FollowUp.attestation_id)
        .join(Vendor, Vendor.id == Attestation.vendor_id)
        .join(Clause, Clause.id == FollowUp.clause_id)
        .join(
            ClauseAnswer,
            (ClauseAnswer.attestation_id == FollowUp.attestation_id) & (ClauseAnswer.clause_id == FollowUp.clause_id),
        )
        .outerjoin(Person, Person.id == FollowUp.done_by_id)
    )


def _filled(session: Session, viewer: Viewer, statement: Select[Any]) -> list[FollowUpRow]:
    rows: list[tuple[Any, ...]] = [tuple(row) for row in session.execute(statement)]
    contracts = _contracts(session, viewer, [row[1] for row in rows])
    return [FollowUpRow(*row, contracts.get(row[1], ())) for row in rows]  # type: ignore[call-arg]  # columns of _rows


def _contracts(
    session: Session, viewer: Viewer, attestation_ids: Sequence[int]
) -> dict[int, tuple[tuple[int, str], ...]]:
    statement = (
        select(AttestationContract.attestation_id, Contract.id, Contract.number)
        .join(Contract, Contract.id == AttestationContract.contract_id)
        .where(AttestationContract.attestation_id.in_(attestation_ids), within(viewer, Contract.department_id))
        .order_by(Contract.number)
    )
    found: dict[int, tuple[tuple[int, str], ...]] = {}
    for attestation_id, number, name in session.execute(statement):
        found[attestation_id] = (*found.get(attestation_id, ()), (number, name))
    return found
