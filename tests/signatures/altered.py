"""Files that somebody changed after they were signed, or that were made to be changed."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import pikepdf
from asn1crypto import cms
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from tests.signatures import honest
from tests.signatures.authorities import World
from tests.signatures.hands import certify, hand, sign, stamps, with_store
from tests.signatures.papers import drawing, field_of, filled, page_of, paper, set_text, updated
from tests.signatures.raw import CONTENTS, DETACHED, RANGE, Raw, with_signature

RECTANGLE = b"1 1 1 rg 0 0 400 400 re f"


def _flipped(data: bytes, old: bytes, new: bytes) -> bytes:
    assert len(old) == len(new)
    assert old in data
    return data.replace(old, new, 1)


def byte_in_the_text(world: World) -> bytes:
    return _flipped(honest.signed(world), b"We agree", b"We agred")


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


def _swap(writer: IncrementalPdfFileWriter) -> None:
    page = page_of(writer)
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"BT (We agree to nothing.) Tj ET"))
    writer.update_container(page)


def content_swapped(world: World) -> bytes:
    return updated(honest.signed(world), _swap)


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


def _annotate(writer: IncrementalPdfFileWriter) -> None:
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
    return updated(honest.signed(world), _annotate)


def overlay_added(world: World) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        page = page_of(writer)
        over = writer.add_object(generic.StreamObject(stream_data=RECTANGLE))
        page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), over])
        writer.update_container(page)

    return updated(honest.signed(world), change)


def value_changed(world: World) -> bytes:
    return filled(honest.signed(world), "1000")


def value_changed_between_two(world: World) -> bytes:
    return sign(value_changed(world), world.city, "Signature2")


def value_changed_and_back(world: World) -> bytes:
    return filled(value_changed(world), "10")


def value_changed_without_its_look(world: World) -> bytes:
    return updated(honest.signed(world), lambda writer: set_text(writer, "1000", look=False))


def look_changed_value_kept(world: World) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        field = field_of(writer, "amount")
        shown = b"/Tx BMC q BT /Helv 10 Tf 2 5 Td (1000) Tj ET Q EMC"
        field["/AP"] = generic.DictionaryObject({pdf_name("/N"): writer.add_object(drawing(shown))})
        writer.update_container(field)

    return updated(honest.signed(world), change)


def tick_changed(world: World) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        field = field_of(writer, "agreed")
        field["/V"] = field["/AS"] = pdf_name("/Yes")
        writer.update_container(field)

    return updated(honest.signed(world), change)


def field_moved(world: World) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        field = field_of(writer, "amount")
        field["/Rect"] = generic.ArrayObject([generic.NumberObject(one) for one in (0, 0, 400, 400)])
        writer.update_container(field)

    return updated(honest.signed(world), change)


def field_added(world: World) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        field = generic.DictionaryObject({pdf_name("/FT"): pdf_name("/Tx"), pdf_name("/T"): pdf_string("more")})
        fields = writer.root["/AcroForm"]["/Fields"]
        fields.append(writer.add_object(field))
        writer.update_container(fields)

    return updated(honest.signed(world), change)


def field_removed(world: World) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        fields = writer.root["/AcroForm"]["/Fields"]
        fields.pop(0)
        writer.update_container(fields)

    return updated(honest.signed(world), change)


def covered_by_an_unsigned_field(world: World) -> bytes:
    """A place to sign is added whose look covers the page: the format allows it, honesty does not."""
    return updated(honest.signed(world), _cover)


def _cover(writer: IncrementalPdfFileWriter) -> None:
    look = drawing(RECTANGLE, box=(0, 0, 400, 400))
    field = generic.DictionaryObject(
        {pdf_name("/FT"): pdf_name("/Sig"), pdf_name("/T"): pdf_string("Later"), pdf_name("/Type"): pdf_name("/Annot")}
    )
    field["/Subtype"] = pdf_name("/Widget")
    field["/Rect"] = generic.ArrayObject([generic.NumberObject(one) for one in (0, 0, 400, 400)])
    field["/AP"] = generic.DictionaryObject({pdf_name("/N"): writer.add_object(look)})
    reference = writer.add_object(field)
    fields, notes = writer.root["/AcroForm"]["/Fields"], page_of(writer)["/Annots"]
    fields.append(reference)
    notes.append(reference)
    writer.update_container(fields)
    writer.update_container(notes)


def covered_by_a_second_signature(world: World) -> bytes:
    return sign(honest.signed(world), world.other_vendor, "Signature2", box=(0, 0, 400, 400))


def font_overwritten(world: World) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        font = page_of(writer)["/Resources"]["/Font"]["/F1"]
        font["/BaseFont"] = pdf_name("/ZapfDingbats")
        writer.update_container(font)

    return updated(honest.signed(world), change)


def form_font_exchanged(world: World) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        form = writer.root["/AcroForm"]
        font = generic.DictionaryObject(
            {pdf_name("/Type"): pdf_name("/Font"), pdf_name("/Subtype"): pdf_name("/Type3")}
        )
        form["/DR"] = generic.DictionaryObject(
            {pdf_name("/Font"): generic.DictionaryObject({pdf_name("/Helv"): writer.add_object(font)})}
        )
        writer.update_container(form)

    return updated(honest.signed(world), change)


def permissions_removed(world: World) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        del writer.root["/Perms"]
        writer.update_root()

    return updated(honest.certified(world, 2), change)


def catalog_opens_something(world: World) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        writer.root["/OpenAction"] = generic.ArrayObject([generic.NumberObject(0), pdf_name("/Fit")])
        writer.update_root()

    return updated(honest.signed(world), change)


def store_with_more_in_it(world: World) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        writer.root["/DSS"]["/Extra"] = writer.add_object(generic.StreamObject(stream_data=b"what is this"))
        writer.update_container(writer.root["/DSS"])

    return updated(with_store(honest.signed(world), [world.root]), change)


def certified_and_filled(world: World, level: int) -> bytes:
    return filled(certify(paper(), world.vendor, level), "1000")


def certified_and_annotated(world: World, level: int) -> bytes:
    return updated(certify(paper(), world.vendor, level), _annotate)


def certified_and_covered(world: World) -> bytes:
    return updated(certify(paper(), world.vendor, 2), _cover)


def locked_field_filled(world: World) -> bytes:
    return filled(honest.locked_fields(world), "1000")


def signature_moved_to_an_update(world: World) -> bytes:
    """Wrapping: the signature stands again in an update that changes the page, with the ranges of the original."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        _swap(writer)
        for reference in writer.root["/AcroForm"]["/Fields"]:
            if reference.get_object().get("/FT") == "/Sig":
                writer.update_container(reference.get_object()["/V"])

    return updated(honest.signed(world), change)


