"""Files of every make, out of rows: text, workbooks by openpyxl, and workbooks written part by part."""

from __future__ import annotations

import csv
import io
import struct
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def text(*lines: str, end: str = "\n", encoding: str = "utf-8", mark: bytes = b"") -> Callable[[], bytes]:
    """Lines as they stand."""
    return lambda: mark + (end.join(lines) + end).encode(encoding)


def parted(rows: Sequence[Sequence[Any]], delimiter: str = ",", encoding: str = "utf-8") -> Callable[[], bytes]:
    """Rows written by the csv module."""

    def made() -> bytes:
        file = io.StringIO(newline="")
        csv.writer(file, delimiter=delimiter).writerows(rows)
        return file.getvalue().encode(encoding)

    return made


def book(
    *sheets: tuple[str, Sequence[Sequence[Any]]],
    after: Callable[[openpyxl.Workbook, Worksheet], None] = lambda _book, _sheet: None,
) -> Callable[[], bytes]:
    """A workbook of sheets; `after` does what is awkward to the first of them."""

    def made() -> bytes:
        workbook = openpyxl.Workbook()
        workbook.remove(workbook.worksheets[0])
        for name, rows in sheets:
            sheet = workbook.create_sheet(name)
            for row in rows:
                sheet.append(list(row))
                for cell in sheet[sheet.max_row]:
                    if isinstance(cell.value, str) and cell.value.startswith("="):
                        cell.data_type = "s"
        after(workbook, workbook.worksheets[0])
        file = io.BytesIO()
        workbook.save(file)
        return file.getvalue()

    return made


def with_parts(make: Callable[[], bytes], parts: dict[str, bytes]) -> Callable[[], bytes]:
    """The same archive with parts added or replaced."""

    def made() -> bytes:
        file = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(make())) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                if name not in parts:
                    new.writestr(name, old.read(name))
            for name, data in parts.items():
                new.writestr(name, data)
        return file.getvalue()

    return made


def archive(parts: dict[str, bytes]) -> Callable[[], bytes]:
    """A ZIP archive of parts."""
    return with_parts(_empty_archive, parts)


def _empty_archive() -> bytes:
    file = io.BytesIO()
    zipfile.ZipFile(file, "w").close()
    return file.getvalue()


def said(place: str, words: str) -> str:
    """A cell of text, as XML for raw_sheet."""
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{words}</t></is></c>'


def raw_sheet(cells: str) -> Callable[[], bytes]:
    """A workbook whose one sheet has this XML for its data."""
    sheet = f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>'
    return with_parts(book(("List", [])), {"xl/worksheets/sheet1.xml": sheet.encode()})


def ods(rows: str, manifest: str = "", script: str = "") -> Callable[[], bytes]:
    """An OpenDocument sheet whose table has this XML for its rows."""
    content = (
        '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="List">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    files = {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": content.encode()}
    files["META-INF/manifest.xml"] = f"<manifest>{manifest}</manifest>".encode()
    if script:
        files["Basic/Standard/Module1.xml"] = script.encode()
    return archive(files)


def ods_row(*cells: str) -> str:
    """A row of text cells."""
    told = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in cells
    )
    return f"<table:table-row>{told}</table:table-row>"


def compound(*names: str) -> Callable[[], bytes]:
    """An old compound file with these names in its directory."""

    def made() -> bytes:
        head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
        entries = b"".join(_entry(name) for name in ("Root Entry", *names))
        return head + entries.ljust(1024, b"\0")

    return made


def _entry(name: str) -> bytes:
    said = name.encode("utf-16-le") + b"\0\0"
    return said.ljust(64, b"\0") + struct.pack("<HBB", len(said), 2, 1) + bytes(60)
