"""Bringing lists in, as the pages do: begin, map by headings, check, look, apply."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tracker.domain.import_words import ImportKind
from tracker.imports import header
from tracker.imports.detected import detect
from tracker.models.list_import import ImportRow, ListImport
from tracker.services.list_imports import reading, runs
from tracker.services.work import Work


@dataclass
class Desk:
    """Where lists are brought in by one person."""

    work: Work

    def begin(self, told: str | bytes | Path, kind: str = "contracts", **options: Any) -> ListImport:
        """Begin, map as recognized, and check."""
        data = told.read_bytes() if isinstance(told, Path) else told.encode() if isinstance(told, str) else told
        run = runs.begin(self.work, ImportKind(kind), BytesIO(data), "list.csv")
        book = reading.opened(self.work, run.digest)
        sheet = book.likely_sheet
        mapping = detect(sheet, header.find(sheet, ImportKind(kind)), ImportKind(kind))
        undecided = options.pop("undecided_are_new", None)
        for name, value in options.items():
            object.__setattr__(mapping, name, value)
        runs.set_mapping(self.work, run, mapping, undecided_are_new=undecided)
        runs.check(self.work, run)
        self.work.session.commit()
        return run

    def bring(self, told: str | bytes | Path, kind: str = "contracts", **options: Any) -> ListImport:
        """Begin, check and apply all but the refused rows; what changes nothing stays checked."""
        run = self.begin(told, kind, **options)
        if run.counts.get("created", 0) + run.counts.get("changed", 0):
            runs.ask_apply(self.work, run, skips_refused=True)
        self.work.session.commit()
        return run

    def rows(self, run: ListImport) -> list[ImportRow]:
        """The rows of an import in the order of the file."""
        chosen = select(ImportRow).where(ImportRow.import_id == run.id).order_by(ImportRow.number)
        return list(self.work.session.scalars(chosen))


def figures(run):
    """Created, changed, unchanged, refused, and what waits for a decision."""
    return tuple(run.counts.get(fate, 0) for fate in ("created", "changed", "unchanged", "refused", "undecided"))


@pytest.fixture
def desk(work):
    """A desk of nobody in particular, for the whole city."""
    return Desk(work)


@pytest.fixture
def desk_of(acting):
    """Give the desk of a person."""
    return lambda number, name="Pia Procurement": Desk(acting(number, name))
