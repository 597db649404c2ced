"""A city with many yearly attestations behind it, of which a chosen number falls due today, written table by table.

Coverage ends evenly over the year; a few contracts lapsed this month. Every step before today stands in the ledger,
as after daily runs, so that the number due does not depend on the size. The clauses' answers are left out: nothing
here judges a contract again.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, select

from tracker.database import Base
from tracker.domain.days import FIRST_DAY, LAST_DAY, day_after
from tracker.domain.reminder_policy import DEFAULT_STEPS, ObligationKind, Told, steps_from_json
from tracker.domain.run_words import INDEX
from tracker.models.catalogue import DataElement
from tracker.models.department import Department
from tracker.models.person import Person
from tracker.models.requirement import RequirementVersion
from tracker.models.scheduler import JobRun
from tracker.services.bulk_rows import put
from tracker.services.work import Work

AT_ONCE = 5000
CONTRACTS_EACH = 3
OWNERS = 200
YEAR = 365
NOTICE = 60
DISPOSAL = 60
STEPS = tuple(step for step in steps_from_json(DEFAULT_STEPS) if step.kind is ObligationKind.EXPIRY)
FIRST_OF_DISPOSAL = -30
ON_STEP = tuple(-step.days for step in STEPS)
"""Days from today to the end of coverage on which a step is reached today."""
OFF_STEP = tuple(days for days in range(-29, YEAR) if days not in ON_STEP)
COLUMNS: dict[str, tuple[str, ...]] = {
    "vendor": ("id", "number", "name", "name_key", "search_text", "created_at"),
    "contact": ("id", "email", "name", "created_at"),
    "vendor_contact": ("vendor_id", "contact_id", "role"),
    "contract": (
        "id", "number", "title", "vendor_id", "department_id", "owner_id", "search_text", "created_at", "updated_at",
    ),
    "contract_term": ("contract_id", "starts_on", "through_on", "recorded_at"),
    "data_line": (
        "contract_id", "element_id", "subjects", "purpose", "direction", "form", "retention", "recorded_at",
    ),
    "attestation": (
        "id", "vendor_id", "version_id", "created_at", "saved_at", "submitted_at", "effective_on", "expires_on",
    ),
    "attestation_contract": ("attestation_id", "contract_id"),
    "attestation_element": ("attestation_id", "contract_id", "element_id"),
    "review": ("attestation_id", "reviewer_id", "outcome", "checklist", "decided_at"),
    "standing_span": (
        "contract_id", "department_id", "vendor_id", "starts_on", "through_on", "from_on", "until_on", "standing",
        "stage", "tier", "elements", "version", "attestation_id", "expires_on", "reasons",
    ),
    "obligation": ("key", "kind", "contract_id", "due_on", "next_on"),
    "reminder": ("obligation", "contract_id", "due_on", "step_days", "recipient", "state", "reason", "recorded_at"),
}  # fmt: skip
AT = "2026-01-05 18:00:00.000000"
Rows = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Ground:
    """What the rows refer to."""

    today: date
    due: int
    element_id: int
    version_id: int
    department_id: int
    owners: tuple[tuple[int, str], ...]
    officer: tuple[int, str]


def fill(work: Work, contracts: int, due: int) -> Iterator[int]:
    """Add so many contracts, `due` of which have a step to be told today; yield how many are done, for a commit."""
    ground = _ground(work, due)
    # Says that the index is filled, or the first run would fill it again.
    work.session.add(JobRun(name=INDEX, started_at=work.now, finished_at=work.now, outcome="written by the benchmark"))
    work.session.flush()
    for start in range(0, contracts, AT_ONCE):
        rows: Rows = defaultdict(list)
        for number in range(start + 1, min(start + AT_ONCE, contracts) + 1):
            _contract(ground, number, rows)
        connection = work.session.connection()
        _put(connection, rows)
        yield min(start + AT_ONCE, contracts)


def _put(connection: Connection, rows: Rows) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL TIME ZONE 'UTC'")
    for name, columns in COLUMNS.items():
        put(connection, Base.metadata.tables[name], columns, rows.get(name, ()))


def _ground(work: Work, due: int) -> Ground:
    session = work.session
    department = Department(name="Department of records")
    people = [
        Person(email=f"owner{number}@city.example", name=f"Owner {number}", epoch=f"o{number}", created_at=work.now)
        for number in range(OWNERS + 1)
    ]
    session.add_all([department, *people])
    session.flush()
    # Stands in for managers and officers too, so that who is told does not depend on chance.
    department.manager_id = people[-1].id
    session.flush()
    element, version = select(DataElement.id).limit(1), select(RequirementVersion.id).limit(1)
    return Ground(
        today=work.today,
        due=due,
        element_id=session.scalars(element).one(),
        version_id=session.scalars(version).one(),
        department_id=department.id,
        owners=tuple((person.id, person.email) for person in people[:-1]),
        officer=(people[-1].id, people[-1].email),
    )


def _contract(ground: Ground, number: int, rows: Rows) -> None:
    days = ON_STEP[number % len(ON_STEP)] if number <= ground.due else OFF_STEP[number % len(OFF_STEP)]
    ends_on = ground.today + timedelta(days=days)
    rounds = 4 if number % CONTRACTS_EACH == 0 else 3
    began_on = ends_on - timedelta(days=rounds * YEAR - 1)
    through_on = ends_on + timedelta(days=2 * YEAR)
    vendor, owner = (number - 1) // CONTRACTS_EACH + 1, ground.owners[number % OWNERS]
    contact = f"privacy{vendor}@vendor{vendor}.example"
    if number % CONTRACTS_EACH == 1:
        name = f"Vendor {vendor}"
        rows["vendor"].append((vendor, f"V-{vendor}", name, name.casefold(), name.casefold(), AT))
        rows["contact"].append((vendor, contact, f"Contact {vendor}", AT))
        rows["vendor_contact"] += [(vendor, vendor, role) for role in ("primary", "signer")]
    title = f"Service {number}"
    rows["contract"].append(
        (number, f"S-{number}", title, vendor, ground.department_id, owner[0], title.casefold(), AT, AT)
    )
    rows["contract_term"].append((number, f"{began_on}", f"{through_on}", AT))
    rows["data_line"].append(
        (number, ground.element_id, '["resident"]', "to run the service", "city gives", "identifiable", "3 years", AT)
    )
    _attestations(ground, number, vendor, ends_on, rounds, rows)
    outline = (number, ground.department_id, vendor, f"{began_on}", f"{through_on}")
    rows["standing_span"] += [outline + span for span in _spans(number, (began_on, ends_on, through_on))]
    rows["obligation"] += _index(ground, number, ends_on, through_on)
    rows["reminder"] += _ledger(ground, number, ends_on, {"contact": contact, "owner": owner[1]})


def _attestations(ground: Ground, number: int, vendor: int, ends_on: date, rounds: int, rows: Rows) -> None:
    for turn in range(rounds):
        attestation = number * 4 + turn
        last = ends_on - timedelta(days=turn * YEAR)
        first = last - timedelta(days=YEAR - 1)
        rows["attestation"].append((attestation, vendor, ground.version_id, AT, AT, AT, f"{first}", f"{last}"))
        rows["attestation_contract"].append((attestation, number))
        rows["attestation_element"].append((attestation, number, ground.element_id))
        rows["review"].append((attestation, ground.officer[0], "accepted", "[]", AT))


def _spans(number: int, days: tuple[date, date, date]) -> Iterator[tuple[Any, ...]]:
    began_on, ends_on, through_on = days
    after, over = day_after(ends_on), day_after(through_on)
    disposed = over + timedelta(days=DISPOSAL)
    soon, attestation = ends_on - timedelta(days=NOTICE), number * 4
    expires = {"kind": "attestation expires", "on": f"{ends_on}", "attestation_id": attestation, "version": 1}
    ended = expires | {"kind": "attestation expired"}
    by = [{"kind": "over", "on": f"{through_on}"}, {"kind": "disposal by", "on": f"{disposed - timedelta(days=1)}"}]
    covered, bare = (2, 1, 1, attestation, f"{ends_on}"), (2, 1, None, None, None)
    starts = [{"kind": "not started", "on": f"{began_on}"}]
    for from_on, until_on, standing, stage, columns, reasons in (
        (FIRST_DAY, began_on, "not in force", "nobody", (None, 0, None, None, None), starts),
        (began_on, soon, "current", "nobody", covered, []),
        (soon, after, "expiring", "city requests", covered, [expires]),
        (after, over, "expired", "city requests", covered, [ended]),
        (over, disposed, "disposal due", "vendor answers", bare, by),
        (disposed, LAST_DAY, "disposal overdue", "vendor answers", bare, by),
    ):
        yield (from_on.isoformat(), until_on.isoformat(), standing, stage, *columns, json.dumps(reasons))


def _index(ground: Ground, number: int, ends_on: date, through_on: date) -> Iterator[tuple[Any, ...]]:
    """The index as daily runs have left it: each thing on the day of its next step."""
    coming = [day for step in STEPS if (day := ends_on + timedelta(days=step.days)) >= ground.today]
    yield (f"expiry:contract:{number}", "expiry", number, f"{ends_on}", f"{min(coming)}" if coming else None)
    dispose_by = through_on + timedelta(days=DISPOSAL)
    first = dispose_by + timedelta(days=FIRST_OF_DISPOSAL)
    yield (f"disposal:contract:{number}", "disposal", number, f"{dispose_by}", f"{first}")


def _ledger(ground: Ground, number: int, ends_on: date, emails: dict[str, str]) -> Iterator[tuple[Any, ...]]:
    for step in STEPS:
        if ends_on + timedelta(days=step.days) < ground.today:
            for email in sorted({_email(ground, part, emails) for part in step.told}):
                yield (f"expiry:contract:{number}", number, f"{ends_on}", step.days, email, "sent", "", AT)


def _email(ground: Ground, part: Told, emails: dict[str, str]) -> str:
    match part:
        case Told.SIGNER | Told.PRIMARY:
            return emails["contact"]
        case Told.OWNER:
            return emails["owner"]
        case _:
            return ground.officer[1]
