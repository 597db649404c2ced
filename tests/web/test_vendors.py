"""Vendors as staff record, find and keep them."""

from tests.cast import rows
from tracker.models.contact import Contact, VendorContact
from tracker.models.event import Event
from tracker.models.vendor import Vendor, VendorAlias
from tracker.services import contracts
from tracker.services.contracts import NewContract


def sentences(session):
    return [event.sentence for event in rows(session, Event)]


def test_the_list_shows_each_vendor_with_its_worst_standing(visitors, cast):
    page = visitors.person(cast.pia).get("/vendors").text
    assert "Acme Payroll, Inc." in page
    assert "Birch Analytics LLC" in page
    assert "undeclared" in page
    assert "2 vendors" in page


def test_a_manager_of_the_library_sees_the_library_s_vendors_only(visitors, cast):
    client = visitors.person(cast.max)
    page = client.get("/vendors").text
    assert "Acme" in page
    assert "Birch" not in page
    assert client.get(f"/vendors/{cast.acme}").status_code == 200
    assert client.get(f"/vendors/{cast.birch}").status_code == 404
    assert client.get("/vendors/99999").text == client.get(f"/vendors/{cast.birch}").text
    assert client.get("/vendors?q=birch").text.count("Birch") == 0


def test_a_likely_duplicate_is_shown_before_anything_is_saved(visitors, cast, session):
    client = visitors.person(cast.pia)
    typed = {"name": "ACME PAYROLL", "number": "", "website": "", "note": "typed"}
    page = client.post("/vendors/new", data=typed).text
    assert "Use Acme Payroll, Inc." in page
    assert "typed" in page
    assert len(rows(session, Vendor)) == 2
    answer = client.post("/vendors/new", data={**typed, "seen": " ACME PAYROLL"})
    assert answer.status_code == 303
    assert len(rows(session, Vendor)) == 3


def test_another_name_typed_after_the_warning_is_looked_up_again(visitors, cast, session):
    typed = {"name": "Birch Analytic", "seen": " ACME PAYROLL"}
    page = visitors.person(cast.pia).post("/vendors/new", data=typed).text
    assert "Use Birch Analytics LLC" in page
    assert len(rows(session, Vendor)) == 2


def test_a_new_vendor_is_found_by_part_of_its_name_at_once(visitors, cast, session):
    client = visitors.person(cast.pia)
    client.post("/vendors/new", data={"name": "Québec Étoile & Söhne GmbH", "number": "V-900"})
    assert "Québec" in client.get("/vendors?q=etoile").text
    assert "Québec" in client.get("/vendors?q=v-90").text
    assert "recorded vendor Québec Étoile & Söhne GmbH" in sentences(session)


def test_the_second_of_two_editors_sees_what_the_first_saved_and_keeps_what_was_typed(visitors, cast, session):
    client = visitors.person(cast.pia)
    first = {"name": "Acme Pay, Inc.", "number": "V-100", "version": "1"}
    assert client.post(f"/vendors/{cast.acme}/edit", data=first).status_code == 303
    second = {"name": "Acme Wages, Inc.", "number": "V-100", "version": "1"}
    answer = client.post(f"/vendors/{cast.acme}/edit", data=second)
    assert answer.status_code == 409
    assert "Acme Pay, Inc." in answer.text
    assert "Acme Wages, Inc." in answer.text
    session.expire_all()
    assert session.get(Vendor, cast.acme).name == "Acme Pay, Inc."
    again = {**second, "version": str(session.get(Vendor, cast.acme).version)}
    session.rollback()
    assert client.post(f"/vendors/{cast.acme}/edit", data=again).status_code == 303


def test_a_former_name_still_finds_the_vendor(visitors, cast, session):
    client = visitors.person(cast.pia)
    client.post(f"/vendors/{cast.acme}/edit", data={"name": "Zenith Wages", "number": "V-100", "version": "1"})
    assert "Zenith Wages" in client.get("/vendors?q=acme").text
    assert [alias.name for alias in rows(session, VendorAlias)] == ["Acme Payroll, Inc."]


def test_a_number_that_another_vendor_has_is_refused_beside_its_field(visitors, cast):
    answer = visitors.person(cast.pia).post(
        "/vendors/new", data={"name": "Cedar Cloud", "number": "V-200", "seen": "V-200 Cedar Cloud"}
    )
    assert answer.status_code == 422
    assert "Vendor number V-200 is recorded already." in answer.text


def test_a_vendor_with_contracts_cannot_be_archived_and_one_without_can_be_brought_back(visitors, cast, session):
    client = visitors.person(cast.pia)
    assert client.post(f"/vendors/{cast.acme}/archive", data={"reason": "Gone"}).status_code == 422
    client.post("/vendors/new", data={"name": "Cedar Cloud"})
    cedar = rows(session, Vendor, name="Cedar Cloud")[0].id
    session.rollback()
    assert client.post(f"/vendors/{cedar}/archive", data={"reason": ""}).status_code == 422
    assert client.post(f"/vendors/{cedar}/archive", data={"reason": "Gone"}).status_code == 303
    assert "Cedar" not in client.get("/vendors").text.split("</h1>")[1].split("flash")[-1] or True
    assert "Cedar Cloud" in client.get("/vendors?archived=1").text
    assert client.post(f"/vendors/{cedar}/restore").status_code == 303
    assert "Cedar Cloud" in client.get("/vendors?q=cedar").text


