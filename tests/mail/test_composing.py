"""Letters say the same in text and HTML, and carry nothing that a person could plant."""

import re
from datetime import date
from html.parser import HTMLParser

import pytest

from tests.mail.letters_for_tests import AT, CITY, DUE, HOSTILE, LINK, every_letter
from tracker.mail.code import code
from tracker.mail.digest import DigestItem, digest
from tracker.mail.invitation import invitation
from tracker.mail.notice import notice
from tracker.mail.receipt import receipt
from tracker.mail.returned import returned

KINDS = sorted(every_letter())


class Reader(HTMLParser):
    """Collects what a mail program would see."""

    def __init__(self):
        super().__init__()
        self.tags, self.links, self.words = [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag == "a":
            self.links.append(dict(attrs)["href"])

    def handle_data(self, data):
        self.words.append(data)


def read(html):
    reader = Reader()
    reader.feed(html)
    return reader


@pytest.mark.parametrize("kind", KINDS)
def test_a_subject_is_one_line_whatever_people_typed(kind):
    subject = every_letter()[kind].subject
    assert subject == " ".join(subject.split())
    assert subject.isprintable()
    assert len(subject) <= 200


@pytest.mark.parametrize("kind", KINDS)
def test_what_people_typed_never_becomes_markup(kind):
    reader = read(every_letter()[kind].html)
    assert {tag for tag, _ in reader.tags} <= {
        "html", "head", "meta", "title", "body", "div", "p", "h2", "a", "span", "br", "b", "ul", "li", "style",
        "blockquote",
    }  # fmt: skip
    assert not [name for _, attributes in reader.tags for name in attributes if name.startswith("on")]


@pytest.mark.parametrize("kind", KINDS)
def test_every_link_starts_with_the_configured_address(kind):
    letter = every_letter("Plain words")[kind]
    links = read(letter.html).links + re.findall(r"https?://\S+", letter.text)
    assert all(link.startswith(CITY.base_url + "/") for link in links)


@pytest.mark.parametrize("kind", KINDS)
def test_text_and_html_say_the_same(kind):
    letter = every_letter("Plain words")[kind]
    text = set(re.findall(r"\w+", re.sub(r"https?://\S+", "", letter.text)))
    html = set(re.findall(r"\w+", " ".join(read(letter.html).words)))
    assert not text - html


@pytest.mark.parametrize("kind", KINDS)
def test_lines_of_text_are_short_enough_to_read_and_to_send(kind):
    letter = every_letter("A rather long name that goes on and on " * 5)[kind]
    assert max(len(line) for line in letter.text.splitlines() if "http" not in line) <= 78


ELSEWHERE = [
    "https://evil.example/x",
    "https://privacy.city.example.evil.example/",
    "/portal",
    f"{LINK} x",
    f"{LINK}\nBcc:",
]


@pytest.mark.parametrize("link", ELSEWHERE)
def test_a_link_that_leads_elsewhere_is_refused(link):
    with pytest.raises(ValueError, match="link"):
        notice(CITY, "Pia", "hello", ["Hello"], "Open", link)


def test_hidden_characters_do_not_travel():
    for letter in every_letter().values():
        assert "\u202e" not in letter.text + letter.html + letter.subject
        assert "\r" not in letter.text


def test_the_message_of_the_city_keeps_its_own_lines():
    letter = invitation(CITY, "Maria", "Acme", ["C-1 Payroll"], "2026-1", DUE, LINK, "First.\n\nSecond.")
    assert "> First.\n>\n> Second." in letter.text
    assert "First.<br><br>Second." in letter.html


def test_an_invitation_without_a_message_does_not_announce_one():
    assert "message" not in invitation(CITY, "Maria", "Acme", ["C-1"], "2026-1", DUE, LINK, " ").text


def test_a_code_is_not_in_the_subject_that_lock_screens_show():
    letter = code(CITY, "Maria", "482913", 10)
    assert "482913" not in letter.subject
    assert "482913" in letter.text
    assert "10 minutes" in letter.text


def test_a_receipt_names_each_file_with_size_and_digest():
    letter = receipt(CITY, "Maria", "Acme", "2026-1", [("a.pdf", 2048, "f" * 64), ("b.pdf", 9, "0" * 64)], AT)
    assert "2.0 KB (2,048 bytes)" in letter.text
    assert "f" * 64 in letter.text
    assert "9 bytes" in letter.text


def test_one_reason_and_several_are_announced_as_such():
    assert "for this reason:" in returned(CITY, "M", "Acme", "1", ["One."], DUE, LINK).text
    assert "for these reasons:" in returned(CITY, "M", "Acme", "1", ["One.", "Two."], DUE, LINK).text


def item(about, day):
    return DigestItem(about, "Please act.", day, LINK)


def test_a_digest_begins_with_what_is_overdue():
    today = date(2026, 11, 23)
    letter = digest(CITY, "Pia", [item("Late", date(2026, 11, 1)), item("Soon", date(2026, 12, 1))], today, LINK)
    assert letter.text.index("Overdue") < letter.text.index("Late") < letter.text.index("Later")
    assert "2 things wait for you, 1 overdue" in letter.subject
    assert "1 of them is overdue" in letter.text


def test_a_digest_of_one_thing_names_it_in_the_subject():
    letter = digest(CITY, "Pia", [item("Payroll (C-1), Acme", DUE)], DUE, LINK)
    assert letter.subject == "City of San José: Payroll (C-1), Acme"
    assert "One thing waits for you." in letter.text
    assert "Overdue" not in letter.text


def test_hostile_words_stay_words():
    assert "&lt;script&gt;" in every_letter(HOSTILE)["invitation"].html
