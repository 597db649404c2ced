"""Vendors upload all the time while the server is killed; then rows and files are laid side by side."""

import threading
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from random import Random

from sqlalchemy import select

from tests.uploads.city import open_session, pdf_of, settled, work_on
from tests.uploads.server import PATIENCE, SEE_OTHER, NotSent, Sender, Server
from tracker.clock import stopwatch
from tracker.documents.store import store_of
from tracker.models.document import Document
from tracker.services import orphans

SIZES = (2_000, 40_000, 400_000, 2_000_000)
SHORTEST, LONGEST = 0.5, 8.0
"""Seconds between the first answer of a server and its end by SIGKILL."""
MIDWAY = "broken"


@dataclass(slots=True)
class Outcome:
    """What came of it; an upload is counted when somebody was there to take it."""

    kills: int = 0
    sent: int = 0
    again: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    acknowledged: set[str] = field(default_factory=set)
    lives_with_acknowledged: int = 0
    rows: int = 0
    files: int = 0
    failed: int = 0
    rows_without_file: int = 0
    wrong_digests: int = 0
    wrong_sizes: int = 0
    acknowledged_without_row: int = 0
    files_without_row: int = 0
    half_written: int = 0
    left_after_sweep: int = 0
    errors: list[str] = field(default_factory=list)
    seconds: float = 0


def killed(
    server: Server, times: int, seed: int, longest: float = LONGEST, *, each_acknowledges: bool = False
) -> Outcome:
    """Kill the server so many times, after so many seconds at the latest, while four people upload, and count.

    With `each_acknowledges` no life ends before it has acknowledged an upload, however slow the machine is.
    """
    random, outcome, began = Random(seed), Outcome(), stopwatch()  # noqa: S311  # chance, not secrets
    senders, ended = settled(server), threading.Event()
    server.start()
    for sender in senders:
        sender.open_page()
    threads = [
        threading.Thread(target=_send_on, args=(server, sender, Random(seed + number), outcome, ended), daemon=True)  # noqa: S311
        for number, sender in enumerate(senders, 1)
    ]
    for thread in threads:
        thread.start()
    for time in range(times):
        known = len(outcome.acknowledged)
        _live(random, outcome, longest, known if each_acknowledges else -1)
        server.kill()
        outcome.kills += 1
        outcome.lives_with_acknowledged += len(outcome.acknowledged) > known
        if time < times - 1:
            server.start()
    ended.set()
    for thread in threads:
        thread.join()
    count(server, outcome)
    outcome.errors = server.errors()
    outcome.seconds = stopwatch() - began
    return outcome


def _live(random: Random, outcome: Outcome, longest: float, known: int) -> None:
    until = stopwatch() + PATIENCE
    while len(outcome.acknowledged) <= known and stopwatch() < until:
        threading.Event().wait(0.02)
    threading.Event().wait(random.uniform(0, 1) if known >= 0 else random.uniform(SHORTEST, longest))


def _send_on(server: Server, sender: Sender, random: Random, outcome: Outcome, ended: threading.Event) -> None:
    pdf, tries = b"", 0
    while not ended.is_set():
        if not server.answering.wait(0.2):
            continue
        if not tries:
            pdf = pdf_of(random, random.choice(SIZES))
        try:
            status = sender.send(pdf, pause=random.choice((0, 0, 0.005)))
        except NotSent:
            continue
        outcome.sent += 1
        outcome.again += tries > 0
        outcome.answers[MIDWAY if status is None else str(status)] += 1
        outcome.failed += status not in {None, SEE_OTHER}
        # What was not acknowledged is sent again, the same bytes, until it is.
        tries = 0 if status == SEE_OTHER else tries + 1
        if status == SEE_OTHER:
            outcome.acknowledged.add(sha256(pdf).hexdigest())


def count(server: Server, outcome: Outcome) -> None:
    """Compare every row with its file and every file with its row, then sweep."""
    with open_session(server) as session:
        work = work_on(server, session)
        store = store_of(work.settings)
        sizes = {row.digest: row.size for row in session.execute(select(Document.digest, Document.size))}
        outcome.rows = len(sizes)
        whole = orphans.check(work, store)
        outcome.rows_without_file, outcome.wrong_digests = len(whole.missing), len(whole.different)
        for kept, digest in store.listed():
            outcome.files += digest is not None
            outcome.half_written += digest is None
            outcome.files_without_row += digest is not None and digest not in sizes
            outcome.wrong_sizes += digest in sizes and sizes[digest] != kept.size
        outcome.acknowledged_without_row = len(outcome.acknowledged - sizes.keys())
        later = work_on(server, session)
        orphans.sweep(_a_day_later(later), store)
        outcome.left_after_sweep = sum(digest not in sizes for _kept, digest in store.listed())
        session.get_bind().dispose()  # type: ignore[union-attr]  # an engine


def _a_day_later(work):
    clock = type(work.clock)(work.clock.zone, source=lambda: work.now + timedelta(hours=25))
    return type(work)(work.session, work.actor, clock, work.settings)
