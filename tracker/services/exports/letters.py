"""Letters and what became of them; their texts stay in the outbox."""

from collections.abc import Iterator

from tracker.exports.sheet import Kind
from tracker.queries import letters
from tracker.queries.letters import LetterRow
from tracker.queries.list_questions import letters_asked
from tracker.services.exports.asked import Asked, phrases
from tracker.services.exports.field import Field, field, local
from tracker.services.exports.view import View
from tracker.services.work import Work


def _fields(work: Work) -> tuple[Field[LetterRow], ...]:
    at = local(work)
    return (
        field("subject", "Subject", lambda m: m.subject, "A link to the letter.", Kind.LINKED, 44),
        field("kind", "Kind", lambda m: m.kind, "What it is about.", width=13),
        field("to_name", "To", lambda m: m.to_name, "Whose it is.", width=24),
        field("to_email", "E-mail", lambda m: m.to_email, "Where it went.", width=30),
        field("state", "State", lambda m: str(m.state), "Where it stands.", width=11),
        field("attempts", "Attempts", lambda m: m.attempts, "How often it was tried.", Kind.NUMBER, 10),
        field("written", "Written", lambda m: at(m.written_at), "When it was written.", Kind.MOMENT, 17),
        field("sent", "Sent", lambda m: at(m.sent_at), "When the mail server took it.", Kind.MOMENT, 17),
        field("answer", "Answer of the mail server", lambda m: m.answer, "Its last words.", Kind.PROSE, 34),
        field("returned", "Returned", lambda m: at(m.returned_at), "When it came back.", Kind.MOMENT, 17),
        field("returned_reason", "Returned because", lambda m: m.returned_reason, "And why.", Kind.PROSE, 34),
    )


def _rows(work: Work, asked: Asked) -> Iterator[LetterRow]:
    found = letters.every(work.session, asked.viewer, letters_asked(asked.words))
    return (row for row in found if work.clock.day_of(row.written_at) <= asked.on)


def _filters(_work: Work, asked: Asked) -> tuple[str, ...]:
    wanted = letters_asked(asked.words)
    said = {"state": wanted.state, "kind": wanted.kind, "to": wanted.recipient}
    return phrases(said)


LETTERS = View(
    name="letters",
    title="Letters",
    nouns=("letter", "letters"),
    fields=_fields,
    rows=_rows,
    count=lambda work, asked: letters.count(work.session, asked.viewer, letters_asked(asked.words)),
    filters=_filters,
    page="/outbox/",
    number=lambda row: row.id,
)
