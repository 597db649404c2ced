"""Planning a list of past attestations: facts of the past, accepted without a document and marked so.

One row is one signature for one contract. It agrees to every clause of its version and names the elements that the
contract let go on the day of the signature, as the paper that was accepted then did.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Final

from tracker.domain.catalogue_words import Answer, ContactRole
from tracker.domain.days import day_words
from tracker.domain.expiry import expiry_day
from tracker.domain.import_words import Fate, ImportKind
from tracker.domain.record_words import Outcome
from tracker.services.list_imports.attestation_reads import KnownAttestation, known_attestations
from tracker.services.list_imports.contract_lines import by_contract, not_usable
from tracker.services.list_imports.contract_reads import KnownContract, known_terms
from tracker.services.list_imports.drafts import Drafts
from tracker.services.list_imports.labels import label, text
from tracker.services.list_imports.named_contacts import NamedContacts, addresses
from tracker.services.list_imports.past_policy import GoingLine, PastPolicy, Version, going, going_on
from tracker.services.list_imports.row_plan import Change, Effect, Options, Row, RowPlan, Step, Told, refused
from tracker.services.list_imports.terms import KnownTerm
from tracker.services.work import Work

KIND: Final = ImportKind.ATTESTATIONS
MARK: Final = "Brought in from a list, without a document"


class _NotUsable(Exception):
    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.reason = label(KIND, field), reason


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What is known of one contract."""

    contract: KnownContract
    terms: list[KnownTerm]
    lines: list[GoingLine]
    known: list[KnownAttestation]


