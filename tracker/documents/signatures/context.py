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
from pyhanko.sign.general import MultivaluedAttributeError, NonexistentAttributeError, find_unique_cms_attribute
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.policy_decl import CertRevTrustPolicy, RevocationCheckingPolicy, RevocationCheckingRule

from tracker.documents.signatures.answers import Answers
from tracker.documents.signatures.trust import Lists, Withdrawn

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


def inside(embedded: EmbeddedPdfSignature, file: Brought) -> Brought:
    """Return what the file brings together with what a signature itself brings (Adobe's attribute)."""
    try:
        kept = find_unique_cms_attribute(embedded.signer_info["signed_attrs"], "adobe_revocation_info_archival")
        lists, answers = list(kept["crl"] or ()), list(kept["ocsp"] or ())
    except (NonexistentAttributeError, MultivaluedAttributeError, ValueError, KeyError, TypeError):
        lists, answers = [], []
    return Brought([*file.certificates, *embedded.other_embedded_certs], file.lists + lists, file.answers + answers)


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


class Known:
    """What lists and answers say about certificates being withdrawn."""

    def __init__(self, lists: Lists, answers: Answers) -> None:
        self._sources: tuple[Lists | Answers, ...] = (lists, answers)

    def withdrawn(self, der: bytes) -> Withdrawn | None:
        """Return that a certificate was revoked; None when nothing says so."""
        return next((found for one in self._sources if (found := one.withdrawn(der)) is not None), None)

    def cleared(self, der: bytes, moment: datetime) -> bool:
        """Whether something that is good at the moment shows that the certificate was not revoked."""
        return self.withdrawn(der) is None and any(one.cleared(der, moment) for one in self._sources)


def known_of(against: Against, file: Brought) -> Known:
    """Return the revocation lists and answers known, with every certificate that may have issued one."""
    issuers = {bytes(one.sha256): one.dump() for one in (*against.roots, *file.certificates)}
    lists = Lists((known.dump() for known in (*against.lists, *file.lists)), issuers.values())
    return Known(lists, Answers((one.dump() for one in file.answers), issuers.values()))


def _bytes(reference: Any, purpose: DecodePurpose) -> bytes:  # noqa: ANN401  # a PDF reference to a stream
    return bytes(reference.get_object().read_data(purpose))
