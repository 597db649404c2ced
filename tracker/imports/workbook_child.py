"""Reads one workbook in a process of its own, with little memory and time, and prints its rows as lines of JSON.

Run as a script with the path of the file and the seconds it may take, so that a crash takes nothing along.
"""

import re
from pathlib import Path

from python_calamine import CalamineError

from tracker.imports import archive, child_lines, compound, workbook
from tracker.imports.table import ListUnreadable

OLD = b"\xd0\xcf\x11\xe0"
UNCOMPUTED = (
    "Some cells hold formulas whose values were never reckoned; they count as empty. Open the file in your spreadsheet "
    "program, save it, and choose it again."
)
LOCKED = re.compile("password|encrypt|protect", re.IGNORECASE)


def read(path: Path) -> None:
    """Print what the file is, then each sheet with its rows; raises ListUnreadable."""
    with path.open("rb") as file:
        old = file.read(len(OLD)) == OLD
    form = compound.form_of(path) if old else archive.form_of(path)
    about: dict[str, object] = {"notes": []}
    if form == "xlsx":
        about["epoch_1904"] = archive.counts_from_1904(path)
        about["notes"] = [UNCOMPUTED] if archive.has_uncomputed(path) else []
    child_lines.begin(form, **about)
    try:
        for name, hidden, sheet in workbook.sheets(path):
            child_lines.sheet(name, hidden=hidden, merged=bool(sheet.merged_cell_ranges))
            for batch in workbook.batches(sheet):
                child_lines.tell(batch)
    except CalamineError as error:
        raise ListUnreadable(archive.LOCKED if LOCKED.search(str(error)) else archive.DAMAGED) from error


if __name__ == "__main__":
    child_lines.tell_of(read)
