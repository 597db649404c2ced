"""What a signature is checked against: the trust list, revocation lists, and what the file brings along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from asn1crypto import crl as asn1_crl
from asn1crypto import ocsp as asn1_ocsp
from asn1crypto import x509
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.policy_decl import CertRevTrustPolicy, RevocationCheckingPolicy, RevocationCheckingRule

from tracker.documents.signatures.trust import Lists

# Many who sign documents hold a certificate whose key may only make "digital signatures".
USAGE = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False)
NEEDED = RevocationCheckingRule.CRL_OR_OCSP_REQUIRED
IF_GIVEN = RevocationCheckingRule.CHECK_IF_DECLARED_SOFT


@dataclass(frozen=True, slots=True)
class Against:
    """The trust list of the city, its revocation lists, and the moment asked about."""

    roots: Sequence[x509.Certificate]
    lists: Sequence[asn1_crl.CertificateList]
    moment: datetime


@dataclass(slots=True)
class Brought:
    """What the file itself brings: certificates and proofs; each is worth what its issuer's signature is."""

    certificates: list[x509.Certificate] = field(default_factory=list)
    lists: list[asn1_crl.CertificateList] = field(default_factory=list)
    answers: list[asn1_ocsp.OCSPResponse] = field(default_factory=list)


def brought(reader: PdfFileReader) -> Brought:
    """Return what the document's security store holds; nothing when there is none or it cannot be read."""
    try:
        store = DocumentSecurityStore.read_dss(reader)
        return Brought(
            list(store.load_certs()),
            [asn1_crl.CertificateList.load(_bytes(one, DecodePurpose.CRL)) for one in store.crls],
            [asn1_ocsp.OCSPResponse.load(_bytes(one, DecodePurpose.OCSP_RESPONSE)) for one in store.ocsps],
        )
    except (NoDSSFoundError, ValueError, KeyError, TypeError, AttributeError):
        return Brought()


def context(
    against: Against, file: Brought, moment: datetime, *, strict: bool, back: bool = False
) -> ValidationContext:
    """Return pyHanko's context at a moment; nothing is ever fetched, because the file chooses the addresses.

    With `strict` the signer's certificate must be shown not to be revoked; with `back` proofs made after the
    moment count for it.
    """
    rule = RevocationCheckingPolicy(NEEDED if strict else IF_GIVEN, IF_GIVEN)
    return ValidationContext(
        trust_roots=list(against.roots),
        other_certs=file.certificates,
        crls=[*against.lists, *file.lists],
        ocsps=file.answers,
        moment=moment,
        best_signature_time=moment,
        allow_fetching=False,
        revinfo_policy=CertRevTrustPolicy(rule, retroactive_revinfo=back),
    )


def lists_of(against: Against, file: Brought, embedded: Sequence[x509.Certificate]) -> Lists:
    """Return the revocation lists known, with every certificate that may have issued one."""
    issuers = {bytes(one.sha256): one.dump() for one in (*against.roots, *file.certificates, *embedded)}
    return Lists((known.dump() for known in (*against.lists, *file.lists)), issuers.values())


def _bytes(reference: Any, purpose: DecodePurpose) -> bytes:  # noqa: ANN401  # a PDF reference to a stream
    return bytes(reference.get_object().read_data(purpose))
