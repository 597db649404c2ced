"""Returned mail read: which letter came back, for whom and why. What arrives is hostile; reading never raises."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser, HeaderParser
from email.policy import compat32
from typing import Final

from tracker.mail.status_codes import enhanced_code

LARGEST: Final = 256 * 1024
"""What stands beyond it is not read: reports and headers come first."""
MOST_CONTAINERS: Final = 24
"""A message that nests deeper, or names more parts of parts, is no honest report."""
MOST_PARTS: Final = 40
MOST_RECIPIENTS: Final = 20
LONGEST_LINE: Final = 500
CONTAINER: Final = re.compile(rb"(?:multipart|message)/", re.IGNORECASE)
MESSAGE_ID: Final = re.compile(r"<[^<>\s]{3,250}>")
MESSAGE_ID_LINE: Final = re.compile(r"^[>\s]{0,4}Message-ID:\s{0,4}(<[^<>\s]{3,250}>)", re.IGNORECASE | re.MULTILINE)
ADDRESS: Final = re.compile(r"[^\s<>;,\"()]{1,64}@[^\s<>;,\"()]{1,255}")
ADDRESS_LINE: Final = re.compile(r"^<([^\s<>]{1,64}@[^\s<>]{1,255})>:?")
REPLY_CODE: Final = re.compile(r"(?<![\d.])([45])\d\d(?![\d.])")
REPORTS: Final = frozenset({"message/delivery-status", "message/global-delivery-status"})
COPIES: Final = frozenset({"message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers"})
REFERRING: Final = ("X-Original-Message-ID", "Original-Message-ID", "In-Reply-To", "References")
DAEMONS: Final = ("mailer-daemon", "postmaster", "mail-daemon", "mdaemon")


@dataclass(frozen=True, slots=True)
class Failure:
    """One recipient of a returned message.

    `action` is "failed" or "delayed" (or another word of the report), `status` the enhanced code or "", `why` what
    the server said, in one line.
    """

    addresses: tuple[str, ...]
    action: str
    status: str
    why: str


@dataclass(frozen=True, slots=True)
class Bounce:
    """A message about mail that was not delivered: Message-IDs that it names, and its recipients."""

    message_ids: tuple[str, ...]
    failures: tuple[Failure, ...]


def bounce_of(content: bytes) -> Bounce | None:
    """Read a delivery status notification (RFC 3464), or what older servers write instead; None for other mail."""
    content = content[:LARGEST]
    if len(CONTAINER.findall(content)) > MOST_CONTAINERS:
        return None
    try:
        return _read(BytesParser(policy=compat32).parsebytes(content))
    except Exception:  # noqa: BLE001  # the parser has surprises of every kind for what no mail server ever wrote
        return None


def _read(message: Message) -> Bounce | None:
    parts = _parts(message)
    reports = [part for part in parts if part.get_content_type() in REPORTS]
    failures = [failure for report in reports for failure in _reported(report)] or _listed(message, parts)
    by_machine = bool(failures)
    failures = failures or _told(message, parts)
    if not failures:
        return None
    return Bounce(_message_ids(message, parts, by_machine=by_machine), tuple(failures[:MOST_RECIPIENTS]))


def _parts(message: Message) -> list[Message]:
    """Every part that is not inside a returned copy, in order."""
    found: list[Message] = []
    waiting = [message]
    while waiting and len(found) < MOST_PARTS:
        part = waiting.pop(0)
        found.append(part)
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            waiting[:0] = [inner for inner in payload[:MOST_PARTS] if isinstance(inner, Message)]
    return found


def _reported(report: Message) -> list[Failure]:
    payload = report.get_payload()
    # The standard library cuts a report into blocks before it decodes it; put together they are what was sent.
    text = "\n\n".join(str(block) for block in payload) if isinstance(payload, list) else str(payload)
    if _line(report.get("Content-Transfer-Encoding", "")).lower() in {"base64", "quoted-printable"}:
        whole = Message(policy=compat32)
        whole["Content-Transfer-Encoding"] = report["Content-Transfer-Encoding"]
        whole.set_payload(text)
        text = _text(whole)
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").lstrip())
    found = [_of_block(HeaderParser().parsestr(block)) for block in blocks[:MOST_PARTS]]
    return [failure for failure in found if failure is not None]


def _of_block(block: Message) -> Failure | None:
    named = [_line(block.get(name, "")) for name in ("Original-Recipient", "Final-Recipient")]
    addresses = tuple(dict.fromkeys(found for text in named for found in _addresses(text)))
    if not addresses:
        return None
    why = _line(block.get("Diagnostic-Code", "")).partition(";")
    said = (why[2] or why[0]).strip()
    status = enhanced_code(_line(block.get("Status", ""))) or enhanced_code(said)
    action = _line(block.get("Action", "")).lower() or _action(status)
    return Failure(addresses, action, status, said or f"status {status}")


def _listed(message: Message, parts: list[Message]) -> list[Failure]:
    """Exim names the addresses in a header of its own."""
    named = _line(message.get("X-Failed-Recipients", ""), longest=5000)
    text = _plain(parts)
    return [_of_text(address, text.partition(address)[2]) for address in _addresses(named)[:MOST_RECIPIENTS]]


def _told(message: Message, parts: list[Message]) -> list[Failure]:
    """The form of qmail and of older servers: "<address>:" and the reason under it, from a mailer's own address."""
    sender = _line(message.get("From", "")).lower()
    if not any(daemon in sender for daemon in DAEMONS):
        return []
    lines = _plain(parts).splitlines()
    found: list[Failure] = []
    for at, line in enumerate(lines[:2000]):
        named = ADDRESS_LINE.match(line)
        if named is not None and len(found) < MOST_RECIPIENTS:
            reason = "\n".join([line[named.end() :], *lines[at + 1 : at + 8]])
            found.append(_of_text(named[1], reason))
    return found


