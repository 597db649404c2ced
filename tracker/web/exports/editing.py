"""The contracts of a grid as a workbook to be edited and brought back."""

from collections.abc import Callable
from typing import IO

from flask.typing import ResponseReturnValue

from tracker.domain.export_words import ExportForm
from tracker.services.exports.editing import write_for_editing
from tracker.web.context import commit, work
from tracker.web.exports.blueprint import bp
from tracker.web.exports.planned import Planned, planned
from tracker.web.file_answer import file_answer
from tracker.web.permissions import permitted


@bp.post("/for-editing")
@permitted("import:run")
def for_editing() -> ResponseReturnValue:
    asked = planned()
    return file_answer(f"contracts-for-editing-{asked.on.isoformat()}.xlsx", ExportForm.WORKBOOK, _writing(asked))


def _writing(asked: Planned) -> Callable[[IO[bytes]], None]:
    def write(file: IO[bytes]) -> None:
        write_for_editing(work(), asked.asked, file)
        commit()

    return write
