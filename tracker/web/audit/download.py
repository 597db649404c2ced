"""The filtered audit trail as a CSV file."""

import csv
import io
from collections.abc import Iterator

from flask import Response, stream_with_context
from flask.typing import ResponseReturnValue

from tracker.queries import audit as queries
from tracker.web.audit.blueprint import bp
from tracker.web.audit.filters import filter_form, wanted
from tracker.web.context import clock, session, settings, the_viewer
from tracker.web.permissions import permitted

HEADINGS = ("Number", "Moment (UTC)", "Moment in the city", "Kind of actor", "Who", "Deed", "What", "About")
FORMULA_STARTS = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\uff1d",
    "\uff0b",
    "\uff0d",
    "\uff20",
)  # the last four are full-width


@bp.get("/trail.csv")
@permitted("audit:read")
def download() -> ResponseReturnValue:
    lines = stream_with_context(_lines(wanted(filter_form())))
    name = f"audit-trail-{clock().today().isoformat()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(lines, mimetype="text/csv", headers=headers)


def _lines(sought: queries.AuditFilter) -> Iterator[str]:
    yield "\ufeff" + _line(HEADINGS)  # the mark by which spreadsheets know UTF-8
    for row in queries.every(session(), the_viewer(), sought):
        yield _line(_cells(row))


def _cells(row: queries.AuditRow) -> tuple[str, ...]:
    local = row.at.astimezone(settings().zone)
    about = "; ".join(f"{kind} {number}" for kind, number in row.subjects)
    return (
        str(row.id), row.at.isoformat(timespec="seconds"), local.strftime("%Y-%m-%d %H:%M:%S"),
        row.actor_kind, row.actor, row.action, row.sentence, about,
    )  # fmt: skip


def _line(cells: tuple[str, ...]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow([_harmless(cell) for cell in cells])
    return buffer.getvalue()


def _harmless(text: str) -> str:
    """A leading apostrophe keeps a spreadsheet from calculating what somebody typed."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
