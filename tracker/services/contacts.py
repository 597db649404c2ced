"""Contacts: people at vendors, known by one e-mail address, who may act for several vendors."""

import re
from dataclasses import dataclass, replace

from sqlalchemy import delete, select

from tracker.domain.catalogue_words import ContactRole
from tracker.mail.tongue import LANGUAGES
from tracker.models.contact import Contact, VendorContact
from tracker.models.request import Request
from tracker.models.vendor import Vendor
from tracker.services import events, obligation_index, unreachable
from tracker.services.rules import Conflict, RuleBroken
from tracker.services.work import Work

# One address, no blanks, quotes or list signs: what a mail server could take for more than one is refused.
ADDRESS = re.compile(r"^[^\s@<>(),;:\\\"\[\]]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?\.[A-Za-z]{2,63}$")
LONGEST = {"email": 254, "name": 200, "title": 200, "phone": 50}


@dataclass(frozen=True, slots=True)
class NewContact:
    """What is recorded of a person at a vendor, with the roles it has there."""

    name: str
    email: str
    title: str = ""
    phone: str = ""
    roles: frozenset[ContactRole] = frozenset()
    language: str = "en"


def add(work: Work, vendor: Vendor, new: NewContact) -> Contact:
    """Record a person at a vendor; a person known by this e-mail address already gets these roles here too.

    What is known of such a person stays; only what was empty is filled in. Raises RuleBroken on `name`,
    `email` or `roles`.
    """
    new = _checked(new)
    contact = _by_email(work, new.email)
    if contact is None:
        facts = {"name": new.name, "title": new.title, "phone": new.phone, "language": new.language}
        contact = Contact(email=new.email, created_at=work.now, **facts)
        work.session.add(contact)
        work.session.flush()
    elif _roles(work, vendor, contact):
        raise RuleBroken("email", f"{contact.name} is a contact of {vendor.name} already.")
    else:
        contact.title, contact.phone = contact.title or new.title, contact.phone or new.phone
    _set_roles(work, vendor, contact, new.roles)
    obligation_index.touch_vendor(work, vendor.id)
    sentence = f"added {contact.name} as {_words(new.roles)} of {vendor.name}"
    events.record(work, "contact:added", sentence, ("vendor", vendor.id), ("contact", contact.id))
    return contact


def edit(work: Work, vendor: Vendor, contact: Contact, edited: NewContact, version: int) -> Contact:
    """Change a person and the roles it has at this vendor; its roles at other vendors stay.

    Raises Conflict when it is no longer the version that was read, RuleBroken as `add`, and on `email` when
    another person has that address.
    """
    if contact.version != version:
        raise Conflict("", "Somebody else changed this contact while you were editing it. Nothing was saved yet.")
    edited = _checked(edited)
    other = _by_email(work, edited.email)
    if other is not None and other.id != contact.id:
        raise RuleBroken("email", f"This address belongs to {other.name}.")
    after = {"name": edited.name, "email": edited.email, "title": edited.title, "phone": edited.phone}
    after["language"] = edited.language
    before = {name: getattr(contact, name) for name in after}
    roles = _roles(work, vendor, contact)
    changed = events.changes({**before, "roles": sorted(roles)}, {**after, "roles": sorted(edited.roles)})
    if not changed:
        return contact
    for name, value in after.items():
        setattr(contact, name, value)
    _set_roles(work, vendor, contact, edited.roles)
    if "email" in changed:
        unreachable.works_again(work, contact, "The address was changed.")
    obligation_index.touch_contact(work, contact.id)
    obligation_index.touch_vendor(work, vendor.id)
    sentence = f"changed {', '.join(sorted(changed))} of contact {contact.name} at {vendor.name}"
    subjects = (("vendor", vendor.id), ("contact", contact.id))
    events.record(work, "contact:edited", sentence, *subjects, details=changed)
    return contact


def choose_language(work: Work, contact: Contact, language: str) -> None:
    """Write letters to a contact in a language of tracker.mail.tongue.LANGUAGES from now on; raises RuleBroken."""
    _check_language(language)
    changed = events.changes({"language": contact.language}, {"language": language})
    if not changed:
        return
    contact.language = language
    work.session.flush()
    sentence = f"chose letters in {LANGUAGES[language]} for {contact.name}"
    events.record(work, "contact:language-chosen", sentence, ("contact", contact.id), details=changed)


def remove(work: Work, vendor: Vendor, contact: Contact) -> None:
    """End a person's roles at a vendor; what it signed stays. Refused while a request to it is open."""
    asked = select(Request.number).where(
        Request.vendor_id == vendor.id, Request.contact_id == contact.id, Request.closed_at.is_(None)
    )
    number = work.session.scalar(asked.limit(1))
    if number is not None:
        raise RuleBroken("", f"{contact.name} is asked in request {number}. Change its contact or revoke it first.")
    _set_roles(work, vendor, contact, frozenset())
    obligation_index.touch_vendor(work, vendor.id)
    sentence = f"removed {contact.name} from the contacts of {vendor.name}"
    events.record(work, "contact:removed", sentence, ("vendor", vendor.id), ("contact", contact.id))


def _checked(given: NewContact) -> NewContact:
    for name, longest in LONGEST.items():
        if len(getattr(given, name)) > longest:
            raise RuleBroken(name, f"Use at most {longest} characters.")
    if not given.name:
        raise RuleBroken("name", "Give the name of the person.")
    if not ADDRESS.match(given.email) or ".." in given.email:
        raise RuleBroken("email", "Give one e-mail address, like name@company.com.")
    if not given.roles:
        raise RuleBroken("roles", "Choose at least one role.")
    _check_language(given.language)
    return replace(given, email=given.email.lower())


def _check_language(language: str) -> None:
    if language not in LANGUAGES:
        raise RuleBroken("language", "Choose one of the languages that letters are written in.")


def _by_email(work: Work, email: str) -> Contact | None:
    return work.session.scalars(select(Contact).where(Contact.email == email)).first()


def _roles(work: Work, vendor: Vendor, contact: Contact) -> frozenset[ContactRole]:
    held = select(VendorContact.role).filter_by(vendor_id=vendor.id, contact_id=contact.id)
    return frozenset(work.session.scalars(held))


def _set_roles(work: Work, vendor: Vendor, contact: Contact, roles: frozenset[ContactRole]) -> None:
    here = {"vendor_id": vendor.id, "contact_id": contact.id}
    work.session.execute(delete(VendorContact).filter_by(**here))
    work.session.add_all(VendorContact(**here, role=role) for role in sorted(roles))
    work.session.flush()


def _words(roles: frozenset[ContactRole]) -> str:
    names = sorted(roles, key=list(ContactRole).index)
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]