def hidden_pages_revealed(world: World) -> bytes:
    """Shadow attack, hide and replace: an update only points to an object that was signed along, but never shown."""
    page = b"2 0 obj\n<< /Type /Pages /Kids [7 0 R] /Count 1 >>\nendobj\n"
    other = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 400] /Contents 8 0 R /Annots [5 0 R] >>"
    shown = b"<< /Length 30 >>\nstream\nBT (We agree to nothing) Tj ET\nendstream"
    data = Raw({7: other, 8: shown}, hidden=page).by(world.vendor)
    return _pointing(data, 2, data.rindex(b"2 0 obj\n<< /Type /Pages /Kids [7"))


def _pointing(data: bytes, number: int, place: int) -> bytes:
    previous = int(re.findall(rb"startxref\n(\d+)", data)[-1])
    start = len(data)
    rows = b"xref\n%d 1\n%010d 00000 n \n" % (number, place)
    end = b"trailer\n<< /Size 9 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (previous, start)
    return data + rows + end


def overlay_taken_away(world: World) -> bytes:
    """Shadow attack, hide: what was signed lay under a cover, which an update frees."""

    def covered(pdf: pikepdf.Pdf) -> None:
        over = pdf.make_stream(RECTANGLE)
        page = pdf.pages[0].obj
        page.Contents = pdf.make_indirect(pikepdf.Array([page.Contents, over]))

    def change(writer: IncrementalPdfFileWriter) -> None:
        contents = page_of(writer)["/Contents"]
        contents.pop()
        writer.update_container(contents)

    return updated(sign(paper(covered), world.vendor), change)


