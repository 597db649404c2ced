"""Files that honest people make; none of them may be refused or called altered."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pikepdf
from asn1crypto import ocsp as asn1_ocsp
from pikepdf import ObjectStreamMode
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec, SigFieldSpec, append_signature_field
from pyhanko.stamp import TextStampStyle

from tests.signatures.authorities import NOW, days, rsa_key
from tests.signatures.hands import (
    ADOBE,
    PADES,
    Hand,
    a_list,
    certify,
    hand,
    sign,
    stamp,
    stamps,
    with_field,
    with_store,
)
from tests.signatures.papers import filled, paper, updated
from tests.signatures.world import World


def signed(world: World) -> bytes:
    return sign(paper(), world.vendor)


def with_intermediate(world: World) -> bytes:
    return sign(paper(), world.deep)


def with_intermediate_in_the_store(world: World) -> bytes:
    return with_store(sign(paper(), hand(world.deep, bare=True)), [world.middle])


def two(world: World) -> bytes:
    return sign(signed(world), world.city, "Signature2")


def two_in_prepared_places(world: World) -> bytes:
    data = with_field(with_field(paper(), "Vendor", (40, 40, 160, 80)), "City", (200, 40, 320, 80))
    return sign(sign(data, world.vendor, "Vendor"), world.city, "City")


def city_drew_its_place(world: World) -> bytes:
    return sign(signed(world), world.city, "Signature2", box=(200, 40, 320, 80))


def three(world: World) -> bytes:
    return sign(two(world), world.other_vendor, "Signature3")


def certified(world: World, level: int) -> bytes:
    return certify(paper(), world.vendor, level)


def certified_then_signed(world: World) -> bytes:
    return sign(certify(with_field(paper(), "City"), world.vendor, 2), world.city, "City")


def timestamped(world: World) -> bytes:
    return sign(paper(), world.vendor, stamper=stamps(world.stamper))


def pades(world: World) -> bytes:
    return sign(paper(), world.vendor, subfilter=PADES)


def adobe(world: World) -> bytes:
    return sign(paper(), world.vendor, subfilter=ADOBE)


def visible(world: World) -> bytes:
    return sign(paper(), world.vendor, box=(40, 40, 200, 100), look=TextStampStyle(stamp_text="Signed by %(signer)s"))


def _rsa(world: World, name: str = "Rosa Diaz"):
    return world.made.get(name) or world.signer(name, key=rsa_key())


def rsa(world: World) -> bytes:
    return sign(paper(), _rsa(world))


def rsa_pss(world: World) -> bytes:
    return sign(paper(), hand(_rsa(world), pss=True))


def sha512(world: World) -> bytes:
    return sign(paper(), world.vendor, md_algorithm="sha512")


def revocation_in_the_signature(world: World, *, gone: bool = False) -> bytes:
    known = a_list(world.root.revokes(*([world.vendor] if gone else [])))
    return sign(paper(), hand(world.vendor, revocation=Hand.format_revinfo(crls=[known])), subfilter=ADOBE)


def answer_in_the_signature(world: World, *, gone: bool = False) -> bytes:
    known = asn1_ocsp.OCSPResponse.load(world.root.answers(world.vendor, revoked=gone))
    return sign(paper(), hand(world.vendor, revocation=Hand.format_revinfo(ocsp_responses=[known])), subfilter=ADOBE)


def list_in_the_store(world: World, *, gone: bool = False) -> bytes:
    return with_store(signed(world), [world.root], [world.root.revokes(*([world.vendor] if gone else []))])


def answer_in_the_store(world: World, *, gone: bool = False) -> bytes:
    return with_store(signed(world), [world.root], answers=[world.root.answers(world.vendor, revoked=gone)])


def long_term(world: World) -> bytes:
    """PAdES B-LTA: signature with timestamp, proofs, and a timestamp over all of it."""
    data = sign(paper(), world.vendor, stamper=stamps(world.stamper), subfilter=PADES)
    return stamp(with_store(data, [world.root, world.stamper], [world.root.revokes()]), world.stamper)


def long_term_with_short_stamps(world: World) -> bytes:
    """The first timestamp's certificate runs out; one made before that, by another service, vouches for it."""
    data = sign(paper(), world.vendor, stamper=stamps(world.short_stamper), subfilter=PADES)
    data = with_store(data, [world.root, world.short_stamper], [world.root.revokes()])
    return stamp(data, world.stamper, days(60))


def covered_by_a_later_timestamp(world: World) -> bytes:
    return stamp(signed(world), world.stamper)


def linearized(world: World) -> bytes:
    return sign(paper(linearize=True), world.vendor)


def object_streams(world: World) -> bytes:
    return sign(paper(object_stream_mode=ObjectStreamMode.generate), world.vendor)


def filled_in_steps(world: World) -> bytes:
    return sign(filled(filled(paper(), "11"), "12"), world.vendor)


def one_revision(world: World) -> bytes:
    """Signed as it was written, without an incremental update before."""
    return sign(with_field(paper()), world.vendor)


def _metadata(writer: IncrementalPdfFileWriter) -> None:
    packet = (
        b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"/><?xpacket end="w"?>'
    )
    stream = generic.StreamObject(stream_data=packet)
    stream["/Type"], stream["/Subtype"] = generic.pdf_name("/Metadata"), generic.pdf_name("/XML")
    writer.root["/Metadata"] = writer.add_object(stream)
    writer.update_root()


def metadata_added_later(world: World) -> bytes:
    return updated(signed(world), _metadata)


def with_metadata_from_the_start(world: World) -> bytes:
    def dated(pdf: pikepdf.Pdf) -> None:
        with pdf.open_metadata() as metadata:
            metadata["dc:title"] = "Attestation"

    return sign(paper(dated), world.vendor)


def line_end_after(world: World) -> bytes:
    return signed(world) + b"\r\n"


def blanks_after(world: World) -> bytes:
    return signed(world) + b" \n\0"


def place_for_the_city_added(world: World) -> bytes:
    return with_field(signed(world), "City", (200, 40, 320, 80))


def locked_fields(world: World) -> bytes:
    data = paper()
    writer = IncrementalPdfFileWriter(BytesIO(data))
    spec = FieldMDPSpec(FieldMDPAction.INCLUDE, ["amount"])
    append_signature_field(writer, SigFieldSpec("Signature1", field_mdp_spec=spec))
    out = BytesIO()
    writer.write(out)
    return sign(out.getvalue(), world.vendor)


def typeset(world: World) -> bytes:
    """A file of another program than the one that makes all others."""
    return sign(world.typeset, world.vendor)


def platform(world: World) -> bytes:
    return sign(paper(), world.signer("DocuSign Sealing Service"))


def signed_by_the_city(world: World) -> bytes:
    return sign(paper(), world.city)


def named_within_limits(world: World) -> bytes:
    return sign(paper(), world.signer("Lena Fox", world.narrow))


def stamped_in_the_past(world: World) -> bytes:
    """Timestamped ten days ago, before a certificate was revoked."""
    pen = hand(world.vendor, claimed=NOW - timedelta(days=10))
    return sign(paper(), pen, stamper=stamps(world.stamper, days(-10)))


def stamped_after_revocation(world: World) -> bytes:
    pen = hand(world.vendor, claimed=NOW - timedelta(days=1))
    return sign(paper(), pen, stamper=stamps(world.stamper, days(-1)))


def signed_long_ago(world: World) -> bytes:
    return sign(paper(), hand(world.vendor, claimed=days(-10)))
