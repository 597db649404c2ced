"""Reason words: each reason as the part of a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from tracker.domain.days import day_words
from tracker.domain.reasons import Because, Reason

_DATED: Final[dict[str, str]] = {
    Because.NOT_STARTED: "the contract starts on {on}",
    Because.BETWEEN_TERMS: "the next term starts on {on}",
    Because.OVER: "the contract ended on {on}",
    Because.DISPOSAL_BY: "the vendor must certify by {on} that the data was returned or destroyed",
    Because.CERTIFIED: "the vendor certified on {on} that the data was returned or destroyed",
    Because.ATTESTATION_EXPIRED: "the attestation was good through {on}",
    Because.ATTESTATION_REVOKED: "the attestation was revoked on {on}",
    Because.VERSION_OUTDATED: "version {version} of the requirements has not counted since {on}",
    Because.NO_TERM: "the contract has no term yet",
    Because.NOTHING_DECLARED: "nobody has said which personal data this contract lets go",
    Because.NO_PERSONAL_DATA: "the city declared that no personal data goes",
    Because.NOTHING_SCHEDULED: "the data schedule lets nothing go at this time",
    Because.NEVER_ATTESTED: "personal data is shared, and no attestation has ever been in force",
    Because.CONTRACT_ENDS: "then the contract ends",
    Because.SHARING_ENDS: "then no personal data is shared any more",
    Because.DECLARATION_ENDS: "then no declaration holds any more",
    Because.ATTESTATION_EXPIRES: "then the attestation expires",
    Because.REVOCATION_NEARS: "then the attestation is revoked",
    Because.GRACE_ENDS: "then version {version} of the requirements does not count any more",
}


def reason_words(reason: Reason, names: Mapping[str, str]) -> str:
    """Return the part of a sentence that tells a reason, without a full stop."""
    write = _NAMING.get(reason.kind)
    if write is not None:
        return write(reason, names)
    on = day_words(reason.on) if reason.on else ""
    words = _DATED[reason.kind].format(on=on, version=reason.version)
    if reason.kind == Because.VERSION_OUTDATED and reason.subjects:
        words += f", and only an attestation to it names {listed(reason.subjects, names)}"
    return words


def listed(codes: Iterable[str], names: Mapping[str, str]) -> str:
    """Write names as "bank account, passport and signature"."""
    words = sorted(names.get(code, code) for code in codes)
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _elements_not_named(reason: Reason, names: Mapping[str, str]) -> str:
    are, them = ("is", "it") if len(reason.subjects) == 1 else ("are", "them")
    return f"{listed(reason.subjects, names)} {are} shared, but the attestation does not name {them}"


def _clauses_not_agreed(reason: Reason, names: Mapping[str, str]) -> str:
    them = "it" if len(reason.subjects) == 1 else "them"
    return f"{_clauses_apply(reason, names)}, but the attestation does not agree to {them}"


def _elements_added(reason: Reason, names: Mapping[str, str]) -> str:
    are = "is" if len(reason.subjects) == 1 else "are"
    return f"then {listed(reason.subjects, names)} {are} shared, which the attestation does not name"


def _clauses_added(reason: Reason, names: Mapping[str, str]) -> str:
    return f"then {_clauses_apply(reason, names)}, which the attestation does not agree to"


def _clauses_apply(reason: Reason, names: Mapping[str, str]) -> str:
    words = listed(reason.subjects, names)
    return f"clause {words} applies" if len(reason.subjects) == 1 else f"clauses {words} apply"


def _only_anonymous(reason: Reason, names: Mapping[str, str]) -> str:
    go = "goes" if len(reason.subjects) == 1 else "go"
    return f"{listed(reason.subjects, names)} {go} only anonymized or aggregated"


def _waived(reason: Reason, names: Mapping[str, str]) -> str:
    are = "is" if len(reason.subjects) == 1 else "are"
    through = f" through {day_words(reason.on)}" if reason.on else ""
    return f"{listed(reason.subjects, names)} {are} excused{through}"


_NAMING: Final[dict[str, Callable[[Reason, Mapping[str, str]], str]]] = {
    Because.ELEMENTS_NOT_NAMED: _elements_not_named,
    Because.CLAUSES_NOT_AGREED: _clauses_not_agreed,
    Because.ELEMENTS_ADDED: _elements_added,
    Because.CLAUSES_ADDED: _clauses_added,
    Because.ONLY_ANONYMOUS: _only_anonymous,
    Because.WAIVED: _waived,
}
