"""The contract status as a file: what the contracts grid shows, with the same address."""

from collections.abc import Callable, Iterator
from tempfile import TemporaryFile
from typing import IO

from flask import Response, request

from tracker.services import status_report
from tracker.services.status_report import StatusReport
from tracker.services.work import Work
from tracker.web.context import clock, the_viewer, work
from tracker.web.contract_filters import contracts_asked
from tracker.web.exports.blueprint import bp
from tracker.web.grid import read_list
from tracker.web.permissions import permitted

Write = Callable[[Work, StatusReport, IO[bytes]], int]

PIECE = 1 << 16
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
KINDS: dict[str, tuple[Write, str, str, str]] = {
    "xlsx": (status_report.write_workbook, XLSX, "xlsx", "contract-status"),
    "csv": (status_report.write_csv, CSV, "csv", "contract-status"),
    "gaps": (status_report.write_gaps_csv, CSV, "csv", "gaps"),
}


@bp.get("/status")
@permitted("contract:export")
def status() -> Response:
    query = contracts_asked(request.args, clock().today())
    report = StatusReport(the_viewer(), query, read_list(request.args, "columns"))
    write, kind, ending, what = KINDS.get(request.args.get("format", ""), KINDS["xlsx"])
    # Closed when it was read to its end, or when the answer is closed before.
    file = TemporaryFile()  # noqa: SIM115
    write(work(), report, file)
    size = file.tell()
    response = Response(_pieces(file), content_type=kind)
    response.content_length = size
    response.headers["Content-Disposition"] = f"attachment; filename={status_report.file_name(report, ending, what)}"
    response.call_on_close(file.close)
    if request.method == "HEAD":
        # Nobody reads or closes an answer without a body.
        file.close()
    return response


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece
