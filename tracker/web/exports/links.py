"""The entries of the menus "Export": each list in its forms, with the words of the page's address."""

from urllib.parse import urlencode

from flask import Flask, request, url_for
from flask_babel import lazy_gettext

from tracker.domain.export_words import ExportForm
from tracker.domain.permissions import allows
from tracker.services.exports.permitted import PERMISSIONS
from tracker.web.context import viewer

LABELS = {
    ExportForm.WORKBOOK: lazy_gettext("Workbook (.xlsx)"),
    ExportForm.CSV: lazy_gettext("CSV"),
    ExportForm.JSON_LINES: lazy_gettext("JSON Lines"),
}
LATER = lazy_gettext("In the background, or again and again…")
LEFT_OUT = frozenset({"page", "format"})


def export_links(name: str, more: dict[str, str]) -> list[tuple[str, str]]:
    """Labels and addresses for a list, with the words of this page and some more; none for who may not have it."""
    person = viewer()
    if person is None or not allows(person.roles, PERMISSIONS[name]):
        return []
    return [*form_links(url_for(f"exports.{name}"), more), _later(name, more)]


def _later(name: str, more: dict[str, str]) -> tuple[str, str]:
    kept = [(key, value) for key, value in request.args.items(multi=True) if key not in {*LEFT_OUT, *more, "list"}]
    words = urlencode([*kept, *more.items()])
    return str(LATER), f"{url_for('exports.new', list=name)}{'&' + words if words else ''}"


def form_links(path: str, more: dict[str, str] | None = None) -> list[tuple[str, str]]:
    """Labels and addresses of a file in each of its forms."""
    added = more or {}
    kept = [(key, value) for key, value in request.args.items(multi=True) if key not in LEFT_OUT and key not in added]
    return [
        (str(label), f"{path}?{urlencode([*kept, *added.items(), ('format', str(form))])}")
        for form, label in LABELS.items()
    ]


def register(app: Flask) -> None:
    """Let templates ask for the links."""
    app.jinja_env.globals.update(export_links=export_links, form_links=form_links)
