"""Files that are refused: the sentence says what is wrong and what to do."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from tests.awkward_lists.case import HEADINGS, Case
from tests.awkward_lists.making import archive, book, compound, ods, ods_row, raw_sheet, text, with_parts
from tests.awkward_lists.workbooks import DATA

PLAIN = book(("List", [HEADINGS, ("C-1", "Acme", "Law")]))
SPARSE = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
XXE = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><worksheet '
    b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr">'
    b"<is><t>&e;</t></is></c></row></sheetData></worksheet>"
)


def _encrypted() -> bytes:
    data = bytearray(PLAIN())
    for at in range(len(data) - 4):
        if data[at : at + 4] == b"PK\x01\x02":
            data[at + 8] |= 1
    return bytes(data)


def _old_under_a_password() -> bytes:
    """The old workbook with the record FILEPASS where another stood, right behind its beginning."""
    data = bytearray((DATA / "old-workbook.xls").read_bytes())
    data[data.find(b"\x09\x08\x10\x00") + 20] = 0x2F
    return bytes(data)


def _overlapping() -> bytes:
    """Two entries of the directory that point at the same packed bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("xl/workbook.xml", b"<workbook/>" * 100)
        made.writestr("xl/worksheets/sheet1.xml", b"<worksheet/>" * 100)
        made.infolist()[1].header_offset = 0
    return file.getvalue()


def _cut(make: Callable[[], bytes]) -> Callable[[], bytes]:
    return lambda: make()[: len(make()) * 2 // 3]


REFUSED = (
    Case("an old workbook under a password", _old_under_a_password, refused="protected with a password"),
    Case("a file of too many columns", text("Vendor" + ",x" * 3000, "Acme"), refused="far more columns"),
    Case(
        "a web page with its pictures", text("MIME-Version: 1.0", "Content-Type: multipart/related"), refused="web page"
    ),
    Case("text that somebody formatted", text("{\\rtf1\\ansi Vendor"), refused="This is a text document"),
    Case("a PDF", text("%PDF-1.7", "1 0 obj"), refused="This is a PDF"),
    Case("a picture", lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), refused="This is a picture"),
    Case(
        "a web page called .xls",
        text("<html><body><table><tr><td>Vendor</td></tr></table></body></html>"),
        refused=("This is a web page"),
    ),
    Case(
        "a web page that Excel made",
        text("", '<html xmlns:x="urn:schemas-microsoft-com:office:excel">', encoding="utf-16"),
        refused="This is a web page",
    ),
    Case("an XML spreadsheet of 2003", text('<?xml version="1.0"?>', "<Workbook/>"), refused="This is an XML file"),
    Case("JSON", text('[{"vendor": "Acme"}]'), refused="This is a JSON file"),
    Case("no text at all", lambda: bytes(range(256)) * 20, refused="neither a workbook nor text"),
    Case("a workbook with macros", with_parts(PLAIN, {"xl/vbaProject.bin": b"macros"}), refused="holds macros"),
    Case(
        "a workbook with links to others",
        with_parts(PLAIN, {"xl/externalLinks/externalLink1.xml": b"<x/>"}),
        refused=("takes values from other files"),
    ),
    Case(
        "a workbook with a connection", with_parts(PLAIN, {"xl/connections.xml": b"<x/>"}), refused="takes values from"
    ),
    Case(
        "a workbook under a password",
        compound("EncryptionInfo", "EncryptedPackage"),
        refused="protected with a password",
    ),
    Case("an archive under a password", _encrypted, refused="protected with a password"),
    Case(
        "an OpenDocument sheet under a password",
        ods(ods_row("Vendor"), manifest="<manifest:encryption-data/>"),
        refused=("protected with a password"),
    ),
    Case("an OpenDocument sheet with macros", ods(ods_row("Vendor"), script="Sub Main"), refused="holds macros"),
    Case(
        "an OpenDocument sheet with links to others",
        ods("<table:table-row><table:table-cell table:formula=\"of:=['file:///other.ods'#$A.A1]\"/></table:table-row>"),
        refused="takes values from other files",
    ),
    Case("an old workbook with macros", compound("Workbook", "_VBA_PROJECT_CUR"), refused="holds macros"),
    Case("an old Word document", compound("WordDocument"), refused="no workbook"),
    Case("an old workbook that is damaged", compound("Workbook"), refused="save"),
    Case("a binary workbook", archive({"xl/workbook.bin": b""}), refused="binary workbook (.xlsb)"),
    Case("a Word document", archive({"word/document.xml": b"<x/>"}), refused="Word document"),
    Case("a file of Numbers", archive({"Index/Document.iwa": b"", "preview.jpg": b""}), refused="Numbers or Pages"),
    Case("a packed list", archive({"list.csv": b"Vendor\nAcme"}), refused="unpack it"),
    Case("a compressed list", lambda: b"\x1f\x8b\x08" + bytes(40), refused="unpack it"),
    Case("a damaged workbook", _cut(PLAIN), refused="damaged"),
    Case("a workbook that lies about its parts", _overlapping, refused="unpacks to far more"),
    Case("a bomb", with_parts(PLAIN, {"xl/media/zeros.bin": bytes(64 * 1024**2)}), refused="unpacks to far more"),
    Case("a sheet of two cells that are worlds apart", raw_sheet(SPARSE), refused="rows and columns"),
    Case(
        "a sheet that names a file of the server", with_parts(PLAIN, {"xl/worksheets/sheet1.xml": XXE}), refused="save"
    ),
    Case("a workbook with nothing in it", book(("List", [])), refused="empty"),
    Case("an empty file", lambda: b"", refused="empty"),
)
