"""Attestations as PDF files before anybody signed them, and updates appended to such files."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

TEXT = b"BT /F1 12 Tf 40 340 Td (We agree to the privacy requirements of the City.) Tj ET"
MORE = b"BT /F1 12 Tf 40 300 Td (Data elements shared: 10) Tj ET"


def paper(change: Callable[[pikepdf.Pdf], None] | None = None, **options: Any) -> bytes:
    """An attestation of one page with a text field `amount` and a tick `agreed`."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(400, 400))
    page = pdf.pages[0].obj
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    page.Resources = Dictionary(Font=Dictionary(F1=font))
    page.Contents = pdf.make_stream(TEXT + b"\n" + MORE)
    fields = [_text(pdf, page), _tick(pdf, page)]
    page.Annots = pdf.make_indirect(Array(fields))
    resources = Dictionary(Font=Dictionary(Helv=font))
    pdf.Root.AcroForm = pdf.make_indirect(
        Dictionary(Fields=pdf.make_indirect(Array(fields)), DA=String("/Helv 10 Tf 0 g"), DR=resources)
    )
    if change:
        change(pdf)
    out = BytesIO()
    pdf.save(out, compress_streams=False, **options)
    return out.getvalue()


def _text(pdf: pikepdf.Pdf, page: Any) -> Any:
    look = pdf.make_stream(b"/Tx BMC q BT /Helv 10 Tf 2 5 Td (10) Tj ET Q EMC")
    look.update({"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": Array([0, 0, 80, 20])})
    return pdf.make_indirect(
        Dictionary(
            FT=Name.Tx,
            T=String("amount"),
            V=String("10"),
            DA=String("/Helv 10 Tf 0 g"),
            Type=Name.Annot,
            Subtype=Name.Widget,
            Rect=[40, 260, 120, 280],
            P=page,
            AP=Dictionary(N=look),
        )
    )


def _tick(pdf: pikepdf.Pdf, page: Any) -> Any:
    looks = {}
    for state, drawing in (("/Yes", b"0 0 10 10 re f"), ("/Off", b"")):
        look = pdf.make_stream(drawing)
        look.update({"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": Array([0, 0, 10, 10])})
        looks[state] = look
    return pdf.make_indirect(
        Dictionary(
            FT=Name.Btn,
            T=String("agreed"),
            V=Name.Off,
            AS=Name.Off,
            Type=Name.Annot,
            Subtype=Name.Widget,
            Rect=[40, 230, 50, 240],
            P=page,
            AP=Dictionary(N=Dictionary(looks)),
        )
    )


def updated(data: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """The file with an incremental update appended, as an editor or an attacker would."""
    writer = IncrementalPdfFileWriter(BytesIO(data))
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def page_of(writer: IncrementalPdfFileWriter) -> Any:
    return writer.root["/Pages"]["/Kids"][0].get_object()


def field_of(writer: IncrementalPdfFileWriter, name: str) -> Any:
    for reference in writer.root["/AcroForm"]["/Fields"]:
        if reference.get_object().get("/T") == name:
            return reference.get_object()
    raise AssertionError(name)


def drawing(content: bytes, **entries: Any) -> generic.StreamObject:
    """A form XObject that draws something."""
    made = {"/Type": "/XObject", "/Subtype": "/Form"}
    stream = generic.StreamObject(
        {generic.pdf_name(key): generic.pdf_name(value) for key, value in made.items()}, stream_data=content
    )
    box = entries.get("box", (0, 0, 80, 20))
    stream["/BBox"] = generic.ArrayObject([generic.NumberObject(one) for one in box])
    return stream


def set_text(writer: IncrementalPdfFileWriter, value: str, *, look: bool = True) -> None:
    """Fill the field `amount` as a form program does: value and look."""
    field = field_of(writer, "amount")
    field["/V"] = generic.pdf_string(value)
    if look:
        shown = f"/Tx BMC q BT /Helv 10 Tf 2 5 Td ({value}) Tj ET Q EMC".encode()
        field["/AP"] = generic.DictionaryObject({generic.pdf_name("/N"): writer.add_object(drawing(shown))})
    writer.update_container(field)


def filled(data: bytes, value: str) -> bytes:
    return updated(data, lambda writer: set_text(writer, value))
