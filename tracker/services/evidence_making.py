"""One evidence pack in the making: what it reads from, what it writes to, and what it may tell."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any, Final

from sqlalchemy.orm import Session

from tracker.documents.store import Store
from tracker.domain.policy import Policy
from tracker.domain.redaction import Redaction
from tracker.exports.evidence_pack import PackFile
from tracker.queries.scope import Viewer

CHUNK: Final = 256 * 1024


@dataclass(frozen=True, slots=True)
class Making:
    """What was recorded before `until_at` (UTC) counts: the end of the city's `day`."""

    session: Session
    viewer: Viewer
    store: Store
    pack: PackFile
    redaction: Redaction
    policy: Policy
    day: date
    until_at: datetime

    def knows(self, at: datetime | None) -> bool:
        """Whether something had been recorded by the end of the day."""
        return at is not None and at < self.until_at


def pieces(file: IO[bytes]) -> Iterator[bytes]:
    """Yield what is left of a file, piece by piece."""
    while piece := file.read(CHUNK):
        yield piece


def plain(value: Any) -> Any:  # noqa: ANN401  # values of any column
    """Return days and moments as ISO text, everything else as it is."""
    return value.isoformat() if isinstance(value, date | datetime) else value
