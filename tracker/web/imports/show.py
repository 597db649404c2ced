"""Where an import stands: what it waits for, its difference, how far it is, or what it did."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.domain.import_words import Fate, ImportState
from tracker.domain.permissions import allows
from tracker.queries import audit, reminder_holds
from tracker.queries import list_imports as questions
from tracker.queries.list_imports import ImportPage, Line
from tracker.web import grid
from tracker.web.context import clock, session, the_viewer
from tracker.web.imports.blueprint import bp
from tracker.web.imports.forms import ApplyForm
from tracker.web.imports.seen import seen, undo_until
from tracker.web.imports.turning import Turn
from tracker.web.imports.words import FATES, KINDS, LEFT_OUT, SHAPES, WORKING, counted
from tracker.web.permissions import permitted

TITLES = {
    ImportState.APPLIED: "%(file)s is brought in",
    ImportState.UNDONE: "The import of %(file)s is undone",
    ImportState.CANCELLED: "%(file)s was put aside",
    ImportState.FAILED: "%(file)s could not be brought in",
}
ALL = "all"


@bp.get("/<int:import_id>")
@permitted("import:read")
def show(import_id: int) -> ResponseReturnValue:
    row = seen(import_id)
    if row.state is ImportState.MAPPING and allows(the_viewer().roles, "import:run"):
        return redirect(url_for("imports.mapping", import_id=import_id), 303)
    return page(row)


def page(row: ImportPage, form: ApplyForm | None = None) -> str:
    """The page of an import; with a form when what was asked could not be done."""
    if row.state in WORKING:
        return render_template("imports/progress.html", row=row)
    if row.state in {ImportState.CHECKED, ImportState.MAPPING}:
        return _difference(row, form or ApplyForm(formdata=None))
    return _result(row)


def _difference(row: ImportPage, form: ApplyForm) -> str:
    counts = {fate.value: row.counts.get(fate.value, 0) for fate in Fate}
    left_out = sum(counts[fate] for fate in LEFT_OUT)
    return render_template("imports/difference.html", form=form, left_out=left_out, **_rows(row))


def _result(row: ImportPage) -> str:
    return render_template(
        "imports/result.html",
        title=_(TITLES[row.state], file=row.file_name),
        undo_until=undo_until(row, clock().today()),
        hold=reminder_holds.hold(session(), the_viewer(), questions.hold_of(session(), row.id) or 0),
        events=audit.events_about(session(), "import", row.id),
        **_rows(row),
    )


def _rows(row: ImportPage) -> dict[str, object]:
    chosen = request.args.get("show", "")
    fates = _fates(row, chosen)
    text, number = grid.read_text(request.args, "q"), grid.read_page(request.args)
    found = questions.rows(session(), row.id, fates, text, number)
    here = url_for("imports.show", import_id=row.id)
    turn = Turn.of(
        number,
        questions.ROWS_PER_PAGE,
        found.total,
        lambda other: url_for("imports.show", import_id=row.id, show=chosen or None, q=text or None, page=other),
    )
    return {
        "row": row, "rows": found.rows, "here": here, "chosen": chosen, "text": text,
        "counts_line": counted(row.counts),
        "clear": url_for("imports.show", import_id=row.id, show=chosen or None), "fate_tabs": _tabs(row, chosen),
        "counts": {fate.value: row.counts.get(fate.value, 0) for fate in Fate}, "kind_words": KINDS,
        "fate_words": FATES, "shapes": SHAPES,
        "choosing": _choosing(row, found.rows),
        "problems": any(row.counts.get(fate) for fate in LEFT_OUT), **turn.shown,
    }  # fmt: skip


def _choosing(row: ImportPage, shown: list[Line]) -> bool:
    waits = row.state is ImportState.CHECKED and allows(the_viewer().roles, "import:run")
    return waits and any(line.fate is Fate.CONFLICT for line in shown)


def _fates(row: ImportPage, chosen: str) -> list[Fate]:
    """What is shown: one fate, all rows, or (unless asked otherwise) whatever is not as it is known here already."""
    if chosen in {fate.value for fate in Fate}:
        return [Fate(chosen)]
    return [] if chosen == ALL or not _different(row) else [fate for fate in Fate if fate is not Fate.UNCHANGED]


def _different(row: ImportPage) -> int:
    return sum(row.counts.get(fate.value, 0) for fate in Fate if fate is not Fate.UNCHANGED)


def _tabs(row: ImportPage, chosen: str) -> list[dict[str, object]]:
    every, different = sum(row.counts.get(fate.value, 0) for fate in Fate), _different(row)
    fates = [(fate.value, str(FATES[fate]), row.counts.get(fate.value, 0)) for fate in FATES]
    tabs = [("", str(_("Differences")), different), *fates, (ALL, str(_("All")), every)]
    shown = chosen if chosen in {word for word, _label, _count in tabs} else ""
    shown = shown or ("" if different else ALL)
    return [
        {
            "label": label,
            "count": f"{count:,}",
            "href": url_for("imports.show", import_id=row.id, show=word or None),
            "current": word == shown,
        }
        for word, label, count in tabs
        if count
    ]
