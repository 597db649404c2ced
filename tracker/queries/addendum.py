"""An addendum: what an attestation in force does not cover yet, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.catalogue_words import Answer
from tracker.domain.coming import Coming, coming
from tracker.domain.facts import Attested
from tracker.domain.holding import counts_on, last_day
from tracker.domain.policy import Policy
from tracker.models.attestation import Attestation, ClauseAnswer
from tracker.models.catalogue import DataElement
from tracker.models.request import Request, RequestElement
from tracker.models.requirement import Clause
from tracker.queries.facts import facts_of
from tracker.queries.policy import policy
from tracker.queries.requirements import ClauseRow, clauses, clauses_for, version_in_force

ADDENDUM: Final = "addendum"


@dataclass(frozen=True, slots=True)
class Main:
    """An attestation that stands, and that an addendum adds to; it is good through `through_on`."""

    attestation_id: int
    version: int
    signer_name: str
    effective_on: date
    through_on: date


@dataclass(frozen=True, slots=True)
class AddedElement:
    """A personal element that is or will be shared and that no attestation names."""

    id: int
    code: str
    name: str
    tier: int
    sensitive: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """What an addendum would ask, and what is attested already; nothing while no attestation stands.

    `clauses` are those of the version in force that newly apply, whose text changed since it was agreed, or that
    were answered "not applicable" for the data of then. `attested` are names of elements.
    """

    main: tuple[Main, ...] = ()
    elements: tuple[AddedElement, ...] = ()
    clauses: tuple[ClauseRow, ...] = ()
    attested: tuple[str, ...] = ()
    agreed: int = 0

    @property
    def anything(self) -> bool:
        """Whether there is something to ask that an addendum can carry."""
        return bool(self.main) and bool(self.elements or self.clauses)

    @property
    def through_on(self) -> date | None:
        """The last day of what it adds to: an addendum is not good for longer."""
        return max((main.through_on for main in self.main), default=None)


def difference(
    session: Session, contract_id: int, day: date, version_id: int | None = None, kind: Coming | None = None
) -> Difference:
    """Return what an addendum for a contract would ask on a city day, by what is shared then or later.

    `version_id` is the version asked for (None: the one in force); `kind` what would be shared, when that is not what
    is saved.
    """
    found = facts_of(session, [contract_id])
    if not found:
        return Difference()
    facts, rules = found[0].facts, policy(session)
    standing = _standing(facts.attestations, rules, day)
    if not standing:
        return Difference()
    kind = kind or coming(facts, day)
    named = frozenset[str]().union(*(item.elements for item in standing))
    rows = _applying(session, kind, day, version_id)
    agreed = _agreed(session, [item.attestation_id for item in standing])
    return Difference(
        main=_mains(session, standing),
        elements=_elements(session, kind.elements - named),
        clauses=tuple(row for row in rows if (row.code, row.text) not in agreed),
        attested=tuple(row.name for row in _elements(session, named & kind.elements)),
        agreed=sum((row.code, row.text) in agreed for row in rows),
    )


def asked_elements(session: Session, request_id: int) -> dict[int, frozenset[int]] | None:
    """Return the element ids that an addendum asks about by contract id; None when a request asks about all."""
    if session.scalar(select(Request.kind).where(Request.id == request_id)) != ADDENDUM:
        return None
    rows = select(RequestElement.contract_id, RequestElement.element_id).where(RequestElement.request_id == request_id)
    found: dict[int, set[int]] = {}
    for contract_id, element_id in session.execute(rows):
        found.setdefault(contract_id, set()).add(element_id)
    return {number: frozenset(ids) for number, ids in found.items()}


def names_asked(session: Session, request_id: int) -> tuple[str, ...]:
    """Return the names of the elements that an addendum asks about, in the catalogue's order."""
    rows = (
        select(DataElement.name)
        .join(RequestElement, RequestElement.element_id == DataElement.id)
        .where(RequestElement.request_id == request_id)
        .order_by(DataElement.position)
    )
    return tuple(dict.fromkeys(session.scalars(rows)))


def _standing(attestations: Sequence[Attested], rules: Policy, day: date) -> list[Attested]:
    """Those that agree to a version that still counts, in force on the day or later."""
    return [item for item in attestations if last_day(item) >= day and counts_on(rules, item.version, day)]


def _mains(session: Session, standing: Sequence[Attested]) -> tuple[Main, ...]:
    ids = [item.attestation_id for item in standing]
    signers = {
        row.id: row.signer_name
        for row in session.execute(select(Attestation.id, Attestation.signer_name).where(Attestation.id.in_(ids)))
    }
    return tuple(
        Main(item.attestation_id, item.version, signers[item.attestation_id], item.effective_on, last_day(item))
        for item in sorted(standing, key=lambda item: (item.effective_on, item.attestation_id))
    )


def _applying(session: Session, kind: Coming, day: date, version_id: int | None) -> list[ClauseRow]:
    if version_id is None:
        version = version_in_force(session, day)
        if version is None:
            return []
        version_id = version.id
    return clauses_for(clauses(session, version_id), [kind])


def _agreed(session: Session, attestation_ids: Sequence[int]) -> frozenset[tuple[str, str]]:
    """Codes with the text that was agreed to: another text under the same code is asked again."""
    rows = (
        select(Clause.code, Clause.text)
        .join(ClauseAnswer, ClauseAnswer.clause_id == Clause.id)
        .where(ClauseAnswer.attestation_id.in_(attestation_ids), ClauseAnswer.answer != Answer.NOT_APPLICABLE)
    )
    return frozenset((row.code, row.text) for row in session.execute(rows))


def _elements(session: Session, codes: frozenset[str]) -> tuple[AddedElement, ...]:
    rows = select(DataElement.id, DataElement.code, DataElement.name, DataElement.tier, DataElement.sensitive).where(
        DataElement.code.in_(sorted(codes))
    )
    return tuple(AddedElement(*row) for row in session.execute(rows.order_by(DataElement.position, DataElement.id)))
