"""What a request asks about: its contracts, and the data that each lets go today or later."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.agreed_text import AgreedContract, AgreedElement
from tracker.domain.catalogue_words import Direction
from tracker.models.contract import Contract, ContractTerm
from tracker.models.request import RequestContract
from tracker.queries.addendum import asked_elements
from tracker.queries.data_schedule import LineRow, declaration, lines

DIRECTION_WORDS = {
    Direction.CITY_GIVES: "given by the city",
    Direction.VENDOR_COLLECTS: "collected for the city",
}


@dataclass(frozen=True, slots=True)
class AskedContract:
    """A contract with its term (None is open), the lines of its data schedule, and its own figures.

    `lines` are those in force on the day or beginning later, in the catalogue's order.
    """

    id: int
    number: str
    title: str
    starts_on: date | None
    through_on: date | None
    breach_notice_hours: int
    disposal_days: int | None
    usage_protocol: str
    uses_ai: bool
    lines: tuple[LineRow, ...]

    @property
    def personal(self) -> tuple[LineRow, ...]:
        """The lines whose data can be linked to a person: what the attestation must name."""
        return tuple(line for line in self.lines if line.personal)

    @property
    def anonymous(self) -> tuple[LineRow, ...]:
        """The lines whose data is anonymized or aggregated."""
        return tuple(line for line in self.lines if not line.personal)

    @property
    def agreed(self) -> AgreedContract:
        """The contract and its personal data as they are printed for the signer."""
        return AgreedContract(
            number=self.number,
            title=self.title,
            breach_notice_hours=self.breach_notice_hours,
            disposal_days=self.disposal_days,
            usage_protocol=self.usage_protocol,
            elements=tuple(AgreedElement(line.code, line.name, line.tier, _use(line)) for line in self.personal),
        )


def asked_data(session: Session, request_id: int, day: date) -> tuple[AskedContract, ...]:
    """Return the contracts of a request by number, each with the data that it lets go on `day` or later.

    Of an addendum only the personal data that it asks about.
    """
    only = asked_elements(session, request_id)
    statement = (
        select(Contract.id, Contract.number, Contract.title, Contract.breach_notice_hours)
        .join(RequestContract, RequestContract.contract_id == Contract.id)
        .where(RequestContract.request_id == request_id)
        .order_by(Contract.number)
    )
    found = tuple(_contract(session, *row, day) for row in session.execute(statement).all())
    return found if only is None else tuple(_narrowed(contract, only) for contract in found)


def _narrowed(contract: AskedContract, only: dict[int, frozenset[int]]) -> AskedContract:
    asked = only.get(contract.id, frozenset())
    return replace(contract, lines=tuple(line for line in contract.personal if line.element_id in asked))


def _contract(session: Session, number: int, name: str, title: str, hours: int, day: date) -> AskedContract:
    terms = session.execute(
        select(ContractTerm.starts_on, ContractTerm.through_on, ContractTerm.disposal_days)
        .where(ContractTerm.contract_id == number, ContractTerm.replaced_at.is_(None))
        .order_by(ContractTerm.through_on.nulls_last(), ContractTerm.id)
    ).all()
    declared = declaration(session, number)
    return AskedContract(
        id=number,
        number=name,
        title=title,
        starts_on=min((term.starts_on for term in terms if term.starts_on), default=None),
        through_on=terms[-1].through_on if terms else None,
        breach_notice_hours=hours,
        disposal_days=terms[-1].disposal_days if terms else None,
        usage_protocol=declared.usage_protocol if declared else "",
        uses_ai=declared is not None and declared.uses_ai,
        lines=tuple(lines(session, number, day)),
    )


def _use(line: LineRow) -> str:
    parts = [DIRECTION_WORDS[line.direction], line.form.value]
    parts += [", ".join(line.subjects)] if line.subjects else []
    parts += [line.purpose] if line.purpose else []
    return "; ".join(parts)
