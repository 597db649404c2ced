"""Answering: when an answer to a clause, and a signer, say enough to be sent."""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from tracker.domain.catalogue_words import Answer

ANSWER_WORDS: Final = {
    Answer.AGREE: "We agree",
    Answer.AGREE_WITH_EXCEPTION: "We agree, with an exception",
    Answer.NOT_APPLICABLE: "Not applicable",
}
"""Answers as vendors read them."""


class Lacking(NamedTuple):
    """What an answer still needs: the part (answer, said, target_on) and the sentence shown beside it."""

    part: str
    sentence: str


def lacking(answer: Answer | None, said: str, target_on: date | None, today: date) -> Lacking | None:
    """Return what an answer still needs before it can be sent on the city's day, or None."""
    if answer is None:
        return Lacking("answer", "Answer this clause.")
    if answer is Answer.AGREE_WITH_EXCEPTION and not said.strip():
        return Lacking("said", "Say what the exception is.")
    if answer is Answer.NOT_APPLICABLE and not said.strip():
        return Lacking("said", "Say why this does not apply.")
    if answer is Answer.AGREE_WITH_EXCEPTION and target_on is not None and target_on < today:
        return Lacking("target_on", "This day has passed; name the day by which the exception ends.")
    return None


def signer_lacks(name: str, title: str, authority: str) -> Lacking | None:
    """Return what is not yet said about the signer, or None."""
    for part, value, sentence in (
        ("name", name, "Type the name of the person who signs."),
        ("title", title, "Type the title of the person who signs."),
        ("authority", authority, "Say why this person may sign for the vendor."),
    ):
        if not value.strip():
            return Lacking(part, sentence)
    return None
