"""A ZIP archive that claims to be a workbook: judged by its directory before anything in it is unpacked."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import IO, Final
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from tracker.imports.table import ListUnreadable

MOST_PARTS: Final = 5_000
MOST_UNPACKED: Final = 1024**3
MOST_RATIO: Final = 400
SMALL: Final = 16 * 1024**2
"""Below this a part may be packed as tightly as it likes."""
CHUNK: Final = 256 * 1024
OFFICE_TEXT: Final = 64 * 1024

BOMB: Final = (
    "The file unpacks to far more than a list can be. Copy the list alone into a new workbook, save that as .xlsx and "
    "choose it instead."
)
DAMAGED: Final = (
    "The file is damaged and cannot be read: open it in your spreadsheet program and save it again as .xlsx."
)
LOCKED: Final = (
    "The file is protected with a password, so it cannot be read. Open it, take the password off (File, Info, "
    "Protect), save it and choose it again."
)
MACROS: Final = (
    "The workbook holds macros, and no file with macros is read. Save it as .xlsx (a workbook without macros) and "
    "choose that file."
)
LINKS: Final = (
    "The workbook takes values from other files or from a connection to elsewhere. Copy the list, paste it as values "
    "into a new workbook, save that as .xlsx and choose it."
)
_OTHERS: Final = (
    ("word/", "This is a Word document, not a list: copy its table into a spreadsheet and save that as .xlsx."),
    ("ppt/", "This is a presentation, not a list: copy its table into a spreadsheet and save that as .xlsx."),
    ("Index/", "This is a file of Numbers or Pages: in Numbers choose File, Export To, Excel, and choose that file."),
    ("index.apxl", "This is a file of Keynote: export the list as .xlsx and choose that file."),
)
_SHEET: Final = b"application/vnd.oasis.opendocument.spreadsheet"
_UNCOMPUTED: Final = re.compile(rb"(?:</f>|<f/>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")
_ELSEWHERE: Final = re.compile(rb"cell-range-source|dde-source|office:dde|'(?:file|https?|ftp):", re.IGNORECASE)


def form_of(path: Path) -> str:
    """Return xlsx or ods. Raises ListUnreadable for anything else, for bombs, passwords, macros and links elsewhere."""
    try:
        with ZipFile(path) as archive:
            parts = archive.infolist()
            _refuse_bombs(parts, path.stat().st_size)
            names = {part.filename for part in parts}
            if any(part.flag_bits & 1 for part in parts):
                raise ListUnreadable(LOCKED)
            if _workbook(names):
                return _xlsx(names)
            if "mimetype" in names and archive.read("mimetype")[:200].strip().startswith(_SHEET):
                return _ods(archive, names)
            raise ListUnreadable(_otherwise(names))
    except (BadZipFile, LargeZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
        if isinstance(error, ListUnreadable):
            raise
        raise ListUnreadable(DAMAGED) from error


def counts_from_1904(path: Path) -> bool:
    """Tell whether an xlsx counts its days from 1904, as old Macs did."""
    with ZipFile(path) as archive, archive.open(_workbook(set(archive.namelist())) or "xl/workbook.xml") as part:
        return bool(re.search(rb"date1904\s*=\s*[\"'](?:1|true|on)", part.read(OFFICE_TEXT)))


def has_uncomputed(path: Path) -> bool:
    """Tell whether a sheet of an xlsx begins with formulas without values, as programs write that cannot reckon."""
    with ZipFile(path) as archive:
        for name in archive.namelist():
            if re.search(r"worksheets/[^/]+\.xml$", name, re.IGNORECASE):
                with archive.open(name) as part:
                    if _UNCOMPUTED.search(part.read(CHUNK)):
                        return True
    return False


def _workbook(names: set[str]) -> str | None:
    # Some programs write capitals, or another folder.
    return next((name for name in sorted(names) if name.lower().endswith("workbook.xml")), None)


def _refuse_bombs(parts: list[ZipInfo], size: int) -> None:
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED:
        raise ListUnreadable(BOMB)
    if unpacked > SMALL and unpacked > size * MOST_RATIO:
        raise ListUnreadable(BOMB)
    starts = sorted((part.header_offset, part.compress_size) for part in parts)
    for (start, length), (after, _) in pairwise(starts):
        if start + length > after:
            # Parts that lie over one another unpack the same bytes again and again.
            raise ListUnreadable(BOMB)


def _xlsx(names: set[str]) -> str:
    lower = {name.lower() for name in names}
    if any(name.endswith(("vbaproject.bin", "vbadata.xml")) or name.startswith("xl/macrosheets/") for name in lower):
        raise ListUnreadable(MACROS)
    if any(name.startswith("xl/externallinks/") for name in lower) or "xl/connections.xml" in lower:
        raise ListUnreadable(LINKS)
    return "xlsx"


def _ods(archive: ZipFile, names: set[str]) -> str:
    if "META-INF/manifest.xml" in names:
        with archive.open("META-INF/manifest.xml") as manifest:
            if b"encryption-data" in manifest.read(SMALL):
                raise ListUnreadable(LOCKED)
    if any(name.startswith(("Basic/", "Scripts/")) and not name.endswith("/") for name in names):
        raise ListUnreadable(MACROS)
    if "content.xml" not in names:
        raise ListUnreadable(DAMAGED)
    with archive.open("content.xml") as content:
        if _speaks_of_elsewhere(content):
            raise ListUnreadable(LINKS)
    return "ods"


def _speaks_of_elsewhere(content: IO[bytes]) -> bool:
    before = b""
    while chunk := content.read(CHUNK):
        if any(_in_a_formula(before + chunk, found) for found in _ELSEWHERE.finditer(before + chunk)):
            return True
        before = chunk[-1024:]
    return False


def _in_a_formula(text: bytes, found: re.Match[bytes]) -> bool:
    # Text of a cell may speak of 'https://…'; only inside a tag it is a formula or a source.
    return text.rfind(b"<", 0, found.start()) > text.rfind(b">", 0, found.start())


def _otherwise(names: set[str]) -> str:
    if "xl/workbook.bin" in names:
        return "This is a binary workbook (.xlsb): save it as .xlsx and choose that file."
    for beginning, sentence in _OTHERS:
        if any(name.startswith(beginning) for name in names):
            return sentence
    if "mimetype" in names:
        return "This is no spreadsheet: save the list as .xlsx, .ods or .csv and choose that file."
    return "This is a ZIP archive: unpack it and choose the list in it."
