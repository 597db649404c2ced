"""The digest of one person, composed in the person's language from what waits."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from tracker.domain.obligations import Rhythm, Somebody
from tracker.mail.choices import language_choice, rhythm_choice
from tracker.mail.composed import Composed
from tracker.mail.digest import digest
from tracker.queries.obligations import Item
from tracker.queries.reminder_words import PORTAL, digest_item
from tracker.services import letters
from tracker.services.work import Work

LIST_OF_STAFF: Final = "/reminders"


def compose(work: Work, somebody: Somebody, items: Iterable[Item], day: date) -> Composed:
    """Return the digest as it looks on a day of the city; it says how its reader changes rhythm and language."""
    city = letters.city(work, somebody.language)
    if somebody.contact_id is not None:
        link, beneath = PORTAL, language_choice(city)
    else:
        link, beneath = LIST_OF_STAFF, rhythm_choice(city, weekly=somebody.rhythm is Rhythm.WEEKLY)
    said = [digest_item(city, item, somebody, day) for item in items]
    return digest(city, somebody.name, said, day, city.base_url + link, beneath)
