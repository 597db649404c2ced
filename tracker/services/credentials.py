"""Passwords, one-time codes and recovery codes: the one place that speaks to Flask-Security.

Everything here needs an application context, in which tracker.web.account.security installed Flask-Security.
"""

from base64 import b64decode
from functools import cache
from secrets import token_urlsafe
from typing import Any, cast

from flask import current_app
from flask_security import Security, Totp, hash_password, verify_password

from tracker.models.person import Person

CLOCK_TOLERANCE_SECONDS = 30


class CountingTotp(Totp):
    """Accepts a one-time code once: the counter of the last accepted one is kept with the person."""

    def get_last_counter(self, user: Any) -> int | None:  # noqa: ANN401  # our Person, not Flask-Security's user
        """Return the counter of the code that was accepted last."""
        return cast("Person", user).tf_last_counter

    def set_last_counter(self, user: Any, tmatch: Any) -> None:  # noqa: ANN401  # our Person, a match of passlib
        """Keep the counter of the code that was just accepted."""
        user.tf_last_counter = tmatch.counter


def hashed(password: str) -> str:
    """Return the argon2 hash of a password."""
    return str(hash_password(password))


def matches(password: str, kept: str | None) -> bool:
    """Tell whether a password is the one kept; takes as long when none is kept, and is false then."""
    found = bool(verify_password(password, kept or decoy()))
    return found and kept is not None


@cache
def decoy() -> str:
    """Return the hash of a password that nobody knows, to spend the time of a check on."""
    return hashed(token_urlsafe(24))


def new_secret() -> str:
    """Return a new secret for one-time codes, encrypted for keeping."""
    return str(_security().totp_factory.generate_totp_secret())


def readable_secret(secret: str) -> str:
    """Return the secret as a person types it into an authenticator app."""
    return str(_security().totp_factory.get_totp_pretty_key(secret))


def picture(email: str, secret: str) -> bytes:
    """Return the secret as a QR code, an SVG file."""
    address = str(_security().totp_factory.generate_qrcode(email, secret))
    return b64decode(address.partition(",")[2])


def code_matches(person: Person, secret: str | None, code: str) -> bool:
    """Tell whether a one-time code is right for this secret; the same code is right only once."""
    if not secret:
        return False
    try:
        return bool(_security().totp_factory.verify_totp(code, secret, person, window=CLOCK_TOLERANCE_SECONDS))
    except ValueError:  # the secret was encrypted under another key
        return False


def new_recovery_codes(person: Person) -> list[str]:
    """Replace the person's recovery codes and return the new ones, to be shown once."""
    return list(_security().mf_recovery_codes_util.create_recovery_codes(person))


def use_recovery_code(person: Person, code: str) -> bool:
    """Tell whether this is one of the person's recovery codes, and strike it out."""
    kit = _security().mf_recovery_codes_util
    plain = code.strip().lower()
    return bool(kit.check_recovery_code(person, plain) and kit.delete_recovery_code(person, plain))


def _security() -> Any:  # noqa: ANN401  # Flask-Security's types are not followed
    return cast("Security", current_app.extensions["security"])
