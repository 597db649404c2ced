"""Reasons: why a contract stands as it does, as plain values that can be stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple


class Because(StrEnum):
    """Kinds of reasons; what ``subjects`` and ``on`` hold stands beside each."""

    NO_TERM = "no term"  # the contract has no term at all
    NOT_STARTED = "not started"  # on: first day of the next term
    BETWEEN_TERMS = "between terms"  # on: first day of the next term
    OVER = "over"  # on: last day of the last term
    DISPOSAL_BY = "disposal by"  # on: last day to certify
    CERTIFIED = "certified"  # on: day of the certificate
    NOTHING_DECLARED = "nothing declared"
    NO_PERSONAL_DATA = "no personal data"  # declared, and no line says otherwise
    NOTHING_SCHEDULED = "nothing scheduled"  # a schedule is declared, and no line is active
    ONLY_ANONYMOUS = "only anonymous"  # subjects: elements that go anonymized or aggregated
    NEVER_ATTESTED = "never attested"
    ATTESTATION_EXPIRED = "attestation expired"  # on: its last day; attestation_id, version
    ATTESTATION_REVOKED = "attestation revoked"  # on: day of revocation; attestation_id, version
    ELEMENTS_NOT_NAMED = "elements not named"  # subjects: shared elements that are not covered
    CLAUSES_NOT_AGREED = "clauses not agreed"  # subjects: clause codes; version: that asks for them
    VERSION_OUTDATED = "version outdated"  # on: first day it did not count; attestation_id, version;
    # subjects: elements that only it names, when others are up to date
    WAIVED = "waived"  # subjects: what it excuses here; on: its last day; waiver_id
    CONTRACT_ENDS = "contract ends"  # from here: why it is expiring. on: last covered day
    SHARING_ENDS = "sharing ends"  # on: last covered day, after it nothing personal is shared
    DECLARATION_ENDS = "declaration ends"  # on: last covered day
    ATTESTATION_EXPIRES = "attestation expires"  # on: last covered day; attestation_id, version
    REVOCATION_NEARS = "revocation nears"  # on: last covered day; attestation_id, version
    GRACE_ENDS = "grace ends"  # on: last covered day; attestation_id, version
    ELEMENTS_ADDED = "elements added"  # subjects: elements; on: last covered day
    CLAUSES_ADDED = "clauses added"  # subjects: clause codes; on: last covered day


class Reason(NamedTuple):
    """One reason. Subjects are codes of elements or clauses, sorted."""

    kind: str
    subjects: tuple[str, ...] = ()
    on: date | None = None
    attestation_id: int | None = None
    version: int | None = None
    waiver_id: int | None = None


def reasons_to_json(reasons: Iterable[Reason]) -> list[dict[str, Any]]:
    """Return plain lists and dicts for a JSON column; what is empty is left out."""
    return [_plain(reason) for reason in reasons]


def reasons_from_json(stored: Iterable[Mapping[str, Any]]) -> tuple[Reason, ...]:
    """Return the reasons that ``reasons_to_json`` wrote, equal to the originals."""
    return tuple(_reason(item) for item in stored)


def _plain(reason: Reason) -> dict[str, Any]:
    plain: dict[str, Any] = {"kind": str(reason.kind)}
    if reason.subjects:
        plain["subjects"] = list(reason.subjects)
    if reason.on is not None:
        plain["on"] = reason.on.isoformat()
    for name in ("attestation_id", "version", "waiver_id"):
        value = getattr(reason, name)
        if value is not None:
            plain[name] = value
    return plain


def _reason(item: Mapping[str, Any]) -> Reason:
    on = item.get("on")
    return Reason(
        kind=item["kind"],
        subjects=tuple(item.get("subjects", ())),
        on=None if on is None else date.fromisoformat(on),
        attestation_id=item.get("attestation_id"),
        version=item.get("version"),
        waiver_id=item.get("waiver_id"),
    )
