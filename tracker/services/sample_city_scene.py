"""A vendor of the sample city: recorded with its contacts and contracts, and the data that they let go."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from tracker.documents.signatures.sample import SampleAuthority
from tracker.documents.store import Store
from tracker.domain.catalogue_words import ContactRole, Direction, Form
from tracker.models.attestation import Attestation
from tracker.models.contact import Contact
from tracker.models.contract import Contract
from tracker.models.vendor import Vendor
from tracker.services import contacts, contract_terms, contracts, data_schedule, vendors
from tracker.services.contacts import NewContact
from tracker.services.contract_terms import NewTerm
from tracker.services.contracts import NewContract
from tracker.services.data_schedule import NewSchedule
from tracker.services.sample_city_people import Staff
from tracker.services.schedule_rows import NewLine
from tracker.services.vendors import NewVendor
from tracker.services.work import Actor, Work

Told = dict[str, Any]


@dataclass(frozen=True, slots=True)
class City:
    """What every scene plays in: today's unit of work, the store of files, the staff, and elements by code."""

    work: Work
    store: Store
    staff: Staff
    elements: dict[str, int]
    authority: SampleAuthority


@dataclass(slots=True)
class Scene:
    """A vendor as it is told in seed_data/sample_city.toml, and the rows that it became."""

    city: City
    told: Told
    vendor: Vendor | None = None
    signer: Contact | None = None
    contracts: dict[str, Contract] = field(default_factory=dict)
    schedules: dict[str, NewSchedule] = field(default_factory=dict)
    accepted: Attestation | None = None

    def owner(self, number: str = "") -> Actor:
        """Return who owns a contract, or the vendor's first one."""
        found = next((item for item in self.told["contracts"] if item["number"] == number), self.told["contracts"][0])
        return self.city.staff.actors[found["owner"]]

    def chosen(self, step: Told) -> list[str]:
        """Return the numbers of the contracts that a step is about: those it names, or all with personal data."""
        sharing = [item["number"] for item in self.told["contracts"] if "elements" in item]
        return list(step.get("contracts", sharing))

    def the_signer(self) -> Contact:
        """Return the contact who signs."""
        if self.signer is None:
            raise LookupError(f"{self.told['name']} has no signer in the sample city.")
        return self.signer


def record_vendor(scene: Scene, work: Work, _told: Told) -> None:
    """Record the vendor and its contacts."""
    told = scene.told
    new = NewVendor(told["name"], told["number"], told.get("website", ""))
    scene.vendor = vendors.create(work, new, told.get("aliases", ()))
    for item in told["contacts"]:
        roles = frozenset(ContactRole(role) for role in item["roles"])
        contact = contacts.add(work, scene.vendor, NewContact(item["name"], item["email"], item["title"], "", roles))
        if scene.signer is None or ContactRole.SIGNER in roles:
            scene.signer = contact


def record_contract(scene: Scene, work: Work, told: Told) -> None:
    """Record a contract of the vendor."""
    today, staff = scene.city.work.today, scene.city.staff
    if scene.vendor is None:
        raise LookupError("A contract of the sample city is told before its vendor.")
    new = NewContract(
        number=told["number"],
        title=told["title"],
        vendor_id=scene.vendor.id,
        department_id=staff.departments[told["department"]],
        owner_id=staff.actors[told["owner"]].id,
        starts_on=today + timedelta(days=told["start"]),
        through_on=today + timedelta(days=told["end"]),
        amount=told["amount"],
        renewal_terms="One more year by letter, at most twice.",
    )
    scene.contracts[told["number"]] = contracts.create(work, new)


def declare(scene: Scene, work: Work, told: Told) -> None:
    """Declare what a contract lets go, as it is told."""
    contract = scene.contracts[told["number"]]
    if "no_personal_data" in told:
        data_schedule.declare_no_personal_data(work, contract, told["no_personal_data"])
        return
    line = NewLine(
        element_id=0,
        purpose=told["purpose"],
        subjects=tuple(told["subjects"]),
        direction=Direction(told.get("direction", Direction.CITY_GIVES)),
        form=Form(told.get("form", Form.IDENTIFIABLE)),
        retention="3 years after the last use",
    )
    lines = tuple(replace(line, element_id=scene.city.elements[code]) for code in told["elements"])
    schedule = NewSchedule(uses_ai=told.get("uses_ai", False), usage_protocol=told.get("protocol", ""), lines=lines)
    scene.schedules[told["number"]] = schedule
    data_schedule.declare_schedule(work, contract, schedule)


def share(scene: Scene, work: Work, step: Told) -> None:
    """Add elements to the data schedule, from the day on which it is declared."""
    for number in scene.chosen(step):
        before = scene.schedules[number]
        more = (
            replace(before.lines[0], element_id=scene.city.elements[code], from_on=work.today)
            for code in step["elements"]
        )
        scene.schedules[number] = replace(before, lines=(*before.lines, *more))
        data_schedule.declare_schedule(work, scene.contracts[number], scene.schedules[number])


def renew(scene: Scene, work: Work, step: Told) -> None:
    """Add a term after the last one."""
    for number in scene.chosen(step):
        contract = scene.contracts[number]
        last = contract_terms.known(work, contract)[-1]
        starts_on = last.through_on + timedelta(days=1) if last.through_on else None
        through_on = scene.city.work.today + timedelta(days=step["through"])
        contract_terms.renew(work, contract, NewTerm(starts_on, through_on))