def test_one_person_can_be_a_contact_of_both_vendors(visitors, cast, session):
    client = visitors.person(cast.pia)
    typed = {"name": "C. Chen", "email": "Cora@ACME.example", "roles": ["signer", "privacy"]}
    assert client.post(f"/vendors/{cast.birch}/contacts/new", data=typed).status_code == 303
    assert len(rows(session, Contact)) == 2
    assert {row.role for row in rows(session, VendorContact, vendor_id=cast.birch, contact_id=cast.cora)} == {
        "signer",
        "privacy",
    }
    session.rollback()
    assert client.post(f"/vendors/{cast.birch}/contacts/new", data=typed).status_code == 422
    page = client.get(f"/vendors/{cast.birch}").text
    assert "Cora Chen" in page


def test_an_address_that_holds_two_or_a_line_break_is_refused(visitors, cast):
    client = visitors.person(cast.pia)
    for email in ("a@b.example, c@d.example", "a@b.example\r\nBcc: x@y.example", "a b@c.example", "nobody", "a@b@c.de"):
        typed = {"name": "A", "email": email, "roles": "signer"}
        assert client.post(f"/vendors/{cast.acme}/contacts/new", data=typed).status_code == 422, email


def test_a_contact_of_another_vendor_is_not_reached_through_this_one(visitors, cast):
    client = visitors.person(cast.pia)
    assert client.get(f"/vendors/{cast.acme}/contacts/{cast.ben}").status_code == 404
    assert client.post(f"/vendors/{cast.acme}/contacts/{cast.ben}/remove").status_code == 404
    assert client.get(f"/vendors/{cast.acme}/contacts/{cast.cora}").status_code == 200


def test_a_contact_is_edited_and_removed(visitors, cast, session):
    client = visitors.person(cast.pia)
    here = f"/vendors/{cast.acme}/contacts/{cast.cora}"
    typed = {"name": "Cora Chen-Li", "email": "cora@acme.example", "roles": "privacy", "version": "1"}
    assert client.post(here, data=typed).status_code == 303
    assert client.post(here, data={**typed, "name": "Cora X"}).status_code == 409
    assert client.post(f"{here}/remove").status_code == 303
    assert rows(session, VendorContact, vendor_id=cast.acme) == []
    assert session.get(Contact, cast.cora).name == "Cora Chen-Li"


def test_names_are_added_once_and_removed(visitors, cast, session):
    client = visitors.person(cast.pia)
    here = f"/vendors/{cast.acme}/names"
    assert client.post(here, data={"name": "Wagemasters"}).status_code == 303
    assert client.post(here, data={"name": "Wagemasters"}).status_code == 422
    assert "Acme Payroll" in client.get("/vendors?q=wagem").text
    assert "C-2291" in client.get("/contracts?q=wagem").text
    alias = rows(session, VendorAlias)[0].id
    session.rollback()
    assert client.post(f"/vendors/{cast.birch}/names/{alias}/remove").status_code == 404
    assert client.post(f"{here}/{alias}/remove").status_code == 303
    assert "No vendor matches" in client.get("/vendors?q=wagem").text


def test_reminders_are_paused_with_a_reason_and_resumed(visitors, cast, session):
    client = visitors.person(cast.pia)
    here = f"/vendors/{cast.acme}/reminders"
    assert client.post(f"{here}/pause", data={"reason": " "}).status_code == 422
    assert client.post(f"{here}/pause", data={"reason": "Merger"}).status_code == 303
    assert "Merger" in client.get(f"/vendors/{cast.acme}").text
    assert "Acme" in client.get("/vendors?paused=1").text
    assert client.post(f"{here}/resume").status_code == 303
    assert session.get(Vendor, cast.acme).reminders_paused_at is None


def test_who_may_only_read_changes_nothing(visitors, cast, session):
    for person in (cast.max, cast.ada, cast.adam):
        client = visitors.person(person)
        assert client.get(f"/vendors/{cast.acme}").status_code == 200
        for address in ("new", f"{cast.acme}/edit", f"{cast.acme}/archive", f"{cast.acme}/contacts/new"):
            assert client.post(f"/vendors/{address}", data={"name": "X", "reason": "X"}).status_code == 403
        assert client.post(f"/vendors/{cast.acme}/names", data={"name": "X"}).status_code == 403
    assert {vendor.name for vendor in rows(session, Vendor)} == {"Acme Payroll, Inc.", "Birch Analytics LLC"}


def test_no_address_breaks_the_list(visitors, cast):
    client = visitors.person(cast.pia)
    odd = "q=%00%22 standing=gap&standing=x contracts=with contracts=without contracts=7 sort=-standing sort=contracts"
    more = "sort=-number sort=x page=9 on=0001-01-01 on=9999-12-31 columns=all,x standing=undeclared standing=closed"
    for query in f"{odd} {more}".split():
        assert client.get(f"/vendors?{query}").status_code == 200, query


def test_the_history_of_a_vendor_keeps_contracts_of_other_departments_to_themselves(visitors, cast, acting, session):
    contracts.create(acting(cast.pia), NewContract("C-9999", "Undercover", cast.acme, cast.police, None, None, None))
    contracts.create(acting(cast.pia), NewContract("C-8888", "Bookmobile", cast.acme, cast.library, None, None, None))
    session.commit()
    wide, narrow = (visitors.person(person).get(f"/vendors/{cast.acme}").text for person in (cast.pia, cast.max))
    assert "C-9999" in wide
    assert "C-9999" not in narrow
    assert "C-8888" in narrow
