"""The mailbox of returned mail, read by IMAP: unseen messages one by one, each marked as seen after it was taken."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

from imapclient import SEEN, IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError

from tracker.mail.bounce import LARGEST
from tracker.mail.tls import LOCAL, context_for, fault

MOST_AT_ONCE: Final = 200
"""The rest waits for the next round."""
BODY: Final = b"BODY[]<0>"
LONGEST_ANSWER: Final = 300


class MailboxProblem(Exception):
    """The mailbox cannot be read; the message says why, without the password."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Where the mailbox is and how to sign in there."""

    host: str
    port: int
    tls: bool
    user: str
    password: str
    folder: str


def mailbox_of(url: str) -> Mailbox:
    """Read imaps://user:password@host[:port][/folder], imap:// on this machine only; raises MailboxProblem."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise MailboxProblem("TRACKER_RETURNS_URL has a port that is no number.") from error
    host, user = parts.hostname or "", unquote(parts.username or "")
    if parts.scheme not in {"imap", "imaps"} or not host or not user:
        raise MailboxProblem("TRACKER_RETURNS_URL must be imaps://user:password@host/INBOX.")
    if parts.scheme == "imap" and host not in LOCAL:
        raise MailboxProblem("TRACKER_RETURNS_URL may be imap:// on this machine only; use imaps:// elsewhere.")
    tls = parts.scheme == "imaps"
    folder = unquote(parts.path.strip("/")) or "INBOX"
    return Mailbox(host, port or (993 if tls else 143), tls, user, unquote(parts.password or ""), folder)


def read(mailbox: Mailbox, take: Callable[[bytes], None], *, timeout: float, ca_file: str = "") -> int:
    """Give each unseen message to `take` and mark it as seen after; return how many there were.

    `take` gets at most the first bounce.LARGEST bytes and commits what it made of them: after a crash a message is
    taken again. Nothing is deleted. Raises MailboxProblem.
    """
    with _open(mailbox, timeout, ca_file) as client:
        numbers = sorted(client.search("UNSEEN"))[:MOST_AT_ONCE]
        for number in numbers:
            content = _content(client, number)
            if content is not None:
                take(content)
            client.add_flags([number], [SEEN], silent=True)
    return len(numbers)


def greet(mailbox: Mailbox, *, timeout: float, ca_file: str = "") -> str:
    """Sign in without reading; return how many messages wait, in words. Raises MailboxProblem."""
    with _open(mailbox, timeout, ca_file) as client:
        waiting = len(client.search("UNSEEN"))
    return f"Signed in at {mailbox.host}:{mailbox.port}; {waiting} unseen in {mailbox.folder}."


@contextmanager
def _open(mailbox: Mailbox, timeout: float, ca_file: str) -> Iterator[IMAPClient]:
    try:
        context = context_for(ca_file) if mailbox.tls else None
        client = IMAPClient(mailbox.host, mailbox.port, ssl=mailbox.tls, ssl_context=context, timeout=timeout)
        try:
            client.login(mailbox.user, mailbox.password)
            client.select_folder(mailbox.folder)
            yield client
        finally:
            _leave(client)
    except LoginError as error:
        raise MailboxProblem(f"The mailbox of returned mail refused the sign-in: {_words(error)}") from error
    except IMAPClientError as error:
        raise MailboxProblem(f"The mailbox of returned mail answered: {_words(error)}") from error
    except OSError as error:
        raise MailboxProblem(f"No connection to the mailbox of returned mail: {_fault(error)}") from error


def _content(client: IMAPClient, number: int) -> bytes | None:
    answer = client.fetch([number], [f"BODY.PEEK[]<0.{LARGEST}>"])
    found = answer.get(number, {}).get(BODY)
    return found if isinstance(found, bytes) else None


def _leave(client: IMAPClient) -> None:
    try:
        client.logout()
    except (IMAPClientError, OSError):
        client.shutdown()


def _words(error: Exception) -> str:
    said = error.args[0] if error.args else ""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return " ".join(text.split())[:LONGEST_ANSWER]


def _fault(error: OSError) -> str:
    if isinstance(error, TimeoutError):
        return "it was silent for too long."
    return fault(error) if isinstance(error, ssl.SSLError) else str(error.strerror or type(error).__name__)
