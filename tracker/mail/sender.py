"""Which transport an installation uses, and the test that says what the mail server answered."""

from __future__ import annotations

from email.utils import parseaddr
from pathlib import Path
from secrets import token_hex

from tracker.clock import clock_for
from tracker.config import Settings
from tracker.mail.composed import City
from tracker.mail.folder import FolderTransport
from tracker.mail.message import message, message_id
from tracker.mail.notice import notice
from tracker.mail.smtp import SmtpTransport, server_of
from tracker.mail.transport import Fate, Transport

FOLDER = "folder:"


def transport_for(mail_url: str) -> Transport:
    """Return the transport that an address of mail names; raises MailAddressProblem."""
    folder = folder_of(mail_url)
    return FolderTransport(folder) if folder is not None else SmtpTransport(server_of(mail_url))


def transport_of(settings: Settings) -> Transport:
    """Return the transport of an installation, with its timeout, authority and address for returned mail.

    Raises MailAddressProblem.
    """
    folder = folder_of(settings.mail_url)
    if folder is not None:
        return FolderTransport(folder)
    _name, returns_to = parseaddr(settings.returns_to)
    return SmtpTransport(
        server_of(settings.mail_url), settings.mail_timeout, returns_to=returns_to, ca_file=settings.mail_ca_file
    )


def folder_of(mail_url: str) -> Path | None:
    """Return the folder in which letters are kept, or None when a mail server gets them."""
    return Path(mail_url.removeprefix(FOLDER)) if mail_url.startswith(FOLDER) else None


def test(settings: Settings, to_email: str) -> str:
    """Send a test letter to an address at once; return in words what the server answered.

    Raises ValueError with a sentence (MailAddressProblem among them) when TRACKER_MAIL_URL, the sender or this
    address is none that mail can be sent with.
    """
    city = City(settings.city_name, settings.base_url)
    composed = notice(
        city,
        "",
        "test letter",
        ["This is a test. If you read it, letters can leave."],
        "Open the tracker",
        settings.base_url,
    )
    envelope = message(
        composed,
        sender=settings.mail_from,
        to_email=to_email,
        to_name="",
        message_id=message_id(token_hex(16), settings.mail_from),
        written_at=clock_for(settings.zone, settings.today).now(),
    )
    transport = transport_of(settings)
    try:
        answer = transport.send(envelope)
    finally:
        transport.close()
    said = {
        Fate.ACCEPTED: "The test letter was accepted",
        Fate.LATER: "The test letter was not accepted yet",
        Fate.REFUSED: "The test letter was refused",
    }
    return f"{said[answer.fate]}: {answer.words}"
