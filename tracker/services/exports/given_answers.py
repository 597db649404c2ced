"""What a vendor answered to a request, clause by clause, for the vendor's own use: nothing of staff stands in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracker.domain.answering import ANSWER_WORDS
from tracker.domain.catalogue_words import Answer
from tracker.exports.sheet import Kind
from tracker.services.exports.field import Field, field
from tracker.services.exports.writing import Listing


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """A clause with the vendor's answer, None while there is none; `said` is its explanation."""

    code: str
    clause: str
    answer: Answer | None
    said: str
    target_on: date | None
    control: str


FIELDS: tuple[Field[GivenAnswer], ...] = (
    field("clause", "Clause", lambda a: a.code, "The stable code of the clause.", width=13),
    field("text", "Text of the clause", lambda a: a.clause, "What the clause says.", Kind.PROSE, 60),
    field("answer", "Answer", lambda a: a.answer and ANSWER_WORDS[a.answer], "What you answered.", width=22),
    field("explanation", "Explanation", lambda a: a.said, "Your exception or your reason.", Kind.PROSE, 44),
    field("target", "Target day", lambda a: a.target_on, "By when you want to comply.", Kind.DAY, 12),
    field("control", "Control meanwhile", lambda a: a.control, "What protects until then.", Kind.PROSE, 34),
)


def listing_of(number: str, vendor: str, state: str, on: date, answers: Iterable[GivenAnswer]) -> Listing:
    """Return the answers to the request of this number, as they stand on a city day."""
    return Listing("Answers", on, (f"request: {number}", f"vendor: {vendor}", f"state: {state}"), FIELDS, answers)
