"""The preview of edited reminder steps: the next ninety days before and after, as figures, a drawing and lists."""

from dataclasses import dataclass
from datetime import date

from flask import render_template, request
from flask_babel import lazy_gettext as _l

from tracker.domain.plan_change import Audience, Compared, PlanChange
from tracker.domain.reminder_scope import Scope, Steps
from tracker.domain.reminder_step_words import step_changes
from tracker.queries.policies import set_names
from tracker.queries.policy_preview import Window, preview
from tracker.services.reminders import first_day_left
from tracker.services.work import Work
from tracker.web.settings.steps_page import distance, scope_words

WIDTH, HEIGHT, LEFT, FOOT, HEAD = 720, 220, 44, 26, 18
AUDIENCES = {
    Audience.VENDOR: _l("Signers and primary contacts of vendors"),
    Audience.OWNER: _l("Owners"),
    Audience.MANAGER: _l("Managers"),
    Audience.OFFICER: _l("Privacy officers"),
    Audience.FLAG: _l("Flag “hold renewal”"),
}
NOT_KEPT = frozenset({"csrf_token", "do", "based_on"})


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the drawing, in its units; `side` is before or after."""

    side: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """Letters a week as pairs of bars, with the days below and the highest figure at the left."""

    bars: list[Bar]
    marks: list[tuple[float, date]]
    most: int
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    top: int = HEAD
    floor: int = HEIGHT - FOOT


def page(deed: Work, scope: Scope, before: Steps, after: Steps, based_on: int) -> str:
    """The preview page; what was typed stays in it, to be saved or edited on."""
    names = set_names(deed.session)
    found = preview(deed.session, Window(deed.today, deed.settings.zone, first_day_left(deed)), before, after)
    return render_template(
        "settings/steps_preview.html",
        scope=scope,
        scope_label=scope_words(scope, names),
        sentences=step_changes(before, after, names),
        found=found,
        change=found.change,
        drawing=drawing(found.change),
        audiences=[(label, found.change.audiences[audience]) for audience, label in AUDIENCES.items()],
        distance=distance,
        based_on=based_on,
        kept=[(name, value) for name, value in request.form.items(multi=True) if name not in NOT_KEPT],
    )


def drawing(change: PlanChange) -> Drawing:
    """The letters of each week before and after, drawn to one scale."""
    most = max((max(one.before.letters, one.after.letters) for one in change.weeks.values()), default=0)
    step = (WIDTH - LEFT) / max(1, len(change.weeks))
    bars = [
        bar
        for place, one in enumerate(change.weeks.values())
        for bar in _pair(one, LEFT + place * step, step * 0.36, most)
    ]
    marks = [(LEFT + place * step, monday) for place, monday in enumerate(change.weeks) if place % 2 == 0]
    return Drawing(bars, marks, most)


def _pair(one: Compared, left: float, width: float, most: int) -> list[Bar]:
    loads = (("before", one.before, left), ("after", one.after, left + width))
    return [_bar(side, load.letters, x, width, most) for side, load, x in loads]


def _bar(side: str, letters: int, x: float, width: float, most: int) -> Bar:
    height = (HEIGHT - FOOT - HEAD) * letters / most if most else 0
    return Bar(side, round(x, 1), round(HEIGHT - FOOT - height, 1), round(width - 1, 1), round(height, 1))
