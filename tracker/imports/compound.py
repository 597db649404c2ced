"""An old compound file (.xls, or a workbook under a password): judged by the names in its directory."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from tracker.imports.archive import LOCKED, MACROS
from tracker.imports.table import ListUnreadable

ENTRY: Final = 128
NAME: Final = 64
BEGIN: Final = b"\x09\x08\x10\x00\x00\x06\x05\x00"
FILEPASS: Final = 0x2F
RECORDS: Final = 12
_NAMES: Final = {
    name: re.compile(re.escape(name.encode("utf-16-le") + b"\0\0"))
    for name in ("EncryptedPackage", "_VBA_PROJECT_CUR", "Workbook", "Book", "WordDocument", "PowerPoint Document")
}


def form_of(path: Path) -> str:
    """Return xls. Raises ListUnreadable for a password, macros, and documents that are no workbooks."""
    data = path.read_bytes()
    names = {name for name in _NAMES if _has(data, name)}
    if "EncryptedPackage" in names or _locked(data):
        raise ListUnreadable(LOCKED)
    if "WordDocument" in names or "PowerPoint Document" in names or not names & {"Workbook", "Book"}:
        raise ListUnreadable("This is an old document, but no workbook: save the list as .xlsx and choose that file.")
    if "_VBA_PROJECT_CUR" in names:
        raise ListUnreadable(MACROS)
    return "xls"


def _locked(data: bytes) -> bool:
    """Tell whether one of the first records of a workbook is FILEPASS."""
    at = data.find(BEGIN)
    for _ in range(RECORDS if at >= 0 else 0):
        kind, length = int.from_bytes(data[at : at + 2], "little"), int.from_bytes(data[at + 2 : at + 4], "little")
        if kind == FILEPASS:
            return True
        at += 4 + length
    return False


def _has(data: bytes, name: str) -> bool:
    # An entry of the directory is 128 bytes, begins with its name, and tells the name's length behind it.
    length = (len(name) + 1) * 2
    return any(
        found.start() % ENTRY == 0
        and int.from_bytes(data[found.start() + NAME : found.start() + NAME + 2], "little") == length
        for found in _NAMES[name].finditer(data)
    )
