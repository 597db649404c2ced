"""The requirements in force, in plain words, and the list of versions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from tracker.domain.rule import Rule, RuleKind
from tracker.queries.requirement_drafts import open_draft
from tracker.queries.requirement_reach import reach
from tracker.queries.requirements import ClauseRow, VersionRow, clauses, version_in_force, versions
from tracker.services.principles import Principle, principles
from tracker.web.context import clock, session, the_viewer
from tracker.web.permissions import permitted
from tracker.web.requirements.blueprint import bp

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
        version=chosen, versions=known, in_force=in_force, today=today, clauses=shown(rows, today),
        draft=open_draft(session()),
    )  # fmt: skip


def shown(rows: Sequence[ClauseRow], today: date) -> list[ShownClause]:
    """The clauses in words, each with how many contracts of the viewer it applies to now."""
    numbers, named = reach(session(), the_viewer(), rows, today), principles()
    return [
        ShownClause(row.code, row.text, named[row.principle], where_words(Rule.parse(row.rule)), numbers[row.code])
        for row in rows
    ]


def where_words(rule: Rule) -> str:
    """A rule in plain words."""
    if rule.kind is RuleKind.TIER:
        return str(_("Contracts with data of tier %(tier)s or higher", tier=rule.tier))
    return str(WHERE[rule.kind])
