"""A person limited to one department finds nothing of another one, by any address, list, count or file."""

import pytest

from tests.attacks.conftest import MISSING
from tests.attacks.walking import SPECIAL, addresses, like, words_of
from tests.cast import rows
from tracker.domain.permissions import allows
from tracker.domain.roles import Role
from tracker.models.contact import Contact
from tracker.models.contract import Contract
from tracker.models.event import Event
from tracker.models.person import PersonRole
from tracker.models.request import Request
from tracker.models.vendor import Vendor

# What only the police knows of: the vendor, its number, names, people, contract.
CANARIES = ("Birch", "birch", "V-200", "Zirbel", "Ben ", "C-3300", "Camera analytics")
LIMITED = ("pia", "oscar", "max", "ada")
QUERIES = (
    "?q=birch", "?q=camera", "?department=2", "?all=1", "?contract=2", "?contracts=with", "?vendor=2", "?q=zirbel",
    "?show=all", "?archived=1", "?columns=title,vendor_number,owner", "?sort=vendor", "?format=csv", "?owner=1",
)  # fmt: skip
# An administrator and an officer keep the lists of the whole city; these pages name departments and people only.
PERSONAL = ("settings.", "requirements.", "account.", "contracts.rename_view", "contracts.delete_view")
WHOLE_CITY = {"settings.departments", "settings.department", "settings.people", "settings.person"}


def number_of(side):
    """The numbers of one vendor's objects, by the name of the argument."""
    numbers = {
        "vendor_id": side.vendor, "contact_id": side.contact, "contract_id": side.contract, "alias_id": side.alias,
        "request_id": side.request, "attestation_id": side.attestation, "document_id": side.document,
        "waiver_id": side.waiver, "letter_id": side.letter, "department_id": side.department,
        "feed_id": side.feed, "import_id": side.brought,
    }  # fmt: skip
    return lambda name: numbers.get(name, 1)


def roles_of(work, number):
    roles = frozenset(Role(row.role) for row in rows(work.session, PersonRole, person_id=number))
    work.session.rollback()
    return roles


def own_addresses(app, side, roles, method="GET"):
    found = addresses(app, number_of(side), method)
    return [
        (endpoint, path)
        for endpoint, permission, path in found
        if permission not in SPECIAL and allows(roles, permission) and endpoint not in WHOLE_CITY
    ]


@pytest.mark.parametrize("name", LIMITED)
def test_no_page_or_file_names_anything_of_another_department(app, town, work, limited, visitors, name):
    number = limited(getattr(town.cast, name))
    roles = roles_of(work, number)
    client = visitors.person(number)
    for side in (town.acme, town.birch):
        for endpoint, path in own_addresses(app, side, roles):
            answer = client.get(path)
            assert answer.status_code < 500, f"{path} breaks"
            leaked = [word for word in CANARIES if word in words_of(answer)]
            assert not leaked, f"{path} ({endpoint}) names {leaked}"


@pytest.mark.parametrize("name", LIMITED)
def test_no_search_filter_sort_or_export_reaches_another_department(app, town, work, limited, visitors, name):
    number = limited(getattr(town.cast, name))
    client = visitors.person(number)
    roles = roles_of(work, number)
    paths = {path for _endpoint, path in own_addresses(app, town.acme, roles) if not any(c.isdigit() for c in path)}
    for path in sorted(paths):
        for query in QUERIES:
            answer = client.get(path + query)
            assert answer.status_code < 500, f"{path}{query} breaks"
            typed = query.partition("q=")[2]
            text = words_of(answer).replace(typed, "") if typed else words_of(answer)
            leaked = [word for word in CANARIES if word in text]
            assert not leaked, f"{path}{query} names {leaked}"


@pytest.mark.parametrize("name", LIMITED)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_anothers_object_and_a_missing_one_answer_the_same(app, town, work, limited, visitors, name, method):
    number = limited(getattr(town.cast, name))
    client, roles = visitors.person(number), roles_of(work, number)
    others = own_addresses(app, town.birch, roles, method)
    none = addresses(app, lambda _name: MISSING, method)
    missing = {endpoint: path for endpoint, _permission, path in none}
    for endpoint, path in others:
        if path == missing[endpoint] or endpoint.startswith(PERSONAL):
            continue
        other, gone = client.open(path, method=method), client.open(missing[endpoint], method=method)
        assert other.status_code == gone.status_code == 404, f"{method} {path}: {other.status_code}, {gone.status_code}"
        assert like(other.text) == like(gone.text), f"{method} {path} differs from a missing one"


