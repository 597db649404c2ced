"""A link of a letter leads to its page, also when the code has to be typed first; and to nobody else's."""

import pytest

from tests.cast import rows
from tests.portal.test_getting_in import CORA, newest_code
from tracker.models.contact import Contact
from tracker.models.event import Event
from tracker.models.letter import Letter


def got_in(work, client, wanted):
    """Follow a link into the vendors' pages and the sign-in that it leads to; return where it ends."""
    door = client.get(wanted)
    assert door.status_code == 303
    page = client.get(door.location)
    kept = f'value="{wanted}"' in page.text
    assert client.post("/portal", data={"email": CORA, "next": wanted if kept else ""}).status_code == 303
    return client.post("/portal/code", data={"code": newest_code(work)}).location


def test_a_digests_link_leads_to_its_request_after_the_code(city, work, visitors):
    wanted = f"/portal/requests/{city.acme}"
    client = visitors.nobody()
    assert got_in(work, client, wanted) == wanted
    assert client.get(wanted).status_code == 200


def test_a_link_to_the_language_page_leads_there_after_the_code(city, work, visitors):
    assert got_in(work, visitors.nobody(), "/portal/language") == "/portal/language"


def test_a_link_to_anothers_request_leads_to_ones_own_requests(city, work, visitors):
    assert got_in(work, visitors.nobody(), f"/portal/requests/{city.birch}") == "/portal/requests"


def test_whoever_is_in_goes_straight_on(city, visitors):
    cora = visitors.contact(city.cast.cora)
    assert cora.get("/portal?next=/portal/language").location == "/portal/language"
    assert cora.get("/portal?next=//evil.example").location == "/portal/requests"


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example/portal/", "/portal/../contracts", "/portal/\\evil", "/contracts"]
)
def test_nobody_is_sent_beyond_the_vendors_pages(city, work, visitors, target):
    client = visitors.nobody()
    assert target not in client.get("/portal", query_string={"next": target}).text
    client.post("/portal", data={"email": CORA, "next": target})
    assert client.post("/portal/code", data={"code": newest_code(work)}).location == "/portal/requests"


def test_asking_for_a_new_code_keeps_where_one_wanted_to_go(city, visitors):
    client = visitors.nobody()
    client.post("/portal", data={"email": CORA, "next": "/portal/language"})
    assert "/portal?next=/portal/language" in client.get("/portal/code").text


def test_a_contact_chooses_the_language_of_its_letters(city, work, visitors):
    cora = visitors.contact(city.cast.cora)
    assert "Tiếng Việt" in cora.get("/portal/language").text
    assert cora.post("/portal/language", data={"language": "vi"}).location == "/portal/requests"
    assert rows(work.session, Contact, id=city.cast.cora)[0].language == "vi"
    event = rows(work.session, Event, action="contact:language-chosen")[0]
    assert (event.actor_kind, event.actor_name) == ("contact", "Cora Chen")
    work.session.rollback()
    assert cora.post("/portal/language", data={"language": "fr"}).status_code == 422
    client = visitors.nobody()
    client.post("/portal", data={"email": CORA})
    newest = max(rows(work.session, Letter, kind="code"), key=lambda letter: letter.id)
    assert "Đây là mã của Quý vị:" in newest.text
