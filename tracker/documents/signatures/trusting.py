"""Whether the city's trust list vouches for a signer, and what is known of the certificate being withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from asn1crypto import x509
from pyhanko.sign.validation import pdf_embedded
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureStatus

from tracker.documents.signatures.context import USAGE, Against, Brought, Known, context, inside, known_of
from tracker.documents.signatures.moments import SKEW, Proof, known_at
from tracker.documents.signatures.people import common_name, purpose_fits
from tracker.documents.signatures.trust import COMPROMISED, Withdrawn, utc
from tracker.domain.signature_verdict import Path, Revocation, Stamp

PROBLEMS: Final = {
    "NO_CERTIFICATE_CHAIN_FOUND": Path.UNKNOWN_ISSUER,
    "CHAIN_CONSTRAINTS_FAILURE": Path.OTHER_PURPOSE,
    "CRYPTO_CONSTRAINTS_FAILURE": Path.WEAK,
    "CRYPTO_CONSTRAINTS_FAILURE_NO_POE": Path.WEAK,
}
"""pyHanko's words (of ETSI EN 319 102-1) for why a path does not hold."""
FORGED_STAMP = "its timestamp was made for something else, or forged"


async def trusted(
    embedded: EmbeddedPdfSignature, against: Against, file: Brought, proven: Sequence[Proof], *, stamp: bool
) -> dict[str, Any]:
    """Return the facts about time, path and revocation of a signature, or of a timestamp of the document."""
    asking = _Asking(embedded, against, inside(embedded, file), stamp)
    status = await asking.status(against.moment)
    claimed: datetime | None = getattr(status, "signer_reported_dt", None)
    claimed = claimed if claimed and claimed.tzinfo else None
    told: dict[str, Any] = {"claimed_at": utc(claimed) if claimed else None}
    if not (status.intact and status.valid):
        return {**told, "broken": "its text or its own seal is not what was signed"}
    own = status if stamp else getattr(status, "timestamp_validity", None)
    if own is not None and not (own.intact and own.valid):
        return {**told, "broken": FORGED_STAMP}
    stamped = await asking.stamped(own, known_at(proven, embedded.signed_revision))
    said = Stamp.TRUSTED if stamped else Stamp.NONE if own is None else Stamp.UNKNOWN
    told |= {"timestamped_at": utc(stamped) if stamped else None, "stamp": said}
    withdrawn = _withdrawn(status, asking.known)
    told |= _withdrawal(withdrawn, stamped or against.moment)
    if told["revocation"] is Revocation.REVOKED:
        return told
    moment = against.moment
    if stamped and stamped < moment and (not status.trusted or _run_out_above(status, moment)):
        # A timestamp that is trusted shows that the signature stood before the certificate ran out.
        moment = stamped
        status = await asking.status(moment)
    path = _path(status, against, moment)
    if path is Path.TRUSTED and not stamp:
        path = _clock(embedded.signer_cert, claimed, stamped, against.moment)
        if withdrawn is None:
            told["revocation"] = await asking.revocation(moment)
    return told | {"path": path, "chain": _chain(status)}


class _Asking:
    """What is asked again and again about one signature."""

    def __init__(self, embedded: EmbeddedPdfSignature, against: Against, file: Brought, stamp: bool) -> None:  # noqa: FBT001  # private
        self.embedded, self.against, self.file, self.stamp = embedded, against, file, stamp
        self.known: Known = known_of(against, file)

    async def status(self, moment: datetime, clock: datetime | None = None, *, strict: bool = False) -> SignatureStatus:
        """Validate as of a moment; the timestamp inside is judged as of `clock`, or of the moment asked about."""
        now = self.against.moment
        rules = context(self.against, self.file, moment, strict=strict, back=moment != now)
        if self.stamp:
            return await pdf_embedded.async_validate_pdf_timestamp(self.embedded, rules, skip_diff=True)
        clock = clock or now
        stamps = context(self.against, self.file, clock, strict=False, back=clock != now)
        return await pdf_embedded.async_validate_pdf_signature(
            self.embedded, rules, stamps, key_usage_settings=USAGE, skip_diff=True
        )

    async def stamped(self, own: Any, known: datetime | None) -> datetime | None:  # noqa: ANN401  # of one kind or the other
        """Return the earliest moment at which the signature is shown to have stood."""
        if own is not None and not own.trusted and known is not None:
            again = await self.status(known, known)
            own = again if self.stamp else getattr(again, "timestamp_validity", None)
        shown = [own.timestamp] if own is not None and own.trusted else []
        return min([*shown, *([known] if known else [])], default=None)

    async def revocation(self, moment: datetime) -> Revocation:
        """Return whether the signer's certificate is shown not to be revoked."""
        if self.known.cleared(self.embedded.signer_cert.dump(), moment):
            return Revocation.GOOD
        if not (self.against.lists or self.file.lists or self.file.answers):
            return Revocation.NOT_CHECKED
        status = await self.status(moment, strict=True)
        return Revocation.GOOD if status.trusted else Revocation.NOT_CHECKED


