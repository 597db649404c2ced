"""An answer that waits for its review: declared, asked for, answered, signed, sent."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select

from tracker.domain.catalogue_words import Answer
from tracker.domain.facts import StepKind
from tracker.domain.signature_verdict import Verdict
from tracker.models.attestation import Attestation, AttestationContract, AttestationElement, ClauseAnswer
from tracker.models.catalogue import DataElement
from tracker.models.contract import Contract
from tracker.models.document import Document, DocumentCheck
from tracker.models.request import Request
from tracker.queries.requirements import applicable_to
from tracker.services import request_steps, requests
from tracker.services.data_schedule import NewLine, NewSchedule, declare_schedule
from tracker.services.requests import NewRequest
from tracker.services.work import Work

DIGEST = "ab" * 32


def element_id(work: Work, code: str) -> int:
    return work.session.scalars(select(DataElement.id).where(DataElement.code == code)).one()


def declare(work: Work, contract_id: int, codes: Sequence[str] = ("full-name",)) -> None:
    """Let a contract share these elements since its start."""
    lines = tuple(NewLine(element_id(work, code), purpose="pay staff", subjects=("employee",)) for code in codes)
    declare_schedule(work, work.session.get_one(Contract, contract_id), NewSchedule(lines=lines))


def ask(work: Work, vendor_id: int, contact_id: int, *contract_ids: int) -> Request:
    return requests.send(work, NewRequest(vendor_id, contract_ids, contact_id))


def answer(
    work: Work,
    request: Request,
    codes: Sequence[str] = ("full-name",),
    exceptions: Mapping[str, str] | None = None,
    turn: int = 1,
    verdict: Verdict | None = Verdict.TRUSTED,
) -> Attestation:
    """Submit an answer that names these elements for each contract, with exceptions by clause code.

    `verdict` is what its document proved at receipt; None leaves it unchecked.
    """
    session, contracts = work.session, request_steps.contract_ids(work, request)
    attestation = Attestation(
        vendor_id=request.vendor_id,
        request_id=request.id,
        version_id=request.version_id,
        round=turn,
        signer_name="Mei Chen",
        signer_title="Chief Financial Officer",
        signer_authority="Officer of the company",
        signed_on=work.today,
        submitted_by_id=request.contact_id,
        created_at=work.now,
        saved_at=work.now,
        submitted_at=work.now,
    )
    session.add(attestation)
    session.flush()
    for number in contracts:
        session.add(AttestationContract(attestation_id=attestation.id, contract_id=number))
        for code in codes:
            named = element_id(work, code)
            session.add(AttestationElement(attestation_id=attestation.id, contract_id=number, element_id=named))
    _clauses(work, attestation, contracts, exceptions or {})
    document = Document(
        attestation_id=attestation.id,
        digest=DIGEST,
        name="attestation signed.pdf",
        media_type="application/pdf",
        size=48_213,
        received_at=work.now,
        received_from_id=request.contact_id,
    )
    session.add(document)
    session.flush()
    if verdict is not None:
        session.add(checked(work, document.id, verdict))
        session.flush()
    request_steps.add(work, request, StepKind.SUBMITTED)
    return attestation


def checked(work: Work, document_id: int, verdict: Verdict, **facts: object) -> DocumentCheck:
    """A check of a document, as the tracker keeps it."""
    return DocumentCheck(
        document_id=document_id,
        checked_at=work.now,
        verdict=verdict.value,
        sentence=f"The sentence of {verdict.value}.",
        facts={"signatures": [], "against": {"trust_list": None}, "carried": None, "lengths": {}, **facts},
        reader="pyHanko of the tests",
    )


def submitted(
    work: Work,
    vendor_id: int,
    contact_id: int,
    *contract_ids: int,
    codes: Sequence[str] = ("full-name",),
    exceptions: Mapping[str, str] | None = None,
    verdict: Verdict | None = Verdict.TRUSTED,
) -> int:
    """Declare, ask and answer in one go, committed; gives the attestation's id."""
    for number in contract_ids:
        declare(work, number, codes)
    number = answer(work, ask(work, vendor_id, contact_id, *contract_ids), codes, exceptions, verdict=verdict).id
    work.session.commit()
    return number


def _clauses(work: Work, attestation: Attestation, contracts: Sequence[int], exceptions: Mapping[str, str]) -> None:
    for clause in applicable_to(work.session, contracts, work.today, attestation.version_id):
        said = exceptions.get(clause.code)
        work.session.add(
            ClauseAnswer(
                attestation_id=attestation.id,
                clause_id=clause.id,
                answer=Answer.AGREE if said is None else Answer.AGREE_WITH_EXCEPTION,
                text=said or "",
                target_on=None if said is None else date(2027, 3, 1),
            )
        )
