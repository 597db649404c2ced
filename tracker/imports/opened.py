"""Opening a file that somebody hands over: a workbook or delimited text, read in a limited process of its own."""

from __future__ import annotations

from pathlib import Path

from tracker.imports.delimited import read_delimited
from tracker.imports.table import Opened


def open_file(path: Path) -> Opened:
    """Read a file whole: its sheets as cells. Raises ListUnreadable with what is wrong and what to do."""
    return read_delimited(path)