class AttestationPlanner:
    """Plans one list of past attestations."""

    def __init__(self, work: Work, options: Options) -> None:
        self._work, self._options = work, options
        self._drafts = Drafts()
        self._policy = PastPolicy(work.session)
        self._people = NamedContacts(work, self._drafts, "signer_email")

    def steps(self, records: Iterable[Row]) -> Iterator[Step]:
        """Give a step per row, contract by contract in the order in which the list names them first."""
        rows_of_list = list(records)
        self._people.prepare(rows_of_list)
        for portion in by_contract(self._work.session, rows_of_list):
            ids = [contract.id for _number, contract, _rows in portion if contract]
            session = self._work.session
            terms, lines, known = known_terms(session, ids), going(session, ids), known_attestations(session, ids)
            for number, contract, rows in portion:
                reason = not_usable(contract, number, self._options)
                if reason or contract is None:
                    yield refused(rows, number, label(KIND, "contract_number"), reason)
                    continue
                around = _Surroundings(
                    contract, terms.get(contract.id, []), lines.get(contract.id, []), known.get(contract.id, [])
                )
                for row in rows:
                    yield self._step(row, around)

    def _step(self, row: Row, around: _Surroundings) -> Step:
        number = around.contract.number
        try:
            version, signed_on, expires_on = self._days(row, around)
        except _NotUsable as error:
            return Step((RowPlan(row.number, Fate.REFUSED, number, error.column, error.reason),))
        name = text(row, "signer_name")
        new = KnownAttestation(name, signed_on, version.id, expires_on)
        same = next((one for one in around.known if _same(one, new)), None)
        if same is not None:
            if row.values.get("through_on") is not None and same.expires_on != expires_on:
                until = day_words(same.expires_on) if same.expires_on else "no day yet"
                reason = f"this attestation is recorded already, good through {until}; correct it on its page"
                return refused([row], number, label(KIND, "through_on"), reason)
            return Step((RowPlan(row.number, Fate.UNCHANGED, number),))
        around.known.append(new)
        return self._made(row, around, new, version, signed_on)

    def _days(self, row: Row, around: _Surroundings) -> tuple[Version, date, date]:
        if self._options.person_id is None:
            raise _NotUsable("contract_number", "say which privacy officer accepted it (--by)")
        signed_on = row.values["signed_on"]
        if signed_on > self._work.today:
            raise _NotUsable("signed_on", f"{day_words(signed_on)} is still to come")
        version = self._policy.version(text(row, "requirement_version"), signed_on)
        if version is None:
            told = text(row, "requirement_version")
            raise _NotUsable(
                "requirement_version",
                f"there is no published requirement version {told}"
                if told
                else f"no requirement version was in force on {day_words(signed_on)}; name the one that was agreed to",
            )
        tier = going_on(around.lines, signed_on).tier
        ends = [term.through_on for term in around.terms]
        expires_on = row.values.get("through_on") or expiry_day(signed_on, self._policy.months(tier), ends)
        if expires_on < signed_on:
            raise _NotUsable("signed_on", "it was signed after the contract's end; say through which day it was good")
        return version, signed_on, expires_on

    def _made(self, row: Row, around: _Surroundings, new: KnownAttestation, version: Version, signed_on: date) -> Step:
        contract, number = around.contract, self._drafts.new("attestation")
        person, effects = self._signer(row, contract)
        moment = _noon(signed_on, self._work)
        listed = row.values.get("through_on") is not None
        columns = {
            "vendor_id": contract.vendor_id,
            "request_id": None,
            "version_id": version.id,
            "round": 1,
            "signer_name": new.signer_name,
            "signer_title": text(row, "signer_title"),
            "signer_authority": "",
            "signed_on": signed_on,
            "submitted_by_id": person,
            "created_at": moment,
            "saved_at": moment,
            "submitted_at": moment,
            "effective_on": signed_on,
            "expires_on": new.expires_on,
            "expiry_reason": f"{MARK}; the list names the last day." if listed else "",
            "row_version": 1,
        }
        effects.append(Effect("attestation", number, None, columns, self._children(row, number, around, version)))
        changes = (
            Change(label(KIND, "signer_name"), "", new.signer_name),
            Change(label(KIND, "signed_on"), "", day_words(signed_on)),
            Change(label(KIND, "through_on"), "", day_words(new.expires_on) if new.expires_on else ""),
            Change(label(KIND, "requirement_version"), "", str(version.number)),
        )
        sentence = (
            f"recorded a past attestation of contract {contract.number}, signed by {new.signer_name} on "
            f"{day_words(signed_on)}, without a document"
        )
        subjects = (("attestation", number), ("contract", contract.id), ("vendor", contract.vendor_id))
        told = Told("attestation:imported", sentence, subjects, {"version": version.number})
        plan = RowPlan(row.number, Fate.CREATED, contract.number, changes=changes)
        return Step((plan,), tuple(effects), (told,), frozenset({contract.id}))

    def _children(
        self, row: Row, number: int, around: _Surroundings, version: Version
    ) -> tuple[tuple[str, dict[str, Any]], ...]:
        contract_id, here = around.contract.id, {"attestation_id": number}
        elements = going_on(around.lines, row.values["signed_on"]).elements
        note = ". ".join(part for part in (MARK, text(row, "note")) if part)
        review: dict[str, Any] = {
            **here,
            "reviewer_id": self._options.person_id,
            "outcome": Outcome.ACCEPTED,
            "checklist": [],
            "note": note,
            "reason": f"{MARK}.",
            "second_id": None,
            "decided_at": self._work.now,
        }
        agreed = {"answer": Answer.AGREE, "text": "", "target_on": None, "control": ""}
        return (
            ("attestation_contract", {**here, "contract_id": contract_id}),
            *(("attestation_element", {**here, "contract_id": contract_id, "element_id": each}) for each in elements),
            *(("clause_answer", {**here, "clause_id": each, **agreed}) for each in version.clause_ids),
            ("review", review),
        )

    def _signer(self, row: Row, contract: KnownContract) -> tuple[int | None, list[Effect]]:
        email = next(iter(addresses(row, "signer_email")), None)
        if email is None:
            return None, []
        person, effects = self._people.people.get(email), []
        if person is None:
            person, made = self._people.new(email, text(row, "signer_name"), text(row, "signer_title"))
            effects.append(made)
        held = person.roles.get(contract.vendor_id, frozenset())
        if not held:
            effects.append(self._people.give_roles(person, contract.vendor_id, frozenset({ContactRole.SIGNER})))
        return person.id, effects


def _same(one: KnownAttestation, other: KnownAttestation) -> bool:
    named = one.signer_name.casefold() == other.signer_name.casefold()
    return named and (one.signed_on, one.version_id) == (other.signed_on, other.version_id)


def _noon(day: date, work: Work) -> datetime:
    # Nobody knows the hour any more; noon is that day in every zone of the country.
    return datetime.combine(day, time(12), work.settings.zone).astimezone(UTC)
