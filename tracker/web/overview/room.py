"""The overview: one sentence, the counts, my work, what comes; every number a link to its rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from flask import Blueprint, Flask, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.domain.standings import COMPLYING, IN_FORCE_SHARING, SEVERITY, Standing
from tracker.queries import follow_ups, standing, tasks, waiting
from tracker.queries import overview as queries
from tracker.queries.gap_counts import gap_counts
from tracker.web.context import clock, session, the_viewer
from tracker.web.display import number
from tracker.web.overview import charts
from tracker.web.permissions import permitted

SHOWN = 10
FARTHEST = 40

bp = Blueprint("overview", __name__)


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A day one click away."""

    label: str
    href: str


def register(app: Flask) -> None:
    """Add the room to the application."""
    app.register_blueprint(bp)


@bp.get("/")
@permitted("overview:read")
def start() -> ResponseReturnValue:
    return redirect(url_for("overview.show"), 303)


@bp.get("/overview")
@permitted("overview:read")
def show() -> ResponseReturnValue:
    today, person = clock().today(), the_viewer()
    day = _asked_day(today)
    by_department = standing.by_department(session(), person, day)
    counts = standing.summed(by_department)
    waiting_count = waiting.count(session(), person, today)
    sharing = _total(counts, IN_FORCE_SHARING)
    complying = _total(counts, COMPLYING)
    return render_template(
        "overview/show.html",
        day=day,
        is_today=day == today,
        shortcuts=_shortcuts(today),
        sharing=sharing,
        complying=complying,
        gaps=counts.get(Standing.GAP, 0),
        gap_counts=gap_counts(session(), person, day, counts.get(Standing.GAP, 0)),
        bar=_bar(counts, day, IN_FORCE_SHARING | {Standing.NOT_REQUIRED}),
        others=_bar(counts, day, set(Standing) - IN_FORCE_SHARING - {Standing.NOT_REQUIRED}),
        waiting=waiting.first(session(), person, today, SHOWN, expected=waiting_count),
        waiting_count=waiting_count,
        most_counted=waiting.MOST_COUNTED,
        stages=waiting.stages_of(person),
        open_tasks=tasks.waiting(session(), person),
        overdue_exceptions=follow_ups.overdue(session(), person, today),
        weeks=queries.running_out(session(), person, day),
        departments=queries.departments(session(), by_department),
        months=_months(queries.trend(session(), person, day)),
        trend_standings=[str(word) for word in charts.COLOURS],
    )


@bp.get("/overview/<name>.svg")
@permitted("overview:read")
def chart(name: str) -> ResponseReturnValue:
    day = _asked_day(clock().today())
    if name == "trend":
        picture = charts.trend(queries.trend(session(), the_viewer(), day), day)
    elif name == "running-out":
        picture = charts.running_out(queries.running_out(session(), the_viewer(), day))
    else:
        abort(404)
    return Response(picture, mimetype="image/svg+xml")


def _months(months: Iterable[queries.Month]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each month with its figures by standing, as written: 200 cells, too many to be worked out in the template."""
    words = [(word, str(word)) for word in charts.COLOURS]
    return [
        (month.begins_on.isoformat(), [(label, number(month.counts.get(word, 0))) for word, label in words])
        for month in months
    ]


def _asked_day(today: date) -> date:
    try:
        asked = date.fromisoformat(request.args.get("on", ""))
    except ValueError:
        return today
    return min(max(asked, today - relativedelta(years=FARTHEST)), today + relativedelta(years=FARTHEST))


def _shortcuts(today: date) -> list[Shortcut]:
    quarter = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1) + relativedelta(months=3) - timedelta(days=1)
    days = ((_("Today"), None), (_("End of quarter"), quarter), (_("One year on"), today + relativedelta(years=1)))
    return [Shortcut(label, url_for("overview.show", on=day.isoformat() if day else None)) for label, day in days]


def _total(counts: dict[Standing, int], kinds: Iterable[Standing]) -> int:
    return sum(counts.get(kind, 0) for kind in kinds)


def _bar(counts: dict[Standing, int], day: date, kinds: Iterable[Standing]) -> list[tuple[Standing, int, str]]:
    on = day.isoformat()
    shown = sorted(kinds, key=SEVERITY.index)
    return [(kind, counts.get(kind, 0), url_for("contracts.grid", standing=str(kind), on=on)) for kind in shown]
