"""The audit trail with its seals as JSON lines, for the stand-alone verifier."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, Final

from tracker.domain.event_chain import moment_text, told
from tracker.queries import event_chain
from tracker.services.work import Work

FORMAT: Final = "tracker-audit-1"


def lines(work: Work) -> Iterator[str]:
    """Yield the lines, each with its end: a head, one object per seal with its event, events without seal, an end."""
    head = event_chain.head(work.session, work.now)
    yield _line({"format": FORMAT, "city": work.settings.city_name, "at": moment_text(head.at)})
    seals = strays = 0
    for seal, event in event_chain.sealed(work.session):
        seals += 1
        yield _line({"seal": asdict(seal), "event": told(event) if event is not None else None})
    for event in event_chain.unsealed(work.session):
        strays += 1
        yield _line({"seal": None, "event": told(event)})
    yield _line({"end": True, "seals": seals, "strays": strays})


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, separators=(",", ":")) + "\n"
