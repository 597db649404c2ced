"""Signing in and out: who may open a session, and how sessions end for good."""

from dataclasses import replace
from hashlib import sha256
from secrets import token_urlsafe

from sqlalchemy import select, update

from tracker.models.person import Person, SignIn
from tracker.services import attempts, credentials, events
from tracker.services.rules import RuleBroken
from tracker.services.work import Actor, Work

MOST_PER_ACCOUNT = 10
MOST_PER_ADDRESS = 50
LONGEST_BROWSER = 200
NOT_MATCHED = (
    "That e-mail address and password do not go together, or there were too many tries. "
    "Check both; after ten wrong tries wait 15 minutes."
)
WRONG_CODE = "That code is not right, was used before, or there were too many tries. Wait for the next one."


def person_for(work: Work, email: str, password: str, address: str) -> Person | None:
    """Return the active person whose password this is, or None; failures are noted and the caller commits.

    Known and unknown addresses take as long; after too many failures for the account or from the network
    address even the right password is refused until the window is over.
    """
    account_key, address_key = f"sign-in:{email.casefold()}", f"sign-in-from:{address}"
    person = work.session.scalars(select(Person).where(Person.email == email.casefold())).first()
    usable = person if person is not None and person.active else None
    matched = credentials.matches(password, usable.password if usable else None)
    locked = (
        attempts.count(work, account_key) >= MOST_PER_ACCOUNT or attempts.count(work, address_key) >= MOST_PER_ADDRESS
    )
    if matched and not locked:
        attempts.forget(work, account_key)
        return usable
    attempts.note(work, account_key, address)
    attempts.note(work, address_key)
    if usable is not None and attempts.count(work, account_key) == MOST_PER_ACCOUNT:
        events.record(work, "person:locked", f"locked the account of {usable.name} for 15 minutes: {_TRIES}",
                      ("person", usable.id))  # fmt: skip
    return None


_TRIES = f"{MOST_PER_ACCOUNT} wrong passwords"


def passes_second_step(work: Work, person: Person, code: str) -> bool:
    """Tell whether a one-time or recovery code of the person is right; failures are noted, the caller commits."""
    key = f"second-step:{person.id}"
    if attempts.count(work, key) >= MOST_PER_ACCOUNT:
        return False
    if credentials.code_matches(person, person.tf_totp_secret, code):
        attempts.forget(work, key)
        return True
    if credentials.use_recovery_code(person, code):
        attempts.forget(work, key)
        events.record(as_person(work, person), "person:recovered", "used a recovery code", ("person", person.id))
        return True
    attempts.note(work, key)
    return False


def begin(work: Work, person: Person, browser: str) -> str:
    """Open a session of a person and return its token, of which only the digest is kept."""
    token = token_urlsafe(32)
    row = SignIn(
        person_id=person.id, token_digest=digest(token), browser=browser[:LONGEST_BROWSER], started_at=work.now
    )
    work.session.add(row)
    events.record(as_person(work, person), "person:signed-in", "signed in", ("person", person.id))
    return token


def end(work: Work, person_id: int, token: str) -> None:
    """End the session of this token for good."""
    _end(work, SignIn.person_id == person_id, SignIn.token_digest == digest(token))
    events.record(work, "person:signed-out", "signed out", ("person", person_id))


def end_one(work: Work, person_id: int, sign_in_id: int) -> None:
    """End one open session of a person; raises RuleBroken when there is none of that number."""
    if not _end(work, SignIn.person_id == person_id, SignIn.id == sign_in_id):
        raise RuleBroken("", "That session is over already.")
    events.record(work, "person:session-ended", "ended another session", ("person", person_id))


def end_all(work: Work, person: Person, keep_token: str | None = None) -> None:
    """End every session of a person but the one of `keep_token`, and make old links worthless; records nothing."""
    person.epoch = token_urlsafe(32)
    kept = SignIn.token_digest != digest(keep_token) if keep_token else SignIn.id > 0
    _end(work, SignIn.person_id == person.id, kept)


def digest(token: str) -> str:
    """Return what is kept of a token: its SHA-256 in hexadecimal."""
    return sha256(token.encode()).hexdigest()


def as_person(work: Work, person: Person) -> Work:
    """Return the work as done by this person, who is only just being let in."""
    return replace(work, actor=Actor("person", person.id, person.name))


def _end(work: Work, *conditions: object) -> int:
    statement = update(SignIn).where(SignIn.ended_at.is_(None), *conditions)  # type: ignore[arg-type]  # SQL conditions
    ended = work.session.execute(statement.values(ended_at=work.now)).rowcount  # type: ignore[attr-defined]  # a cursor result
    work.session.flush()
    return int(ended)
