"""Codes: six digits sent to a contact's mailbox, good in one browser, for ten minutes and five tries.

A code signs in, or signs one text; neither is good for the other.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import ColumnElement, func, select, update

from tracker.mail.code import code as code_letter
from tracker.mail.composed import Composed
from tracker.mail.signing_code import signing_code
from tracker.models.contact import Contact
from tracker.models.portal import PortalCode
from tracker.services import events, letters
from tracker.services.rules import RuleBroken
from tracker.services.work import Work

MINUTES = 10
TRIES = 5
WINDOW = timedelta(minutes=15)
CODES_PER_WINDOW = 3
CODES_PER_DAY = 20
WRONG = "This is not the code, or it is no longer good. Look at the newest letter, or ask for a new code."
TOO_MANY = "Several codes were sent to you in the last minutes. Use the newest one, or wait 15 minutes."


@dataclass(frozen=True, slots=True)
class Signs:
    """What a code signs: one text of one attestation; another text needs another code."""

    attestation_id: int
    text_digest: str
    request_number: str


def send(work: Work, contact: Contact, browser: str, signs: Signs | None = None) -> PortalCode:
    """Send a code to a contact's own address, good only where `browser` (a random value) is known.

    With `signs` it signs that text, otherwise it signs in. Raises RuleBroken when three codes were sent within 15
    minutes or 20 within a day.
    """
    work.session.execute(select(Contact.id).where(Contact.id == contact.id).with_for_update())
    recently, today = _sent(work, contact, WINDOW, signs), _sent(work, contact, timedelta(days=1), signs)
    if recently >= CODES_PER_WINDOW or today >= CODES_PER_DAY:
        raise RuleBroken("", TOO_MANY)
    digits = f"{secrets.randbelow(10**6):06d}"
    row = PortalCode(
        contact_id=contact.id,
        browser_digest=browser_digest(work, browser),
        code_digest=_digest(work, browser, digits, *_bound(signs)),
        attestation_id=signs.attestation_id if signs else None,
        sent_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    letters.write(
        work,
        _letter(work, contact, digits, signs),
        key=f"code:{row.id}",
        kind="code",
        to=letters.Recipient(email=contact.email, name=contact.name, contact_id=contact.id),
    )
    events.record(work, "contact:code-sent", f"sent a code to {contact.name}", ("contact", contact.id))
    return row


def enter(work: Work, browser: str, typed: str, signs: Signs | None = None) -> Contact | None:
    """Use up one try of the browser's newest code; return its contact when the digits are right, else None.

    A code is good once, and for what it was sent for alone. The caller commits in both cases, so that a wrong try
    counts.
    """
    row = work.session.scalars(
        select(PortalCode)
        .where(PortalCode.browser_digest == browser_digest(work, browser), _for(signs))
        .order_by(PortalCode.id.desc())
        .limit(1)
    ).first()
    if row is None or work.now - row.sent_at > timedelta(minutes=MINUTES):
        return None
    # One statement, so that many tries at once cannot be more than five.
    taken = update(PortalCode).where(PortalCode.id == row.id, PortalCode.tries < TRIES, PortalCode.used_at.is_(None))
    if work.session.scalar(taken.values(tries=PortalCode.tries + 1).returning(PortalCode.id)) is None:
        return None
    digits = "".join(sign for sign in typed if sign.isdecimal() and sign.isascii())
    if not hmac.compare_digest(row.code_digest, _digest(work, browser, digits, *_bound(signs))):
        return None
    row.used_at = work.now
    work.session.flush()
    return work.session.get(Contact, row.contact_id)


def contact_by_email(work: Work, email: str) -> Contact | None:
    """Return the contact with this address, whatever the case it was typed in; None when there is none."""
    statement = select(Contact).where(func.lower(Contact.email) == email.strip().lower()).order_by(Contact.id)
    return work.session.scalars(statement).first()


def browser_digest(work: Work, browser: str) -> str:
    """Return what is stored of the random value that a browser keeps."""
    return _digest(work, "browser", browser)


def _letter(work: Work, contact: Contact, digits: str, signs: Signs | None) -> Composed:
    city = letters.city(work, contact.language)
    if signs is None:
        return code_letter(city, contact.name, digits, MINUTES)
    return signing_code(city, contact.name, digits, MINUTES, signs.request_number)


def _sent(work: Work, contact: Contact, within: timedelta, signs: Signs | None) -> int:
    # Signing in several times must not keep somebody from signing, nor the other way round.
    kind = PortalCode.attestation_id.is_(None) if signs is None else PortalCode.attestation_id.is_not(None)
    statement = select(func.count()).where(
        PortalCode.contact_id == contact.id, PortalCode.sent_at > work.now - within, kind
    )
    return work.session.scalars(statement).one()


def _for(signs: Signs | None) -> ColumnElement[bool]:
    if signs is None:
        return PortalCode.attestation_id.is_(None)
    return PortalCode.attestation_id == signs.attestation_id


def _bound(signs: Signs | None) -> tuple[str, ...]:
    return ("signs", str(signs.attestation_id), signs.text_digest) if signs else ()


def _digest(work: Work, *parts: str) -> str:
    key = work.settings.secret_key.encode()
    return hmac.new(key, "\0".join(parts).encode(), sha256).hexdigest()
