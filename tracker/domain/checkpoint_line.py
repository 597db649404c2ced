"""The head of the chain as one line of text, as it is kept outside."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from tracker.domain.event_chain import moment_text

LINE: Final = re.compile(
    r"tracker-checkpoint-1\s+at=(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)\s+position=(\d{1,18})\s+events=(\d{1,18})\s+"
    r"link=([0-9a-f]{64})"
)


@dataclass(frozen=True, slots=True)
class Head:
    """Where the chain ended at a moment (aware): the position of its last seal, that seal's link, and all events."""

    at: datetime
    position: int
    events: int
    link: str

    @property
    def line(self) -> str:
        """The head as one line, without its end."""
        return (
            f"tracker-checkpoint-1 at={moment_text(self.at)} position={self.position} events={self.events} "
            f"link={self.link}"
        )


def heads_in(text: str) -> list[Head]:
    """Return the checkpoints that stand in a text, in its order; whatever else stands there does not count.

    So a file of many lines, a saved letter and the body of a webhook can be handed over as they are.
    """
    heads = (_head(*found.groups()) for found in LINE.finditer(text))
    return [head for head in heads if head is not None]


def _head(at: str, position: str, events: str, link: str) -> Head | None:
    try:
        moment = datetime.strptime(at, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    except ValueError:
        return None
    return Head(moment, int(position), int(events), link)
