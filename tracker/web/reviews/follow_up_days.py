"""On which days accepted exceptions are looked at again, as a reviewer types it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask import request
from flask_babel import gettext as _

from tracker.domain.catalogue_words import Answer
from tracker.queries.submission import SubmittedAnswer
from tracker.services.follow_ups import field_of, proposed
from tracker.services.rules import RuleBroken


@dataclass(frozen=True, slots=True)
class FollowUpDay:
    """One exception with its day, as typed or as proposed."""

    name: str
    code: str
    said: str
    value: str


def offered(answers: Iterable[SubmittedAnswer], today: date) -> list[FollowUpDay]:
    """The exceptions of an answer, each with the typed or the proposed day."""
    return [
        FollowUpDay(
            field_of(row.clause_id),
            row.code,
            row.said,
            request.form.get(field_of(row.clause_id), proposed(row.target_on, today).isoformat()),
        )
        for row in answers
        if row.answer is Answer.AGREE_WITH_EXCEPTION
    ]


def chosen(answers: Iterable[SubmittedAnswer]) -> dict[int, date]:
    """The days as typed, by clause id; what was not asked is left out. Raises RuleBroken on what is no day."""
    found = {}
    for row in answers:
        typed = request.form.get(field_of(row.clause_id), "").strip()
        if not typed or row.answer is not Answer.AGREE_WITH_EXCEPTION:
            continue
        try:
            found[row.clause_id] = date.fromisoformat(typed)
        except ValueError as error:
            raise RuleBroken(field_of(row.clause_id), _("Choose the day to look at it again.")) from error
    return found
