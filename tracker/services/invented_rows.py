"""Rows of invented vendors as tuples, made without a database so that several processes can make them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any, Final

from tracker.domain.facts import StepKind
from tracker.domain.names import name_key, search_text
from tracker.domain.policy import Policy
from tracker.domain.reasons import reasons_to_json
from tracker.domain.rule import RuleKind
from tracker.domain.timeline import timeline
from tracker.services.invented_contract import (
    AFTER_LUNCH,
    MOST_ATTESTATIONS,
    MOST_LINES,
    Asked,
    Element,
    Story,
    facts_of,
    invent,
)
from tracker.services.invented_words import contract_title, person_name, vendor_name

CONTRACTS_EACH: Final = 3
STEPS_EACH: Final = 4
SUBJECTS: Final = ("resident", "account-holder", "employee", "patron", "patient-or-client")
PURPOSES: Final = ("to run the service", "to answer requests", "to bill for the service", "to reach people")
COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "vendor": ("id", "number", "name", "name_key", "search_text", "created_at"),
    "contact": ("id", "email", "name", "title", "created_at"),
    "vendor_contact": ("vendor_id", "contact_id", "role"),
    "contract": (
        "id", "number", "title", "vendor_id", "department_id", "owner_id", "amount", "breach_notice_hours",
        "search_text", "created_at", "updated_at",
    ),
    "contract_term": ("id", "contract_id", "starts_on", "through_on", "disposal_days", "recorded_at"),
    "declaration": ("id", "contract_id", "kind", "reason", "recorded_at"),
    "data_line": (
        "id", "contract_id", "element_id", "subjects", "purpose", "direction", "form", "retention", "from_on",
        "recorded_at",
    ),
    "disposal": ("id", "contract_id", "certified_on", "method", "certified_by", "recorded_at"),
    "request": (
        "id", "number", "vendor_id", "contact_id", "version_id", "due_on", "nonce", "created_at", "opened_at",
        "closed_at",
    ),
    "request_contract": ("request_id", "contract_id"),
    "request_step": ("id", "request_id", "kind", "on_day", "recorded_at"),
    "attestation": (
        "id", "vendor_id", "request_id", "version_id", "signer_name", "signer_title", "signed_on", "submitted_by_id",
        "created_at", "saved_at", "submitted_at", "effective_on", "expires_on",
    ),
    "attestation_contract": ("attestation_id", "contract_id"),
    "review": ("id", "attestation_id", "reviewer_id", "outcome", "checklist", "decided_at"),
    "standing_span": (
        "contract_id", "department_id", "vendor_id", "starts_on", "through_on", "from_on", "until_on", "standing",
        "stage", "tier", "elements", "sensitive", "version", "attestation_id", "expires_on", "waived_through_on",
        "reasons",
    ),
}  # fmt: skip
"""The tables, parents first, with the columns that are filled."""

Rows = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Plan:
    """What every batch needs to know: the day, the catalogue, the policy and the ids to count from."""

    today: date
    catalogue: tuple[Element, ...]
    policy: Policy
    version_ids: dict[int, int]
    departments: tuple[int, ...]
    owners: tuple[int, ...]
    reviewer_id: int
    disposal_days: int
    breach_notice_hours: int
    first: dict[str, int]
    clauses: dict[int, frozenset[str]]
    seed: int = 1

    def agreed(self, day: date) -> tuple[int, frozenset[str]]:
        """Return the number of the version in force on a day, and the clauses of it that are agreed to."""
        version = self.policy.version_on(day) or self.policy.versions[0]
        return version.number, self.clauses[version.number]


def agreed_clauses(policy: Policy) -> dict[int, frozenset[str]]:
    """Return, by version, the clauses that invented vendors agree to: those for all, and for data of any tier."""
    kinds = {RuleKind.ALL, RuleKind.TIER}
    return {
        version.number: frozenset(clause.code for clause in version.clauses if clause.rule.kind in kinds)
        for version in policy.versions
    }


def batch(plan: Plan, indexes: Sequence[int]) -> Rows:
    """Return the rows of the invented vendors with these indexes, by table; the same for the same plan."""
    rows: Rows = defaultdict(list)
    for index in indexes:
        _vendor(plan, index, rows)
    return dict(rows)


def _vendor(plan: Plan, index: int, rows: Rows) -> None:
    random = Random(f"{plan.seed}:{index}")  # noqa: S311  # invented vendors need no secrets
    vendor_id, contact_id = plan.first["vendor"] + index, plan.first["contact"] + index
    name, number = vendor_name(vendor_id), f"V-{vendor_id:06d}"
    person, at = person_name(contact_id), _at(plan.today.replace(year=plan.today.year - 5, day=1))
    rows["vendor"].append((vendor_id, number, name, name_key(name), search_text(name, number), at))
    rows["contact"].append((contact_id, f"privacy{contact_id}@vendor{vendor_id}.example", person, "Director", at))
    rows["vendor_contact"] += [(vendor_id, contact_id, role) for role in ("primary", "signer")]
    for part in range(CONTRACTS_EACH):
        story = invent(random, plan.today, plan.catalogue)
        _contract(plan, index * CONTRACTS_EACH + part, (vendor_id, name, contact_id, person), story, random, rows)


def _contract(
    plan: Plan, index: int, vendor: tuple[int, str, int, str], story: Story, random: Random, rows: Rows
) -> None:
    contract_id = plan.first["contract"] + index
    number, title = f"K-{contract_id:07d}", contract_title(vendor[1], random.randrange(100))
    department = random.choice(plan.departments)
    owner = random.choice(plan.owners) if plan.owners else None
    amount = f"{random.randint(5, 900) * 1000}.00"
    at = _at(story.starts_on)
    rows["contract"].append(
        (contract_id, number, title, vendor[0], department, owner, amount, plan.breach_notice_hours,
         search_text(number, title), at, at)
    )  # fmt: skip
    starts_on, through_on = _day(story.starts_on), _day(story.through_on)
    rows["contract_term"].append(
        (plan.first["contract_term"] + index, contract_id, starts_on, through_on, plan.disposal_days, at)
    )
    _schedule(plan, index, story, random, rows)
    for turn, asked in enumerate(story.requests):
        _request(plan, index * MOST_ATTESTATIONS + turn, contract_id, vendor, asked, rows)
    first = plan.first["request"] + index * MOST_ATTESTATIONS
    facts = facts_of(story, plan.agreed, first, plan.disposal_days)
    outline = (contract_id, department, vendor[0], starts_on, through_on)
    rows["standing_span"] += [outline + _span(span) for span in timeline(facts, plan.policy)]


def _schedule(plan: Plan, index: int, story: Story, random: Random, rows: Rows) -> None:
    contract_id, at = plan.first["contract"] + index, _at(story.starts_on)
    if story.declared:
        reason = "The vendor sees no information about people." if story.declared == "no personal data" else ""
        rows["declaration"].append((plan.first["declaration"] + index, contract_id, story.declared, reason, at))
    first = plan.first["data_line"] + index * MOST_LINES
    purpose, subjects = random.choice(PURPOSES), json.dumps([random.choice(SUBJECTS)])
    for place, (element, from_on) in enumerate(story.lines()):
        rows["data_line"].append(
            (first + place, contract_id, element.id, subjects, purpose, "city gives", "identifiable", "3 years",
             _day(from_on) if from_on else None, at)
        )  # fmt: skip
    if story.certified_on:
        at = _at(story.certified_on)
        rows["disposal"].append(
            (plan.first["disposal"] + index, contract_id, _day(story.certified_on), "Destroyed", "Records desk", at)
        )


def _request(
    plan: Plan, index: int, contract_id: int, vendor: tuple[int, str, int, str], asked: Asked, rows: Rows
) -> None:
    request_id = plan.first["request"] + index
    sent_on = asked.steps[0][1]
    version_id = plan.version_ids[plan.agreed(asked.effective_on or plan.today)[0]]
    sent_at, opened_at, closed_at = (
        _at(day) if (day := asked.day_of(kind)) else None
        for kind in (StepKind.SENT, StepKind.OPENED, StepKind.ACCEPTED)
    )
    rows["request"].append(
        (request_id, f"{sent_on.year}-{request_id:07d}", vendor[0], vendor[2], version_id, _day(asked.due_on),
         f"invented-{request_id}", sent_at, opened_at, closed_at)
    )  # fmt: skip
    rows["request_contract"].append((request_id, contract_id))
    first = plan.first["request_step"] + index * STEPS_EACH
    rows["request_step"] += [
        (first + place, request_id, kind.value, _day(day), _at(day)) for place, (kind, day) in enumerate(asked.steps)
    ]
    if asked.signed_on is None:
        return
    signed_at, effective_on = _at(asked.signed_on), asked.effective_on
    rows["attestation"].append(
        (request_id, vendor[0], request_id, version_id, vendor[3], "Director", _day(asked.signed_on), vendor[2],
         opened_at, signed_at, signed_at, _day(effective_on) if effective_on else None,
         _day(asked.expires_on) if asked.expires_on else None)
    )  # fmt: skip
    rows["attestation_contract"].append((request_id, contract_id))
    if effective_on:
        rows["review"].append(
            (plan.first["review"] + index, request_id, plan.reviewer_id, "accepted", "[]", _at(effective_on))
        )


def _span(span: Any) -> tuple[Any, ...]:  # noqa: ANN401  # a Span, whose fields are a tuple
    *plain, reasons = span
    values = [_day(value) if isinstance(value, date) else value for value in plain]
    return (
        *(str(value) if isinstance(value, str) else value for value in values),
        json.dumps(reasons_to_json(reasons)),
    )


def _day(day: date) -> str:
    return day.isoformat()


def _at(day: date) -> str:
    """Write the moment of a day as SQLite keeps it, and as PostgreSQL reads it in a session whose zone is UTC."""
    return f"{day.isoformat()} {AFTER_LUNCH.isoformat('microseconds')}"
