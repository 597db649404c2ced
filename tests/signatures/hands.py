"""How the people of the tests sign: pyHanko as signer, with everything that a file can carry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import Any

from asn1crypto import cms
from asn1crypto import crl as asn1_crl
from asn1crypto import ocsp as asn1_ocsp
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tests.signatures.authorities import Holder
from tracker.documents.signatures.trust import revocation_lists

PADES, ADOBE = SigSeedSubFilter.PADES, SigSeedSubFilter.ADOBE_PKCS7_DETACHED


class Hand(signers.SimpleSigner):
    """A signer whose clock, companions and finished signature the test may change."""

    claimed: datetime | None = None
    revocation: Any = None
    bend: Callable[[cms.ContentInfo], Any] | None = None

    async def async_sign(self, *args: Any, **kwargs: Any) -> Any:
        settings = kwargs.get("signed_attr_settings") or PdfCMSSignedAttributes()
        changes: dict[str, Any] = {}
        if self.claimed is not None:
            changes["signing_time"] = self.claimed
        if self.revocation is not None:
            changes["adobe_revinfo_attr"] = self.revocation
        kwargs["signed_attr_settings"] = replace(settings, **changes)
        made = await super().async_sign(*args, **kwargs)
        return made if self.bend is None or kwargs.get("dry_run") else self.bend(made)

    def _check_digest_algorithm(self, digest_algorithm: str) -> None:
        """Sign with whatever digest the test wants."""


def hand(holder: Holder, *, bare: bool = False, pss: bool = False, extra: Sequence[Holder] = (), **will: Any) -> Hand:
    """Take a holder's pen; `bare` leaves the certificates above it out."""
    store = SimpleCertificateStore()
    store.register_multiple([one.asn1 for one in ([] if bare else holder.above())] + [one.asn1 for one in extra])
    pen = Hand(holder.asn1, holder.asn1_key, store, prefer_pss=pss)
    for name, value in will.items():
        setattr(pen, name, value)
    return pen


def sign(data: bytes, holder: Holder | Hand, field: str = "Signature1", *, box: Any = None, **meta: Any) -> bytes:
    """Sign in a field, which is added when there is none; `box` makes a new one visible there."""
    pen = holder if isinstance(holder, Hand) else hand(holder)
    stamper, strict = meta.pop("stamper", None), meta.pop("strict", True)
    look, spec = meta.pop("look", None), None
    if box:
        spec = fields.SigFieldSpec(field, on_page=0, box=box)
    meta.setdefault("md_algorithm", "sha256")
    writer = IncrementalPdfFileWriter(BytesIO(data), strict=strict)
    machine = signers.PdfSigner(
        signers.PdfSignatureMetadata(field_name=field, **meta),
        signer=pen,
        timestamper=stamper,
        new_field_spec=spec,
        stamp_style=look,
    )
    return machine.sign_pdf(writer).getvalue()


def certify(data: bytes, holder: Holder, level: int, **meta: Any) -> bytes:
    return sign(data, holder, certify=True, docmdp_permissions=MDPPerm(level), **meta)


def stamps(holder: Holder, at: datetime | None = None) -> DummyTimeStamper:
    return DummyTimeStamper(
        tsa_cert=holder.asn1, tsa_key=holder.asn1_key, certs_to_embed=SimpleCertificateStore(), fixed_dt=at
    )


def stamp(data: bytes, holder: Holder, at: datetime | None = None) -> bytes:
    """Append a timestamp of the whole document."""
    writer = IncrementalPdfFileWriter(BytesIO(data))
    return PdfTimeStamper(stamps(holder, at)).timestamp_pdf(writer, "sha256", bytes_reserved=8192).getvalue()


def with_store(
    data: bytes, certificates: Sequence[Holder] = (), lists: Sequence[bytes] = (), answers: Sequence[bytes] = ()
) -> bytes:
    """Append a security store with certificates, revocation lists (PEM) and OCSP answers (DER)."""
    out = BytesIO(data)
    DocumentSecurityStore.add_dss(
        out,
        None,
        certs=[one.asn1 for one in certificates],
        crls=[a_list(one) for one in lists],
        ocsps=[asn1_ocsp.OCSPResponse.load(one) for one in answers],
    )
    return out.getvalue()


def a_list(pem: bytes) -> asn1_crl.CertificateList:
    return revocation_lists(pem)[0]


def with_field(data: bytes, field: str = "Signature1", box: Any = None) -> bytes:
    """Add an empty field to sign in."""
    writer = IncrementalPdfFileWriter(BytesIO(data))
    fields.append_signature_field(writer, fields.SigFieldSpec(field, on_page=0, box=box))
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
