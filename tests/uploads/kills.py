"""Vendors upload all the time while the server is killed; then rows and files are laid side by side."""

import threading
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from random import Random

from sqlalchemy import select

from tests.uploads.city import open_session, pdf_of, settled, work_on
from tests.uploads.server import Sender, Server
from tracker.clock import stopwatch
from tracker.documents.store import store_of
from tracker.models.document import Document
from tracker.services import orphans

SIZES = (2_000, 40_000, 400_000, 2_000_000)
LONGEST_LIFE = 3.5


@dataclass(slots=True)
class Outcome:
    """What came of it."""

    kills: int = 0
    sent: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    acknowledged: set[str] = field(default_factory=set)
    rows: int = 0
    files: int = 0
    rows_without_file: int = 0
    wrong_digests: int = 0
    wrong_sizes: int = 0
    acknowledged_without_row: int = 0
    files_without_row: int = 0
    half_written: int = 0
    left_after_sweep: int = 0
    seconds: float = 0


def killed(server: Server, times: int, seed: int) -> Outcome:
    """Kill the server so many times while four people upload, and count."""
    random, outcome, began = Random(seed), Outcome(), stopwatch()  # noqa: S311  # chance, not secrets
    senders, ended = settled(server), threading.Event()
    with server.running():
        for sender in senders:
            sender.open_page()
    server.start()
    threads = [
        threading.Thread(target=_send_on, args=(sender, Random(seed + number), outcome, ended), daemon=True)  # noqa: S311
        for number, sender in enumerate(senders, 1)
    ]
    for thread in threads:
        thread.start()
    for _time in range(times):
        threading.Event().wait(random.uniform(0, LONGEST_LIFE))
        server.kill()
        outcome.kills += 1
        server.start()
    ended.set()
    for thread in threads:
        thread.join()
    server.kill()
    count(server, outcome)
    outcome.seconds = stopwatch() - began
    return outcome


def _send_on(sender: Sender, random: Random, outcome: Outcome, ended: threading.Event) -> None:
    while not ended.is_set():
        pdf = pdf_of(random, random.choice(SIZES))
        status = sender.send(pdf, pause=random.choice((0, 0, 0.005)))
        outcome.sent += 1
        outcome.answers[str(status)] += 1
        if status == 303:
            outcome.acknowledged.add(sha256(pdf).hexdigest())
        elif status is None:
            ended.wait(0.3)


def count(server: Server, outcome: Outcome) -> None:
    """Compare every row with its file and every file with its row, then sweep."""
    with open_session(server) as session:
        work = work_on(server, session)
        store = store_of(work.settings)
        sizes = dict(session.execute(select(Document.digest, Document.size)).tuples().all())
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
