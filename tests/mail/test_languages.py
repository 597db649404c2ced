"""Letters in other languages: every sentence is translated, and nothing of ours stays in English."""

import re
from datetime import UTC, date, datetime, timedelta
from gettext import NullTranslations
from itertools import product

import pytest

from tests.mail.letters_for_tests import CITY, DUE, every_letter
from tests.mail.words import TRANSLATED, said, translated
from tracker.domain.obligations import Obligation, Somebody
from tracker.domain.reminder_policy import ObligationKind, Told
from tracker.domain.standings import Standing
from tracker.mail import tongue as tongues
from tracker.mail.choices import language_choice, rhythm_choice
from tracker.mail.composed import City
from tracker.mail.digest import digest
from tracker.mail.tongue import tongue
from tracker.queries.obligations import Item, Subject
from tracker.queries.reminder_words import about, digest_item

PLACE = re.compile(r"%\(\w+\)s|%[^(]")
STAND_IN = Somebody("dan@acme.example", "Dan", contact_id=2)
VENDOR = Somebody("cora@acme.example", "Cora", contact_id=1)
STAFF = Somebody("pia@city.example", "Pia", person_id=1)
TYPED = "0"


class Marked(NullTranslations):
    """A language that says everything in brackets, so that what is not translated stands outside of them."""

    def gettext(self, message):
        return f"⟦{message}⟧"

    def ngettext(self, msgid1, msgid2, n):
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"


@pytest.fixture
def marked(monkeypatch):
    monkeypatch.setattr(tongues, "_catalogue", lambda _code: Marked())


def forms_of(words):
    return [words or ""] if isinstance(words, str | None) else list(words)


def left(letter):
    """The words that no translator has seen."""
    text = letter.text + "\n" + letter.subject
    text = re.sub(r"\s+", " ", re.sub(r"https?://\S+", "", text).replace("> ", ""))
    for known in (tongue("es").day(DUE), "23 de noviembre de 2026", "5:30", "p.m.", "UTC", CITY.name, "SHA-256"):
        text = text.replace(known, "").replace(re.sub(r"\s+", " ", known), "")
    while (shorter := re.sub(r"⟦[^⟦⟧]*⟧", "", text)) != text:
        text = shorter
    return re.findall(r"[^\W\d_]+", re.sub(r"9f86d0\w*", "", text))


def items():
    """One of each thing that a digest can say."""
    kinds = product(ObligationKind, (*Standing,), (True, False), (True, False), (-40, -1, 0, 1, 40), (1, 3), ("", "7"))
    for kind, standing, asked, free, days, number, request in kinds:
        day = DUE + timedelta(days=days)
        obligation = Obligation(
            key="", kind=kind, due_on=day, vendor_free=free, people={Told.SIGNER: (VENDOR,)} if asked else {}
        )
        request_id = 7 if request else None
        yield Item(
            obligation,
            Subject(
                tuple(range(number)),
                TYPED,
                TYPED,
                1,
                1,
                TYPED,
                standing,
                asked,
                request_id,
                request,
                day,
                1 if request else None,
            ),
        )


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_is_translated_with_the_same_places_to_fill(language):
    catalog = translated(language)
    for message in said():
        asked = forms_of(message.id)
        if not asked[0]:
            continue
        found = catalog.get(asked[0])
        assert found is not None, f"`make words` adds {message.id!r}; translate it then"
        assert not found.fuzzy
        forms = forms_of(found.string)
        assert all(forms), f"{message.id!r} waits for its translation"
        for form in forms:
            assert sorted(PLACE.findall(form)) in [sorted(PLACE.findall(one)) for one in asked], message.id


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_kept_that_nobody_says(language):
    known = {message.id for message in said()}
    assert {message.id for message in translated(language)} <= known | {""}


@pytest.mark.parametrize("kind", sorted(every_letter()))
def test_no_letter_says_a_sentence_that_is_not_translated(marked, kind):
    assert left(every_letter(TYPED, "es")[kind]) == []


