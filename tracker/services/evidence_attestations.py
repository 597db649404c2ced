"""One attestation in an evidence pack: who signed, what was answered and named, and what was decided."""

from dataclasses import replace
from typing import Any

from tracker.domain.disclosure import Matter
from tracker.domain.record_words import Outcome
from tracker.queries import attestation as questions
from tracker.queries import evidence_attestation as more
from tracker.queries.attestation import AttestationView
from tracker.queries.attestations import State
from tracker.queries.signings import signing_of
from tracker.queries.submission import Submission, SubmittedAnswer, SubmittedContract, submission
from tracker.services import evidence_documents
from tracker.services.evidence_making import Making, plain


def told(making: Making, attestation_id: int, requirements: dict[str, str]) -> dict[str, Any]:
    """Write an attestation's record, its documents and the text signed; return the record.

    `requirements` are those of its version: the file with the text, and the digest of its clauses. The viewer may see
    all contracts of the attestation.
    """
    view = questions.find(making.session, making.viewer, attestation_id)
    sent = submission(making.session, attestation_id)
    if view is None or sent is None:
        raise LookupError(f"There is no attestation {attestation_id}.")
    path = f"attestations/attestation-{attestation_id}.json"
    documents = evidence_documents.told(making, attestation_id)
    record: dict[str, Any] = {
        "file": path,
        **_head(view, sent, requirements),
        **_signer(making, sent),
        **_fate(making, view),
    }
    record |= {
        "answers": [_answer(making, one) for one in sorted(sent.answers, key=lambda one: one.code)],
        "contracts": [_contract(one) for one in sent.contracts],
        "documents": documents,
        "signing": _signing(making, attestation_id),
        "decision": _decision(making, attestation_id),
        "proposal": _proposal(making, attestation_id),
        "follow_ups": [_follow_up(making, one) for one in more.follow_ups(making.session, attestation_id,
                                                                          making.until_at)],
    }  # fmt: skip
    cleaned: dict[str, Any] = making.redaction.words(record)
    making.pack.json(path, cleaned)
    return cleaned


def _head(view: AttestationView, sent: Submission, requirements: dict[str, str]) -> dict[str, Any]:
    return {
        "id": sent.attestation_id,
        "vendor": {"id": sent.vendor_id, "name": sent.vendor_name},
        "request": {"number": sent.request_number, "round": sent.round, "due_on": plain(sent.due_on)},
        "requirements": {"set": sent.set_name, "version": sent.version_number, **requirements},
        "signed_on": plain(sent.signed_on),
        "submitted_at": plain(view.row.submitted_at),
    }


def _signer(making: Making, sent: Submission) -> dict[str, Any]:
    return {
        "signer": {
            "name": sent.signer_name,
            "title": sent.signer_title,
            "authority": making.redaction.told(Matter.EXCEPTION, sent.signer_authority),
        },
        "submitted_by": making.redaction.told(Matter.PEOPLE, sent.submitted_by),
    }


def _fate(making: Making, view: AttestationView) -> dict[str, Any]:
    found, row = more.fate(making.session, view.row.id), view.row
    decided, revoked = making.knows(row.decided_at), making.knows(found.revoked_at)
    state = row.state(making.day) if decided else State.WAITING
    if state is State.REVOKED and not revoked:
        state = replace(row, revoked_on=None).state(making.day)
    return {
        "state": state.value,
        "effective_on": plain(row.effective_on) if decided else None,
        "expires_on": plain(row.expires_on) if decided else None,
        "expiry_reason": making.redaction.told(Matter.REASON, found.expiry_reason if decided else ""),
        "revoked_on": plain(found.revoked_on) if revoked else None,
        "revoked_at": plain(found.revoked_at) if revoked else None,
        "revoked_reason": making.redaction.told(Matter.REASON, found.revoked_reason if revoked else ""),
    }


def _answer(making: Making, one: SubmittedAnswer) -> dict[str, Any]:
    tell = making.redaction.told
    return {
        "code": one.code,
        "answer": one.answer.value,
        "said": tell(Matter.EXCEPTION, one.said),
        "target_on": plain(one.target_on),
        "control": tell(Matter.EXCEPTION, one.control),
    }


def _contract(one: SubmittedContract) -> dict[str, Any]:
    elements = [
        {"code": e.code, "name": e.name, "group": e.group, "tier": e.tier, "sensitive": e.sensitive}
        for e in one.elements
    ]
    return {"id": one.id, "number": one.number, "title": one.title, "elements": elements}


def _signing(making: Making, attestation_id: int) -> dict[str, Any] | None:
    redaction = making.redaction
    found = signing_of(making.session, attestation_id, traced=True)
    if found is None or not making.knows(found.signed_at):
        return None
    tell = redaction.told
    return {
        "typed_name": found.typed_name,
        "typed_title": found.typed_title,
        "authority": tell(Matter.EXCEPTION, found.authority),
        "mail_address": tell(Matter.MAIL, found.email),
        "proved_by": found.proved_by,
        "consent": found.consent,
        "opened_at": plain(found.opened_at),
        "consented_at": plain(found.consented_at),
        "proved_at": plain(found.proved_at),
        "signed_at": plain(found.signed_at),
        "zone": found.zone,
        "seal": found.seal_words,
        "network_address": tell(Matter.TRACE, found.address),
        "browser": tell(Matter.TRACE, found.browser),
        "text_sha256": found.text_digest,
        "text": _agreed_text(making, attestation_id),
    }


def _agreed_text(making: Making, attestation_id: int) -> str | None:
    """Write the text that was signed, byte for byte as its digest was taken; return its path."""
    text = more.signed_text(making.session, attestation_id)
    if text is None:
        return None
    if not making.redaction.tells(Matter.AGREED_TEXT) or making.redaction.holds_addresses(text):
        making.redaction.omit_matter(Matter.AGREED_TEXT)
        return None
    return making.pack.text(f"attestations/attestation-{attestation_id}-text.json", text).path


def _decision(making: Making, attestation_id: int) -> dict[str, Any] | None:
    found = questions.review(making.session, attestation_id)
    if found is None or not making.knows(found.decided_at):
        return None
    tell = making.redaction.told
    return {
        "outcome": Outcome(found.outcome).value,
        "decided_at": plain(found.decided_at),
        "reviewer": tell(Matter.PEOPLE, found.reviewer),
        "second": tell(Matter.PEOPLE, found.second),
        "checklist": tell(Matter.REASON, list(found.checklist)),
        "reason": tell(Matter.REASON, found.reason),
        "deficiencies": tell(Matter.REASON, list(found.deficiencies)),
        "note": tell(Matter.NOTE, found.note),
    }


def _proposal(making: Making, attestation_id: int) -> dict[str, Any] | None:
    found = more.proposal(making.session, attestation_id, making.until_at)
    if found is None:
        return None
    tell = making.redaction.told
    by, at, why = found
    return {"by": tell(Matter.PEOPLE, by), "at": plain(at), "reason": tell(Matter.REASON, why)}


def _follow_up(making: Making, one: more.FollowUpNote) -> dict[str, Any]:
    done = making.knows(one.done_at)
    return {
        "code": one.code,
        "due_on": plain(one.due_on),
        "set_at": plain(one.set_at),
        "done_at": plain(one.done_at) if done else None,
        "done_by": making.redaction.told(Matter.PEOPLE, one.done_by) if done else None,
        "note": making.redaction.told(Matter.NOTE, one.note) if done else "",
    }