def _of_text(address: str, after: str) -> Failure:
    said = _line(re.split(r"\n\s*\n", after.lstrip(">: \r\n"), maxsplit=1)[0])
    status, code = enhanced_code(said), REPLY_CODE.search(said)
    temporary = (status or (code[1] if code else "5")).startswith("4")
    return Failure((address.lower(),), "delayed" if temporary else "failed", status, said or "no reason given")


def _message_ids(message: Message, parts: list[Message], *, by_machine: bool) -> tuple[str, ...]:
    # A person's answer refers to our letter too: only what a machine wrote is believed without a copy of it.
    found: list[str] = []
    for part in parts:
        if part.get_content_type() in COPIES:
            payload = part.get_payload()
            copies = payload if isinstance(payload, list) else [HeaderParser().parsestr(_text(part))]
            found += [_line(copy.get("Message-ID", "")) for copy in copies if isinstance(copy, Message)]
    found += MESSAGE_ID_LINE.findall(_plain(parts))
    if by_machine:
        found += [_line(message.get(name, ""), longest=5000) for name in REFERRING]
    return tuple(dict.fromkeys(match for text in found for match in MESSAGE_ID.findall(text)))[:MOST_RECIPIENTS]


def _plain(parts: list[Message]) -> str:
    kinds = {"text/plain", "text/rfc822-headers"}
    return "\n".join(_text(part) for part in parts if part.get_content_type() in kinds)


def _text(part: Message) -> str:
    content = part.get_payload(decode=True)
    return content.decode("utf-8", "replace").replace("\r\n", "\n") if isinstance(content, bytes) else ""


def _action(status: str) -> str:
    return {"5": "failed", "4": "delayed"}.get(status[:1], "")


def _addresses(text: str) -> list[str]:
    return [address.lower().rstrip(".") for address in ADDRESS.findall(text)]


def _line(value: object, longest: int = LONGEST_LINE) -> str:
    text = "".join(character if character.isprintable() else " " for character in str(value)[: 4 * longest])
    return " ".join(text.split())[:longest]
