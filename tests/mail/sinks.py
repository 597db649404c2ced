"""A mail server of the tests: it keeps what it accepts, and misbehaves when told to."""

import socket
from contextlib import contextmanager

from aiosmtpd.controller import Controller


class Sink:
    """Accepts everything unless `answers` says otherwise: what to reply to RCPT or DATA, by address."""

    def __init__(self):
        self.accepted = []
        self.at_recipient = {}
        self.at_data = {}

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: ARG002, N802  # aiosmtpd's names
        if address in self.at_recipient:
            return self.at_recipient[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: ARG002, N802
        answer = self.at_data.get(envelope.rcpt_tos[0], "250 Taken")
        if answer.startswith("250"):
            self.accepted.append((session.peer, envelope))
        return answer


@contextmanager
def mail_server(sink, **options):
    """Run the server on a free port; give its port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(sink, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()
