"""What a person types to ask for attestations: of which contact, by when, with which words; shared by two rooms."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from tracker.domain.catalogue_words import ContactRole
from tracker.mail.composed import Composed
from tracker.models.request import Request
from tracker.models.vendor import Vendor
from tracker.queries.askable import AskRow, VendorPerson
from tracker.services import contacts, invitations, requests
from tracker.services.contacts import NewContact
from tracker.services.requests import NewRequest
from tracker.services.rules import RuleBroken
from tracker.services.work import Work
from tracker.web.forms import clean, clean_lines

NEW = "new"


@dataclass(slots=True)
class VendorAsking:
    """One request to be: a vendor, its contracts, and who is to be asked."""

    vendor_id: int
    vendor_name: str
    contracts: list[AskRow]
    people: list[VendorPerson]
    chosen: str = ""
    name: str = ""
    email: str = ""
    title: str = ""

    @property
    def ids(self) -> list[int]:
        """The ids of its contracts."""
        return [row.contract_id for row in self.contracts]

    @property
    def person(self) -> VendorPerson | None:
        """The contact chosen among those known; None for a new one."""
        return next((person for person in self.people if str(person.contact_id) == self.chosen), None)

    @property
    def recipient(self) -> str:
        """Name and address of whoever is to be asked."""
        name, email = (self.person.name, self.person.email) if self.person else (self.name, self.email)
        return f"{name} <{email}>"


@dataclass(slots=True)
class Asking:
    """Everything typed; `problems` are pairs of a field's id and a sentence."""

    vendors: list[VendorAsking]
    skipped: list[tuple[AskRow, str]]
    due: str
    message: str = ""
    problems: list[tuple[str, str]] = field(default_factory=list)
    due_on: date | None = None

    def error(self, name: str) -> str | None:
        """The sentence beside a field."""
        return next((sentence for where, sentence in self.problems if where == name), None)

    @property
    def total(self) -> int:
        """How many contracts are asked about."""
        return sum(len(vendor.contracts) for vendor in self.vendors)


def read(rows: Sequence[AskRow], people: Sequence[VendorPerson], typed: MultiDict[str, str], due_on: date) -> Asking:
    """Read what was typed (nothing at first: the most fitting contact and the usual due day are proposed)."""
    free = [row for row in rows if row.hindrance is None]
    vendors = [
        _vendor(list(group), [person for person in people if person.vendor_id == vendor_id], typed)
        for vendor_id, group in groupby(free, key=lambda row: row.vendor_id)
    ]
    skipped = [(row, sentence) for row in rows if (sentence := requests.refusal(row))]
    due = typed.get("due_on", due_on.isoformat()).strip()
    return Asking(vendors, skipped, due, clean_lines(typed.get("message"))[:10_000])


def check(asking: Asking, today: date) -> bool:
    """Check the shape of what was typed; puts the sentences into `problems` and says whether there are none."""
    try:
        asking.due_on = date.fromisoformat(asking.due)
    except ValueError:
        asking.problems.append(("due_on", _("Give the day by which the vendor should answer.")))
    else:
        if asking.due_on < today:
            asking.problems.append(("due_on", _("Choose today or a later day.")))
    if len(asking.message) > requests.LONGEST_MESSAGE:
        asking.problems.append(("message", _("Shorten the message to 2,000 characters.")))
    for vendor in asking.vendors:
        asking.problems += _problems(vendor)
    if not asking.vendors:
        asking.problems.append(("", _("There is no contract to ask about.")))
    return not asking.problems


def send(work: Work, asking: Asking) -> list[Request]:
    """Add new contacts and send every request, in one transaction; raises RuleBroken with the field's id."""
    sent = []
    for vendor in asking.vendors:
        try:
            contact_id = vendor.person.contact_id if vendor.person else _add_contact(work, vendor)
            new = NewRequest(vendor.vendor_id, tuple(vendor.ids), contact_id, asking.due_on, asking.message)
            sent.append(requests.send(work, new))
        except RuleBroken as broken:
            raise RuleBroken(_place(broken.field, vendor.vendor_id), broken.sentence) from broken
    return sent


def letters(work: Work, asking: Asking) -> list[tuple[VendorAsking, Composed]]:
    """Compose the letters as they would be sent."""
    due_on = asking.due_on or work.today
    return [(vendor, _preview(work, vendor, due_on, asking.message)) for vendor in asking.vendors]


def typed_fields(asking: Asking) -> list[tuple[str, str]]:
    """Everything typed as names and values, to be carried by the page of the last look."""
    pairs = [("due_on", asking.due), ("message", asking.message)]
    for vendor in asking.vendors:
        number = vendor.vendor_id
        pairs += [("contract", str(contract_id)) for contract_id in vendor.ids]
        pairs += [(f"contact-{number}", vendor.chosen), (f"name-{number}", vendor.name)]
        pairs += [(f"email-{number}", vendor.email), (f"title-{number}", vendor.title)]
    return pairs


def _vendor(contracts: list[AskRow], people: list[VendorPerson], typed: MultiDict[str, str]) -> VendorAsking:
    number = contracts[0].vendor_id
    proposed = str(people[0].contact_id) if people else NEW
    known = {NEW, *(str(person.contact_id) for person in people)}
    chosen = typed.get(f"contact-{number}", proposed)
    return VendorAsking(
        number,
        contracts[0].vendor_name,
        contracts,
        people,
        chosen=chosen if chosen in known else "",
        name=clean(typed.get(f"name-{number}"))[:200],
        email=clean(typed.get(f"email-{number}"))[:254],
        title=clean(typed.get(f"title-{number}"))[:200],
    )


def _problems(vendor: VendorAsking) -> Iterable[tuple[str, str]]:
    if not vendor.chosen:
        yield f"contact-{vendor.vendor_id}", _("Choose whom to ask at %(vendor)s.", vendor=vendor.vendor_name)
    if vendor.chosen == NEW and not vendor.name:
        yield f"name-{vendor.vendor_id}", _("Give the name of the new contact.")
    if vendor.chosen == NEW and "@" not in vendor.email:
        yield f"email-{vendor.vendor_id}", _("Give the e-mail address of the new contact.")


def _add_contact(work: Work, vendor: VendorAsking) -> int:
    new = NewContact(
        email=vendor.email,
        name=vendor.name,
        title=vendor.title,
        roles=frozenset({ContactRole.PRIMARY, ContactRole.SIGNER}),
    )
    return contacts.add(work, work.session.get_one(Vendor, vendor.vendor_id), new).id


def _place(name: str, vendor_id: int) -> str:
    if name in {"contact", "name", "email", "title"}:
        return f"{name}-{vendor_id}"
    return name if name in {"due_on", "message"} else ""


def _preview(work: Work, vendor: VendorAsking, due_on: date, message: str) -> Composed:
    language = vendor.person.language if vendor.person else None
    return invitations.preview(work, _name(vendor), vendor.vendor_id, vendor.ids, due_on, message, language)


def _name(vendor: VendorAsking) -> str:
    return vendor.person.name if vendor.person else vendor.name
