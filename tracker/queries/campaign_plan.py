"""The plan of a campaign: which vendors a version leaves behind, whom to ask there, and on which day."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.portions import portions
from tracker.models.reminder_hold import HeldContract
from tracker.models.vendor import Vendor
from tracker.queries.askable import AskRow, Hindrance, VendorPerson, askable, people_of
from tracker.queries.version_outlook import LeftRow

AT_ONCE = 500
WORDS = {
    Hindrance.ARCHIVED: "{number} is archived.",
    Hindrance.UNDECLARED: "Nobody has said which personal data {number} lets go.",
    Hindrance.NO_PERSONAL_DATA: "{number} shares no personal data any more.",
    Hindrance.OPEN_REQUEST: "{number} is asked about in request {request} already.",
}


@dataclass(frozen=True, slots=True)
class VendorTurn:
    """A vendor of a campaign: when its turn is, and who would be asked; `person` is None when there is no contact."""

    vendor_id: int
    vendor: str
    wave: int
    ask_on: date
    contracts: int
    first_out_on: date
    person: VendorPerson | None


@dataclass(frozen=True, slots=True)
class AskedVendor:
    """What can be asked of a vendor today, and what stands in the way.

    `waits` says why its turn is put off as a whole; `hindrances` name what cannot be asked about.
    """

    contract_ids: tuple[int, ...]
    person: VendorPerson | None
    hindrances: tuple[str, ...]
    waits: str = ""


def turns(
    session: Session, rows: Iterable[LeftRow], per_wave: int, first_on: date, holidays: Collection[date]
) -> list[VendorTurn]:
    """Spread the vendors of these contracts over working days from a day on: those that run out first come first."""
    by_vendor: dict[int, list[LeftRow]] = defaultdict(list)
    for row in rows:
        by_vendor[row.vendor_id].append(row)
    first = {number: min(row.out_on for row in found) for number, found in by_vendor.items()}
    order = sorted(by_vendor, key=lambda number: (first[number], by_vendor[number][0].vendor, number))
    people = _people(session, order)
    found = []
    for wave, (day, numbers) in enumerate(portions(order, per_wave, first_on, holidays), start=1):
        for number in numbers:
            name, count = by_vendor[number][0].vendor, len(by_vendor[number])
            found.append(VendorTurn(number, name, wave, day, count, first[number], people.get(number)))
    return found


def asked_vendor(session: Session, vendor_id: int, contract_ids: Sequence[int], day: date) -> AskedVendor:
    """Return what can be asked of a vendor on a city day about these contracts."""
    paused = session.scalars(select(Vendor.reminders_paused_at).where(Vendor.id == vendor_id)).first()
    held = set(_held(session, contract_ids, day))
    rows = askable(session, [number for number in contract_ids if number not in held], day)
    person = next(iter(people_of(session, [vendor_id])), None)
    free = tuple(row.contract_id for row in rows if row.hindrance is None and row.vendor_id == vendor_id)
    said = [words for row in rows if (words := _words(row))]
    if person is None:
        said.append("The vendor has no contact who could be asked.")
    waits = ""
    if paused is not None:
        waits = "Reminders to this vendor are paused, so it is not asked either."
    elif held:
        waits = "Reminders about contracts of this vendor are held until somebody starts them."
    return AskedVendor(free, person, tuple(said), waits)


def _people(session: Session, vendor_ids: Sequence[int]) -> dict[int, VendorPerson]:
    found: dict[int, VendorPerson] = {}
    for start in range(0, len(vendor_ids), AT_ONCE):
        for person in people_of(session, vendor_ids[start : start + AT_ONCE]):
            found.setdefault(person.vendor_id, person)
    return found


def _held(session: Session, contract_ids: Sequence[int], day: date) -> Iterable[int]:
    statement = select(HeldContract.contract_id).where(
        HeldContract.contract_id.in_(contract_ids), (HeldContract.from_on.is_(None)) | (HeldContract.from_on > day)
    )
    return session.scalars(statement)


def _words(row: AskRow) -> str:
    return WORDS[row.hindrance].format(number=row.number, request=row.open_request_number) if row.hindrance else ""
