"""One letter of each kind, with hostile words in every place that a person can fill."""

from datetime import date

from tracker.mail.accepted import accepted
from tracker.mail.code import code
from tracker.mail.composed import City, Composed
from tracker.mail.digest import DigestItem, digest
from tracker.mail.invitation import invitation
from tracker.mail.notice import notice
from tracker.mail.receipt import receipt
from tracker.mail.returned import returned

CITY = City("City of San José", "https://privacy.city.example")
LINK = f"{CITY.base_url}/portal/r/abc.def"
DUE = date(2026, 11, 30)
HOSTILE = 'Eve <script>alert(1)</script>\r\nBcc: all@city.example\u202e & "co"'


def every_letter(words: str = HOSTILE) -> dict[str, Composed]:
    """Compose each kind of letter with these words wherever words go."""
    item = DigestItem(words, words, DUE, words, LINK)
    return {
        "invitation": invitation(CITY, words, words, [words, words], words, DUE, LINK, words),
        "code": code(CITY, words, "482913", 10),
        "receipt": receipt(CITY, words, words, words, [(words, 348213, "9f86d0" * 10)], words),
        "returned": returned(CITY, words, words, words, [words], DUE, LINK),
        "accepted": accepted(CITY, words, words, words, [words], DUE, DUE),
        "notice": notice(CITY, words, words, [words, words], words, LINK),
        "digest": digest(CITY, words, [item, item], DUE),
    }
