"""The city's reminder policy reckoned a second time, from the stored facts and without a line of the engine.

Section 4 of the catalogue as a table, the working days as a loop: for each thing that falls due, each recipient and
each step, the first working day on which it can be told, and of several on one day the latest.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from tests.cast import rows
from tracker.models.contact import Contact, VendorContact
from tracker.models.contract import Contract
from tracker.models.department import Department
from tracker.models.letter import Letter
from tracker.models.person import Person, PersonDepartment, PersonRole
from tracker.models.policy import Holiday
from tracker.models.request import Request, RequestContract, RequestStep
from tracker.models.standing import StandingSpan
from tracker.models.vendor import Vendor
from tracker.models.waiver import Waiver

VENDOR = ("signer", "primary")
STEPS: dict[str, dict[int, tuple[str, ...]]] = {
    "expiry": {
        -90: ("owner",), -60: VENDOR, -30: VENDOR, -14: (*VENDOR, "owner"), -7: (*VENDOR, "owner"),
        -1: (*VENDOR, "owner"), 0: (*VENDOR, "owner"), 1: ("owner",), 7: (*VENDOR, "manager"),
        14: (*VENDOR, "officer"), 30: (*VENDOR, "flag"),
    },
    "request": {7: VENDOR, 14: VENDOR, 21: VENDOR},
    "waiver": {-30: ("owner", "officer"), -7: ("owner", "officer"), 0: ("owner", "officer")},
    "disposal": dict.fromkeys((-30, -7, 0, 7, 14), (*VENDOR, "owner")),
}  # fmt: skip
COVERED = {"current", "expiring"}
LACKING = {"expired", "outdated", "gap", "missing"}
DISPOSING = {"disposal due", "disposal overdue"}
GOES_ON = LACKING | {"waived"}
DAY = timedelta(days=1)
LAST_STEP, CATCH_UP = 30, 90


@dataclass
class Thing:
    """What falls due, through which last day it is told, and to whom besides."""

    kind: str
    number: int
    due_on: date
    contract: Contract
    last_on: date | None = None
    asked: Contact | None = None
    city_only: bool = False
    wait: date | None = None


class Reckoning:
    """What should go to whom from today through a day, given what is noted already."""

    def __init__(self, session, today, through, noted, zone):
        self.session, self.today, self.through, self.noted, self.zone = session, today, through, noted, zone
        self.holidays = {row.on_day for row in rows(session, Holiday)}
        self.contracts = {row.id: row for row in rows(session, Contract) if row.archived_at is None}
        self.vendors = {row.id: row for row in rows(session, Vendor)}

    def all(self):
        """Give (day, recipient, obligation, due day, step, state) of everything, in order."""
        found = [*self.of_spans(), *self.of_requests(), *self.of_waivers()]
        oldest = self.today - (LAST_STEP + CATCH_UP) * DAY
        return sorted(row for thing in found if thing.due_on >= oldest for row in self.told(thing))

    def told(self, thing):
        subject = thing.kind if thing.kind in {"request", "waiver"} else "contract"
        key = f"{thing.kind}:{subject}:{thing.number}"
        for email, steps in self.meant(thing).items():
            turns = {}
            for days in sorted(steps):
                turns[self.working(max(self.today, thing.due_on + days * DAY, thing.wait or self.today))] = days
            for day, days in turns.items():
                if day <= self.through and (key, thing.due_on, days, email) not in self.noted:
                    yield day, email, key, thing.due_on, days, self.state(thing, steps[days])

    def meant(self, thing) -> dict[str, dict[int, set[str]]]:
        people = self.people(thing.contract, thing.asked)
        found: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
        for days, parts in STEPS[thing.kind].items():
            for part in parts if thing.last_on is None or thing.due_on + days * DAY <= thing.last_on else ():
                for email in () if thing.city_only and part in {*VENDOR, "flag"} else people[part]:
                    found[email][days].add(part)
        return found

    def state(self, thing, parts):
        if parts == {"flag"}:
            return "flagged"
        if parts <= set(VENDOR) and self.in_review(thing):
            return "stopped"
        paused = self.vendors[thing.contract.vendor_id].reminders_paused_at is not None
        return "paused" if paused and parts <= set(VENDOR) else "sent"

    def in_review(self, thing):
        if thing.kind == "request":
            return self.steps_of(thing.number)[-1].kind == "submitted"
        here = [span for span in self.spans(thing.contract.id) if span.from_on <= self.today < span.until_on]
        return here[0].stage == "city reviews"

    def of_spans(self):
        for contract in self.contracts.values():
            spans = self.spans(contract.id)
            index = 0
            while index < len(spans):
                group = COVERED if spans[index].standing in COVERED else DISPOSING
                after = past(spans, index, group)
                if after > index and spans[index].from_on <= self.today:
                    found = (self.coverage if group is COVERED else self.disposal)(contract, spans, index, after)
                    yield from found
                index = max(after, index + 1)

    def coverage(self, contract, spans, _index, after):
        if after == len(spans):
            return
        due_on = spans[after].from_on - DAY
        tail = spans[after : past(spans, after, GOES_ON)]
        lacks = any(span.standing in LACKING for span in tail)
        over = tail[-1].until_on if lacks else due_on + DAY
        if over > self.today:
            waived = [span.until_on for span in tail if span.standing == "waived" and span.from_on <= self.today]
            wait = max((day for day in waived if day > self.today), default=None) if lacks else None
            last_on = None if over == date.max else over - DAY
            city_only = spans[after].standing not in GOES_ON
            yield Thing("expiry", contract.id, due_on, contract, last_on, city_only=city_only, wait=wait)

    def disposal(self, contract, spans, index, after):
        due = [
            reason["on"] for span in spans[index:after] for reason in span.reasons if reason["kind"] == "disposal by"
        ]
        if due and spans[after - 1].until_on > self.today:
            yield Thing("disposal", contract.id, date.fromisoformat(due[0]), contract)

    def of_requests(self):
        for request in rows(self.session, Request, closed_at=None):
            about = sorted(row.contract_id for row in rows(self.session, RequestContract, request_id=request.id))
            asked_on = max(step.on_day for step in self.steps_of(request.id) if step.kind in {"sent", "returned"})
            letters = rows(self.session, Letter, request_id=request.id, kind="invitation")
            invited = [letter.written_at.astimezone(self.zone).date() for letter in letters]
            contact = self.session.get_one(Contact, request.contact_id)
            due_on = max([asked_on, *invited])
            yield Thing("request", request.id, due_on, self.contracts[about[0]], asked=contact)

    def of_waivers(self):
        for waiver in rows(self.session, Waiver, ended_on=None):
            if waiver.approved_at is not None and waiver.through_on >= self.today:
                contract = self.contracts[waiver.contract_id]
                yield Thing("waiver", waiver.id, waiver.through_on, contract, waiver.through_on, city_only=True)

    def people(self, contract, asked):
        roles = defaultdict(list)
        for held in rows(self.session, VendorContact, vendor_id=contract.vendor_id):
            roles[held.role.value].append(self.session.get_one(Contact, held.contact_id).email)
        officers = [
            person.email
            for person in rows(self.session, Person, active=True)
            if rows(self.session, PersonRole, person_id=person.id, role="privacy officer")
            and self.sees(person.id, contract.department_id)
        ]
        manager_id = self.session.get_one(Department, contract.department_id).manager_id
        manager = [self.session.get_one(Person, manager_id).email] if manager_id else officers
        owner = [self.session.get_one(Person, contract.owner_id).email] if contract.owner_id else manager
        either = roles["signer"] or roles["primary"] or roles["privacy"] or roles["security"] or owner
        told = {"signer": roles["signer"] or either, "primary": roles["primary"] or either}
        if asked is not None:
            told = {part: [asked.email] for part in VENDOR}
        return {**told, "owner": owner, "manager": manager, "officer": officers, "flag": ["hold renewal"]}

    def sees(self, person_id, department_id):
        scope = {row.department_id for row in rows(self.session, PersonDepartment, person_id=person_id)}
        return not scope or department_id in scope

    def spans(self, contract_id):
        statement = select(StandingSpan).where(StandingSpan.contract_id == contract_id).order_by(StandingSpan.from_on)
        return list(self.session.scalars(statement))

    def steps_of(self, request_id):
        return sorted(rows(self.session, RequestStep, request_id=request_id), key=lambda step: step.id)

    def working(self, day):
        while day.weekday() >= 5 or day in self.holidays:
            day += DAY
        return day


def past(spans, index, group):
    """Give the index of the first span from an index on that stands otherwise."""
    while index < len(spans) and spans[index].standing in group:
        index += 1
    return index
