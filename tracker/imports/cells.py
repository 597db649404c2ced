"""What every reader of cells needs: text on one line, and the word for what cannot be read."""

from __future__ import annotations

import re
from typing import Final

_UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class CellUnreadable(ValueError):
    """A cell does not hold what its column should; the message says why, without naming row or column."""


def text(cell: str) -> str:
    """Return the cell on one line, without control characters and outer spaces."""
    return " ".join(_UNPRINTABLE.sub("", cell).split())
