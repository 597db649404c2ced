"""What is asked of a list: by whom, as of which day, and the words of its address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from tracker.queries.asked import AddressWords, Words, read_day, read_list
from tracker.queries.scope import Viewer


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to a list; what it answers is within what the viewer may see, from the first row to the last."""

    viewer: Viewer
    on: date
    words: Words
    zone: ZoneInfo

    @property
    def columns(self) -> tuple[str, ...]:
        """The keys of the columns that are asked for; none means the usual ones."""
        return read_list(self.words, "columns")


def phrases(said: Mapping[str, object]) -> tuple[str, ...]:
    """Return the filters that say something, as they stand on a file: ("state: sent", "to: cora@acme.example")."""
    return tuple(f"{name}: {value}" for name, value in said.items() if value)


def asked_of(viewer: Viewer, query: str, today: date, zone: ZoneInfo) -> Asked:
    """Read a query string such as "standing=gap&on=2027-06-30"; without `on` the day is `today`."""
    return asked_in(viewer, AddressWords(query), today, zone)


def asked_in(viewer: Viewer, words: Words, today: date, zone: ZoneInfo) -> Asked:
    """Take the words of an address that was read already."""
    return Asked(viewer, read_day(words, "on", today), words, zone)
