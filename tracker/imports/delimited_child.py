"""Reads one text file in a process of its own, with little memory and time, and prints its rows as lines of JSON.

Run as a script with the path of the file and the seconds it may take.
"""

from pathlib import Path

from tracker.imports import child_lines, delimited
from tracker.imports.encodings import encoding_of
from tracker.imports.kinds import KINDS
from tracker.imports.presets import known_headings

BATCH = 256
PLAIN = frozenset({"utf-8", "utf-8-sig"})


def read(path: Path) -> None:
    """Print how the file is laid out, then its rows; raises ListUnreadable."""
    known = [heading for kind in KINDS for heading in known_headings(kind)]
    known += [heading for kind in KINDS.values() for field in kind.fields for heading in field.headings]
    layout = delimited.layout_of(path, encoding_of(path), known)
    child_lines.begin("csv", notes=list(notes(layout)))
    child_lines.sheet("List", delimited=True)
    batch: list[list[str | None] | None] = []
    for row in delimited.rows(path, layout):
        batch.append(row)
        if len(batch) == BATCH:
            child_lines.tell([batch, [], [], []])
            batch = []
    child_lines.tell([batch, [], [], []])


def notes(layout: delimited.Layout) -> list[str]:
    """Say what a person cannot see in the list itself."""
    said = delimited.SAID.get(layout.delimiter)
    parted = f", parted by {said}" if said else ""
    name = layout.encoding.upper().replace("_", "-").removesuffix("-SIG")
    return [] if layout.encoding in PLAIN and layout.delimiter == "," else [f"Read as {name} text{parted}."]


if __name__ == "__main__":
    child_lines.tell_of(read)
