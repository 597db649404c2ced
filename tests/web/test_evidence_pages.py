"""The page of an evidence pack: what will be in it, for whom, then the download; never more than one may see."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest

from tests.cast import rows
from tests.submitted import submitted
from tracker.models.contract import Contract
from tracker.models.event import Event
from tracker.models.person import PersonDepartment

FOR_PUBLIC = {"audience": "public", "as_of": "2026-11-23"}


@pytest.fixture
def answers(work, cast):
    """An answer of each vendor."""
    acme = submitted(work, cast.acme, cast.cora, cast.payroll)
    return acme, submitted(work, cast.birch, cast.ben, cast.cameras)


def paths(cast, answers):
    return (
        f"/evidence/attestations/{answers[0]}",
        f"/evidence/contracts/{cast.payroll}",
        f"/evidence/vendors/{cast.acme}",
    )


def manifest_of(answer):
    with ZipFile(BytesIO(answer.data)) as opened:
        return json.loads(opened.read("manifest.json"))


def test_the_pages_of_attestation_contract_and_vendor_lead_to_the_pack(cast, answers, visitors):
    ada = visitors.person(cast.ada)
    own = f"/attestations/{answers[0]}", f"/contracts/{cast.payroll}", f"/vendors/{cast.acme}"
    for page, pack in zip(own, paths(cast, answers), strict=True):
        assert f'href="{pack}"' in ada.get(page).text
        shown = ada.get(pack)
        assert shown.status_code == 200
        assert "What is left out for whom" in shown.text
        assert "the city has no key of its own" in shown.text


def test_a_pack_is_downloaded_and_noted(cast, answers, visitors, work):
    ada = visitors.person(cast.ada)
    answer = ada.post(f"/evidence/contracts/{cast.payroll}", data={"audience": "auditor", "as_of": "2026-11-23"})
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    assert answer.headers["Content-Disposition"] == "attachment; filename=evidence-contract-C-2291-2026-11-23.zip"
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    told = manifest_of(answer)
    assert (told["made_for"], told["made_by"], told["about"]["number"]) == ("auditor", "Ada Auditor", "C-2291")
    [event] = rows(work.session, Event, action="evidence:made")
    assert (event.actor_id, event.details["files"]) == (cast.ada, len(told["files"]) + 1)


@pytest.mark.parametrize(
    ("name", "offered"),
    [
        ("ada", ["auditor", "privacy officer", "procurement", "manager", "public"]),
        ("oscar", ["auditor", "privacy officer", "procurement", "manager", "public"]),
        ("pia", ["procurement", "manager", "public"]),
        ("max", ["manager", "public"]),
        ("adam", ["manager", "public"]),
    ],
)
def test_a_role_chooses_among_those_who_are_told_no_more(cast, answers, visitors, name, offered):
    client = visitors.person(getattr(cast, name))
    path = f"/evidence/contracts/{cast.payroll}"
    text = client.get(path).text
    values = ["auditor", "privacy officer", "procurement", "manager", "public"]
    assert [value for value in values if f'value="{value}"' in text] == offered
    for value in values:
        answer = client.post(path, data={"audience": value, "as_of": "2026-11-23"})
        assert answer.status_code == (200 if value in offered else 422), value


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"as_of": "2026-11-24"}, "This day lies ahead"),
        ({"as_of": "soon"}, "as_of"),
        ({"as_of": "9999-12-31"}, "This day lies ahead"),
        ({"audience": "everybody"}, "audience"),
        ({"audience": ""}, "audience"),
    ],
)
def test_what_cannot_be_made_is_said_beside_its_field(cast, answers, visitors, work, typed, words):
    answer = visitors.person(cast.ada).post(f"/evidence/vendors/{cast.acme}", data={**FOR_PUBLIC, **typed})
    assert answer.status_code == 422
    assert words in answer.text
    assert rows(work.session, Event, action="evidence:made") == []


def test_the_first_day_there_is_gives_an_empty_pack(cast, answers, visitors):
    answer = visitors.person(cast.ada).post(
        f"/evidence/vendors/{cast.acme}", data={**FOR_PUBLIC, "as_of": "0001-01-01"}
    )
    assert answer.status_code == 200


def test_others_and_missing_are_not_found(cast, answers, visitors, work):
    max_ = visitors.person(cast.max)
    for path in (
        f"/evidence/attestations/{answers[1]}", f"/evidence/contracts/{cast.cameras}",
        f"/evidence/vendors/{cast.birch}", "/evidence/attestations/999",
        "/evidence/contracts/999", "/evidence/vendors/999",
    ):  # fmt: skip
        assert max_.get(path).status_code == max_.post(path, data=FOR_PUBLIC).status_code == 404
    assert max_.post(f"/evidence/vendors/{cast.acme}", data=FOR_PUBLIC).status_code == 200
    assert visitors.contact(cast.cora).get(f"/evidence/vendors/{cast.acme}").status_code == 303
    assert rows(work.session, Event, action="evidence:made")[0].actor_id == cast.max


def test_an_attestation_that_also_covers_another_department_is_left_out_and_counted(cast, work, visitors):
    work.session.get_one(Contract, cast.cameras).vendor_id = cast.acme
    shared = submitted(work, cast.acme, cast.cora, cast.payroll, cast.cameras)
    max_ = visitors.person(cast.max)
    assert max_.get(f"/evidence/attestations/{shared}").status_code == 403
    assert "1 attestation is left out" in max_.get(f"/evidence/contracts/{cast.payroll}").text
    answer = max_.post(f"/evidence/contracts/{cast.payroll}", data=FOR_PUBLIC)
    told = manifest_of(answer)
    assert not [one for one in told["files"] if one["path"].startswith("attestations/")]
    assert [one["count"] for one in told["left_out"] if one["kind"] == "attestations"] == [1]
    assert b"C-3300" not in answer.data
    assert len(rows(work.session, PersonDepartment)) == 1


def test_a_server_without_room_says_so_and_makes_nothing(cast, answers, visitors, work, monkeypatch):
    def full(*_given):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tracker.services.evidence.PackFile.add", full)
    answer = visitors.person(cast.ada).post(f"/evidence/vendors/{cast.acme}", data=FOR_PUBLIC)
    assert answer.status_code == 422
    assert "no room left" in answer.text
    assert rows(work.session, Event, action="evidence:made") == []