def test_ids_of_another_department_in_bulk_deeds_change_nothing(town, work, limited, visitors):
    pia = visitors.person(limited(town.cast.pia))
    birch = work.session.get_one(Contract, town.birch.contract)
    before = birch.owner_id
    work.session.rollback()
    foreign = {"contract": str(town.birch.contract), "owner_id": str(town.cast.max), "reason": "x", "query": ""}
    for path in ("/contracts/chosen", "/contracts/chosen/owner", "/contracts/chosen/pause"):
        for deed in ("owner", "pause", "request", "export"):
            answer = pia.post(path, data={**foreign, "deed": deed}, follow_redirects=True)
            assert answer.status_code < 500
            assert "C-3300" not in words_of(answer)
    everything = {"all": "1", "query": "", "reason": "quiet", "owner_id": str(town.cast.max)}
    pia.post("/contracts/chosen/owner", data=everything)
    pia.post("/contracts/chosen/pause", data=everything)
    work.session.expire_all()
    assert work.session.get_one(Contract, town.birch.contract).owner_id == before
    assert work.session.get_one(Contract, town.acme.contract).owner_id == town.cast.max
    assert work.session.get_one(Vendor, town.birch.vendor).reminders_paused_at is None


def test_foreign_keys_in_the_body_cannot_reach_over_the_fence(town, work, limited, visitors):
    pia = visitors.person(limited(town.cast.pia))
    contract = {
        "number": "C-9", "title": "T", "department_id": str(town.cast.police), "owner_id": str(town.cast.pia),
        "breach_notice_hours": "72", "disposal_days": "60", "version": "1",
    }  # fmt: skip
    for path in (
        f"/contracts/new?vendor={town.acme.vendor}",
        f"/onboarding/vendor/{town.acme.vendor}",
        f"/contracts/{town.acme.contract}/edit",
    ):
        assert pia.post(path, data=contract).status_code == 422, path
    own = {**contract, "department_id": str(town.cast.library)}
    hidden = pia.post(f"/contracts/new?vendor={town.birch.vendor}", data=own)
    gone = pia.post(f"/contracts/new?vendor={MISSING}", data=own)
    assert hidden.status_code == gone.status_code
    assert like(hidden.text) == like(gone.text)
    assert rows(work.session, Contract, number="C-9") == []
    assert work.session.get_one(Contract, town.acme.contract).department_id == town.cast.library


def test_a_contact_of_another_vendor_cannot_be_asked(town, work, visitors):
    pia = visitors.person(town.cast.pia)
    path = f"/requests/{town.acme.request}/contact"
    assert pia.post(path, data={"contact": str(town.cast.ben)}).status_code == 422
    asked = {
        "contract": str(town.acme.contract), f"contact-{town.acme.vendor}": str(town.cast.ben), "deed": "send",
        "due_on": "2026-12-24",
    }  # fmt: skip
    assert pia.post("/requests/new", data=asked).status_code in {200, 422}
    assert {row.contact_id for row in rows(work.session, Request, vendor_id=town.acme.vendor)} == {town.cast.cora}


def test_asking_about_a_contract_of_another_department_sends_nothing(town, work, limited, visitors):
    pia = visitors.person(limited(town.cast.pia))
    before = len(rows(work.session, Request))
    work.session.rollback()
    data = {"contract": str(town.birch.contract), f"contact-{town.birch.vendor}": "new", "deed": "send",
            f"name-{town.birch.vendor}": "Eve", f"email-{town.birch.vendor}": "eve@evil.example",
            "due_on": "2026-12-24"}  # fmt: skip
    answer = pia.post("/requests/new", data=data)
    assert answer.status_code in {200, 422}
    assert "Birch" not in answer.text.replace(f"email-{town.birch.vendor}", "")
    assert len(rows(work.session, Request)) == before
    assert rows(work.session, Contact, email="eve@evil.example") == []


