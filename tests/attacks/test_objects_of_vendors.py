"""A contact reaches its own requests only, by links that are its own only."""

from email.utils import parseaddr
from io import BytesIO

import pytest

from tests.attacks.conftest import MISSING
from tests.attacks.test_objects_of_departments import number_of
from tests.attacks.walking import addresses, like, words_of
from tests.cast import rows
from tests.portal.conftest import made_pdf
from tracker.models.attestation import Attestation, ClauseAnswer
from tracker.models.contact import VendorContact
from tracker.models.document import Document
from tracker.models.letter import Letter
from tracker.models.request import Request
from tracker.services import request_links, requests

CANARIES = {"ben": ("Acme", "Cora", "cora@", "C-2291", "Payroll"), "cora": ("Birch", "Ben ", "ben@", "C-3300")}


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(("who", "theirs"), [("ben", "acme"), ("cora", "birch")])
def test_anothers_request_and_a_missing_one_answer_the_same_everywhere(app, town, visitors, who, theirs, method):
    client = visitors.contact(getattr(town.cast, who))
    other = addresses(app, number_of(getattr(town, theirs)), method)
    none = {endpoint: path for endpoint, _permission, path in addresses(app, lambda _name: MISSING, method)}
    tried = 0
    for endpoint, permission, path in other:
        if permission == "contact" and path != none[endpoint]:
            tried += 1
            found, gone = client.open(path, method=method), client.open(none[endpoint], method=method)
            assert found.status_code == gone.status_code == 404, path
            assert like(found.text) == like(gone.text)
            assert found.headers["Content-Type"] == gone.headers["Content-Type"]
    assert tried > 3


@pytest.mark.parametrize(("who", "own"), [("ben", "birch"), ("cora", "acme")])
def test_no_page_of_a_contact_names_the_other_vendor_or_staff(app, town, visitors, settings, who, own):
    client, the_city = visitors.contact(getattr(town.cast, who)), parseaddr(settings.mail_from)[1]
    for _endpoint, permission, path in addresses(app, number_of(getattr(town, own))):
        if permission == "contact":
            text = words_of(client.get(path)).replace(the_city, "")
            for word in (*CANARIES[who], "Pia", "Oscar", "@city.example", "Waived for"):
                assert word not in text, f"{path} names {word}"


def test_anothers_document_under_ones_own_request_is_missing(town, visitors):
    ben = visitors.contact(town.cast.ben)
    for document in (town.acme.document, MISSING):
        answer = ben.get(f"/portal/requests/{town.birch.request}/documents/{document}")
        assert answer.status_code == 404
    assert ben.get(f"/portal/requests/{town.birch.request}/documents/{town.birch.document}").status_code == 200


def test_everything_that_can_be_posted_at_anothers_request_changes_nothing(town, work, visitors, draft_of):
    draft_of(town.acme)
    ben, path = visitors.contact(town.cast.ben), f"/portal/requests/{town.acme.request}"
    answers = len(rows(work.session, ClauseAnswer))
    work.session.rollback()
    everything = {"version": "1", "then": "rest", "name": "Ben", "title": "x", "authority": "x",
                  "signed_on": "2026-11-20", "request_id": str(town.birch.request)}  # fmt: skip
    for page in ("/answers", "/signer", "/send"):
        assert ben.post(path + page, data=everything).status_code == 404
    assert ben.post(f"{path}/document", data={"document": (BytesIO(made_pdf()), "a.pdf")}).status_code == 404
    assert len(rows(work.session, ClauseAnswer)) == answers
    assert len(rows(work.session, Document)) == 2
    assert work.session.get_one(Attestation, town.acme.attestation).signer_name == "Mei Chen"


def link(work, settings, number):
    made = request_links.link(settings, work.session.get_one(Request, number)).removeprefix(settings.base_url)
    work.session.rollback()
    return made


def test_a_link_of_another_vendor_opens_nothing_without_its_mailbox(town, work, visitors, settings):
    """Ben, signed in, follows Cora's link: he sees who is asked, and the code goes to Cora."""
    ben, acme = visitors.contact(town.cast.ben), link(work, settings, town.acme.request)
    assert ben.post(acme).location.endswith("/portal/code")
    code = rows(work.session, Letter, kind="code")[-1]
    assert code.to_email == "cora@acme.example"
    work.session.rollback()
    assert ben.get(f"/portal/requests/{town.acme.request}").status_code == 404


def test_a_link_put_together_from_two_is_dead(town, work, visitors, settings):
    links = [link(work, settings, number).split("/")[-1] for number in (town.acme.request, town.birch.request)]
    (body, sign), (other_body, other_sign) = (made.rsplit(".", 1) for made in links)
    nobody = visitors.nobody()
    for token in (f"{body}.{other_sign}", f"{other_body}.{sign}", body, f"{body}.", f".{sign}", "." * 40, "%00", "é",
                  f"{links[0]}x", links[0].upper(), "A" * 5000):  # fmt: skip
        for method in ("GET", "POST"):
            assert nobody.open(f"/portal/r/{token}", method=method).status_code == 410, token


def test_a_link_dies_when_the_request_is_revoked_or_somebody_else_is_asked(town, work, acting, visitors, settings,
                                                                            draft_of):  # fmt: skip
    draft_of(town.acme)
    draft_of(town.birch)
    acme, birch = (link(work, settings, number) for number in (town.acme.request, town.birch.request))
    pia = acting(town.cast.pia, "Pia")
    requests.revoke(pia, work.session.get_one(Request, town.acme.request), "a mistake")
    work.session.add(VendorContact(vendor_id=town.birch.vendor, contact_id=town.cast.cora, role="signer"))
    work.session.flush()
    requests.change_contact(pia, work.session.get_one(Request, town.birch.request), town.cast.cora)
    work.session.commit()
    nobody, ben, cora = visitors.nobody(), visitors.contact(town.cast.ben), visitors.contact(town.cast.cora)
    for old in (acme, birch):
        assert nobody.get(old).status_code == nobody.post(old).status_code == 410
    assert ben.get(f"/portal/requests/{town.birch.request}").status_code == 404
    assert cora.get(f"/portal/requests/{town.birch.request}").status_code == 200


def test_a_contact_who_was_removed_from_the_vendor_sees_nothing_of_it(town, work, visitors):
    cora = visitors.contact(town.cast.cora)
    assert cora.get(f"/portal/requests/{town.acme.request}").status_code == 200
    for row in rows(work.session, VendorContact, contact_id=town.cast.cora):
        work.session.delete(row)
    work.session.commit()
    assert cora.get(f"/portal/requests/{town.acme.request}").status_code == 404
    assert "C-2291" not in cora.get("/portal/requests").text


def test_a_saved_view_of_somebody_else_is_missing(town, visitors):
    oscar = visitors.person(town.cast.oscar)
    for deed in ("rename", "delete"):
        for number in (1, MISSING):
            assert oscar.post(f"/contracts/views/{number}/{deed}", data={"name": "mine"}).status_code == 404
    assert "Pia's own view" not in oscar.get("/contracts/views").text
