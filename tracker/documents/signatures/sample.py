"""An authority of the sample city: made for one seeding, its key forgotten after, and its name says so."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

import pikepdf
from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pikepdf import Array, Dictionary, Name, String
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko_certvalidator.registry import SimpleCertificateStore

CALLED: Final = "Sample Signing Authority (proves nothing)"
YEARS: Final = timedelta(days=365)
FIELD: Final = "Title of the signer"
USAGES: Final = (
    "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
    "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
)  # fmt: skip


class _Pen(signers.SimpleSigner):
    """A signer who signs at the moment of the story, and not at that of the seeding."""

    moment: datetime | None = None

    async def async_sign(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  # handed on as they are
        settings = kwargs.get("signed_attr_settings") or PdfCMSSignedAttributes()
        kwargs["signed_attr_settings"] = replace(settings, signing_time=self.moment)
        return await super().async_sign(*args, **kwargs)


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs a sample document."""

    name: str
    organization: str
    email: str


class SampleAuthority:
    """Vouches for the signers of the sample city, through the years of its history and four more."""

    def __init__(self, today: datetime, called: str = CALLED) -> None:
        self._since, self._until = today - 5 * YEARS, today + 4 * YEARS
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._certificate = self._issue(_name(called, "Sample City", ""), self._key, authority=True)

    @property
    def pem(self) -> str:
        """The authority's certificate, for the trust list."""
        return self._certificate.public_bytes(serialization.Encoding.PEM).decode("ascii")

    def signed(self, pdf: bytes, signer: Signer, moment: datetime) -> bytes:
        """Return the PDF signed by certificate."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = self._issue(_name(signer.name, signer.organization, signer.email), key, authority=False)
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # pyHanko leaves it untyped
        store.register(_asn1(self._certificate))
        private = key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        pen = _Pen(_asn1(certificate), keys.PrivateKeyInfo.load(private), store)
        pen.moment = moment
        told = signers.PdfSignatureMetadata(field_name="Signature", md_algorithm="sha256")
        made = signers.PdfSigner(told, signer=pen).sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)))
        return bytes(made.getvalue())

    def signed_and_changed(self, pdf: bytes, signer: Signer, moment: datetime, was: str, now: str) -> bytes:
        """Return the PDF with a form value that was filled in anew after it was signed, which the format allows."""
        writer = IncrementalPdfFileWriter(io.BytesIO(self.signed(_with_field(pdf, was), signer, moment)))
        field = writer.root["/AcroForm"]["/Fields"][0].get_object()
        field["/V"] = generic.pdf_string(now)
        writer.update_container(field)
        out = io.BytesIO()
        writer.write(out)  # type: ignore[no-untyped-call]  # as above
        return out.getvalue()

    def altered(self, pdf: bytes, signer: Signer, moment: datetime, was: str, now: str) -> bytes:
        """Return the PDF with a form value written over in the signed bytes; both values are of one length."""
        made = self.signed(_with_field(pdf, was), signer, moment)
        return made.replace(f"({was})".encode("ascii"), f"({now})".encode("ascii"))

    def _issue(self, name: x509.Name, key: ec.EllipticCurvePrivateKey, *, authority: bool) -> x509.Certificate:
        good = {"key_cert_sign", "crl_sign"} if authority else {"digital_signature", "content_commitment"}
        issuer = name if authority else self._certificate.subject
        builder = (
            x509.CertificateBuilder(
                issuer, name, key.public_key(), x509.random_serial_number(), self._since, self._until
            )
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
            .add_extension(x509.KeyUsage(**{usage: usage in good for usage in USAGES}), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        )
        if not authority:
            above = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
            builder = builder.add_extension(above, critical=False)
        return builder.sign(self._key, hashes.SHA256())


def _name(common: str, organization: str, email: str) -> x509.Name:
    parts = ((NameOID.ORGANIZATION_NAME, organization), (NameOID.COMMON_NAME, common), (NameOID.EMAIL_ADDRESS, email))
    return x509.Name([x509.NameAttribute(kind, value[:64]) for kind, value in parts if value])


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def _with_field(pdf: bytes, value: str) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        page = document.pages[-1]
        look = document.make_stream(b"/Tx BMC EMC")
        look.update({"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": Array([0, 0, 160, 16])})
        field = document.make_indirect(
            Dictionary(
                FT=Name.Tx, T=String(FIELD), V=String(value), Type=Name.Annot, Subtype=Name.Widget, P=page.obj,
                Rect=[90, 40, 250, 56], DA=String("/Helv 10 Tf 0 g"), AP=Dictionary(N=look), F=4,
            )
        )  # fmt: skip
        page.obj.Annots = Array([*page.obj.get("/Annots", ()), field])
        document.Root.AcroForm = Dictionary(Fields=Array([field]))
        out = io.BytesIO()
        document.save(out, deterministic_id=True)
    return out.getvalue()
