"""How commands read days and print many rows: as one JSON object, as lines of JSON, or for people."""

import json
import sys
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from tracker.cli.frame import CommandFailed

Row = dict[str, Any]


def day_from(text: str | None, otherwise: date) -> date:
    """Return the day that was typed, or another when none was; CommandFailed says how to write one."""
    if text is None:
        return otherwise
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandFailed(f"{text!r} is not a day; write it like 2026-11-22.") from error


def moment(at: datetime | None) -> str | None:
    """Return a moment in UTC as ISO 8601, to the second."""
    return at.isoformat(timespec="seconds") if at is not None else None


def print_object(head: Row, lists: dict[str, Iterable[Row]]) -> None:
    """Print one JSON object: the head's fields, then each list with a row a line, while the rows are read."""
    fields = [f"{json.dumps(name)}: {json.dumps(value)}" for name, value in head.items()]
    # click.echo flushes after each call, which takes most of the time of 100,000 rows.
    write = sys.stdout.write
    write("{" + ", ".join(fields))
    for name, rows in lists.items():
        write(f",\n{json.dumps(name)}: [")
        before = "\n"
        for row in rows:
            write(before + json.dumps(row))
            before = ",\n"
        write("]")
    write("}\n")


def print_lines(rows: Iterable[Row]) -> None:
    """Print one JSON object a line."""
    write = sys.stdout.write
    for row in rows:
        write(json.dumps(row) + "\n")
