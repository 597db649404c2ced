"""The draft of an attestation: what is to be answered, what was answered so far, and the text to be signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.agreed_text import AgreedClause, AgreedText
from tracker.domain.answering import ANSWER_WORDS, Lacking, lacking, signer_lacks
from tracker.domain.catalogue_words import Answer
from tracker.domain.clause_changes import Piece
from tracker.domain.days import day_words
from tracker.models.attestation import Attestation, ClauseAnswer
from tracker.models.request import Request
from tracker.models.requirement import RequirementSet, RequirementVersion
from tracker.models.vendor import Vendor
from tracker.queries.addendum import ADDENDUM, Difference, difference
from tracker.queries.asked_data import AskedContract, asked_data
from tracker.queries.documents import DocumentRow, documents_of
from tracker.queries.past_answers import PastAnswer, past_answers
from tracker.queries.requirements import applicable_to
from tracker.queries.version_answers import since


@dataclass(frozen=True, slots=True)
class DraftAnswer:
    """A clause that applies, with the answer so far (None: none yet) and the one of the last accepted attestation."""

    clause_id: int
    code: str
    text: str
    principle: str
    why: str
    past: PastAnswer | None
    answer: Answer | None
    said: str
    target_on: date | None
    control: str
    pieces: tuple[Piece, ...] = ()
    """The text with what changed since the vendor last agreed to it; empty when it reads the same."""
    is_new: bool = False
    taken_over: PastAnswer | None = None
    """The answer that still stands from the last accepted attestation; the vendor may change it."""

    @property
    def asked_anew(self) -> bool:
        """Whether the clause is new or changed since the vendor last attested."""
        return self.is_new or bool(self.pieces)

    def lacks(self, today: date) -> Lacking | None:
        """Return what the answer still needs, or None."""
        return lacking(self.answer, self.said, self.target_on, today)


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer in the making. Before anything was saved `attestation_id` is None and `row_version` 0.

    After a return it begins as the returned round; `document` is the file received for this round.
    """

    request_number: str
    vendor_name: str
    set_name: str
    version_number: int
    attestation_id: int | None
    row_version: int
    saved_at: datetime | None
    signer_name: str
    signer_title: str
    signer_authority: str
    answers: tuple[DraftAnswer, ...]
    contracts: tuple[AskedContract, ...]
    document: DocumentRow | None
    adds_to: Difference | None = None
    """For an addendum: what is attested already, and what it adds."""
    since_version: int | None = None
    """The older version whose answers were taken over where the text is the same; None when there is none."""
    since_on: date | None = None

    @property
    def answered(self) -> int:
        """How many clauses have an answer."""
        return sum(answer.answer is not None for answer in self.answers)

    @property
    def reusable(self) -> int:
        """How many unanswered clauses were answered in the last accepted attestation."""
        return sum(answer.answer is None and answer.past is not None for answer in self.answers)

    @property
    def signer_lacks(self) -> Lacking | None:
        """What is not yet said about the signer."""
        return signer_lacks(self.signer_name, self.signer_title, self.signer_authority)

    def answers_complete(self, today: date) -> bool:
        """Whether every clause is answered well enough to be sent."""
        return self.asks_something and all(answer.lacks(today) is None for answer in self.answers)

    @property
    def asks_something(self) -> bool:
        """Whether there is something to sign for; an addendum can be about data alone."""
        if self.adds_to is None:
            return bool(self.answers)
        return bool(self.answers) or any(contract.personal for contract in self.contracts)

    @property
    def text(self) -> AgreedText:
        """The text that the signer signs."""
        return AgreedText(
            request_number=self.request_number,
            vendor=self.vendor_name,
            set_name=self.set_name + _added_to(self.adds_to),
            version=self.version_number,
            contracts=tuple(contract.agreed for contract in self.contracts),
            clauses=tuple(_agreed(answer) for answer in self.answers),
            signer_name=self.signer_name,
            signer_title=self.signer_title,
            signer_authority=self.signer_authority,
        )


