"""Who gets which language: a contact and a person of staff their own, in every kind of letter."""

from datetime import timedelta

import pytest

from tests.attested import share
from tests.cast import rows
from tests.moments import MONDAY
from tests.reminding import cover, run
from tracker.domain.catalogue_words import ContactRole
from tracker.models.contact import Contact
from tracker.models.letter import Letter
from tracker.models.person import Person
from tracker.models.vendor import Vendor
from tracker.services import accounts, contacts, invitations, obligation_index, people, portal_codes, requests
from tracker.services.contacts import NewContact
from tracker.services.requests import NewRequest


@pytest.fixture
def speaking(work, cast):
    """Cora reads Vietnamese and Pia Spanish; Ben and Oscar read English."""
    work.session.get_one(Contact, cast.cora).language = "vi"
    work.session.get_one(Person, cast.pia).language = "es"
    work.session.commit()
    return cast


def letter_to(work, name):
    found = [letter for letter in rows(work.session, Letter) if letter.to_email.startswith(f"{name}@")]
    return max(found, key=lambda letter: letter.id)


def test_an_invitation_comes_in_the_contacts_language(work, speaking, acting):
    for number in (speaking.payroll, speaking.cameras):
        share(work, number)
    pia = acting(speaking.pia, "Pia Procurement")
    requests.send(pia, NewRequest(speaking.acme, (speaking.payroll,), speaking.cora, message="Thank you, Cora."))
    requests.send(pia, NewRequest(speaking.birch, (speaking.cameras,), speaking.ben))
    to_cora, to_ben = letter_to(work, "cora"), letter_to(work, "ben")
    assert "Thành phố kèm theo lời nhắn này:" in to_cora.text
    assert "> Thank you, Cora." in to_cora.text
    assert '<html lang="vi">' in to_cora.html
    assert "Please answer by" in to_ben.text


def test_the_preview_is_in_the_language_of_the_letter(work, speaking):
    composed = invitations.preview(work, "Cora", speaking.acme, [speaking.payroll], MONDAY, "", "vi")
    assert composed.language == "vi"
    assert invitations.preview(work, "Ben", speaking.birch, [speaking.cameras], MONDAY, "").language == "en"


def test_a_digest_comes_in_the_language_of_each_reader(work, speaking):
    cover(work, speaking, MONDAY + timedelta(days=14))
    run(work)
    to_cora, to_pia = letter_to(work, "cora"), letter_to(work, "pia")
    assert "Có 1 việc đang chờ Quý vị." in to_cora.text
    assert "còn 14 ngày" in to_cora.text
    assert "Tiene un asunto pendiente." in to_pia.text
    assert "dentro de 14 días" in to_pia.text
    assert "/portal/requests" in to_cora.text
    assert f"/contracts/{speaking.payroll}" in to_pia.text
    assert "Pia" not in to_cora.text + to_cora.html


def test_codes_and_links_to_a_password_come_in_ones_language(work, speaking):
    portal_codes.send(work, work.session.get_one(Contact, speaking.cora), "browser")
    accounts.ask_for_link(work, "pia@city.example")
    assert "mã đăng nhập của Quý vị" in letter_to(work, "cora").subject
    assert "establezca una contraseña nueva" in letter_to(work, "pia").subject
    people.invite(work, work.session.get_one(Person, speaking.pia))
    assert "su cuenta" in letter_to(work, "pia").subject


def test_who_stands_in_for_somebody_unreachable_is_asked_to_reply_not_sent_to_anothers_page(work, speaking, moments):
    share(work, speaking.payroll)
    asked = requests.send(work, NewRequest(speaking.acme, (speaking.payroll,), speaking.cora))
    dan = NewContact("Dan Dee", "dan@acme.example", roles=frozenset({ContactRole.PRIMARY}), language="es")
    contacts.add(work, work.session.get_one(Vendor, speaking.acme), dan)
    work.session.get_one(Contact, speaking.cora).unreachable_at = work.now
    obligation_index.touch_contact(work, speaking.cora)
    work.session.commit()
    while not any(letter.to_email == dan.email for letter in rows(work.session, Letter)):
        moments.travel(days=1)
        run(work)
    said = " ".join(letter_to(work, "dan").text.split())
    assert "Responda a esta carta e indique quién contestará" in said
    assert f"/portal/requests/{asked.id}" not in said
