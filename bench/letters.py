"""Letters a second: the product's sending against a bare client with ready-made messages, to the same mail server."""

import smtplib
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email.policy import SMTP
from multiprocessing import get_context
from multiprocessing.connection import Connection
from statistics import median

from aiosmtpd.controller import Controller
from sqlalchemy import delete, select, update

from bench.city import City
from bench.table import Line
from tracker.clock import stopwatch
from tracker.domain.record_words import LetterState
from tracker.mail.composed import City as CityNamed
from tracker.mail.composed import Composed
from tracker.mail.digest import DigestItem, digest
from tracker.mail.message import message
from tracker.mail.sender import transport_of
from tracker.models.letter import Letter
from tracker.services import letters as written
from tracker.services import sending
from tracker.services.letters import Recipient
from tracker.services.work import Work

HOST = "127.0.0.1"
NUMBER = 300
ITEMS = 5
KIND = "notice"
SENDER = "Vendor Privacy Tracker <privacy@city.example>"
TARGET = ">= 80 % of the composer, >= 30/s"


class Server:
    """Takes everything and keeps nothing."""

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:  # noqa: ARG002, N802
        return "250 Taken"


def letters(city: City, rounds: int) -> list[Line]:
    """Measure sending over one kept connection, in turn with the bare client and with composing alone."""
    with _mail_server() as port, city.app.app_context():
        work = _work(city, port)
        _write(work)
        deeds = {"product": _product, "bare": _bare, "composer": _composer}
        found: dict[str, list[float]] = {name: [] for name in deeds}
        for _ in range(rounds + 1):
            for name, deed in deeds.items():
                found[name].append(deed(work, port))
        work.session.execute(delete(Letter).where(Letter.kind == KIND, Letter.key.startswith("bench:")))
        work.session.commit()
    rate = {name: NUMBER / median(seconds[1:]) for name, seconds in found.items()}
    said = f"{rate['product'] / rate['composer']:.0%} of composing alone ({rate['composer']:,.0f}/s)"
    return [
        Line(
            city.contracts,
            f"letters, {NUMBER} over one connection, against a bare client",
            f"{rate['product']:,.0f}/s",
            f"{rate['bare']:,.0f}/s",
            rate["bare"] / rate["product"],
            TARGET,
            said,
        )
    ]


def _work(city: City, port: int) -> Work:
    work = city.work
    settings = city.settings.model_copy(update={"mail_url": f"smtp://{HOST}:{port}", "mail_from": SENDER})
    return Work(work.session, work.actor, work.clock, settings)


def _write(work: Work) -> None:
    named, day = CityNamed(work.settings.city_name, work.settings.base_url), work.today
    items = [
        DigestItem(f"K-{number} Payroll", "The coverage ends.", day + timedelta(days=number), f"{named.base_url}/c/1")
        for number in range(ITEMS)
    ]
    composed = digest(named, "Cora Chen", items, day, f"{named.base_url}/reminders")
    for number in range(NUMBER):
        to = Recipient(f"reader{number}@vendor.example", f"Reader {number}")
        written.write(work, composed, key=f"bench:{number}", kind=KIND, to=to)
    work.session.commit()


def _product(work: Work, _port: int) -> float:
    ours = update(Letter).where(Letter.key.startswith("bench:"))
    work.session.execute(ours.values(state=LetterState.WAITING, next_try_at=work.now, claimed_at=None, attempts=0))
    work.session.commit()
    began = stopwatch()
    done = sending.deliver(work, transport_of(work.settings), work.session.commit, limit=NUMBER)
    seconds = stopwatch() - began
    assert done.sent == NUMBER, done.sentence
    return seconds


def _bare(work: Work, port: int) -> float:
    ready = _composed(work)
    work.session.rollback()
    began = stopwatch()
    with smtplib.SMTP(HOST, port) as client:
        client.ehlo()
        for recipient, content in ready:
            client.mail("privacy@city.example")
            client.rcpt(recipient)
            assert client.data(content)[0] == 250
    return stopwatch() - began


def _composer(work: Work, _port: int) -> float:
    began = stopwatch()
    _composed(work)
    return stopwatch() - began


def _composed(work: Work) -> list[tuple[str, bytes]]:
    rows = list(work.session.scalars(select(Letter).where(Letter.key.startswith("bench:"))))
    return [_ready(row) for row in rows]


def _ready(letter: Letter) -> tuple[str, bytes]:
    composed = Composed(letter.subject, letter.text, letter.html)
    envelope = message(
        composed,
        sender=SENDER,
        to_email=letter.to_email,
        to_name=letter.to_name,
        message_id=letter.message_id,
        written_at=letter.written_at,
    )
    return letter.to_email, envelope.as_bytes(policy=SMTP)


@contextmanager
def _mail_server() -> Iterator[int]:
    """Run the server in a process of its own, so that its work is not the sender's."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    try:
        yield ours.recv()
    finally:
        ours.send("end")
        process.join(10)


def _serve(pipe: Connection) -> None:
    with socket.create_server((HOST, 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(Server(), hostname=HOST, port=port)
    controller.start()
    pipe.send(port)
    pipe.recv()
    controller.stop()
