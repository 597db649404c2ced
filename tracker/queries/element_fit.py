"""How the elements that an attestation names fit those that are shared."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.coming import coming
from tracker.domain.sharing import sharing_on
from tracker.models.attestation import Attestation
from tracker.models.catalogue import DataElement
from tracker.models.request import Request, RequestElement
from tracker.queries.addendum import ADDENDUM
from tracker.queries.facts import facts_of
from tracker.queries.outlook import attested_codes


class Fit(StrEnum):
    """How what is attested and what is shared fit together."""

    BOTH = "both"
    NOT_ATTESTED = "shared, not attested"
    NOT_ATTESTED_LATER = "shared later, not attested"
    NOT_SHARED = "attested, not shared"


@dataclass(frozen=True, slots=True)
class ElementRow:
    """An element of one contract: attested, shared on the day, or both."""

    code: str
    name: str
    tier: int
    sensitive: bool
    attested: bool
    shared: bool
    fit: Fit


@dataclass(frozen=True, slots=True)
class ContractElements:
    """The elements of one contract, those that do not fit first."""

    contract_id: int
    rows: tuple[ElementRow, ...]

    @property
    def misfits(self) -> tuple[ElementRow, ...]:
        """The elements that are shared and not attested, or attested and not shared."""
        return tuple(row for row in self.rows if row.fit is not Fit.BOTH)


def elements(session: Session, attestation_id: int, contract_ids: Sequence[int], day: date) -> list[ContractElements]:
    """Return, per contract, the elements that the attestation names beside the personal ones shared on a city day.

    Elements that will be shared from a later day on are told apart. Of an addendum only the elements that it names
    and that it was asked for are compared: the rest is what it adds to.
    """
    named = attested_codes(session, attestation_id)
    asked = _asked(session, attestation_id)
    today: dict[int, frozenset[str]] = {}
    later: dict[int, frozenset[str]] = {}
    for found in facts_of(session, contract_ids):
        today[found.contract_id] = sharing_on(found.facts, day).elements
        later[found.contract_id] = coming(found.facts, day).elements
        if asked is not None:
            about = asked | named.get(found.contract_id, frozenset())
            today[found.contract_id] &= about
            later[found.contract_id] &= about
    nothing: frozenset[str] = frozenset()
    codes = {code for part in (named, today, later) for found_codes in part.values() for code in found_codes}
    catalogue = _catalogue(session, codes)
    return [
        ContractElements(
            number, _rows(catalogue, named.get(number, nothing), today.get(number, nothing), later.get(number, nothing))
        )
        for number in contract_ids
    ]


def _asked(session: Session, attestation_id: int) -> frozenset[str] | None:
    """The elements that an addendum was asked for; None for a whole attestation."""
    request_id = session.scalar(
        select(Request.id)
        .join(Attestation, Attestation.request_id == Request.id)
        .where(Attestation.id == attestation_id, Request.kind == ADDENDUM)
    )
    if request_id is None:
        return None
    codes = select(DataElement.code).join(RequestElement, RequestElement.element_id == DataElement.id)
    return frozenset(session.scalars(codes.where(RequestElement.request_id == request_id)))


def _rows(
    catalogue: Sequence[DataElement], named: frozenset[str], today: frozenset[str], later: frozenset[str]
) -> tuple[ElementRow, ...]:
    found = [
        ElementRow(
            element.code,
            element.name,
            element.tier,
            element.sensitive,
            element.code in named,
            element.code in today,
            _fit(element.code, named, today, later),
        )
        for element in catalogue
        if element.code in named | today | later
    ]
    order = (Fit.NOT_ATTESTED, Fit.NOT_ATTESTED_LATER, Fit.NOT_SHARED, Fit.BOTH)
    return tuple(sorted(found, key=lambda row: order.index(row.fit)))


def _fit(code: str, named: frozenset[str], today: frozenset[str], later: frozenset[str]) -> Fit:
    if code in named:
        return Fit.BOTH if code in today | later else Fit.NOT_SHARED
    return Fit.NOT_ATTESTED if code in today else Fit.NOT_ATTESTED_LATER


def _catalogue(session: Session, codes: set[str]) -> list[DataElement]:
    statement = select(DataElement).where(DataElement.code.in_(sorted(codes)))
    return list(session.scalars(statement.order_by(DataElement.position, DataElement.id)))
