"""The first tab of the reminders page: what goes out in the next ninety days, to whom and why."""

from flask import render_template, request

from tracker.domain.reminder_policy import ObligationKind
from tracker.queries import grid_choices
from tracker.web.context import clock, session, the_viewer
from tracker.web.grid import read_page
from tracker.web.permissions import permitted
from tracker.web.reminders.blueprint import bp
from tracker.web.reminders.frame import framed
from tracker.web.reminders.planning import (
    ROWS_PER_PAGE,
    DayPart,
    chosen_day,
    matching,
    of_days,
    the_plan,
    wanted,
    weeks,
)
from tracker.web.reminding import KINDS


@bp.get("")
@permitted("reminder:read")
def show() -> str:
    asked = wanted(request.args)
    plan = the_plan()
    rows = matching(plan.rows, asked)
    day = chosen_day(rows, asked.day)
    page = min(read_page(request.args), max(1, -(-len(rows) // ROWS_PER_PAGE)))
    first = (page - 1) * ROWS_PER_PAGE
    shown = rows[first : first + ROWS_PER_PAGE] if asked.everything else [row for row in rows if row.on_day == day]
    address = asked.address
    parts = of_days(shown)
    if not parts and day is not None:
        parts = [DayPart(day, [], 0)]
    return render_template(
        "reminders/planned.html",
        **framed("planned"),
        asked=asked,
        address=address,
        departments=[(str(number), name) for number, name in _departments()],
        kinds=[(kind.value, KINDS[kind]) for kind in ObligationKind],
        weeks=weeks(rows, clock().today()),
        day=day,
        parts=parts,
        total=len(rows),
        of_all=len(plan.rows),
        first=first + 1,
        shown=len(shown),
        previous=address.href(page=str(page - 1)) if page > 1 else None,
        following=address.href(page=str(page + 1)) if first + ROWS_PER_PAGE < len(rows) else None,
    )


def _departments() -> list[grid_choices.Named]:
    return grid_choices.departments_and_owners(session(), the_viewer())[0]
