"""The list that a page about exports is about, with the words of its address."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, urlencode

from flask import abort, request

from tracker.services.exports.asked import Asked, asked_of
from tracker.services.exports.permitted import may_take
from tracker.services.exports.schedules import LONGEST_QUERY
from tracker.services.exports.view import View
from tracker.services.exports.views import VIEWS
from tracker.web.context import clock, settings, the_viewer, work

LEFT_OUT = frozenset({"page", "format", "list", "csrf_token"})


@dataclass(frozen=True, slots=True)
class Planned:
    """A list, its query string and what that asks; `on` is the day it tells of, `filters` say the words."""

    view: View
    query: str
    asked: Asked
    filters: tuple[str, ...]

    @property
    def on(self) -> date:
        """The city's day that the file tells of."""
        return self.asked.on


def planned() -> Planned:
    """Read the list and its words from the address; 404 for a list that is not the person's."""
    return planned_of(request.args.get("list", ""), _words())


def planned_of(name: str, query: str) -> Planned:
    """Return a list with a query string; 404 for a list that is not the person's."""
    if not may_take(the_viewer(), name):
        abort(404)
    view = VIEWS[name]
    asked = asked_of(the_viewer(), query, clock().today(), settings().zone)
    return Planned(view, query, asked, view.filters(work(), asked))


def _words() -> str:
    given = parse_qsl(request.query_string.decode("utf-8", "replace"))
    return urlencode([(key, value) for key, value in given if key not in LEFT_OUT])[:LONGEST_QUERY]
