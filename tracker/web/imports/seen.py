"""The import that is asked for, as far as the viewer may see it; others' and missing ones are the same 404."""

from datetime import date

from flask import abort

from tracker.domain.days import plus_days
from tracker.domain.import_words import ImportState
from tracker.models.list_import import ListImport
from tracker.queries import list_imports as questions
from tracker.queries.list_imports import ImportPage
from tracker.services.list_imports.runs import UNDO_DAYS
from tracker.web.context import clock, session, the_viewer


def seen(import_id: int) -> ImportPage:
    """What is known of an import; answers 404 when it is not the viewer's to see."""
    row = questions.page(session(), the_viewer(), import_id)
    if row is None:
        abort(404)
    return row


def run_of(import_id: int) -> ListImport:
    """The import itself, to be worked on, within what the viewer may see."""
    return session().get_one(ListImport, seen(import_id).id)


def undo_until(row: ImportPage, today: date) -> date | None:
    """The last day on which an import can be undone; None when it is over, or was never brought in."""
    if row.state is not ImportState.APPLIED or row.applied_at is None:
        return None
    last = plus_days(clock().day_of(row.applied_at), UNDO_DAYS)
    return last if last >= today else None