def test_no_digest_says_a_sentence_that_is_not_translated(marked):
    city, day = City(CITY.name, CITY.base_url, tongue("es")), DUE
    for somebody in (VENDOR, STAND_IN, STAFF):
        for item in items():
            row = digest_item(city, item, somebody, day)
            outside = row.about + row.sentence
            while (shorter := re.sub(r"⟦[^⟦⟧]*⟧", "", outside)) != outside:
                outside = shorter
            outside = outside.replace(tongue("es").day(item.obligation.due_on), "")
            assert re.findall(r"[^\W\d_]+", outside) == []
    for beneath in (language_choice(city), rhythm_choice(city, weekly=True), rhythm_choice(city, weekly=False)):
        letter = digest(city, "", [digest_item(city, item, STAFF, day)], day, CITY.base_url, beneath)
        assert set(left(letter)) <= {"de", "noviembre", "octubre", "enero", "diciembre"}


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("kind", sorted(every_letter()))
def test_a_translated_letter_names_its_language_and_keeps_what_people_typed(language, kind):
    letter = every_letter("Straße & Söhne", language)[kind]
    assert letter.language == language
    assert f'<html lang="{language}">' in letter.html
    assert "Straße & Söhne" in letter.text
    assert "%(" not in letter.text + letter.subject
    assert letter.text != every_letter("Straße & Söhne")[kind].text


@pytest.mark.parametrize("language", ["en", *TRANSLATED])
@pytest.mark.parametrize("kind", ["invitation", "accepted"])
def test_a_name_that_ends_with_a_full_stop_gets_no_second_one(language, kind):
    assert ".." not in every_letter("Acme, Inc.", language)[kind].text


@pytest.mark.parametrize(
    ("code", "known"),
    [
        ("es", "es"),
        ("es-MX", "es"),
        ("vi_VN", "vi"),
        ("ES", "es"),
        ("en", "en"),
        ("fr", "en"),
        ("", "en"),
        (None, "en"),
    ],
)
def test_a_language_without_letters_falls_back_to_english(code, known):
    assert tongue(code).code == known


@pytest.mark.parametrize(
    ("code", "day", "moment", "figure"),
    [
        ("en", "May 3, 2027", "May 3, 2027, 5:30 PM UTC", "1,234.5"),
        ("es", "3 de mayo de 2027", "3 de mayo de 2027, 5:30 p.m. UTC", "1,234.5"),
        ("vi", "ngày 3 tháng 5 năm 2027", "ngày 3 tháng 5 năm 2027, 17:30 UTC", "1.234,5"),
    ],
)
def test_days_moments_and_figures_are_written_as_there(code, day, moment, figure):
    speaks = tongue(code)
    assert speaks.day(date(2027, 5, 3)) == day
    assert " ".join(speaks.moment(datetime(2027, 5, 3, 17, 30, tzinfo=UTC)).split()) == moment
    assert speaks.figure(1234.5, 1) == figure


@pytest.mark.parametrize(
    ("code", "one", "many"),
    [
        ("en", "One thing waits for you.", "1,200 things wait for you."),
        ("es", "Tiene un asunto pendiente.", "Tiene 1,200 asuntos pendientes."),
        ("vi", "Có 1 việc đang chờ Quý vị.", "Có 1.200 việc đang chờ Quý vị."),
    ],
)
def test_numbers_take_the_form_of_the_language(code, one, many):
    said_of = tongue(code).say_many
    assert said_of("One thing waits for you.", "%(number)s things wait for you.", 1) == one
    assert said_of("One thing waits for you.", "%(number)s things wait for you.", 1200) == many


def test_what_an_item_is_about_is_said_in_english_on_pages():
    item = next(one for one in items() if one.subject.request_number and len(one.subject.contract_ids) > 1)
    assert about(item.subject) == "Request 7 to 0: 0 (0) and 2 more"
