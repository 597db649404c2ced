"""The one table that a run prints: figures beside their floors and targets, never a verdict."""

from dataclasses import dataclass

HEADINGS = ("contracts", "what", "measured", "floor", "ratio", "target", "also")


@dataclass(frozen=True, slots=True)
class Line:
    """One figure beside its floor; `size` is the number of contracts."""

    size: int
    what: str
    measured: str
    floor: str = ""
    ratio: float | None = None
    target: str = ""
    also: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        """The line as it is printed."""
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}x"
        return f"{self.size:,}", self.what, self.measured, self.floor, ratio, self.target, self.also


def against(size: int, what: str, measured: float, floor: float, target: str, also: str = "") -> Line:
    """A duration in milliseconds beside that of its floor."""
    return Line(size, what, _duration(measured), _duration(floor), measured / floor, target, also)


def table(lines: list[Line]) -> str:
    """The lines as a Markdown table."""
    rows = [HEADINGS, *(line.cells for line in lines)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(HEADINGS))]
    printed = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([printed[0], rule, *printed[1:]])


def _duration(milliseconds: float) -> str:
    return f"{milliseconds / 1000:.2f} s" if milliseconds >= 1000 else f"{milliseconds:.2f} ms"
