"""Addenda: the city asks only for what an attestation in force does not cover yet."""

from dataclasses import dataclass
from datetime import date

from tracker.models.attestation import Attestation
from tracker.models.contract import Contract
from tracker.models.request import Request
from tracker.queries.addendum import ADDENDUM, Difference, difference
from tracker.services import requests
from tracker.services.requests import NewRequest
from tracker.services.rules import RuleBroken
from tracker.services.work import Work


@dataclass(frozen=True, slots=True)
class NewAddendum:
    """What is asked: which of the added elements (by id), of whom, by when (None: the policy's day)."""

    element_ids: tuple[int, ...]
    contact_id: int
    due_on: date | None = None
    message: str = ""


def send(work: Work, contract: Contract, new: NewAddendum) -> Request:
    """Ask for an addendum to the attestation in force of a contract, for the difference only.

    Raises RuleBroken on `elements` for one that is attested, not shared or not there, on `contracts` when no
    attestation stands or nothing is missing, and as requests.send does.
    """
    found = difference(work.session, contract.id, work.today)
    _check(contract, found, new)
    return requests.send(
        work,
        NewRequest(
            vendor_id=contract.vendor_id,
            contract_ids=(contract.id,),
            contact_id=new.contact_id,
            due_on=new.due_on,
            message=new.message,
            addendum=True,
            elements=tuple((contract.id, number) for number in sorted(set(new.element_ids))),
        ),
    )


def last_day_of_main(work: Work, attestation: Attestation, contract_ids: tuple[int, ...]) -> date | None:
    """Return through which day the attestations are good that an addendum adds to; None for what is no addendum."""
    request = work.session.get(Request, attestation.request_id) if attestation.request_id else None
    if request is None or request.kind != ADDENDUM:
        return None
    days = [
        main.through_on
        for number in contract_ids
        for main in difference(work.session, number, work.today).main
        if main.attestation_id != attestation.id
    ]
    return max(days, default=None)


def _check(contract: Contract, found: Difference, new: NewAddendum) -> None:
    if not found.main:
        raise RuleBroken(
            "contracts", f"No attestation that still counts covers {contract.number}; ask for a whole one instead."
        )
    if not found.anything:
        raise RuleBroken("contracts", f"Everything that {contract.number} shares is attested; there is nothing to ask.")
    if set(new.element_ids) - {element.id for element in found.elements}:
        raise RuleBroken("elements", "Choose only elements that are shared and not attested.")
    if not new.element_ids and found.elements:
        raise RuleBroken("elements", "Choose at least one element.")
