"""Letters handed to a mail server over one kept connection."""

from __future__ import annotations

import smtplib
import socket
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from typing import Final
from urllib.parse import unquote, urlsplit

from tracker.clock import stopwatch
from tracker.mail.status_codes import nobody_there
from tracker.mail.tls import LOCAL, context_for, fault
from tracker.mail.transport import Answer, Fate

TIMEOUT: Final = 30.0
BEFORE_THE_TEXT: Final = 2
"""All that comes before the text takes at most so many timeouts, however slowly the server speaks."""
TAKEN: Final = 250
FORWARDED: Final = 251
LASTING: Final = 500
OURS_TO_MEND: Final = frozenset({530, 534, 535, 538})
"""Sign-in missing or wrong: no letter is dead because a setting is."""
SHUTTING_DOWN: Final = 421
LONGEST_ANSWER: Final = 500


class MailAddressProblem(ValueError):
    """The address of the mail server cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where the mail server is and how to sign in there."""

    host: str
    port: int
    tls_from_start: bool
    user: str = ""
    password: str = ""


def server_of(url: str) -> Server:
    """Read smtp:// or smtps://[user:password@]host[:port]; raises MailAddressProblem."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise MailAddressProblem("TRACKER_MAIL_URL has a port that is no number.") from error
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise MailAddressProblem("TRACKER_MAIL_URL must be smtp://host[:port], smtps://host[:port] or folder:path.")
    secure = parts.scheme == "smtps"
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Server(parts.hostname, port or (465 if secure else 25 if not user else 587), secure, user, password)


class RecipientRefused(smtplib.SMTPResponseException):
    """The server does not take mail for this address."""


class SmtpTransport:
    """Speaks SMTP; upgrades to TLS when the server offers it, and never signs in without TLS beyond this host.

    What cannot be delivered comes back to `returns_to`, or to the letter's sender when that is empty.
    """

    def __init__(self, server: Server, timeout: float = TIMEOUT, *, returns_to: str = "", ca_file: str = "") -> None:
        self.server = server
        self.timeout = timeout
        self.returns_to = returns_to
        self.ca_file = ca_file
        self._deadline = 0.0
        self._connection: smtplib.SMTP | None = None
        self._text_left = False

    def send(self, message: EmailMessage) -> Answer:
        """Hand over one message; a kept connection that the server closed meanwhile is opened anew once."""
        kept = self._connection is not None
        self._deadline = stopwatch() + BEFORE_THE_TEXT * self.timeout
        answer = self._try(message)
        # Once the text was on its way the server may have it, though we heard nothing: that waits for its turn.
        if kept and self._connection is None and answer.fate is Fate.LATER and not self._text_left:
            return self._try(message)
        return answer

    def close(self) -> None:
        """Say good-bye to the server, if it still listens."""
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.quit()
            except (smtplib.SMTPException, OSError):
                connection.close()

    def greet(self) -> str:
        """Connect and sign in without sending; return what the server is and offers, in words."""
        self._deadline = stopwatch() + BEFORE_THE_TEXT * self.timeout
        connection = self._connected()
        code, said = connection.noop()
        secure = "with TLS" if isinstance(connection.sock, ssl.SSLSocket) else "without TLS"
        return f"Connected to {self.server.host}:{self.server.port} {secure}; it says {code} {_words(said)}"

    def _try(self, message: EmailMessage) -> Answer:
        self._text_left = False
        try:
            connection = self._connected()
        except (smtplib.SMTPException, OSError) as error:
            return Answer(Fate.LATER, f"No connection to the mail server: {_fault(error)}")
        try:
            return self._handed_over(connection, message)
        except RecipientRefused as error:
            return self._answer(error.smtp_code, error.smtp_error, of_recipient=True)
        except smtplib.SMTPResponseException as error:
            return self._answer(error.smtp_code, error.smtp_error)
        except smtplib.SMTPNotSupportedError as error:
            return Answer(Fate.REFUSED, f"The mail server cannot take it: {_fault(error)}")
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            return Answer(Fate.LATER, f"No answer from the mail server: {_fault(error)}")

    def _handed_over(self, connection: smtplib.SMTP, message: EmailMessage) -> Answer:
        sender = self.returns_to or message["From"].addresses[0].addr_spec
        recipient = message["To"].addresses[0].addr_spec
        international = not (sender + recipient).isascii()
        content = message.as_bytes(policy=SMTPUTF8 if international else SMTP)
        self._hurry(connection)
        _expect(connection.mail(sender, ("SMTPUTF8", "BODY=8BITMIME") if international else ()))
        self._hurry(connection)
        _expect(connection.rcpt(recipient), RecipientRefused)
        _of(connection).settimeout(self.timeout)
        self._text_left = True
        code, said = connection.data(content)
        if code != TAKEN:
            return self._answer(code, said)
        return Answer(Fate.ACCEPTED, f"{code} {_words(said)}")

    def _connected(self) -> smtplib.SMTP:
        if self._connection is None:
            self._connection = self._connect()
        return self._connection

    def _connect(self) -> smtplib.SMTP:
        server, context = self.server, context_for(self.ca_file)
        connection: smtplib.SMTP
        if server.tls_from_start:
            connection = smtplib.SMTP_SSL(server.host, server.port, timeout=self._left(), context=context)
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=self._left())
        try:
            self._introduce(connection, context)
        except BaseException:
            connection.close()
            raise
        return connection

    def _left(self) -> float:
        left = min(self.timeout, self._deadline - stopwatch())
        if left <= 0:
            raise TimeoutError
        return left

    def _hurry(self, connection: smtplib.SMTP) -> None:
        _of(connection).settimeout(self._left())

    def _introduce(self, connection: smtplib.SMTP, context: ssl.SSLContext) -> None:
        self._hurry(connection)
        connection.ehlo_or_helo_if_needed()
        if not self.server.tls_from_start and connection.has_extn("starttls"):
            connection.starttls(context=context)
            self._hurry(connection)
            connection.ehlo()
        if self.server.user:
            self._hurry(connection)
            self._sign_in(connection)

    def _sign_in(self, connection: smtplib.SMTP) -> None:
        if self.server.host not in LOCAL and not isinstance(connection.sock, ssl.SSLSocket):
            raise smtplib.SMTPException("it offers no TLS, so the password was not sent")
        connection.login(self.server.user, self.server.password)

    def _answer(self, code: int, said: bytes | str, *, of_recipient: bool = False) -> Answer:
        words = f"{code} {_words(said)}"
        if code == SHUTTING_DOWN or code < 0:
            self._drop()
        else:
            self._reset()
        lasting = code >= LASTING and code not in OURS_TO_MEND
        gone = lasting and of_recipient and nobody_there(code, words)
        return Answer(Fate.REFUSED if lasting else Fate.LATER, words, gone)

    def _reset(self) -> None:
        try:
            if self._connection is not None:
                self._connection.rset()
        except (smtplib.SMTPException, OSError):
            self._drop()

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def _expect(
    reply: tuple[int, bytes], broken: type[smtplib.SMTPResponseException] = smtplib.SMTPResponseException
) -> None:
    if reply[0] not in (TAKEN, FORWARDED):
        raise broken(*reply)


def _of(connection: smtplib.SMTP) -> socket.socket:
    if connection.sock is None:
        raise smtplib.SMTPServerDisconnected("the connection is closed")
    return connection.sock


def _words(said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return " ".join(text.split())[:LONGEST_ANSWER]


def _fault(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_words(error.smtp_error)}"
    # smtplib wraps the silence of a server in words of its own.
    if isinstance(error, TimeoutError) or str(error).endswith("timed out"):
        return "it was silent for too long (timed out)."
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return "it closed the connection."
    if isinstance(error, ssl.SSLError):
        return fault(error)
    return " ".join(str(error).split())[:LONGEST_ANSWER] or type(error).__name__
