"""Which text a received document carries: its request's, an earlier one, another request's, or none to be seen."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final, NamedTuple

SHOWN: Final = 5
LONGEST: Final = 160
_MARK: Final = re.compile(r"privacy-attestation request=(\S{1,40}) text-sha256=([0-9a-f]{64})")
_NUMBER_IN_FOOTER: Final = re.compile(r"Request (\S{1,40}) ·")
_DIGEST_IN_FOOTER: Final = re.compile(r"Digest of this text \(SHA-256\):\s*([0-9a-f]{64})")


class State(StrEnum):
    """What a document carries."""

    THIS = "this request's text"
    OTHER = "another request's text"
    EARLIER = "an earlier text of this request"
    CHANGED = "other words than its mark says"
    NONE = "no mark"


class Mark(NamedTuple):
    """The number of the request and the digest of the text, as a document says them of itself."""

    request: str
    digest: str


class Words(NamedTuple):
    """How the words on the pages differ from those of the form as it was made; each item is a run of words.

    `added` are those before the place for the signature, `signed` those in or after it (a name, a day).
    """

    missing: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()


class Carried(NamedTuple):
    """A state and its sentence; `request` is the number that the document carries."""

    state: State
    sentence: str
    request: str = ""

    @property
    def is_fine(self) -> bool:
        """Whether the document does not speak against itself; a scan, which says nothing, does not either."""
        return self.state in {State.THIS, State.NONE}


def mark_words(request_number: str, digest: str) -> str:
    """Return the mark as it is written into the document's keywords."""
    return f"privacy-attestation request={request_number} text-sha256={digest}"


def read_mark(keywords: str) -> Mark | None:
    """Read the mark out of a document's keywords; None when there is none."""
    found = _MARK.search(keywords)
    return Mark(*found.groups()) if found else None


def read_footer(text: str) -> Mark | None:
    """Read the mark out of the words on the pages, for a form that was printed to a new PDF; None when not there."""
    number, digest = _NUMBER_IN_FOOTER.search(text), _DIGEST_IN_FOOTER.search(text)
    return Mark(number[1], digest[1]) if number and digest else None


def judge(expected: Mark, mark: Mark | None, words: Words | None) -> Carried:
    """Say which text a document carries; `words` is None when they could not be compared."""
    if mark is None:
        return Carried(State.NONE, _unmarked(words))
    if mark.request != expected.request:
        sentence = f"It carries the mark of another request, {mark.request}, and not of {expected.request}."
        return Carried(State.OTHER, sentence, mark.request)
    if mark.digest != expected.digest:
        sentence = (
            f"It carries an earlier text of request {mark.request}: answers, signer or data were changed after the "
            "form was downloaded."
        )
        return Carried(State.EARLIER, sentence, mark.request)
    if words is not None and (words.missing or words.added):
        sentence = f"It carries the mark of this text, but its pages do not show this text: {_difference(words)}."
        return Carried(State.CHANGED, sentence, mark.request)
    return Carried(State.THIS, f"It carries the text of request {mark.request}{_same(words)}", mark.request)


def _unmarked(words: Words | None) -> str:
    told = "It carries no mark of a request, as a scan or a new print does not; compare it with the answers."
    return f"{told} Its pages do not show the text that was to be signed." if words and words.missing else told


def _same(words: Words | None) -> str:
    if words is None:
        return "; its words could not be compared with the form."
    if words.signed:
        return f", and its pages show the same words; at the signature stands {_quoted(words.signed)}."
    return ", and its pages show the same words."


def _difference(words: Words) -> str:
    parts = [f"it lacks {_quoted(words.missing)}"] if words.missing else []
    parts += [f"it has {_quoted(words.added)} instead or in addition"] if words.added else []
    return "; ".join(parts)


def _quoted(runs: tuple[str, ...]) -> str:
    shown = ", ".join(f"“{run[:LONGEST]}{'…' if len(run) > LONGEST else ''}”" for run in runs[:SHOWN])
    return f"{shown} and more" if len(runs) > SHOWN else shown
