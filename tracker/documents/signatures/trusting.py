"""Whether the city's trust list vouches for a signer, and what is known of the certificate being withdrawn."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from pyhanko.sign.validation import pdf_embedded
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureStatus

from tracker.documents.signatures.context import USAGE, Against, Brought, context, lists_of
from tracker.documents.signatures.people import purpose_fits
from tracker.documents.signatures.trust import Lists, Withdrawn, utc
from tracker.domain.signature_verdict import Path, Revocation

PROBLEMS: Final = {
    "NO_CERTIFICATE_CHAIN_FOUND": Path.UNKNOWN_ISSUER,
    "CHAIN_CONSTRAINTS_FAILURE": Path.OTHER_PURPOSE,
    "CRYPTO_CONSTRAINTS_FAILURE": Path.WEAK,
    "CRYPTO_CONSTRAINTS_FAILURE_NO_POE": Path.WEAK,
}
"""pyHanko's words (of ETSI EN 319 102-1) for why a path does not hold."""


async def trusted(embedded: EmbeddedPdfSignature, against: Against, file: Brought, *, stamp: bool) -> dict[str, Any]:
    """Return the facts about time, path and revocation of a signature, or of a timestamp of the document."""
    status = await _status(embedded, against, file, against.moment, stamp=stamp)
    claimed: datetime | None = getattr(status, "signer_reported_dt", None)
    told: dict[str, Any] = {"claimed_at": utc(claimed) if claimed and claimed.tzinfo else None}
    if not (status.intact and status.valid):
        return {**told, "broken": "its text or its own seal is not what was signed"}
    stamped = _stamped(status, stamp=stamp)
    lists = lists_of(against, file, embedded.other_embedded_certs)
    told |= {"timestamped_at": utc(stamped) if stamped else None, **_withdrawal(_withdrawn(status, lists), stamped)}
    if told["revocation"] is Revocation.REVOKED:
        return told
    moment = against.moment
    if stamped and not status.trusted:
        # A timestamp that is trusted shows that the signature stood before the certificate ran out.
        moment = stamped
        status = await _status(embedded, against, file, moment, stamp=stamp)
    told |= {"path": _path(status, against, moment), "chain": _chain(status)}
    if told["path"] is Path.TRUSTED and not stamp:
        told["revocation"] = await _checked(embedded, against, file, moment, lists)
    return told


async def _status(
    embedded: EmbeddedPdfSignature,
    against: Against,
    file: Brought,
    moment: datetime,
    *,
    stamp: bool = False,
    strict: bool = False,
) -> SignatureStatus:
    back = moment is not against.moment
    rules = context(against, file, moment, strict=strict, back=back)
    if stamp:
        return await pdf_embedded.async_validate_pdf_timestamp(embedded, rules, skip_diff=True)
    now = context(against, file, against.moment, strict=False) if back or strict else None
    return await pdf_embedded.async_validate_pdf_signature(
        embedded, rules, now, key_usage_settings=USAGE, skip_diff=True
    )


def _stamped(status: Any, *, stamp: bool) -> datetime | None:  # noqa: ANN401  # of one kind or the other
    found = status if stamp else status.timestamp_validity
    if found is None or not (found.intact and found.valid and found.trusted):
        return None
    moment: datetime = found.timestamp
    return moment


def _withdrawn(status: SignatureStatus, lists: Lists) -> Withdrawn | None:
    path = status.validation_path
    for certificate in path.iter_certs(include_root=False) if path else (status.signing_cert,):
        found = lists.withdrawn(certificate.dump())
        if found is not None:
            return found
    details = status.revocation_details
    return Withdrawn(details.revocation_date, reaches_back=True) if details is not None else None


def _withdrawal(withdrawn: Withdrawn | None, stamped: datetime | None) -> dict[str, Any]:
    if withdrawn is None:
        return {"revocation": Revocation.NOT_CHECKED}
    before = stamped is not None and stamped < withdrawn.at and not withdrawn.reaches_back
    return {"revocation": Revocation.GOOD if before else Revocation.REVOKED, "revoked_at": utc(withdrawn.at)}


async def _checked(
    embedded: EmbeddedPdfSignature, against: Against, file: Brought, moment: datetime, lists: Lists
) -> Revocation:
    if lists.cleared(embedded.signer_cert.dump(), moment):
        return Revocation.GOOD
    status = await _status(embedded, against, file, moment, strict=True)
    return Revocation.GOOD if status.trusted else Revocation.NOT_CHECKED


def _path(status: SignatureStatus, against: Against, moment: datetime) -> Path:
    certificate = status.signing_cert
    if status.trusted:
        return Path.TRUSTED if purpose_fits(certificate) else Path.OTHER_PURPOSE
    known = PROBLEMS.get(getattr(status.trust_problem_indic, "name", ""), Path.NOT_CONFIRMED)
    pinned = {root.sha256 for root in against.roots}
    if known is not Path.WEAK and certificate.self_issued and certificate.sha256 not in pinned:
        return Path.SELF_SIGNED
    if known is Path.NOT_CONFIRMED and moment > certificate.not_valid_after:
        return Path.EXPIRED
    if known is Path.NOT_CONFIRMED and moment < certificate.not_valid_before:
        return Path.NOT_YET_VALID
    return known


def _chain(status: SignatureStatus) -> tuple[str, ...]:
    path = status.validation_path
    return tuple(str(one.subject.human_friendly) for one in path.iter_certs(include_root=True)) if path else ()
