"""Logs tell what happened to the machine, never about people: no addresses, names, codes, tokens, passwords."""

import logging
import re

import pytest
from sqlalchemy import text

from tests.attacks.nasty import HEADER
from tests.attacks.test_objects_of_departments import number_of
from tests.attacks.walking import addresses
from tests.cast import PASSWORD, rows
from tests.portal.test_getting_in import newest_code
from tests.web.signing_in import with_password
from tracker.database import db
from tracker.mail.sender import transport_for
from tracker.models.letter import Letter
from tracker.services import sending

PRIVATE = ("@", "Cora", "Pia", "Acme", "Birch", "/portal/r/", "/account/reset/", PASSWORD, "Mei Chen", "C-2291")


@pytest.fixture
def heard(caplog):
    """Everything that the product logs from here on."""
    caplog.set_level(logging.DEBUG, "tracker")
    caplog.set_level(logging.WARNING)
    caplog.clear()

    def told():
        return "\n".join(
            [record.getMessage() + str(record.exc_text or "") for record in caplog.records] + [caplog.text]
        )

    return told


def private(told, *more):
    return [word for word in (*PRIVATE, *more) if word in told]


def test_the_main_flows_log_nobody(app, town, work, visitors, draft_of, heard):
    with_password(work, town.cast.pia)
    draft_of(town.acme)
    browser = visitors.nobody()
    browser.post("/account/sign-in", data={"email": "pia@city.example", "password": "wrong"})
    browser.post("/account/sign-in", data={"email": "pia@city.example", "password": PASSWORD})
    browser.post("/account/forgot", data={"email": "pia@city.example"})
    browser.post(f"/requests/{town.birch.request}/resend")
    browser.post("/vendors/new", data={"name": HEADER})
    other = visitors.nobody()
    other.post("/portal", data={"email": "cora@acme.example"})
    code = newest_code(work)
    links = re.findall(r"http://\S+/(\S+)", "\n".join(letter.text for letter in rows(work.session, Letter)))
    work.session.rollback()
    other.post("/portal/code", data={"code": "000000"})
    other.post("/portal/code", data={"code": code})
    for client, permission in ((other, "contact"), (browser, None)):
        for _endpoint, named, path in addresses(app, number_of(town.acme)):
            if (named == "contact") == (permission == "contact"):
                client.get(path)
    sending.deliver(work, transport_for(work.settings.mail_url), work.session.commit)
    assert private(heard(), code, *(link for link in links if len(link) > 20)) == []


def test_an_error_of_the_database_is_logged_without_the_values_of_its_statement(app, town, work, visitors, heard):
    pia = visitors.person(town.cast.pia)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    work.session.execute(text("ALTER TABLE vendor RENAME COLUMN website TO elsewhere"))
    work.session.commit()
    db.engine.dispose()
    answer = pia.post("/vendors/new", data={"name": "Secret Cora Company", "number": "S-1", "note": "a@acme.example"})
    assert answer.status_code == 500
    assert "Secret" not in answer.text
    assert "unexpected error" in heard()
    assert private(heard(), "Secret") == []
