"""The simulated city: a database, its clock, and the history of what was done there."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import Engine, create_engine, select
from sqlalchemy.orm import Session

from tests import cast as people
from tests.attested import attest, share
from tests.databases import settings_for
from tests.moments import Moments
from tests.simulation.history import Cover, Deal, Firm, History, Hold, Reader
from tracker.config import Settings
from tracker.database import prepare_engine
from tracker.domain.catalogue_words import ContactRole
from tracker.domain.roles import Role
from tracker.models.contact import VendorContact
from tracker.models.contract import Contract, ContractTerm
from tracker.models.department import Department
from tracker.models.policy import Holiday
from tracker.services import obligation_index, reminder_holds, standings
from tracker.services.work import TRACKER, Actor, Work

BEGINS = date(2026, 11, 23)
OWNERS = 12
ROLES = ("signer", "primary", "privacy", "security")


@dataclass(slots=True)
class City:
    """Where the deeds are done, at what moment, and what the oracle may know of them."""

    session: Session
    settings: Settings
    random: Random
    moments: Moments = field(default_factory=Moments)
    history: History = field(default_factory=History)
    cast: people.Cast | None = None
    contacts: int = 0

    def close(self) -> None:
        """Let go of the database."""
        engine = self.session.get_bind()
        self.session.close()
        assert isinstance(engine, Engine)
        engine.dispose()

    @property
    def today(self) -> date:
        return self.moments.clock.today()

    @property
    def work(self) -> Work:
        """A unit of work of the tracker itself."""
        return Work(self.session, TRACKER, self.moments.clock, self.settings)

    def acting(self, name: str) -> Work:
        """A unit of work of somebody of the cast."""
        number = getattr(self.cast, name)
        return Work(self.session, Actor("person", number, name.title()), self.moments.clock, self.settings)

    def new_address(self) -> str:
        self.contacts += 1
        return f"contact-{self.contacts}@vendor.example"


def founded(url: str, folder: Path, seed: int, contracts: int, days: int) -> City:
    """Make a city with so many contracts, whose coverage ends on any day of the first year."""
    engine = create_engine(url)
    prepare_engine(engine)
    city = City(Session(engine), settings_for(url, folder), Random(seed))  # noqa: S311  # chance, not secrets
    city.moments.go_to(BEGINS - timedelta(days=3))
    city.cast = people.settle(city.work)
    _staff(city)
    for number in range(contracts // 2 + 1):
        city.history.firms.append(_firm(city, number))
    for number in range(contracts):
        city.history.deals.append(_deal(city, number, days))
    _hold_some(city)
    obligation_index.rebuild(city.work)
    city.session.commit()
    return city


def _hold_some(city: City) -> None:
    """Some came in with a list, and nobody has started their reminders."""
    for deals in (city.history.deals[::20], city.history.deals[1::40]):
        placed = reminder_holds.place(city.work, [deal.number for deal in deals], "imported list.csv")
        assert placed is not None
        for deal in deals:
            deal.held = deal.was_held = True
        city.history.holds.append(Hold(placed.id, deals))


def _staff(city: City) -> None:
    session, history, cast = city.session, city.history, city.cast
    assert cast is not None
    for number in range(OWNERS):
        person = people._person(session, f"Owner{number} Owner", Role.PROCUREMENT)
        history.staff.append(Reader(person, f"owner{number}@city.example", staff=True))
    history.officers = [
        Reader(number, f"{name}@city.example", staff=True)
        for name, number in (("oscar", cast.oscar), ("olga", cast.olga))
    ]
    history.staff += [*history.officers, Reader(cast.max, "max@city.example", staff=True)]
    session.get_one(Department, cast.library).manager_id = cast.max
    history.holidays = set(session.scalars(select(Holiday.on_day)))
    session.flush()


def _firm(city: City, number: int) -> Firm:
    session = city.session
    firm = Firm(people._vendor(session, f"S-{number}", f"Vendor {number}"))
    for _ in range(city.random.choice((0, 1, 1, 1, 2, 2))):
        address = city.new_address()
        contact = people._contact(session, firm.number, f"Contact {city.contacts}", address)
        roles = frozenset(city.random.sample(ROLES, city.random.choice((1, 2))))
        session.query(VendorContact).filter_by(contact_id=contact).delete()
        session.add_all(VendorContact(vendor_id=firm.number, contact_id=contact, role=ContactRole(r)) for r in roles)
        firm.contacts.append(Reader(contact, address, roles))
    session.flush()
    return firm


def _deal(city: City, number: int, days: int) -> Deal:
    session, random, cast = city.session, city.random, city.cast
    assert cast is not None
    firm, owner = random.choice(city.history.firms), random.choice(city.history.staff[:OWNERS])
    department, manager = random.choice(((cast.library, city.history.staff[-1]), (cast.police, None)))
    starts_on = BEGINS - timedelta(days=random.randrange(100, 300))
    through_on = BEGINS + timedelta(days=random.choice((random.randrange(20, days + 20), 3000, 3000)))
    contract = people._contract(session, f"SC-{number}", f"Contract {number}", firm.number, department, owner.number)
    term = session.query(ContractTerm).filter_by(contract_id=contract).one()
    term.starts_on, term.through_on = starts_on, through_on
    session.flush()
    deal = Deal(contract, firm, owner, manager, starts_on, through_on)
    share(city.work, contract)
    if random.random() < 0.9:
        since = max(starts_on, date(2026, 1, 15))
        through = min(BEGINS + timedelta(days=random.randrange(-60, 365)), through_on)
        attestation = attest(city.work, contract, cast.oscar, through, since)
        deal.covers.append(Cover(attestation, since, through))
    standings.refresh(city.work, [contract])
    assert session.get_one(Contract, contract).owner_id == owner.number
    return deal