def object_freed(world: World) -> bytes:
    data = Raw().by(world.vendor)
    previous = int(re.findall(rb"startxref\n(\d+)", data)[-1])
    rows = b"xref\n0 1\n0000000004 65535 f \n4 1\n0000000000 00001 f \n"
    end = b"trailer\n<< /Size 7 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (previous, len(data))
    return data + rows + end


def field_prepared_with_another_value(world: World) -> bytes:
    """Shadow attack, replace: the look said one thing and the value another; an update lets the look follow."""

    def prepared(pdf: pikepdf.Pdf) -> None:
        pdf.Root.AcroForm.Fields[0].V = pikepdf.String("1000")

    return updated(sign(paper(prepared), world.vendor), lambda writer: set_text(writer, "1000"))


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
    return _flipped(data, b"We agree", b"We agred")


# Ranges and contents that no honest signer writes. They are made with the signer's key, as a dishonest one could.


def hole_with_more_in_it(world: World) -> bytes:
    more = Raw({6: OTHER_ENTRY}, ranges=lambda before, after, size: (0, before, after + 40, size - after - 40))
    return more.by(world.vendor)


OTHER_ENTRY = (
    b"<< /Type /Sig /Filter /Adobe.PPKLite "
    + DETACHED
    + RANGE
    + CONTENTS
    + b"/Reason (anything may stand here xxxxx) >>"
)


def hole_elsewhere(world: World) -> bytes:
    """The text lies in the hole, and the signature behind the end of what is covered."""
    return Raw(ranges=lambda before, _after, _size: (0, 300, 350, before - 350)).by(world.vendor)


def end_not_covered(world: World) -> bytes:
    return Raw(ranges=lambda before, after, size: (0, before, after, size - after - 30)).by(world.vendor)


def ranges_overlap(world: World) -> bytes:
    return Raw(ranges=lambda before, _after, size: (0, before, before - 10, size - before + 10), signed=_plain).by(
        world.vendor
    )


def six_ranges(world: World) -> bytes:
    return Raw(ranges=lambda before, after, size: (0, 100, 100, before - 100, after, size - after)).by(world.vendor)


def beginning_not_covered(world: World) -> bytes:
    return Raw(ranges=lambda before, after, size: (9, before - 9, after, size - after)).by(world.vendor)


def range_beyond_the_end(world: World) -> bytes:
    return Raw(ranges=lambda before, after, size: (0, before, after, size)).by(world.vendor)


def negative_range(world: World) -> bytes:
    return Raw(ranges=lambda before, after, _size: (0, before, after, -1), signed=_plain).by(world.vendor)


def _plain(before: int, after: int, size: int) -> tuple[int, int, int, int]:
    return (0, before, after, size - after)


def more_behind_the_signature(world: World) -> bytes:
    def hole(made: bytes) -> bytes:
        return b"<" + (made.hex().encode() + b"00" * 8 + b"deadbeef").ljust(4000, b"0") + b">"

    return Raw(hole=hole).by(world.vendor)


def contents(world: World, entry: bytes) -> bytes:
    return with_signature(DETACHED + b"/ByteRange [0 100 200 300] " + entry).by(world.vendor)


def ranges(world: World, entry: bytes) -> bytes:
    return with_signature(DETACHED + entry + CONTENTS).by(world.vendor)


def kind(world: World, entry: bytes) -> bytes:
    return with_signature(entry + RANGE + CONTENTS).by(world.vendor)


def signers(world: World, count: int) -> bytes:
    def bend(made: cms.ContentInfo) -> cms.ContentInfo:
        infos = made["content"]["signer_infos"]
        made["content"]["signer_infos"] = [infos[0]] * count
        return cms.ContentInfo({"content_type": "signed_data", "content": made["content"]})

    return Raw().by(hand(world.vendor, bend=bend))


def raw(world: World) -> bytes:
    """The file written by hand, honestly signed."""
    return Raw().by(world.vendor)
