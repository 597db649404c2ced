"""Wording: how a contract stands and who must act next, in plain English sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, Protocol

from tracker.domain.days import FIRST_DAY, day_words
from tracker.domain.reason_words import listed, reason_words
from tracker.domain.reasons import Because, Reason
from tracker.domain.stages import Stage
from tracker.domain.standings import COMPLYING, Standing

__all__ = ["Stands", "day_words", "next_action", "reason_words", "standing_sentence"]

NO_NAMES: Final[Mapping[str, str]] = {}

_TO_DISPOSE: Final = frozenset({Standing.DISPOSAL_DUE, Standing.DISPOSAL_OVERDUE})


_NOTHING_HELD: Final = frozenset({Standing.EXPIRED, Standing.MISSING})

_ACTION: Final = {
    Stage.CITY_DECLARES: "Procurement declares which personal data this contract lets go.",
    Stage.CITY_REQUESTS: "Procurement requests an attestation.",
    Stage.VENDOR_ANSWERS: "The vendor answers{by}.",
    Stage.CITY_REVIEWS: "A privacy officer reviews the answer.",
    Stage.VENDOR_CORRECTS: "The vendor corrects its answer{by}.",
}


class Stands(Protocol):
    """What the sentences need: a span, a judgement, or a row of a query with the same columns."""

    @property
    def standing(self) -> Standing: ...

    @property
    def stage(self) -> Stage: ...

    @property
    def expires_on(self) -> date | None: ...

    @property
    def waived_through_on(self) -> date | None: ...

    @property
    def reasons(self) -> tuple[Reason, ...]: ...


def standing_sentence(
    span: Stands,
    since_on: date | None = None,
    names: Mapping[str, str] = NO_NAMES,
) -> str:
    """Say in one sentence how a contract stands, since when, and why.

    ``since_on`` is the first day of the run of this standing (``standing_since``); None or FIRST_DAY
    leaves it out. ``names`` maps codes of elements (and of clauses, if wanted) to what people call
    them; a code without a name is written itself.
    """
    head = span.standing.capitalize()
    if since_on is not None and since_on != FIRST_DAY:
        head += f" since {day_words(since_on)}"
    return f"{head}: {'; '.join(_parts(span, names))}."


def next_action(span: Stands, due_on: date | None = None) -> str:
    """Say in one sentence who must act next; ``due_on`` is the day the open request is due."""
    if span.stage == Stage.NOBODY:
        return _nobody(span)
    if span.standing in _TO_DISPOSE:
        return _certifies(span.reasons)
    by = f" by {day_words(due_on)}" if due_on else ""
    return _ACTION[span.stage].format(by=by)


def _parts(span: Stands, names: Mapping[str, str]) -> list[str]:
    if span.standing == Standing.WAIVED:
        return [_waived(span, names)]
    if span.standing in _NOTHING_HELD and len(span.reasons) > 1:
        left = {subject for reason in span.reasons for subject in reason.subjects}
        return [reason_words(span.reasons[0], names), f"not waived: {listed(left, names)}"]
    parts = [reason_words(reason, names) for reason in span.reasons]
    if span.standing in COMPLYING:
        through = f" through {day_words(span.expires_on)}" if span.expires_on else ""
        parts.insert(0, f"everything is covered{through}")
    return parts


def _waived(span: Stands, names: Mapping[str, str]) -> str:
    subjects = {subject for reason in span.reasons for subject in reason.subjects}
    through = f" through {day_words(span.waived_through_on)}" if span.waived_through_on else ""
    return f"{listed(subjects, names)} {'is' if len(subjects) == 1 else 'are'} excused{through}"


def _certifies(reasons: Iterable[Reason]) -> str:
    by = next((reason.on for reason in reasons if reason.kind == Because.DISPOSAL_BY), None)
    day = f" by {day_words(by)}" if by else ""
    return f"The vendor certifies{day} that the data was returned or destroyed."


def _nobody(span: Stands) -> str:
    kinds = {reason.kind for reason in span.reasons}
    if Because.CONTRACT_ENDS in kinds:
        return "Nobody has to act, unless the contract is renewed."
    if kinds & {Because.NOT_STARTED, Because.BETWEEN_TERMS}:
        return "Nobody has to act yet."
    return "Nobody has to act."