def _withdrawn(status: SignatureStatus, known: Known) -> Withdrawn | None:
    path, own = status.validation_path, status.signing_cert
    for certificate in path.iter_certs(include_root=False) if path else (own,):
        found = known.withdrawn(certificate.dump())
        if found is not None:
            return found if certificate.sha256 == own.sha256 else found._replace(whose=common_name(certificate))
    details = status.revocation_details
    if details is None:
        return None
    back = str(details.revocation_reason.native) in COMPROMISED
    return Withdrawn(details.revocation_date, back, "an authority above" if details.ca_revoked else "")


def _withdrawal(withdrawn: Withdrawn | None, stood: datetime) -> dict[str, Any]:
    if withdrawn is None:
        return {"revocation": Revocation.NOT_CHECKED}
    before = stood < withdrawn.at and not withdrawn.reaches_back
    return {
        "revocation": Revocation.GOOD if before else Revocation.REVOKED,
        "revoked_at": utc(withdrawn.at),
        "revoked_whose": withdrawn.whose,
        "reaches_back": withdrawn.reaches_back,
    }


def _path(status: SignatureStatus, against: Against, moment: datetime) -> Path:
    certificate = status.signing_cert
    if status.trusted and not _run_out_above(status, moment):
        return Path.TRUSTED if purpose_fits(certificate) else Path.OTHER_PURPOSE
    known = PROBLEMS.get(getattr(status.trust_problem_indic, "name", ""), Path.NOT_CONFIRMED)
    pinned = {root.sha256 for root in against.roots}
    if known is not Path.WEAK and certificate.self_issued and certificate.sha256 not in pinned:
        return Path.SELF_SIGNED
    return _in_time(status, moment) if known is Path.NOT_CONFIRMED else known


def _in_time(status: SignatureStatus, moment: datetime) -> Path:
    if moment > status.signing_cert.not_valid_after:
        return Path.EXPIRED
    if moment < status.signing_cert.not_valid_before:
        return Path.NOT_YET_VALID
    return Path.AUTHORITY_EXPIRED if _run_out_above(status, moment) else Path.NOT_CONFIRMED


def _run_out_above(status: SignatureStatus, moment: datetime) -> bool:
    path = status.validation_path
    above = list(path.iter_certs(include_root=True)) if path else []
    return any(one.not_valid_after < moment for one in above if one.sha256 != status.signing_cert.sha256)


def _clock(certificate: x509.Certificate, claimed: datetime | None, stamped: datetime | None, asked: datetime) -> Path:
    """Whether the times that are told fit each other; the certificate itself was found good."""
    if any(told is not None and told > asked + SKEW for told in (claimed, stamped)):
        return Path.AHEAD
    if claimed is not None and stamped is not None and claimed > stamped + SKEW:
        return Path.AFTER_STAMP
    if any(told is not None and told < certificate.not_valid_before - SKEW for told in (claimed, stamped)):
        return Path.BACKDATED
    return Path.TRUSTED


def _chain(status: SignatureStatus) -> tuple[str, ...]:
    path = status.validation_path
    return tuple(str(one.subject.human_friendly) for one in path.iter_certs(include_root=True)) if path else ()
