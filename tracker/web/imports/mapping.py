"""What each column of a list holds: recognized, shown with its first values, and corrected by a person."""

from dataclasses import replace

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.domain.import_words import ImportState
from tracker.imports import header
from tracker.imports.detected import detect
from tracker.imports.mapping import Mapping
from tracker.imports.table import ListUnreadable, Opened
from tracker.queries import list_imports as questions
from tracker.queries.list_imports import ImportPage
from tracker.services.list_imports import runs
from tracker.services.rules import RuleBroken
from tracker.web.context import commit, session, work
from tracker.web.grid import read_number
from tracker.web.imports.blueprint import bp
from tracker.web.imports.file import opened
from tracker.web.imports.look import Look, date_orders, decimals
from tracker.web.imports.seen import run_of, seen
from tracker.web.imports.typed_mapping import Problem, problems, typed
from tracker.web.imports.words import KINDS
from tracker.web.permissions import permitted

STATES = frozenset({ImportState.MAPPING, ImportState.CHECKED, ImportState.FAILED})
"""States in which the columns can still be named."""


@bp.route("/<int:import_id>/columns", methods=["GET", "POST"])
@permitted("import:run")
def mapping(import_id: int) -> ResponseReturnValue:
    row = seen(import_id)
    if row.state not in STATES or row.applied_at:
        return redirect(url_for("imports.show", import_id=import_id), 303)
    try:
        book = opened(row.digest)
        if request.method == "POST":
            return _taken(row, book)
        return _page(row, _asked_look(row, book), [])
    except ListUnreadable as error:
        return _unreadable(row, str(error))


def _taken(row: ImportPage, book: Opened) -> ResponseReturnValue:
    before = _of_address(row, book, request.form.get("sheet", ""), request.form.get("header_row", ""))
    chosen = typed(request.form, before, row.kind)
    wrong = problems(request.form, chosen, row.kind)
    look = Look.at(book, row.kind, chosen)
    if wrong or request.form.get("then") != "check":
        return _page(row, look, wrong), 422 if wrong else 200
    name = " ".join(request.form.get("save_as", "").split())
    try:
        run = run_of(row.id)
        runs.set_mapping(work(), run, chosen)
        if name:
            runs.save_mapping(work(), run, name, look.header.key)
        runs.check(work(), run)
        commit()
    except RuleBroken as broken:
        session().rollback()
        return _page(seen(row.id), look, [(broken.field, broken.sentence)]), 422
    return redirect(url_for("imports.show", import_id=row.id), 303)


def _asked_look(row: ImportPage, book: Opened) -> Look:
    """How the list is read: as asked for in the address, as it was last, or as it is recognized."""
    saved = questions.saved_mapping(session(), row.kind, read_number(request.args.get("saved")) or 0)
    if saved is not None:
        before = _of_address(row, book, "", "")
        return Look.at(book, row.kind, replace(Mapping.from_json(saved), sheet=before.sheet))
    return Look.at(
        book, row.kind, _of_address(row, book, request.args.get("sheet", ""), request.args.get("header_row", ""))
    )


def _of_address(row: ImportPage, book: Opened, sheet_name: str, typed_row: str) -> Mapping:
    known = Mapping.from_json(row.mapping) if row.mapping else None
    if not sheet_name and not typed_row:
        return known or _recognized(row, book, "", "")
    same_row = not typed_row or (known is not None and typed_row == str(known.header_row))
    if known is not None and sheet_name in {"", known.sheet} and same_row:
        return known
    return _recognized(row, book, sheet_name, typed_row)


def _recognized(row: ImportPage, book: Opened, sheet_name: str, typed_row: str) -> Mapping:
    sheet = book.sheet(sheet_name) if sheet_name else book.likely_sheet
    number = read_number(typed_row)
    head = header.header_at(sheet, number) if number is not None else header.find(sheet, row.kind)
    found = questions.recognized(session(), row.kind, head.key)
    if found is None:
        return detect(sheet, head, row.kind)
    name, told = found
    note = _("Its columns are read as they were saved under the name “%(name)s”.", name=name)
    saved = Mapping.from_json(told)
    return replace(saved, sheet=sheet.name, header_row=head.row, header_rows=head.depth, notes=(note,))


def _page(row: ImportPage, look: Look, wrong: list[Problem]) -> str:
    return render_template(
        "imports/mapping.html",
        row=row,
        look=look,
        problems=wrong,
        needed=[sentence for _place, sentence in problems({}, look.mapping, row.kind)] if not wrong else [],
        typed=request.form,
        saved=questions.saved_mappings(session(), row.kind),
        date_orders=date_orders(),
        decimals=decimals(),
        kind_words=KINDS,
    )


def _unreadable(row: ImportPage, sentence: str) -> ResponseReturnValue:
    title = _("%(file)s cannot be read so", file=row.file_name)
    return render_template("imports/unreadable.html", row=row, title=title, sentence=sentence), 422
