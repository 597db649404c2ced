"""Links with which a person sets a password: signed, good for a short time, and for one use.

The link names the person's epoch, which every new password replaces; a person who never had a password gets a week.
"""

from datetime import UTC, datetime, timedelta

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import select

from tracker.config import Settings
from tracker.models.person import Person
from tracker.services.work import Work

SALT = "password-link"
GOOD_FOR = timedelta(hours=2)
FIRST_GOOD_FOR = timedelta(days=7)


def link(work: Work, person: Person) -> str:
    """Return the link with which a person sets a password, under the configured address."""
    token = _signer(work.settings).dumps([person.epoch, int(work.now.timestamp())])
    return f"{work.settings.base_url}/account/reset/{token}"


def read(work: Work, token: str) -> Person | None:
    """Return the active person a link was made for, or None: forged, too old, or used."""
    try:
        epoch, seconds = _signer(work.settings).loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    person = work.session.scalars(select(Person).where(Person.epoch == epoch, Person.active)).first()
    if person is None:
        return None
    good_for = GOOD_FOR if person.password else FIRST_GOOD_FOR
    return person if work.now <= datetime.fromtimestamp(seconds, UTC) + good_for else None


def hours(person: Person) -> int:
    """Return for how many hours a link made now is good."""
    return int((GOOD_FOR if person.password else FIRST_GOOD_FOR).total_seconds() // 3600)


def _signer(settings: Settings) -> URLSafeSerializer:
    return URLSafeSerializer(settings.secret_key, salt=SALT)
