"""What a file says of itself: its title, as of which day, filtered how, made when."""

from dataclasses import dataclass
from datetime import date, datetime

EVERYTHING = "none, everything is shown"
LONGEST_HEADER = 90


@dataclass(frozen=True, slots=True)
class About:
    """The title block of a workbook. `made_at` is UTC; `filters` are phrases such as "standing: gap"."""

    title: str
    city: str
    as_of: date
    filters: tuple[str, ...]
    made_at: datetime

    @property
    def filter_line(self) -> str:
        """The filters in one line."""
        return "; ".join(self.filters) or EVERYTHING

    @property
    def as_of_line(self) -> str:
        """The day in words that stand alone."""
        return f"As of {self.as_of.isoformat()}"

    @property
    def printed_filters(self) -> str:
        """The filters, cut to what the head of a printed page may hold beside the rest."""
        line = f"Filters: {self.filter_line}"
        return line if len(line) <= LONGEST_HEADER else f"{line[: LONGEST_HEADER - 1]}…"
