"""Files whose fields, form, catalog or prepared parts somebody changed after they were signed."""

from __future__ import annotations

import re

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from tests.signatures import honest
from tests.signatures.altered import annotate, swap
from tests.signatures.hands import certify, sign, with_store
from tests.signatures.papers import drawing, field_of, filled, page_of, paper, set_text, updated
from tests.signatures.raw import Raw
from tests.signatures.world import World

RECTANGLE = b"1 1 1 rg 0 0 400 400 re f"


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
    return updated(certify(paper(), world.vendor, level), annotate)


def certified_and_covered(world: World) -> bytes:
    return updated(certify(paper(), world.vendor, 2), _cover)


def locked_field_filled(world: World) -> bytes:
    return filled(honest.locked_fields(world), "1000")


def signature_moved_to_an_update(world: World) -> bytes:
    """Wrapping: the signature stands again in an update that changes the page, with the ranges of the original."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        swap(writer)
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