def test_a_contact_who_also_acts_for_an_unseen_vendor_keeps_its_address(town, work, limited, visitors):
    """Whoever may write to the library's vendor must not turn the police's vendor's mail to another mailbox."""
    pia = visitors.person(limited(town.cast.pia))
    added = {"name": "Ben", "email": "ben@birch.example", "roles": "privacy"}
    assert pia.post(f"/vendors/{town.acme.vendor}/contacts/new", data=added).status_code == 303
    version = work.session.get_one(Contact, town.cast.ben).version
    work.session.rollback()
    stolen = {"name": "Ben Birch", "email": "eve@evil.example", "roles": "privacy", "version": str(version)}
    answer = pia.post(f"/vendors/{town.acme.vendor}/contacts/{town.cast.ben}", data=stolen)
    assert answer.status_code == 422
    assert "vendors that you do not see" in answer.text
    work.session.expire_all()
    ben = work.session.get_one(Contact, town.cast.ben)
    assert (ben.email, ben.name) == ("ben@birch.example", "Ben Birch")


def test_a_person_who_sees_the_whole_city_changes_a_shared_contact(town, work, visitors):
    pia = visitors.person(town.cast.pia)
    pia.post(f"/vendors/{town.acme.vendor}/contacts/new",
             data={"name": "Ben", "email": "ben@birch.example", "roles": "privacy"})  # fmt: skip
    version = work.session.get_one(Contact, town.cast.ben).version
    work.session.rollback()
    changed = {"name": "Ben B.", "email": "ben@birch.example", "roles": "privacy", "version": str(version)}
    assert pia.post(f"/vendors/{town.acme.vendor}/contacts/{town.cast.ben}", data=changed).status_code == 303


def test_a_role_or_a_scope_taken_away_is_gone_on_the_next_click(town, work, limited, visitors):
    client = visitors.person(town.cast.pia)
    assert client.get(f"/contracts/{town.birch.contract}").status_code == 200
    limited(town.cast.pia)
    assert client.get(f"/contracts/{town.birch.contract}").status_code == 404
    for row in rows(work.session, PersonRole, person_id=town.cast.pia):
        row.role = Role.MANAGER
    work.session.commit()
    assert client.get(f"/contracts/{town.acme.contract}").status_code == 200
    assert client.get(f"/contracts/{town.acme.contract}/edit").status_code == 403


def test_what_is_archived_stays_out_of_sight_of_another_department(town, work, limited, visitors):
    contract = work.session.get_one(Contract, town.birch.contract)
    contract.archived_at = work.now
    vendor = work.session.get_one(Vendor, town.birch.vendor)
    vendor.archived_at = work.now
    work.session.commit()
    pia = visitors.person(limited(town.cast.pia))
    for path in (f"/contracts/{town.birch.contract}", f"/vendors/{town.birch.vendor}"):
        assert pia.get(path).status_code == 404
        assert pia.post(f"{path}/restore").status_code == 404
    assert "Birch" not in pia.get("/vendors?archived=1").text


def test_a_number_or_name_taken_elsewhere_is_refused_without_naming_its_owner(town, work, limited, visitors):
    pia = visitors.person(limited(town.cast.pia))
    before = len(rows(work.session, Event))
    work.session.rollback()
    for data in ({"name": "Birch Analytics", "number": "V-200"}, {"name": "Zirbel Optics LLC", "number": "V-200"}):
        for path in ("/vendors/new", "/onboarding/vendor"):
            answer = pia.post(path, data=data)
            text = answer.text.replace(data["name"], "").replace(data["number"], "")
            assert answer.status_code == 422
            assert "Birch Analytics LLC" not in text
    contract = {"number": "C-3300", "title": "T", "department_id": str(town.cast.library), "owner_id": "",
                "breach_notice_hours": "72", "disposal_days": "60"}  # fmt: skip
    answer = pia.post(f"/contracts/new?vendor={town.acme.vendor}", data=contract)
    assert "Camera" not in answer.text
    assert len(rows(work.session, Event)) - before <= 1
