"""One letter of each kind, with hostile words in every place that a person can fill."""

from datetime import UTC, date, datetime

from tracker.mail.accepted import accepted
from tracker.mail.code import code
from tracker.mail.composed import City, Composed
from tracker.mail.digest import DigestItem, digest
from tracker.mail.invitation import invitation
from tracker.mail.notice import notice
from tracker.mail.receipt import receipt
from tracker.mail.returned import returned
from tracker.mail.tongue import tongue

CITY = City("City of San José", "https://privacy.city.example")
LINK = f"{CITY.base_url}/portal/r/abc.def"
DUE = date(2026, 11, 30)
AT = datetime(2026, 11, 23, 17, 30, tzinfo=UTC)
HOSTILE = 'Eve <script>alert(1)</script>\r\nBcc: all@city.example\u202e & "co"'


def every_letter(words: str = HOSTILE, language: str = "en") -> dict[str, Composed]:
    """Compose each kind of letter with these words wherever words go."""
    city = City(CITY.name, CITY.base_url, tongue(language))
    item = DigestItem(words, words, DUE, LINK)
    return {
        "invitation": invitation(city, words, words, [words, words], words, DUE, LINK, words),
        "code": code(city, words, "482913", 10),
        "receipt": receipt(city, words, words, words, [(words, 348213, "9f86d0" * 10)], AT),
        "returned": returned(city, words, words, words, [words], DUE, LINK),
        "accepted": accepted(city, words, words, words, [words], DUE, DUE),
        "notice": notice(city, words, words, [words, words], words, LINK),
        "digest": digest(city, words, [item, item], DUE, LINK),
    }
