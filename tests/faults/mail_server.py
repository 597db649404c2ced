"""A mail server that misbehaves at random, and remembers what it took and whether it said so."""

import asyncio
import logging
import socket
import ssl
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path
from random import Random

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from tests.faults.certificate import distrusted
from tests.faults.moods import Mood, mood
from tracker.clock import stopwatch

HOST = "127.0.0.1"
SLOW = (0.05, 0.5)
LONGER_THAN_ANYBODY_WAITS = 8.0


@dataclass(slots=True)
class Taken:
    """One letter that the server took; `began` and `at` are seconds of the stopwatch."""

    message_id: str
    to: str
    subject: str
    day: str
    began: float
    at: float
    mood: Mood
    answered: bool = False


@dataclass(slots=True)
class MailServer:
    """Listens on a port that stays the same; `often` says what it does how often, and may be changed any time."""

    random: Random
    often: Mapping[Mood, float]
    folder: Path
    taken: list[Taken] = field(default_factory=list)
    did: Counter[str] = field(default_factory=Counter)
    just_took: threading.Event = field(default_factory=threading.Event)
    port: int = 0
    distrusted: ssl.SSLContext = field(init=False)
    _controller: Controller | None = None

    def __post_init__(self) -> None:
        logging.getLogger("mail.log").setLevel(logging.CRITICAL + 1)
        self.distrusted = distrusted(self.folder)
        with socket.create_server((HOST, 0)) as free:
            self.port = free.getsockname()[1]

    def start(self) -> None:
        loop = asyncio.new_event_loop()
        loop.set_exception_handler(lambda *_: None)
        self._controller = _Controller(self, loop)
        self._controller.start()

    def stop(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    @contextmanager
    def running(self) -> Iterator["MailServer"]:
        self.start()
        try:
            yield self
        finally:
            self.stop()

    def refuses_tls(self) -> bool:
        chosen = mood(self.random, self.often) is Mood.BAD_TLS
        self.did[Mood.BAD_TLS] += chosen
        return chosen

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: ARG002, N802  # aiosmtpd's names
        session.mood = mood(self.random, {**self.often, Mood.BAD_TLS: 0})
        session.began = stopwatch()
        self.did[session.mood] += 1
        envelope.mail_from = address
        if session.mood is Mood.GOES:
            asyncio.get_running_loop().call_later(0.05, server.transport.close)
            return "421 Going down"
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: ARG002, N802
        if session.mood is Mood.SLOW:
            await asyncio.sleep(self.random.uniform(*SLOW))
        if session.mood is Mood.LATER_AT_RECIPIENT:
            return "450 Mailbox busy"
        if session.mood is Mood.NEVER_AT_RECIPIENT:
            return "550 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        match session.mood:
            case Mood.LATER_AFTER_TEXT:
                return "450 Not now"
            case Mood.NEVER_AFTER_TEXT:
                return "550 Not that"
            case Mood.SLOW:
                await asyncio.sleep(self.random.uniform(*SLOW))
        taken = self._take(session, envelope)
        if session.mood is Mood.SLOW_ANSWER:
            await asyncio.sleep(self.random.uniform(*SLOW))
        if session.mood is Mood.HANGS:
            await asyncio.sleep(LONGER_THAN_ANYBODY_WAITS)
        elif session.mood is Mood.ANSWER_LOST:
            server.transport.abort()
        else:
            taken.answered = True
        return "250 Taken"

    def _take(self, session, envelope) -> Taken:
        parsed = message_from_bytes(envelope.content, policy=policy.default)
        day = parsed["Date"].datetime.date().isoformat()
        taken = Taken(
            parsed["Message-ID"], envelope.rcpt_tos[0], parsed["Subject"], day, session.began, stopwatch(), session.mood
        )
        self.taken.append(taken)
        self.just_took.set()
        return taken


class _Controller(Controller):
    def __init__(self, server: MailServer, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(server, hostname=HOST, port=server.port, loop=loop)
        self.mail_server = server

    def factory(self) -> SMTP:
        server = self.mail_server
        if server.refuses_tls():
            return SMTP(server, tls_context=server.distrusted, loop=self.loop)
        return SMTP(server, loop=self.loop)
