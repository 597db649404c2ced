"""Letters: what was written to whom, and what became of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, exists, func, not_, select, true
from sqlalchemy.orm import Session

from tracker.domain.record_words import LetterState
from tracker.models.contract import Contract
from tracker.models.letter import Letter, LetterContract
from tracker.queries.scope import Viewer, within

PAGE: Final = 50
AT_ONCE: Final = 500
COLUMNS: Final[tuple[Any, ...]] = (
    Letter.id,
    Letter.kind,
    Letter.to_email,
    Letter.to_name,
    Letter.subject,
    Letter.state,
    Letter.attempts,
    Letter.written_at,
    Letter.sent_at,
    Letter.next_try_at,
    Letter.answer,
    Letter.returned_at,
    Letter.returned_reason,
)


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter in a list; moments are UTC, `answer` is what the mail server said last.

    `returned_at` stands on a letter that the mail server took and gave back later, with the reason.
    """

    id: int
    kind: str
    to_email: str
    to_name: str
    subject: str
    state: LetterState
    attempts: int
    written_at: datetime
    sent_at: datetime | None
    next_try_at: datetime | None
    answer: str
    returned_at: datetime | None
    returned_reason: str


@dataclass(frozen=True, slots=True)
class LetterPage:
    """A whole letter."""

    row: LetterRow
    text: str
    html: str
    message_id: str
    contracts: tuple[tuple[int, str], ...]
    request_id: int | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which letters a list shows; empty means all. `recipient` is a part of a name or address."""

    state: str = ""
    kind: str = ""
    recipient: str = ""


def letters(session: Session, viewer: Viewer | None, wanted: Wanted, page: int) -> tuple[list[LetterRow], int]:
    """Return a page of letters, newest first, and how many there are in all.

    A viewer limited to departments sees letters about their contracts alone; no viewer (sample mode) sees all.
    """
    statement = _listed(viewer, wanted).limit(PAGE).offset((page - 1) * PAGE)
    return _rows(session, statement), count(session, viewer, wanted)


def every(session: Session, viewer: Viewer | None, wanted: Wanted) -> Iterator[LetterRow]:
    """Yield all letters of a list, newest first, read in portions."""
    for row in session.execute(_listed(viewer, wanted), execution_options={"yield_per": AT_ONCE}):
        yield LetterRow(*row)


def count(session: Session, viewer: Viewer | None, wanted: Wanted) -> int:
    """Return how many letters a list has."""
    counted = select(func.count()).select_from(Letter).where(_visible(viewer), _matching(wanted))
    return session.scalars(counted).one()


def letter(session: Session, viewer: Viewer | None, letter_id: int) -> LetterPage | None:
    """Return one letter, or None when it is missing or not the viewer's to see."""
    statement = select(*COLUMNS, Letter.text, Letter.html, Letter.message_id, Letter.request_id).where(
        Letter.id == letter_id, _visible(viewer)
    )
    row = session.execute(statement).first()
    if row is None:
        return None
    about = (
        select(Contract.id, Contract.number)
        .join(LetterContract, LetterContract.contract_id == Contract.id)
        .where(LetterContract.letter_id == letter_id, _of_viewer(viewer))
        .order_by(Contract.number)
    )
    contracts = tuple((found.id, found.number) for found in session.execute(about))
    shown = LetterRow(*row[: len(COLUMNS)])
    return LetterPage(shown, row.text, row.html, row.message_id, contracts, row.request_id)


def about_contract(session: Session, contract_id: int, limit: int = PAGE) -> list[LetterRow]:
    """Return the letters about a contract, newest first; the caller has checked that it may be seen."""
    statement = (
        select(*COLUMNS)
        .join(LetterContract, LetterContract.letter_id == Letter.id)
        .where(LetterContract.contract_id == contract_id)
        .order_by(Letter.id.desc())
    )
    return _rows(session, statement.limit(limit))


def about_request(session: Session, request_id: int, limit: int = PAGE) -> list[LetterRow]:
    """Return the letters that belong to a request, newest first; the caller has checked that it may be seen."""
    statement = select(*COLUMNS).where(Letter.request_id == request_id).order_by(Letter.id.desc())
    return _rows(session, statement.limit(limit))


def counts(session: Session, viewer: Viewer | None) -> dict[LetterState, int]:
    """Return how many letters stand in each state, of those the viewer may see."""
    statement = select(Letter.state, func.count()).where(_visible(viewer)).group_by(Letter.state)
    return {row[0]: row[1] for row in session.execute(statement)}


def _listed(viewer: Viewer | None, wanted: Wanted) -> Any:  # noqa: ANN401  # a select of COLUMNS
    return select(*COLUMNS).where(_visible(viewer), _matching(wanted)).order_by(Letter.id.desc())


def _rows(session: Session, statement: Any) -> list[LetterRow]:  # noqa: ANN401  # a select of COLUMNS
    return [LetterRow(*row) for row in session.execute(statement)]


def _matching(wanted: Wanted) -> ColumnElement[bool]:
    conditions: list[ColumnElement[bool]] = [true()]
    if wanted.state in set(LetterState):
        conditions.append(Letter.state == LetterState(wanted.state))
    if wanted.kind:
        conditions.append(Letter.kind == wanted.kind)
    if wanted.recipient:
        part = wanted.recipient
        conditions.append(
            Letter.to_email.icontains(part, autoescape=True) | Letter.to_name.icontains(part, autoescape=True)
        )
    return and_(*conditions)


def _visible(viewer: Viewer | None) -> ColumnElement[bool]:
    if viewer is None or not viewer.departments:
        return true()
    about = (
        select(LetterContract.letter_id)
        .join(Contract, Contract.id == LetterContract.contract_id)
        .where(LetterContract.letter_id == Letter.id)
    )
    # One digest can name contracts of several departments: who may not see them all does not read it.
    return and_(exists(about), ~exists(about.where(not_(_of_viewer(viewer)))))


def _of_viewer(viewer: Viewer | None) -> ColumnElement[bool]:
    return true() if viewer is None else within(viewer, Contract.department_id)
