"""The clauses of a draft: added, changed, left out, and put back."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select, update

from tracker.domain.rule import Rule
from tracker.models.requirement import Clause, RequirementVersion
from tracker.queries.requirement_drafts import DraftClause, clauses_of, earlier_texts
from tracker.services import events
from tracker.services.principles import principles
from tracker.services.requirement_drafts import check_draft, copied, flush, record
from tracker.services.rules import Conflict, RuleBroken
from tracker.services.work import Work

CODE: Final = re.compile(r"[A-Z]{2,8}-[1-9][0-9]{0,2}")
LONGEST_TEXT: Final = 4000
SHOWN: Final = 80
OVERTAKEN: Final = "Somebody else changed this clause since you opened it. Yours still stands below and was not saved."
USED: Final = (
    'In version {number} {code} was: "{text}" Answers follow a code from version to version, so a code is never used '
    "for something else. Choose another code, or say that it is the same requirement."
)


@dataclass(frozen=True, slots=True)
class NewClause:
    """A clause as typed; `position` counts from 1 (None: at the end), `same_meaning` lets an old code come back."""

    code: str
    text: str
    rule: str
    principle: str
    position: int | None = None
    same_meaning: bool = False


def add_clause(work: Work, draft: RequirementVersion, new: NewClause) -> Clause:
    """Add a clause to a draft, and flush; raises RuleBroken on `code`, `text`, `rule` or `principle`.

    A code that an earlier version used is refused unless `same_meaning` says that it is the same requirement.
    """
    check_draft(work, draft)
    code = new.code.strip().upper()
    _check_code(work, draft, code, same_meaning=new.same_meaning)
    _check_words(new)
    clause = Clause(version_id=draft.id, code=code, **_words(new), position=10_000)
    work.session.add(clause)
    flush(work, f"{code} is a clause of this draft already.", "code")
    _place(work, clause, new.position)
    details = {name: [None, value] for name, value in {"code": code, **_words(new)}.items()}
    record(work, draft, "clause-added", f"added {code} to the draft of version {draft.number}", details)
    return clause


def edit_clause(work: Work, clause: Clause, new: NewClause, version: int) -> Clause:
    """Change text, rule, principle or place of a clause; its code stays.

    `version` is the row_version that was shown. Raises Conflict when somebody else changed it since, RuleBroken on
    `text`, `rule` or `principle`.
    """
    draft = _draft_of(work, clause)
    if clause.row_version != version:
        raise Conflict("", OVERTAKEN)
    _check_words(new)
    before = {**{name: getattr(clause, name) for name in _words(new)}, "position": clause.position}
    for name, value in _words(new).items():
        setattr(clause, name, value)
    work.session.flush()
    _place(work, clause, new.position or clause.position)
    changed = events.changes(before, {**_words(new), "position": clause.position})
    if changed:
        said = f"changed {clause.code} in the draft of version {draft.number}"
        record(work, draft, "clause-changed", said, changed)
    return clause


def retire_clause(work: Work, clause: Clause, version: int) -> None:
    """Leave a clause out of the draft; one of the version before can be restored. Raises Conflict, RuleBroken."""
    draft = _draft_of(work, clause)
    if clause.row_version != version:
        raise Conflict("", OVERTAKEN)
    code, before = clause.code, {name: getattr(clause, name) for name in ("text", "rule", "principle")}
    work.session.delete(clause)
    work.session.flush()
    details = {name: [value, None] for name, value in before.items()}
    record(work, draft, "clause-retired", f"left {code} out of the draft of version {draft.number}", details)


def restore_clause(work: Work, draft: RequirementVersion, code: str) -> Clause:
    """Put a clause back as it stands in the version that the draft began from: retired, or changed, until now.

    Raises RuleBroken when that version has no such clause.
    """
    check_draft(work, draft)
    base = clauses_of(work.session, draft.based_on_id) if draft.based_on_id else []
    before = next((clause for clause in base if clause.code == code), None)
    if before is None:
        raise RuleBroken("", f"{code} was not a clause of the version before.")
    clause = work.session.scalars(select(Clause).where(Clause.version_id == draft.id, Clause.code == code)).first()
    place = clause.position if clause is not None else _place_after(work, draft, base, code)
    if clause is None:
        clause = Clause(**copied(before, draft.id))
        work.session.add(clause)
    clause.text, clause.rule, clause.principle = before.text, before.rule, before.principle
    flush(work, f"{code} is a clause of this draft already.")
    _place(work, clause, place)
    said = f"put {code} back into the draft of version {draft.number} as it was"
    record(work, draft, "clause-restored", said)
    return clause


def _place_after(work: Work, draft: RequirementVersion, base: Sequence[DraftClause], code: str) -> int:
    """Where a retired clause goes: after the nearest one that stood before it."""
    places = {clause.code: number for number, clause in enumerate(clauses_of(work.session, draft.id), start=1)}
    codes = [clause.code for clause in base]
    earlier = reversed(codes[: codes.index(code)])
    return next((places[other] + 1 for other in earlier if other in places), 1)


def _draft_of(work: Work, clause: Clause) -> RequirementVersion:
    draft = work.session.get_one(RequirementVersion, clause.version_id)
    check_draft(work, draft)
    return draft


def _check_code(work: Work, draft: RequirementVersion, code: str, *, same_meaning: bool) -> None:
    if not CODE.fullmatch(code):
        raise RuleBroken("code", "Write capital letters, a dash and a number, such as SEC-5.")
    earlier = earlier_texts(work.session, draft.set_id, code, draft.number)
    if earlier and not same_meaning:
        number, text = earlier[0]
        shown = text if len(text) <= SHOWN else text[:SHOWN].rstrip() + "…"
        raise RuleBroken("code", USED.format(number=number, code=code, text=shown))


def _check_words(new: NewClause) -> None:
    if not new.text.strip():
        raise RuleBroken("text", "Write what the vendor agrees to.")
    if len(new.text) > LONGEST_TEXT:
        raise RuleBroken("text", f"Shorten it to {LONGEST_TEXT:,} characters.")
    if new.principle not in principles():
        raise RuleBroken("principle", "Choose the principle that the clause serves.")
    try:
        Rule.parse(new.rule)
    except ValueError as error:
        raise RuleBroken("rule", str(error)) from error


def _words(new: NewClause) -> dict[str, str]:
    return {"text": new.text.strip(), "rule": str(Rule.parse(new.rule)), "principle": new.principle}


def _place(work: Work, clause: Clause, position: int | None) -> None:
    """Give a clause its place, and number the others around it."""
    statement = select(Clause).where(Clause.version_id == clause.version_id, Clause.id != clause.id)
    others: Sequence[Clause] = work.session.scalars(statement.order_by(Clause.position, Clause.id)).all()
    place = len(others) if position is None else max(0, min(position - 1, len(others)))
    # Past the row versions: that a clause moved up because of another is no change that anybody must see first.
    table = Clause.metadata.tables["clause"]
    for number, row in enumerate([*others[:place], clause, *others[place:]], start=1):
        if row.position != number:
            work.session.execute(update(table).where(table.c.id == row.id).values(position=number))
            work.session.refresh(row)
