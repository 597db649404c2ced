"""What a received PDF carries of the form that was to be signed; read in a process of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tracker.documents import carried_look, child
from tracker.domain.carried import Mark, Words, read_footer, read_mark

SCRIPT = Path(carried_look.__file__)
Ask = Callable[[dict[str, Any]], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Found:
    """The mark, how its words differ from the form, and how many bytes each signature covers, by its field.

    `words` is None when they were not compared; `lengths` are what the file says, not what was proved.
    """

    mark: Mark | None = None
    words: Words | None = None
    lengths: Mapping[str, int] = field(default_factory=dict)


def in_child(asked: dict[str, Any]) -> dict[str, Any]:
    """Ask a confined process; raises child.CouldNotCheck."""
    return child.run(SCRIPT, json.dumps(asked))


def read(path: Path, form: Path | None = None, ask: Ask = in_child) -> Found:
    """Read what a PDF carries in the revision that was signed first; `form` is the form as made, to compare words.

    Raises child.CouldNotCheck. What is read is what the sender wrote: it helps to notice a mistake, and proves nothing.
    """
    found = ask({"file": str(path.absolute()), "form": str(form.absolute()) if form else None})
    try:
        words = found["words"]
        return Found(
            read_mark(str(found["keywords"])) or read_footer(str(found["text"])),
            Words(*(tuple(words[name]) for name in Words._fields)) if words is not None else None,
            {str(name): int(length) for name, length in found["lengths"].items()},
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise child.CouldNotCheck("no answer") from error
