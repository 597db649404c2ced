"""Who signed, by the certificate: names, and whether a person, a platform or the city holds the key."""

from __future__ import annotations

from typing import Final

from asn1crypto import x509

from tracker.documents.signatures.trust import utc
from tracker.domain.signature_verdict import Kind

LONGEST: Final = 200
OTHER_PURPOSES: Final = frozenset({"server_auth", "code_signing", "time_stamping", "ocsp_signing"})
"""Purposes that have nothing to do with what people sign."""
SIGNING_PURPOSES: Final = frozenset(
    {
        "any_extended_key_usage",
        "email_protection",
        "1.3.6.1.5.5.7.3.36",  # document signing, RFC 9336
        "microsoft_document_signing",
        "adobe_authentic_documents_trust",
    }
)
"""Purposes under which people sign documents."""
PLATFORMS: Final = (
    "docusign",
    "adobe sign",
    "acrobat sign",
    "adobe inc",
    "dropbox sign",
    "hellosign",
    "pandadoc",
    "signnow",
    "onespan",
    "zoho sign",
    "rightsignature",
    "signrequest",
    "jotform",
    "formstack",
)
"""Providers that seal with their own key what somebody clicked; the seal is theirs, not the signer's."""
PERSONAL: Final = frozenset({"given_name", "surname", "email_address", "serial_number", "pseudonym"})


def described(certificate: x509.Certificate) -> dict[str, object]:
    """Return what the certificate says of its holder; names are what was written there, and prove nothing alone."""
    subject, issuer = certificate.subject.native, certificate.issuer.native
    return {
        "signer": _one(subject, "common_name") or _full(subject),
        "organization": _one(subject, "organization_name"),
        "email": _one(subject, "email_address") or next(iter(_addresses(certificate)), ""),
        "subject": str(certificate.subject.human_friendly)[:LONGEST],
        "issuer": _one(issuer, "common_name") or _one(issuer, "organization_name"),
        "serial": f"{certificate.serial_number:x}",
        "fingerprint": bytes(certificate.sha256).hex(),
        "valid_from": utc(certificate.not_valid_before),
        "valid_until": utc(certificate.not_valid_after),
    }


def common_name(certificate: x509.Certificate) -> str:
    """Return the name that a certificate gives its holder."""
    subject = certificate.subject.native
    return _one(subject, "common_name") or _one(subject, "organization_name") or "an authority without a name"


def kind_of(certificate: x509.Certificate, city: frozenset[str]) -> Kind:
    """Tell a person's key from a platform's seal and from the city's own."""
    if bytes(certificate.sha256).hex() in city:
        return Kind.CITY
    subject = certificate.subject.native
    named = f"{_one(subject, 'common_name')} {_one(subject, 'organization_name')}".casefold()
    if any(platform in named for platform in PLATFORMS) and not PERSONAL & subject.keys():
        return Kind.PLATFORM
    return Kind.PERSON


def purpose_fits(certificate: x509.Certificate) -> bool:
    """Whether the certificate may sign documents by the purposes that it names; none named allows all."""
    named = certificate.extended_key_usage_value
    if named is None:
        return True
    purposes = set(named.native)
    return bool(purposes & SIGNING_PURPOSES) or not purposes & OTHER_PURPOSES


def _one(name: dict[str, object], part: str) -> str:
    value = name.get(part, "")
    said = value if isinstance(value, str) else ", ".join(map(str, value)) if isinstance(value, list) else ""
    return " ".join("".join(sign for sign in said if sign.isprintable()).split())[:LONGEST]


def _full(subject: dict[str, object]) -> str:
    return " ".join(part for part in (_one(subject, "given_name"), _one(subject, "surname")) if part)


def _addresses(certificate: x509.Certificate) -> list[str]:
    names = certificate.subject_alt_name_value
    return [str(name.native)[:LONGEST] for name in names or () if name.name == "rfc822_name"]