def draft(session: Session, request: Request, today: date) -> Draft:
    """Return the draft of a request as it stands on the city's day: newest round, applicable clauses, asked data."""
    contracts = asked_data(session, request.id, today)
    newest = newest_round(session, request.id)
    own = newest if newest is not None and newest.submitted_at is None else None
    given = _given(session, newest.id) if newest else {}
    past, changed = past_answers(session, request.vendor_id), since(session, request)
    adds_to = _adds_to(session, request, contracts, today)
    rows = (
        applicable_to(session, [contract.id for contract in contracts], today, request.version_id)
        if adds_to is None
        else adds_to.clauses
    )
    documents = documents_of(session, own.id) if own else ()
    return Draft(
        *_head(session, request),
        attestation_id=own.id if own else None,
        row_version=own.row_version if own else 0,
        saved_at=own.saved_at if own else None,
        signer_name=newest.signer_name if newest else "",
        signer_title=newest.signer_title if newest else "",
        signer_authority=newest.signer_authority if newest else "",
        answers=tuple(
            DraftAnswer(
                row.id, row.code, row.text, row.principle, row.why, past.get((row.code, row.text)),
                *(given.get(row.id, UNANSWERED) if newest else _still(changed.answers.get(row.code), today)),
                pieces=changed.pieces(row.code, row.text),
                is_new=changed.is_new(row.code),
                taken_over=changed.answers.get(row.code),
            )
            for row in rows
        ),
        contracts=contracts,
        document=documents[-1] if documents else None,
        adds_to=adds_to,
        since_version=changed.version,
        since_on=changed.accepted_on,
    )  # fmt: skip


def _adds_to(session: Session, request: Request, contracts: Sequence[AskedContract], today: date) -> Difference | None:
    if request.kind != ADDENDUM or not contracts:
        return None
    return difference(session, contracts[0].id, today, request.version_id)


def _added_to(adds_to: Difference | None) -> str:
    """What the signer reads behind the name of the requirements."""
    if adds_to is None:
        return ""
    days = [day_words(main.effective_on) for main in adds_to.main[:1]]
    return "".join([", addendum", *(f" to the attestation of {day}" for day in days)])


def newest_round(session: Session, request_id: int) -> Attestation | None:
    """Return the attestation of the newest round of a request, draft or not; None before the first."""
    statement = select(Attestation).where(Attestation.request_id == request_id).order_by(Attestation.round.desc())
    return session.scalars(statement.limit(1)).first()


Given = tuple[Answer | None, str, date | None, str]
UNANSWERED: Given = (None, "", None, "")


def _still(past: PastAnswer | None, today: date) -> Given:
    """An answer that still stands; a target day that has passed is left out, so that the vendor names a new one."""
    if past is None:
        return UNANSWERED
    target_on = past.target_on if past.target_on is not None and past.target_on >= today else None
    return past.answer, past.said, target_on, past.control


def _given(session: Session, attestation_id: int) -> dict[int, Given]:
    statement = select(
        ClauseAnswer.clause_id, ClauseAnswer.answer, ClauseAnswer.text, ClauseAnswer.target_on, ClauseAnswer.control
    ).where(ClauseAnswer.attestation_id == attestation_id)
    return {row[0]: (row[1], row[2], row[3], row[4]) for row in session.execute(statement)}


def _head(session: Session, request: Request) -> tuple[str, str, str, int]:
    statement = (
        select(Vendor.name, RequirementSet.name, RequirementVersion.number)
        .select_from(RequirementVersion)
        .join(RequirementSet, RequirementSet.id == RequirementVersion.set_id)
        .join(Vendor, Vendor.id == request.vendor_id)
        .where(RequirementVersion.id == request.version_id)
    )
    row = session.execute(statement).one()
    return request.number, row[0], row[1], row[2]


def _agreed(answer: DraftAnswer) -> AgreedClause:
    words = ANSWER_WORDS[answer.answer] if answer.answer else ""
    return AgreedClause(
        answer.code, answer.text, answer.principle, words, answer.said, answer.target_on, answer.control
    )
