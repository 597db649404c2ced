"""The room's blueprint and the views that it holds."""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Flask, abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from tracker.domain.rule import Rule, RuleKind
from tracker.queries.requirement_reach import reach
from tracker.queries.requirements import ClauseRow, VersionRow, clauses, version_in_force, versions
from tracker.services.principles import Principle, principles
from tracker.web.context import clock, session, the_viewer
from tracker.web.permissions import permitted

bp = Blueprint("requirements", __name__, url_prefix="/requirements")

WHERE = {
    RuleKind.ALL: lazy_gettext("Every contract that shares personal data"),
    RuleKind.PROTOCOL_NAMED: lazy_gettext("Contracts that name a data usage protocol"),
    RuleKind.USES_AI: lazy_gettext("Contracts whose vendor uses AI on the data"),
}


@dataclass(frozen=True, slots=True)
class ShownClause:
    """A clause with its principle, where it applies in words, and to how many contracts today."""

    code: str
    text: str
    principle: Principle
    where: str
    contracts: int


def register(app: Flask) -> None:
    """Add the room to the application."""
    app.register_blueprint(bp)


@bp.get("/")
@permitted("requirement:read")
def show() -> ResponseReturnValue:
    known, today = versions(session()), clock().today()
    return _page(version_in_force(session(), today), known, today)


@bp.get("/<int:number>")
@permitted("requirement:read")
def version(number: int) -> ResponseReturnValue:
    known = versions(session())
    chosen = next((row for row in known if row.number == number), None)
    if chosen is None:
        abort(404)
    return _page(chosen, known, clock().today())


def _page(chosen: VersionRow | None, known: list[VersionRow], today: date) -> str:
    in_force = version_in_force(session(), today)
    rows = clauses(session(), chosen.id) if chosen else []
    return render_template(
        "requirements/show.html",
        version=chosen, versions=known, in_force=in_force, today=today, clauses=_shown(rows, today),
    )  # fmt: skip


def _shown(rows: list[ClauseRow], today: date) -> list[ShownClause]:
    numbers, named = reach(session(), the_viewer(), rows, today), principles()
    return [
        ShownClause(row.code, row.text, named[row.principle], _where(Rule.parse(row.rule)), numbers[row.code])
        for row in rows
    ]


def _where(rule: Rule) -> str:
    if rule.kind is RuleKind.TIER:
        return str(_("Contracts with data of tier %(tier)s or higher", tier=rule.tier))
    return str(WHERE[rule.kind])
