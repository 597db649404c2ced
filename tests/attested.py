"""An accepted attestation in a few words, for tests that are about what follows from it."""

from datetime import date

from sqlalchemy import select

from tests.cast import BEGAN_AT
from tracker.domain.catalogue_words import Answer
from tracker.domain.record_words import Outcome
from tracker.models.attestation import Attestation, AttestationContract, AttestationElement, ClauseAnswer
from tracker.models.catalogue import DataElement
from tracker.models.contract import Contract
from tracker.models.requirement import Clause, RequirementVersion
from tracker.models.review import Review
from tracker.services import standings
from tracker.services.data_schedule import NewLine, NewSchedule, declare_schedule
from tracker.services.work import Work

SHARED = "full-name"


def share(work: Work, contract_id: int) -> None:
    """Let the contract share a name."""
    element = work.session.scalars(select(DataElement.id).where(DataElement.code == SHARED)).one()
    lines = (NewLine(element, purpose="pay staff", subjects=("employee",)),)
    declare_schedule(work, work.session.get_one(Contract, contract_id), NewSchedule(lines=lines))


def attest(work: Work, contract_id: int, reviewer_id: int, through: date, since: date = date(2026, 1, 15)) -> int:
    """Cover the contract's name from one day through another; flush, and return the attestation's id."""
    session = work.session
    version = session.scalars(select(RequirementVersion).order_by(RequirementVersion.number)).first()
    contract = session.get_one(Contract, contract_id)
    assert version is not None
    attestation = Attestation(
        vendor_id=contract.vendor_id,
        version_id=version.id,
        created_at=BEGAN_AT,
        saved_at=BEGAN_AT,
        submitted_at=BEGAN_AT,
        effective_on=since,
        expires_on=through,
    )
    session.add(attestation)
    session.flush()
    element = session.scalars(select(DataElement.id).where(DataElement.code == SHARED)).one()
    session.add(AttestationContract(attestation_id=attestation.id, contract_id=contract_id))
    session.flush()
    session.add(AttestationElement(attestation_id=attestation.id, contract_id=contract_id, element_id=element))
    session.add_all(
        ClauseAnswer(attestation_id=attestation.id, clause_id=number, answer=Answer.AGREE)
        for number in session.scalars(select(Clause.id).where(Clause.version_id == version.id))
    )
    session.add(
        Review(attestation_id=attestation.id, reviewer_id=reviewer_id, outcome=Outcome.ACCEPTED, decided_at=BEGAN_AT)
    )
    session.flush()
    standings.refresh(work, [contract_id])
    return attestation.id
