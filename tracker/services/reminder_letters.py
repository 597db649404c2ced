"""Digests written with their ledger rows: many in one transaction, one by one when somebody else was quicker."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from tracker.domain.reminders import EntryState
from tracker.models.letter import Letter, LetterContract
from tracker.queries.obligations import Item
from tracker.services import digest_letters, letters, reminder_rows
from tracker.services.reminder_bundles import KIND, Bundle, digest_key
from tracker.services.work import Work

AT_ONCE: Final = 50


@dataclass(slots=True)
class Written:
    """What one run wrote: digests, the items in them, and steps noted without a letter."""

    digests: int = 0
    items: int = 0
    noted: int = 0

    @property
    def sentence(self) -> str:
        """Return the figures in words."""
        return f"digests {self.digests}, items {self.items}, noted without a letter {self.noted}"

    def count(self, bundles: Iterable[Bundle]) -> None:
        """Add what was written of these bundles."""
        for bundle in bundles:
            told = len(bundle.told)
            self.digests += bool(told)
            self.items += told
            self.noted += len(bundle.entries) - told

    def add(self, more: "Written") -> None:
        """Add what was written besides."""
        self.digests += more.digests
        self.items += more.items
        self.noted += more.noted


def write_many(work: Work, bundles: Sequence[Bundle]) -> list[Letter]:
    """Write the digests of these bundles and their ledger rows, and flush; return the letters.

    Raises IntegrityError when somebody else has written one meanwhile; roll back then.
    """
    drafts = [_draft(work, bundle) if bundle.told else None for bundle in bundles]
    written = [letter for letter in drafts if letter is not None]
    work.session.add_all(written)
    work.session.flush()
    about, rows = [], []
    for bundle, letter in zip(bundles, drafts, strict=True):
        number = letter.id if letter else None
        if number is not None:
            contracts = contracts_of(item for _, item in bundle.told)
            about += [{"letter_id": number, "contract_id": contract} for contract in contracts]
        for entry, item in bundle.entries:
            rows.append(reminder_rows.row(work, entry, item, number if entry.state is EntryState.SENT else None))
    if about:
        work.session.execute(insert(LetterContract), about)
    reminder_rows.put(work, rows)
    return written


def write_all(work: Work, due_now: Iterable[Bundle], commit: Callable[[], None]) -> Written:
    """Write each bundle; `commit` ends each fifty and is the edge's to give.

    Those that somebody else has written meanwhile are left out; what a killed run had not committed is not there,
    and the next run writes it.
    """
    done = Written()
    waiting = iter(due_now)
    while some := tuple(islice(waiting, AT_ONCE)):
        for together in (some, *((one,) for one in some)):
            try:
                write_many(work, together)
                commit()
            except IntegrityError:
                work.session.rollback()
                continue
            done.count(together)
            if together is some:
                break
    return done


def contracts_of(items: Iterable[Item]) -> list[int]:
    """Return the contracts that items are about, in order."""
    return sorted({number for item in items for number in item.subject.contract_ids})


def _draft(work: Work, bundle: Bundle) -> Letter:
    somebody = bundle.somebody
    composed = digest_letters.compose(work, somebody, (item for _, item in bundle.told), work.today)
    to = letters.Recipient(somebody.email, somebody.name, somebody.contact_id, somebody.person_id)
    key = bundle.key or digest_key(somebody.email, work.today)
    return letters.draft(work, composed, key=key, kind=KIND, to=to)
