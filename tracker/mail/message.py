"""The envelope: a letter as the message that mail servers understand."""

from __future__ import annotations

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr

from tracker.mail.composed import Composed
from tracker.mail.wording import one_line

FALLBACK_DOMAIN = "tracker.invalid"


def message_id(token: str, sender: str) -> str:
    """Return a Message-ID with the sender's domain; `token` must be unique."""
    _user, at, domain = parseaddr(sender)[1].rpartition("@")
    usable = at and domain.isascii() and domain.replace("-", "").replace(".", "").isalnum()
    return f"<{token}@{domain if usable else FALLBACK_DOMAIN}>"


def message(
    composed: Composed, *, sender: str, to_email: str, to_name: str, message_id: str, written_at: datetime
) -> EmailMessage:
    """Return the message; sent again it is the same, so that a double can be told by its Message-ID.

    `sender` is an address with or without a name; `written_at` is aware. Raises ValueError when an address is
    not one that mail can be sent to.
    """
    whole = EmailMessage(policy=SMTP)
    whole["From"] = _address(*parseaddr(sender))
    whole["To"] = _address(to_name, to_email)
    whole["Subject"] = one_line(composed.subject)
    whole["Date"] = written_at
    whole["Message-ID"] = message_id
    whole["Auto-Submitted"] = "auto-generated"
    whole["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    whole.set_content(composed.text, cte="quoted-printable")
    whole.add_alternative(composed.html, subtype="html", cte="quoted-printable")
    # Last, for the headers about content that stand there earlier are moved into the first part.
    whole["Content-Language"] = composed.language
    return whole


def attach(whole: EmailMessage, name: str, data: bytes) -> None:
    """Let a file travel with a message, under a name of letters, digits, points and dashes."""
    whole.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)


def _address(name: str, email: str) -> Address:
    user, at, domain = email.strip().rpartition("@")
    if not at or not user or not domain or any(c.isspace() or not c.isprintable() for c in email.strip()):
        raise ValueError(f"“{one_line(email)}” is not an e-mail address.")
    return Address(display_name=one_line(name), username=user, domain=domain)
