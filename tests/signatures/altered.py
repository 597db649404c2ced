"""Files that somebody changed after they were signed, or that were made to be changed."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from asn1crypto import cms
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from tests.signatures import honest
from tests.signatures.hands import hand, sign, stamps
from tests.signatures.papers import page_of, paper, updated
from tests.signatures.world import World

RECTANGLE = b"1 1 1 rg 0 0 400 400 re f"


def _flipped(data: bytes, old: bytes, new: bytes) -> bytes:
    assert len(old) == len(new)
    assert old in data
    return data.replace(old, new, 1)


def byte_in_the_text(world: World) -> bytes:
    return _flipped(honest.signed(world), b"We agree", b"We argue")


def byte_in_the_signature(world: World) -> bytes:
    data = honest.signed(world)
    contents = re.search(rb"/Contents <([0-9a-fA-F]+?)(0{20,})>", data)
    assert contents
    end = contents.end(1) - 8
    digit = b"1" if data[end : end + 1] != b"1" else b"2"
    return data[:end] + digit + data[end + 1 :]


def byte_in_the_certificate(world: World) -> bytes:
    data = honest.signed(world)
    place = data.lower().index(b"Mara Chen".hex().encode())
    return data[: place + 7] + b"9" + data[place + 8 :]


def swap(writer: IncrementalPdfFileWriter) -> None:
    page = page_of(writer)
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"BT (We agree to nothing.) Tj ET"))
    writer.update_container(page)


def content_swapped(world: World) -> bytes:
    return updated(honest.signed(world), swap)


def content_swapped_and_signed_again(world: World) -> bytes:
    return sign(content_swapped(world), world.city, "Signature2")


def content_stream_overwritten(world: World) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        stream = page_of(writer)["/Contents"]
        stream._data = stream._encoded_data = b"BT /F1 12 Tf 40 340 Td (We agree to nothing.) Tj ET"
        writer.update_container(stream)

    return updated(honest.signed(world), change)


def page_added(world: World) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        pages = writer.root["/Pages"]
        page = generic.DictionaryObject({pdf_name("/Type"): pdf_name("/Page")})
        page["/Parent"] = writer.root.raw_get("/Pages")
        page["/MediaBox"] = generic.ArrayObject([generic.NumberObject(one) for one in (0, 0, 9, 9)])
        pages["/Kids"].append(writer.add_object(page))
        pages["/Count"] = generic.NumberObject(2)
        writer.update_container(pages)

    return updated(honest.signed(world), change)


def page_removed(world: World) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        pages = writer.root["/Pages"]
        pages["/Kids"].pop()
        pages["/Count"] = generic.NumberObject(1)
        writer.update_container(pages)

    return updated(honest.typeset(world), change)


def annotate(writer: IncrementalPdfFileWriter) -> None:
    note = generic.DictionaryObject(
        {pdf_name("/Type"): pdf_name("/Annot"), pdf_name("/Subtype"): pdf_name("/FreeText")}
    )
    note["/Rect"] = generic.ArrayObject([generic.NumberObject(one) for one in (40, 300, 300, 330)])
    note["/Contents"] = pdf_string("except clause 7")
    note["/DA"] = pdf_string("/Helv 10 Tf 0 g")
    notes = page_of(writer)["/Annots"]
    notes.append(writer.add_object(note))
    writer.update_container(notes)


def note_added(world: World) -> bytes:
    return updated(honest.signed(world), annotate)


def overlay_added(world: World) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        page = page_of(writer)
        over = writer.add_object(generic.StreamObject(stream_data=RECTANGLE))
        page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), over])
        writer.update_container(page)

    return updated(honest.signed(world), change)


def bytes_after(world: World) -> bytes:
    return honest.signed(world) + b"\nand we do not agree to clause 7\n"


def bytes_after_with_an_end(world: World) -> bytes:
    """What stands behind ends as a PDF does, and points to the signed revision."""
    data = honest.signed(world)
    start = re.findall(rb"startxref\n(\d+)", data)[-1]
    return data + b"9 0 obj\n(we do not agree)\nendobj\nstartxref\n" + start + b"\n%%EOF\n"


def bytes_after_two(world: World) -> bytes:
    data = honest.two(world)
    start = re.findall(rb"startxref\n(\d+)", data)[-1]
    return data + b"%" + b"noise" * 2000 + b"\nstartxref\n" + start + b"\n%%EOF\n"


def zip_appended(world: World) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("program.js", "alert(1)")
    return honest.signed(world) + out.getvalue()


def second_pdf_appended(world: World) -> bytes:
    return honest.signed(world) + paper()


def _other_token(made: cms.ContentInfo, token: cms.ContentInfo) -> cms.ContentInfo:
    made["content"]["signer_infos"][0]["unsigned_attrs"] = cms.CMSAttributes(
        [cms.CMSAttribute({"type": "signature_time_stamp_token", "values": [token]})]
    )
    return cms.ContentInfo({"content_type": "signed_data", "content": made["content"]})


def timestamp_of_another_file(world: World) -> bytes:
    kept: list[cms.ContentInfo] = []

    def keep(made: cms.ContentInfo) -> cms.ContentInfo:
        kept.append(made["content"]["signer_infos"][0]["unsigned_attrs"][0]["values"][0])
        return made

    sign(paper(), hand(world.vendor, bend=keep), stamper=stamps(world.stamper))
    pen = hand(world.vendor, bend=lambda made: _other_token(made, kept[0]))
    return sign(paper(), pen, stamper=stamps(world.stamper))


def timestamp_forged(world: World) -> bytes:
    def bend(made: cms.ContentInfo) -> cms.ContentInfo:
        token = made["content"]["signer_infos"][0]["unsigned_attrs"][0]["values"][0].copy()
        info = token["content"]["signer_infos"][0]
        seal = bytearray(info["signature"].native)
        seal[-5] ^= 1
        info["signature"] = bytes(seal)
        return _other_token(made, token)

    return sign(paper(), hand(world.vendor, bend=bend), stamper=stamps(world.stamper))


def document_timestamp_broken(world: World) -> bytes:
    data = honest.long_term(world)
    return _flipped(data, b"We agree", b"We argue")
