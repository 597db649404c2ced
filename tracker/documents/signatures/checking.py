"""The verdict about a file: what it is, what its signatures prove, and by which means that was found."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO

from tracker.documents import child, intake
from tracker.documents.intake import MEGABYTE, Refused, tail_of
from tracker.documents.signatures import look
from tracker.documents.store import Spooled, TooLarge, spooled
from tracker.domain.signature_verdict import Change, Judged, Kind, Revocation, Signature, Stamp, Verdict, judge
from tracker.domain.signature_verdict import Path as TrustPath

SCRIPT = Path(look.__file__)
READER = "pyHanko"
Ask = Callable[[dict[str, Any]], dict[str, Any]]
TRY_AGAIN = "The check did not come to an end, which says nothing about the document. It will be tried again."


@dataclass(frozen=True, slots=True)
class Means:
    """What a document is checked against: files of trusted certificates and of revocation lists, at a moment."""

    trust: Sequence[Path]
    lists: Sequence[Path]
    moment: datetime
    city: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """A verdict with its sentence, the facts per signature, and the version of what read them."""

    verdict: Verdict
    sentence: str
    signatures: tuple[Signature, ...]
    reader: str

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values, as the command prints it and as it is frozen with the document."""
        return {
            "verdict": self.verdict.value,
            "sentence": self.sentence,
            "signatures": [asdict(signature) for signature in self.signatures],
            "reader": self.reader,
        }


def in_child(asked: dict[str, Any]) -> dict[str, Any]:
    """Ask a confined process for the facts; raises child.CouldNotCheck."""
    return child.run(SCRIPT, json.dumps(asked))


def check(path: Path, means: Means, ask: Ask = in_child) -> Checked:
    """Judge a PDF on disk by its signatures; whatever goes wrong in the child process is COULD NOT CHECK.

    The file must have passed the intake; `check_file` does both. Verdict words are those of QUALITY section 4. `ask`
    is another way than the child process for files that nobody sent (those of the sample city).
    """
    asked = {
        "file": str(path.absolute()),
        "trust": [str(one.absolute()) for one in means.trust],
        "lists": [str(one.absolute()) for one in means.lists],
        "moment": means.moment.isoformat(),
        "city": list(means.city),
    }
    try:
        found = ask(asked)
        if "unreadable" in found:
            return _checked(Judged(Verdict.COULD_NOT_CHECK, str(found["unreadable"])), ())
        signatures = tuple(_signature(row) for row in found["signatures"])
    except (child.CouldNotCheck, KeyError, TypeError, ValueError):
        return _checked(Judged(Verdict.COULD_NOT_CHECK, TRY_AGAIN), ())
    return _checked(judge(signatures, tail_of(path)), signatures)


def check_file(stream: BinaryIO, means: Means, limit_mb: int) -> Checked:
    """Judge any file: REFUSED with the reason when it is none that the tracker takes, else as `check` does."""
    try:
        with spooled(stream, limit_mb * MEGABYTE) as waiting:
            return _any(waiting, means)
    except TooLarge:
        return _checked(Judged(Verdict.REFUSED, Refused("too large", limit=limit_mb).sentence), ())


def _any(waiting: Spooled, means: Means) -> Checked:
    try:
        intake.check(waiting)
    except Refused as refused:
        found = check(waiting.path, means) if tail_of(waiting.path) else None
        if found is not None and found.verdict is Verdict.ALTERED:
            return found
        return _checked(Judged(Verdict.REFUSED, refused.sentence), ())
    except child.CouldNotCheck:
        return _checked(Judged(Verdict.COULD_NOT_CHECK, TRY_AGAIN), ())
    return check(waiting.path, means)


def _checked(judged: Judged, signatures: tuple[Signature, ...]) -> Checked:
    return Checked(judged.verdict, judged.sentence, signatures, f"{READER} {version(READER)}")


def _signature(row: dict[str, Any]) -> Signature:
    changes = tuple(Change(*change) for change in row.pop("changes"))
    kind, trust, revocation = Kind(row.pop("kind")), TrustPath(row.pop("path")), Revocation(row.pop("revocation"))
    chain, stamp = tuple(row.pop("chain")), Stamp(row.pop("stamp"))
    return Signature(**row, kind=kind, path=trust, revocation=revocation, chain=chain, changes=changes, stamp=stamp)
