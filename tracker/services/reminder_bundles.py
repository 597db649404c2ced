"""What is due, gathered by recipient: one bundle becomes one digest."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import select

from tracker.domain.obligations import Somebody
from tracker.domain.reminder_reach import is_weekly
from tracker.domain.reminders import Entry, EntryState, due
from tracker.domain.working_days import weekly_day
from tracker.models.letter import Letter
from tracker.models.obligation import ObligationRow
from tracker.queries import obligations
from tracker.queries.obligations import Item
from tracker.services import obligation_rows, obligation_upkeep
from tracker.services.obligation_rows import IndexRow
from tracker.services.work import Work

KIND: Final = "digest"
LONGEST_KEY: Final = 200
AT_ONCE: Final = 5000

Part = tuple[Entry, Item]


@dataclass(frozen=True, slots=True)
class Bundle:
    """All that is to be settled for one recipient on one day; `key` is that of the letter, when one is written."""

    somebody: Somebody
    entries: tuple[Part, ...]
    key: str = ""

    @property
    def told(self) -> list[Part]:
        """The entries that go into the letter."""
        return [(entry, item) for entry, item in self.entries if entry.state is EntryState.SENT]


def rows_due(work: Work) -> list[IndexRow]:
    """Return what the index says must be looked at on the city's present day, by key."""
    return obligation_rows.read(work.session, ObligationRow.next_on <= work.today)


def parts(work: Work, rows: Iterable[IndexRow]) -> Iterator[Part]:
    """Give what is to be settled today of what these rows are about, for whoever got no digest yet."""
    session, today, found = work.session, work.today, list(rows)
    keys = {row.key for row in found}
    steps, holidays = obligations.steps(session), obligations.holidays(session)
    only = obligation_upkeep.only_of(found)
    items = [
        item
        for item in obligations.items(session, today, work.settings.zone, steps, only=only)
        if item.obligation.key in keys
    ]
    named = {(item.obligation.key, item.obligation.due_on): item for item in items}
    ledger = obligations.ledger_of(session, items)
    for entry in due((item.obligation for item in items), steps.of_obligation, today, ledger, holidays):
        yield entry, named[entry.obligation.key, entry.obligation.due_on]


def bundled(work: Work, found: Iterable[Part]) -> list[Bundle]:
    """Return these parts by recipient, in the order of addresses; whoever got the digest of the day is left out."""
    gathered: dict[str, list[Part]] = defaultdict(list)
    for entry, item in found:
        gathered[entry.somebody.email].append((entry, item))
    holidays = obligations.holidays(work.session)
    many = [_bundle(work, mine, holidays) for _, mine in sorted(gathered.items())]
    written = _written(work, [bundle.key for bundle in many])
    return [bundle for bundle in many if bundle.key not in written]


def in_batches(work: Work, rows: Sequence[IndexRow]) -> Iterator[list[Bundle]]:
    """Give all bundles of these rows, so many recipients at a time that about 5,000 obligations are in memory.

    Whoever has more alone is taken alone: a digest is one letter.
    """
    if len(rows) <= AT_ONCE:
        yield bundled(work, parts(work, rows))
        return
    numbers: dict[str, set[int]] = defaultdict(set)
    index = {row.key: number for number, row in enumerate(rows)}
    for start in range(0, len(rows), AT_ONCE):
        for entry, _ in parts(work, rows[start : start + AT_ONCE]):
            numbers[entry.somebody.email].add(index[entry.obligation.key])
    for emails in _shares(numbers):
        wanted = sorted({number for email in emails for number in numbers[email]})
        some = parts(work, [rows[number] for number in wanted])
        yield bundled(work, [part for part in some if part[0].somebody.email in emails])


def digest_key(email: str, day: date) -> str:
    """Return the key that makes the digest of a person and day unique; a weekly one carries its weekly day."""
    return f"{KIND}:{day.isoformat()}:{email}"[:LONGEST_KEY]


def _bundle(work: Work, mine: list[Part], holidays: Collection[date]) -> Bundle:
    somebody = mine[0][0].somebody
    day = weekly_day(work.today, holidays) if is_weekly(somebody) else work.today
    return Bundle(somebody, tuple(mine), digest_key(somebody.email, day))


def _written(work: Work, keys: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(keys), 500):
        found.update(work.session.scalars(select(Letter.key).where(Letter.key.in_(keys[start : start + 500]))))
    return found


def _shares(numbers: dict[str, set[int]]) -> Iterator[set[str]]:
    # People who share obligations are next to each other, so that these are read once for most of them.
    share: set[str] = set()
    seen: set[int] = set()
    for email in sorted(numbers, key=lambda email: (min(numbers[email]), email)):
        if share and len(seen | numbers[email]) > AT_ONCE:
            yield share
            share, seen = set(), set()
        share.add(email)
        seen |= numbers[email]
    if share:
        yield share
