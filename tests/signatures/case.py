"""One case of the corpus: how its file is made, and what has to be said of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.signatures.authorities import NOW
from tests.signatures.world import World
from tracker.domain.signature_verdict import Verdict


def none(_world: World) -> Sequence[bytes]:
    """No revocation list."""
    return ()


@dataclass(frozen=True, slots=True)
class Case:
    """A file and its verdict.

    `words` have to stand in the sentence. `at` is in days from now. `facts` are those of the signature `which`.
    `alone` says that the file is too dangerous to be read inside the process of the tests.
    """

    name: str
    make: Callable[[World], bytes]
    verdict: Verdict
    words: str = ""
    lists: Callable[[World], Sequence[bytes]] = none
    at: float = 0
    facts: Mapping[str, Any] = field(default_factory=dict)
    which: int = 0
    signatures: int | None = None
    also: Callable[[World], Sequence[bytes]] = none
    alone: bool = False
    or_else: tuple[Verdict, ...] = ()

    @property
    def moment(self) -> datetime:
        return NOW + timedelta(days=self.at, minutes=30)
