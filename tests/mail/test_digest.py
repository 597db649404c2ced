"""The digest: what is most urgent first, never too long, each thing with the page that it is done on."""

from datetime import date, timedelta

from tests.mail.letters_for_tests import CITY, LINK
from tracker.mail.choices import language_choice, rhythm_choice
from tracker.mail.digest import MOST_LISTED, DigestItem, digest

TODAY = date(2026, 11, 23)
WHOLE = f"{CITY.base_url}/reminders"


def item(about, days):
    return DigestItem(about, "Please act.", TODAY + timedelta(days=days), f"{LINK}?{about}")


def composed(*items, beneath=()):
    return digest(CITY, "Pia", items, TODAY, WHOLE, beneath)


def places(text, *words):
    return [text.index(word) for word in words]


def test_it_goes_from_the_longest_overdue_to_the_latest():
    text = composed(item("Ccc", 30), item("Bbb", -2), item("Ddd", 0), item("Aaa", -60), item("Eee", 7)).text
    found = places(text, "Overdue", "Aaa", "Bbb", "In the next 7 days", "Ddd", "Eee", "Later", "Ccc")
    assert found == sorted(found)


def test_things_of_one_urgency_need_no_heading():
    text = composed(item("Aaa", 20), item("Bbb", 30)).text
    assert "Later" not in text
    assert "2 things wait for you." in text


def test_more_than_fifty_things_are_counted_but_not_listed():
    letter = composed(*(item(f"Thing-{number:03}.", number) for number in range(90)))
    assert letter.text.count("Please act.") == letter.html.count("Please act.") == MOST_LISTED
    assert "Thing-049." in letter.text
    assert "Thing-050." not in letter.text
    assert "And 40 more, which are less urgent." in letter.text
    assert "90 things wait for you" in letter.subject
    assert f"Open the whole list:\n{WHOLE}\n" in letter.text


def test_each_thing_has_its_own_page():
    letter = composed(item("Aaa", 1), item("Bbb", 2))
    assert letter.text.count(f"  {LINK}?Aaa\n") == 1
    assert f'href="{LINK}?Bbb"' in letter.html
    assert WHOLE not in letter.text


def test_staff_are_told_why_it_came_and_where_to_choose_how_often():
    daily = composed(item("Aaa", 1), beneath=rhythm_choice(CITY, weekly=False)).text
    weekly = composed(item("Aaa", 1), beneath=rhythm_choice(CITY, weekly=True)).text
    assert "at most once a day" in daily
    assert "at most once a week" in weekly
    assert f"{CITY.base_url}/account/#letters" in daily


def test_vendors_are_told_where_to_choose_the_language():
    text = composed(item("Aaa", 1), beneath=language_choice(CITY)).text
    assert "Choose the language of our letters (Español · Tiếng Việt):" in text
    assert f"{CITY.base_url}/portal/language" in text
