"""A contract, a vendor and a requirement version in an evidence pack."""

from hashlib import sha256
from json import dumps
from typing import Any

from tracker.domain.disclosure import Matter
from tracker.domain.reasons import reasons_to_json
from tracker.domain.spans import Span
from tracker.domain.wording import standing_sentence
from tracker.queries import contract as contract_questions
from tracker.queries import element_names, evidence_attestation, evidence_contract, vendor, waivers
from tracker.queries.evidence import Subject
from tracker.queries.waivers import WaiverRow, WaiverState
from tracker.services.evidence_making import Making, plain


def contract(making: Making, contract_id: int) -> dict[str, Any]:
    """Write and return what had been recorded of a contract that the viewer may see."""
    view = contract_questions.contract(making.session, making.viewer, contract_id)
    if view is None:
        raise LookupError(f"There is no contract {contract_id}.")
    known = evidence_contract.known(making.session, contract_id, making.day, making.until_at, making.policy)
    tell = making.redaction.told
    record = {
        "file": f"contracts/contract-{contract_id}.json",
        "id": contract_id,
        "number": view.number,
        "title": view.title,
        "vendor": {"id": view.vendor_id, "name": view.vendor, "number": view.vendor_number},
        "department": view.department,
        "owner": tell(Matter.PEOPLE, view.owner),
        "amount": str(view.amount) if view.amount is not None else None,
        "breach_notice_hours": view.breach_notice_hours,
        "archived_at": plain(view.archived_at),
        "terms": known.terms,
        "declarations": [{**row, "reason": tell(Matter.REASON, row["reason"])} for row in known.declarations],
        "shared": known.shared,
        "stood": _stood(making, known.span),
        "waivers": [
            _waiver(making, row)
            for row in reversed(waivers.of_contract(making.session, contract_id))
            if making.knows(row.asked_at)
        ],
        "disposals": [{**row, "certified_by": tell(Matter.PEOPLE, row["certified_by"])} for row in known.disposals],
    }
    return _written(making, record)


def about_vendor(making: Making, about: Subject) -> dict[str, Any]:
    """Write and return the vendor's names."""
    found = vendor.vendor(making.session, making.viewer, about.vendor_id)
    record = {
        "file": "vendor.json",
        "id": about.vendor_id,
        "name": about.vendor,
        "number": found.number if found else None,
        "aliases": [name for _, name in vendor.aliases(making.session, about.vendor_id)],
    }
    return _written(making, record)


def requirements(making: Making, version_id: int) -> dict[str, str]:
    """Write a requirement version in full; return its file and the digest of its clauses.

    What everybody must agree to is public, so nothing of it is ever left out.
    """
    found = evidence_attestation.version_text(making.session, version_id)
    path = f"requirements/version-{version_id}.json"
    clauses = [
        {"code": one.code, "text": one.text, "principle": one.principle, "rule": one.rule} for one in found.clauses
    ]
    digest = sha256(dumps(clauses, sort_keys=True, separators=(",", ":")).encode("ascii")).hexdigest()
    record = {
        "set": found.set_name,
        "version": found.number,
        "effective_on": plain(found.effective_on),
        "grace_days": found.grace_days,
        "published_at": plain(found.published_at),
        "clauses_sha256": digest,
        "clauses": clauses,
    }
    making.pack.json(path, record)
    return {"file": path, "clauses_sha256": digest}


def _written(making: Making, record: dict[str, Any]) -> dict[str, Any]:
    cleaned: dict[str, Any] = making.redaction.words(record)
    making.pack.json(cleaned["file"], cleaned)
    return cleaned


def _stood(making: Making, span: Span | None) -> dict[str, Any] | None:
    if span is None:
        return None
    codes = {code for reason in span.reasons for code in reason.subjects}
    return {
        "day": plain(making.day),
        "standing": span.standing.value,
        "stage": span.stage.value,
        "sentence": standing_sentence(span, names=element_names.inside_sentences(making.session, codes)),
        "reasons": reasons_to_json(span.reasons),
    }


def _waiver(making: Making, row: WaiverRow) -> dict[str, Any]:
    tell, knows = making.redaction.told, making.knows
    approved, refused, ended = knows(row.approved_at), knows(row.refused_at), knows(row.ended_at)
    return {
        "id": row.id,
        "state": _state(making, row, approved=approved, refused=refused, ended=ended).value,
        "elements": list(row.elements),
        "clauses": list(row.clauses),
        "reason": tell(Matter.REASON, row.reason),
        "from_on": plain(row.from_on),
        "through_on": plain(row.through_on),
        "asked_by": tell(Matter.PEOPLE, row.asked_by),
        "asked_at": plain(row.asked_at),
        "approved_by": tell(Matter.PEOPLE, row.approved_by) if approved else None,
        "approved_at": plain(row.approved_at) if approved else None,
        "refused_at": plain(row.refused_at) if refused else None,
        "refused_reason": tell(Matter.REASON, row.refused_reason) if refused else "",
        "ended_on": plain(row.ended_on) if ended else None,
        "ended_reason": tell(Matter.REASON, row.ended_reason) if ended else "",
    }


def _state(making: Making, row: WaiverRow, *, approved: bool, refused: bool, ended: bool) -> WaiverState:
    if refused:
        return WaiverState.REFUSED
    if not approved:
        return WaiverState.ASKED
    if row.through_on < making.day or (ended and row.ended_on is not None and row.ended_on <= making.day):
        return WaiverState.OVER
    return WaiverState.AHEAD if making.day < row.from_on else WaiverState.IN_FORCE
