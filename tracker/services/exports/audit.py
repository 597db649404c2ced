"""The audit trail, newest first: who did what, when, to what."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from tracker.exports.sheet import Kind
from tracker.queries import audit
from tracker.queries.audit import AuditFilter, AuditRow
from tracker.queries.list_questions import audit_asked, midnight
from tracker.services.exports.asked import Asked
from tracker.services.exports.field import Field, field, local
from tracker.services.exports.view import View
from tracker.services.work import Work

NAMES = ("text", "actor", "action", "kind", "number", "person", "from_on", "through_on")
LAST = datetime.max.replace(tzinfo=UTC)


def _fields(work: Work) -> tuple[Field[AuditRow], ...]:
    at = local(work)
    return (
        field("event", "Number", lambda e: e.id, "The number of the event.", Kind.NUMBER, 10),
        field("at_utc", "Moment (UTC)", lambda e: e.at, "When, in universal time.", Kind.MOMENT, 17),
        field("at", "Moment in the city", lambda e: at(e.at), "When, by the city's clock.", Kind.MOMENT, 17),
        field("actor_kind", "Kind of actor", lambda e: e.actor_kind, "Person, contact or tracker.", width=13),
        field("actor", "Who", lambda e: e.actor, "Who did it.", width=26),
        field("action", "Deed", lambda e: e.action, "What kind of deed.", width=26),
        field("what", "What", lambda e: e.sentence, "What was done.", Kind.PROSE, 64),
        field("about", "About", _about, "What it concerns, with its number.", Kind.LIST, 26),
    )


def _about(row: AuditRow) -> tuple[str, ...]:
    return tuple(f"{kind} {number}" for kind, number in row.subjects)


def _wanted(work: Work, asked: Asked) -> AuditFilter:
    wanted = audit_asked(asked.words, asked.zone)
    if asked.on >= work.today:
        return wanted
    ended = midnight(asked.on, asked.zone, days_later=1) or LAST
    return replace(wanted, until_at=min(wanted.until_at or LAST, ended))


def _rows(work: Work, asked: Asked) -> Iterator[AuditRow]:
    return audit.every(work.session, asked.viewer, _wanted(work, asked))


def _filters(_work: Work, asked: Asked) -> tuple[str, ...]:
    return tuple(f"{name.removesuffix('_on')}: {value}" for name in NAMES if (value := asked.words.get(name, "")))


AUDIT = View(
    name="audit",
    title="Audit trail",
    nouns=("event", "events"),
    fields=_fields,
    rows=_rows,
    count=lambda work, asked: audit.count(work.session, asked.viewer, _wanted(work, asked)),
    filters=_filters,
    file="audit-trail",
)
