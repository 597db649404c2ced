"""The log of reminders: what went, what failed, what was set aside."""

from collections.abc import Iterator
from dataclasses import replace

from tracker.exports.sheet import Kind
from tracker.queries import reminder_log
from tracker.queries.list_questions import log_asked, log_kind_asked
from tracker.queries.reminder_log import LedgerRow, LogWanted
from tracker.services.exports.asked import Asked, phrases
from tracker.services.exports.field import Field, field, local
from tracker.services.exports.view import View
from tracker.services.work import Work


def _fields(work: Work) -> tuple[Field[LedgerRow], ...]:
    at = local(work)
    return (
        field("number", "Contract no.", lambda r: r.contract_number, "A link to the contract.", Kind.LINKED, 15),
        field("title", "Title", lambda r: r.contract_title, "What the contract is about.", width=32),
        field("to", "To", lambda r: r.recipient, "To whom the reminder went or would have gone.", width=30),
        field("obligation", "Obligation", lambda r: r.obligation, "What was to be done.", width=24),
        field("due", "Due day", lambda r: r.due_on, "By which day.", Kind.DAY, 12),
        field("step", "Days from the due day", lambda r: r.step_days, "Negative: before it.", Kind.NUMBER, 12),
        field("state", "State", lambda r: r.state, "What became of the step.", width=14),
        field("reason", "Reason", lambda r: r.reason, "Why it was set aside.", Kind.PROSE, 34),
        field("noted", "Noted", lambda r: at(r.recorded_at), "When this was noted.", Kind.MOMENT, 17),
        field("letter", "Letter", lambda r: r.letter_id, "The number of the letter.", Kind.NUMBER, 9),
        field("letter_state", "Letter's state", lambda r: r.letter_state and str(r.letter_state), _STATE, width=13),
        field("answer", "Answer of the mail server", lambda r: r.answer, "Its last words.", Kind.PROSE, 34),
    )


_STATE = "What became of the letter that carried it."


def _wanted(work: Work, asked: Asked) -> LogWanted:
    wanted = log_asked(asked.words, asked.zone)
    if asked.on >= work.today:
        return wanted
    return replace(wanted, through_on=min(wanted.through_on or asked.on, asked.on))


def _kind(asked: Asked) -> str:
    return log_kind_asked(asked.words).replace("-", " ")


def _rows(work: Work, asked: Asked) -> Iterator[LedgerRow]:
    return reminder_log.whole_log(work.session, asked.viewer, _kind(asked), _wanted(work, asked))


def _count(work: Work, asked: Asked) -> int:
    return reminder_log.log_count(work.session, asked.viewer, _kind(asked), _wanted(work, asked))


def _filters(work: Work, asked: Asked) -> tuple[str, ...]:
    wanted = _wanted(work, asked)
    said = {
        "log": _kind(asked),
        "to": wanted.recipient,
        "contract": wanted.contract,
        "noted from": wanted.from_on and wanted.from_on.isoformat(),
        "through": wanted.through_on and wanted.through_on.isoformat(),
    }
    return phrases(said)


REMINDERS = View(
    name="reminders",
    title="Reminders",
    nouns=("step", "steps"),
    fields=_fields,
    rows=_rows,
    count=_count,
    filters=_filters,
    page="/contracts/",
    number=lambda row: row.contract_id or 0,
)
