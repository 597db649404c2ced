"""The contract status as a file: what the contracts grid shows, with the same address."""

import os
from collections.abc import Callable
from tempfile import TemporaryFile
from typing import IO

from flask import Response, request, send_file

from tracker.services import status_report
from tracker.services.status_report import StatusReport
from tracker.services.work import Work
from tracker.web.context import clock, the_viewer, work
from tracker.web.contract_filters import contracts_asked
from tracker.web.exports.blueprint import bp
from tracker.web.grid import read_list
from tracker.web.permissions import permitted

Write = Callable[[Work, StatusReport, IO[bytes]], int]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS: dict[str, tuple[Write, str]] = {
    "xlsx": (status_report.write_workbook, XLSX),
    "csv": (status_report.write_csv, "text/csv; charset=utf-8"),
}


@bp.get("/status")
@permitted("contract:export")
def status() -> Response:
    query = contracts_asked(request.args, clock().today())
    report = StatusReport(the_viewer(), query, read_list(request.args, "columns"))
    ending = "csv" if request.args.get("format") == "csv" else "xlsx"
    write, kind = KINDS[ending]
    # The answer reads the file to its end and closes it, so there is no block to leave.
    file = TemporaryFile()  # noqa: SIM115
    write(work(), report, file)
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    response = send_file(
        file, kind, as_attachment=True, download_name=status_report.file_name(report, ending), etag=False, max_age=0
    )
    response.content_length = size
    return response
