"""Cells that were changed by both, here and in the file: a person says whose value counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tracker.domain.import_words import ImportState
from tracker.models.list_import import ListImport
from tracker.services.list_imports.row_plan import FILE, HERE
from tracker.services.rules import Conflict
from tracker.services.work import Work

CHOICES: Final = (HERE, FILE)


def choice_key(number: int, field: str) -> str:
    """Return the name under which the choice about one cell is kept."""
    return f"{number}:{field}"


def choose(work: Work, run: ListImport, choices: Mapping[tuple[int, str], str]) -> None:
    """Keep whose value counts, by row and field as people read it, and flush; `check` follows.

    Raises Conflict once the list is on its way in. What is neither FILE nor HERE is passed over.
    """
    if run.state != ImportState.CHECKED or run.applied_at is not None:
        raise Conflict("", "This list is being worked on or was brought in already; look at it again.")
    told = {choice_key(*cell): choice for cell, choice in choices.items() if choice in CHOICES}
    run.mapping = {**run.mapping, "choices": {**run.mapping.get("choices", {}), **told}}
    run.touched_at = work.now
    work.session.flush()
