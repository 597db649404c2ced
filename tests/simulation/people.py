"""Deeds about people: contacts come and go, mail comes back, vendors are paused, staff choose and change."""

from datetime import timedelta

from sqlalchemy import select

from tests.simulation.city import ROLES, City
from tests.simulation.history import Firm, Reader
from tracker.domain.catalogue_words import ContactRole
from tracker.domain.obligations import Rhythm
from tracker.models.contact import Contact
from tracker.models.letter import Letter
from tracker.models.person import Person
from tracker.models.vendor import Vendor
from tracker.services import accounts, contacts, contracts, holidays, reminders, unreachable
from tracker.services.contacts import NewContact


def new_contact(city: City) -> bool:
    firm = city.random.choice(city.history.firms)
    roles, address = _roles(city), city.new_address()
    added = contacts.add(city.acting("pia"), vendor(city, firm), _given(address, roles))
    firm.contacts.append(Reader(added.id, address, roles))
    firm.contacts.sort(key=lambda one: one.number)
    firm.changed_on = city.today
    return True


def edit_contact(city: City) -> bool:
    firm, contact = _contact(city)
    if contact is None:
        return False
    row = city.session.get_one(Contact, contact.number)
    address = city.random.choice((contact.email, city.new_address()))
    roles = _roles(city)
    contacts.edit(city.acting("pia"), vendor(city, firm), row, _given(address, roles), row.version)
    contact.reachable = contact.reachable or address != contact.email
    contact.email, contact.roles, firm.changed_on = address, roles, city.today
    return True


def remove_contact(city: City) -> bool:
    firm, contact = _contact(city)
    if contact is None:
        return False
    contacts.remove(city.acting("pia"), vendor(city, firm), city.session.get_one(Contact, contact.number))
    firm.contacts.remove(contact)
    firm.changed_on = city.today
    return True


def bounce(city: City) -> bool:
    addresses = {one.email: one for firm in city.history.firms for one in firm.contacts if one.reachable}
    sent = select(Letter).where(Letter.to_email.in_(sorted(addresses)), Letter.contact_id.is_not(None))
    letter = city.session.scalars(sent.order_by(Letter.id.desc()).limit(1)).first()
    if letter is None or not unreachable.mark(city.work, letter, "No such mailbox."):
        return False
    addresses[letter.to_email].reachable = False
    return True


def works_again(city: City) -> bool:
    marked = [one for firm in city.history.firms for one in firm.contacts if not one.reachable]
    if not marked:
        return False
    contact = city.random.choice(marked)
    unreachable.works_again(city.work, city.session.get_one(Contact, contact.number))
    contact.reachable = True
    return True


def pause(city: City) -> bool:
    firm = city.random.choice(city.history.firms)
    if firm.paused:
        reminders.resume(city.acting("pia"), vendor(city, firm))
    else:
        reminders.pause(city.acting("pia"), vendor(city, firm), "The vendor moves.")
    firm.paused = not firm.paused
    return True


def holiday(city: City) -> bool:
    day = city.today + timedelta(days=city.random.randrange(2, 20))
    if day in city.history.holidays:
        holidays.remove(city.acting("adam"), day)
        city.history.holidays.remove(day)
    else:
        holidays.add(city.acting("adam"), day, "A day off")
        city.history.holidays.add(day)
    return True


def rhythm(city: City) -> bool:
    reader = city.random.choice(city.history.staff)
    rhythm = city.random.choice(("daily", "daily", "weekly", "none"))
    accounts.choose_letters(city.work, city.session.get_one(Person, reader.number), Rhythm(rhythm), "en")
    reader.rhythm = rhythm
    return True


def change_owner(city: City) -> bool:
    deal, owner = city.random.choice(city.history.deals), city.random.choice(city.history.staff)
    contracts.assign_owner(city.acting("pia"), [deal.number], owner.number)
    deal.owner, deal.changed_on = owner, city.today
    return True


def _contact(city: City) -> tuple[Firm, Reader | None]:
    firm = city.random.choice(city.history.firms)
    return firm, city.random.choice(firm.contacts) if firm.contacts else None


def _roles(city: City) -> frozenset[str]:
    return frozenset(city.random.sample(ROLES, city.random.choice((1, 2))))


def _given(address: str, roles: frozenset[str]) -> NewContact:
    return NewContact("Some Contact", address, roles=frozenset(ContactRole(role) for role in roles))


def vendor(city: City, firm: Firm) -> Vendor:
    return city.session.get_one(Vendor, firm.number)
