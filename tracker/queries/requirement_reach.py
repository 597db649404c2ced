"""Reach: to how many contracts in force each clause of a version applies on a day."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.domain.days import FIRST_DAY
from tracker.domain.rule import Rule, RuleKind
from tracker.domain.standings import Standing
from tracker.models.data_schedule import Declaration
from tracker.models.standing import StandingSpan
from tracker.queries.requirements import ClauseRow
from tracker.queries.scope import Viewer, within

SHARING = (
    Standing.CURRENT,
    Standing.EXPIRING,
    Standing.WAIVED,
    Standing.OUTDATED,
    Standing.GAP,
    Standing.EXPIRED,
    Standing.MISSING,
)


def reach(session: Session, viewer: Viewer, rows: Sequence[ClauseRow], day: date) -> dict[str, int]:
    """Return by clause code how many contracts that share personal data on `day` must agree to it.

    Only contracts that the viewer may see count.
    """
    tiers = _by_tier(session, viewer, day)
    rules = {row.code: Rule.parse(row.rule) for row in rows}
    special = {
        RuleKind.USES_AI: _declared(session, viewer, day, Declaration.uses_ai.is_(True)),
        RuleKind.PROTOCOL_NAMED: _declared(session, viewer, day, Declaration.usage_protocol != ""),
    }
    return {code: _reach(rule, tiers, special) for code, rule in rules.items()}


def _reach(rule: Rule, tiers: Counter[int], special: dict[RuleKind, int]) -> int:
    if rule.kind in special:
        return special[rule.kind]
    return sum(number for tier, number in tiers.items() if rule.kind is RuleKind.ALL or tier >= rule.tier)


def _sharing(viewer: Viewer, day: date) -> ColumnElement[bool]:
    return and_(
        StandingSpan.from_on <= day,
        StandingSpan.until_on > day,
        StandingSpan.standing.in_(SHARING),
        within(viewer, StandingSpan.department_id),
    )


def _by_tier(session: Session, viewer: Viewer, day: date) -> Counter[int]:
    statement = select(StandingSpan.tier, func.count()).where(_sharing(viewer, day)).group_by(StandingSpan.tier)
    return Counter({tier or 0: number for tier, number in session.execute(statement)})


def _declared(session: Session, viewer: Viewer, day: date, said: ColumnElement[bool]) -> int:
    # The declaration in force is the one that began last; few contracts say such a thing, so start from those.
    counted = select(func.count()).select_from(Declaration)
    statement = counted.join(StandingSpan, StandingSpan.contract_id == Declaration.contract_id).where(
        _sharing(viewer, day), said, *_held(Declaration, day), ~_overtaken(day).exists()
    )
    return session.scalar(statement) or 0


def _held(kind: type[Declaration], day: date) -> list[ColumnElement[bool]]:
    return [kind.replaced_at.is_(None), or_(kind.from_on.is_(None), kind.from_on <= day)]


def _overtaken(day: date) -> Select[Any]:
    later = aliased(Declaration)
    begins, other = func.coalesce(Declaration.from_on, FIRST_DAY), func.coalesce(later.from_on, FIRST_DAY)
    newer = or_(other > begins, and_(other == begins, later.id > Declaration.id))
    statement: Select[Any] = select(later.id).where(later.contract_id == Declaration.contract_id, newer)
    return statement.where(*_held(later, day)).correlate(Declaration)
