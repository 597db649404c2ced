"""What an import did, as lines for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import click
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.domain.import_words import Fate
from tracker.models.list_import import ListImport
from tracker.models.reminder_hold import HeldContract
from tracker.queries.list_imports import Line, hold_of, problems

COUNTED: Final = (Fate.CREATED, Fate.CHANGED, Fate.UNCHANGED, Fate.REFUSED)
TOLD: Final = (Fate.CHANGED, Fate.REFUSED, Fate.UNDECIDED, Fate.CONFLICT)


@dataclass(frozen=True, slots=True)
class Report:
    """One import: what was read, what became of its rows, whether it is in, and how many contracts are held."""

    file: str
    digest: str
    kind: str
    mapping: dict[str, Any]
    counts: dict[str, int]
    notes: tuple[str, ...]
    rows: tuple[Line, ...]
    applied: bool
    held: int
    dry_run: bool

    @property
    def summary(self) -> str:
        """The line that others script against: created N, changed N, unchanged N, refused N."""
        shown = [fate for fate in Fate if fate in COUNTED or self.counts.get(fate)]
        return ", ".join(f"{fate} {self.counts.get(fate, 0)}" for fate in shown)

    def as_json(self) -> dict[str, Any]:
        """Return the report as JSON values; rows that change nothing are left out."""
        return {
            "file": self.file,
            "sha256": self.digest,
            "kind": self.kind,
            "preset": self.mapping.get("preset", ""),
            **{str(fate): self.counts.get(fate, 0) for fate in Fate},
            "held_contracts": self.held,
            "applied": self.applied,
            "dry_run": self.dry_run,
            "notes": list(self.notes),
            "mapping": self.mapping,
            "rows": [
                {"row": row.number, "contract": row.label, "fate": row.fate, "what": _what(row), "changes": row.changes}
                for row in self.rows
            ],
        }

    def print(self) -> None:
        """Print the rows that a person should read, then the counts."""
        for note in self.notes:
            click.echo(note)
        for row in self.rows:
            if row.fate in TOLD:
                named = f"{row.label}: " if row.label else ""
                click.echo(f"{row.fate}: row {row.number}: {named}{_what(row)}")
        if self.dry_run:
            click.echo("Dry run: nothing was changed.")
        elif self.held:
            many = "1 new contract" if self.held == 1 else f"{self.held:,} new contracts"
            click.echo(
                f"Reminders about {many} are held: nothing leaves until a person has seen the plan and starts it, "
                "on the page Reminders or with `tracker reminders hold start`."
            )
        click.echo(self.summary)


def report(session: Session, run: ListImport, notes: Iterable[str], *, applied: bool, dry_run: bool) -> Report:
    """Read what became of an import's rows; to be called before a dry run is taken back."""
    rows = tuple(problems(session, run.id, [fate for fate in Fate if fate is not Fate.UNCHANGED]))
    hold = hold_of(session, run.id) if applied else None
    held = session.scalar(select(func.count()).where(HeldContract.hold_id == hold)) if hold else 0
    return Report(
        file=run.file_name,
        digest=run.digest,
        kind=run.kind,
        mapping=dict(run.mapping),
        counts=dict(run.counts),
        notes=tuple(notes),
        rows=rows,
        applied=applied,
        held=held or 0,
        dry_run=dry_run,
    )


def _what(row: Line) -> str:
    if row.reason:
        return f"column {row.column}: {row.reason}" if row.column else row.reason
    return "; ".join(
        f"{change['field']}: {change['old']} \N{RIGHTWARDS ARROW} {change['new']}"
        if change["old"]
        else f"{change['field']}: {change['new']}"
        for change in row.changes
    )
