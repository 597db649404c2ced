"""The pages that people look at most, against a bare page of as many rows."""

from collections.abc import Callable
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import event
from werkzeug.test import EnvironBuilder, run_wsgi_app

from bench.city import City
from bench.floor import bare_app
from bench.table import Line, against
from bench.timing import Timed, in_turn
from tracker.database import db

BARE = "bare page"
GRID, BY_STANDING, SEARCH = "contracts grid, by number", "contracts grid, expiring by expiry", "contracts grid, search"
OVERVIEW, NEXT_YEAR = "overview, today", "overview, any other day"
PATHS = {
    GRID: "/contracts",
    BY_STANDING: "/contracts?standing=expiring&sort=expires",
    SEARCH: "/contracts?q=rwood",
    OVERVIEW: "/overview",
    NEXT_YEAR: "/overview?on=2027-06-15",
}
TARGETS = {
    GRID: "<= 1.5x, >= 65 % of the rate, <= 5 queries",
    BY_STANDING: "<= 1.5x",
    SEARCH: "<= 1.5x the list page",
    OVERVIEW: "<= 3x",
    NEXT_YEAR: "<= 3x",
}
SESSION = ("sign_in", "person_role", "person_department")


def pages(city: City, rounds: int) -> tuple[list[Line], dict[str, Timed]]:
    """Measure each page, in turn with the floor."""
    with city.app.app_context():
        bare = bare_app(db.engine, city.work.today)
    deeds = {name: _asking(city.app, path, city.cookie) for name, path in PATHS.items()}
    found = in_turn({BARE: _asking(bare, "/", ""), **deeds}, rounds)
    floor = found[BARE]
    lines = [Line(city.contracts, BARE, f"{floor.p50:.2f} ms", also=f"{floor.rate:.0f}/s")]
    for name, timed in found.items():
        if name != BARE:
            rate = f"{timed.rate:.0f}/s, {timed.rate / floor.rate:.0%} of the rate"
            also = f"{rate}, {timed.cpu / floor.cpu:.1f}x of the processor, {_queries(city, deeds[name])}"
            lines.append(against(city.contracts, name, timed.p50, floor.p50, TARGETS[name], also))
    return lines, found


def growth(sizes: dict[int, dict[str, Timed]]) -> list[Line]:
    """How pages grow from the smallest to the largest city, each counted in bare pages of its own city."""
    if len(sizes) < 2:
        return []
    small, large = min(sizes), max(sizes)
    lines = []
    for name in (GRID, BY_STANDING, SEARCH, OVERVIEW):
        before, after = (sizes[size][name].p50 / sizes[size][BARE].p50 for size in (small, large))
        what = f"{name}: growth from {small:,}"
        lines.append(Line(large, what, f"{after:.1f} pages", f"{before:.1f} pages", after / before, "<= 1.3x"))
    return lines


def _asking(app: Flask, path: str, cookie: str) -> Callable[[], object]:
    headers = [("Cookie", cookie)] if cookie else []

    def ask() -> None:
        environ = EnvironBuilder(path, base_url="http://localhost", headers=headers).get_environ()
        body, status, _ = run_wsgi_app(app, environ, buffered=True)
        assert status.startswith("200"), f"{path}: {status}"
        assert b"".join(body)

    return ask


def _queries(city: City, deed: Callable[[], object]) -> str:
    with city.app.app_context(), _counting(db.engine) as statements:
        deed()
    of_session = [one for one in statements if any(name in one for name in SESSION)]
    return f"{len(statements) - len(of_session)} queries and {len(of_session)} of the session"


@contextmanager
def _counting(engine: Any) -> Any:  # noqa: ANN401  # an Engine; the statements as they come
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)
