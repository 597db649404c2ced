"""People whose address does not work: marked when mail fails, free again when the address is mended."""

from sqlalchemy import select

from tracker.domain.record_words import TaskKind
from tracker.models.contact import Contact, VendorContact
from tracker.models.contract import Contract
from tracker.models.letter import Letter, LetterContract
from tracker.models.person import Person
from tracker.models.request import Request
from tracker.models.vendor import Vendor
from tracker.services import events, obligation_index, tasks
from tracker.services.work import Work

LONGEST_REASON = 500


def mark(work: Work, letter: Letter, reason: str) -> bool:
    """Mark the reader of a letter as unreachable, with a task for staff; return whether somebody was marked.

    Nobody is marked when the letter's address is not that person's any more. What is due for the vendor goes to
    its next contact, or to the contract's owner, from the next run on.
    """
    if letter.contact_id is not None:
        contact = work.session.get_one(Contact, letter.contact_id)
        if _same(contact.email, letter.to_email):
            _mark_contact(work, letter, contact, reason[:LONGEST_REASON])
            return True
    elif letter.person_id is not None:
        person = work.session.get_one(Person, letter.person_id)
        if _same(person.email, letter.to_email):
            _mark_person(work, letter, person, reason[:LONGEST_REASON])
            return True
    return False


def works_again(work: Work, contact: Contact, note: str = "The address works again.") -> None:
    """Take the mark off a contact and close its task; does nothing for a contact that is not marked."""
    if contact.unreachable_at is None:
        return
    contact.unreachable_at, contact.unreachable_reason = None, ""
    work.session.flush()
    vendors = _vendors_of(work, contact.id)
    sentence = f"noted of contact {contact.name}: {note}"
    events.record(work, "contact:reachable", sentence, ("contact", contact.id), *(("vendor", i) for i in vendors))
    tasks.settle(work, contact_key(contact.id), note)
    obligation_index.touch_contact(work, contact.id)


def person_works_again(work: Work, person: Person, note: str = "The address works again.") -> None:
    """Take the mark off a member of staff and close its task; does nothing for one that is not marked."""
    if person.unreachable_at is None:
        return
    person.unreachable_at, person.unreachable_reason = None, ""
    work.session.flush()
    events.record(work, "person:reachable", f"noted of {person.name}: {note}", ("person", person.id))
    tasks.settle(work, person_key(person.id), note)
    obligation_index.touch_person(work, person.id)


def contact_key(contact_id: int) -> str:
    """The key of the task about a contact's address."""
    return f"address:contact:{contact_id}"


def person_key(person_id: int) -> str:
    """The key of the task about a member of staff's address."""
    return f"address:person:{person_id}"


def vendor_of(work: Work, letter: Letter) -> int | None:
    """Return the vendor that a letter is about: that of its request or contracts, or its reader's first."""
    asked = select(Request.vendor_id).where(Request.id == letter.request_id)
    about = (
        select(Contract.vendor_id)
        .join(LetterContract, LetterContract.contract_id == Contract.id)
        .where(LetterContract.letter_id == letter.id)
        .order_by(Contract.id)
    )
    acts = select(VendorContact.vendor_id).where(VendorContact.contact_id == letter.contact_id)
    for statement in (asked, about, acts.order_by(VendorContact.vendor_id)):
        found = work.session.scalar(statement.limit(1))
        if found is not None:
            return found
    return None


def _mark_contact(work: Work, letter: Letter, contact: Contact, reason: str) -> None:
    if contact.unreachable_at is not None:
        return
    contact.unreachable_at, contact.unreachable_reason = work.now, reason
    work.session.flush()
    vendors = _vendors_of(work, contact.id)
    vendor_id = vendor_of(work, letter)
    said = f"marked the address of contact {contact.name} as not working: {reason}"
    subjects = (("contact", contact.id), ("letter", letter.id), *(("vendor", number) for number in vendors))
    events.record(work, "contact:unreachable", said, *subjects)
    where = work.session.scalar(select(Vendor.name).where(Vendor.id == vendor_id))
    whom = f"{contact.name}, {where}," if where else contact.name
    sentence = (
        f"Mail to {whom} does not arrive at {contact.email}. Correct the address, or say that it works again. "
        "Until then reminders go to the next contact of the vendor, or to the owner of the contract."
    )
    tasks.open_(work, TaskKind.MAIL_RETURNED, contact_key(contact.id), sentence,
                letter_id=letter.id, contact_id=contact.id, vendor_id=vendor_id)  # fmt: skip
    obligation_index.touch_contact(work, contact.id)


def _mark_person(work: Work, letter: Letter, person: Person, reason: str) -> None:
    if person.unreachable_at is not None:
        return
    person.unreachable_at, person.unreachable_reason = work.now, reason
    work.session.flush()
    said = f"marked the address of {person.name} as not working: {reason}"
    events.record(work, "person:unreachable", said, ("person", person.id), ("letter", letter.id))
    sentence = f"Mail to {person.name} (staff) does not arrive at {person.email}. Correct the address under Settings."
    tasks.open_(work, TaskKind.MAIL_RETURNED, person_key(person.id), sentence,
                letter_id=letter.id, person_id=person.id)  # fmt: skip
    obligation_index.touch_person(work, person.id)


def _vendors_of(work: Work, contact_id: int) -> list[int]:
    acts = select(VendorContact.vendor_id).where(VendorContact.contact_id == contact_id).distinct()
    return list(work.session.scalars(acts.order_by(VendorContact.vendor_id)))


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()
