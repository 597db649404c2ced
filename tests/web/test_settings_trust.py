"""Settings: the trust list by version, who may change it, and what is refused."""

from datetime import timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest

from tests.cast import rows
from tracker.clock import Clock
from tracker.documents.signatures.sample import CALLED, SampleAuthority
from tracker.models.event import Event
from tracker.models.trust_list import TrustList

KEY = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"


@pytest.fixture(scope="module")
def pem():
    return SampleAuthority(Clock(ZoneInfo("UTC")).now()).pem


@pytest.fixture
def adam(visitors, cast):
    return visitors.person(cast.adam)


def added(client, pem, seen="0", note="The authority of the vendors.", **more):
    return client.post("/settings/trust", data={"seen": seen, "certificates": pem, "note": note, **more})


def test_a_certificate_is_added_shown_and_downloaded(adam, pem, session):
    assert "Nobody is on the list" in adam.get("/settings/trust").text
    assert added(adam, pem).status_code == 303
    page = adam.get("/settings/trust").text
    [row] = rows(session, TrustList)
    assert (row.number, row.recorded_by_id is not None) == (1, True)
    for text in (CALLED, "The authority of the vendors.", "Adam Administrator", "itself"):
        assert text in page
    bundle = adam.get("/settings/trust/1.pem")
    assert bundle.text == row.certificates
    assert bundle.headers["Content-Disposition"].startswith("attachment")
    assert adam.get("/settings/trust/2.pem").status_code == 404
    [event] = rows(session, Event, action="trust:recorded")
    assert CALLED in event.sentence


def test_a_file_of_certificates_is_taken_like_a_paste(adam, pem, session):
    answer = added(adam, "", file=(BytesIO(pem.encode()), "ca.pem"))
    assert answer.status_code == 303
    assert len(rows(session, TrustList)) == 1


@pytest.mark.parametrize(
    ("pasted", "said"),
    [
        ("", "Choose a file, or paste at least one certificate"),
        ("hello", "cannot be read"),
        (KEY, "holds a private key"),
        ("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "cannot be read"),
    ],
)
def test_what_is_no_certificate_is_refused_with_the_reason(adam, session, pasted, said):
    answer = added(adam, pasted)
    assert answer.status_code == 422
    assert said in answer.text
    assert rows(session, TrustList) == []


def test_the_same_again_and_a_list_that_was_changed_meanwhile_are_refused(adam, pem, session):
    added(adam, pem)
    again = added(adam, pem, seen="1")
    assert again.status_code == 422
    assert "holds exactly this already" in again.text
    assert added(adam, pem, seen="0").status_code == 409
    assert added(adam, pem, seen="x").status_code == 409
    assert len(rows(session, TrustList)) == 1


def test_one_is_removed_with_a_reason_and_the_version_before_stays(adam, pem, session):
    added(adam, pem)
    page = adam.get("/settings/trust").text
    address = page.split("/settings/trust/remove/", maxsplit=1)[1].split('"', maxsplit=1)[0]
    assert "From then on it vouches for nobody" in adam.get(f"/settings/trust/remove/{address}").text
    assert adam.post(f"/settings/trust/remove/{address}", data={"seen": "1", "note": ""}).status_code == 422
    done = adam.post(f"/settings/trust/remove/{address}", data={"seen": "1", "note": "Its key was lost."})
    assert done.status_code == 303
    assert [row.certificates != "" for row in rows(session, TrustList)] == [True, False]
    assert adam.get(f"/settings/trust/remove/{address}").status_code == 404
    assert adam.get("/settings/trust/1.pem").text == pem


def test_officers_and_auditors_read_it_and_only_administrators_change_it(adam, pem, visitors, cast):
    added(adam, pem)
    for number in (cast.oscar, cast.ada):
        client = visitors.person(number)
        page = client.get("/settings/trust")
        assert CALLED in page.text
        assert "Add to the list" not in page.text
        assert added(client, pem, seen="1").status_code == 403
        assert client.get("/settings/trust/1.pem").status_code == 200
    for number in (cast.pia, cast.max):
        assert visitors.person(number).get("/settings/trust").status_code == 403


def test_a_certificate_that_runs_out_within_sixty_days_is_said_at_the_top(adam, moments):
    soon = SampleAuthority(moments.now() - timedelta(days=4 * 365 - 30)).pem
    later = SampleAuthority(moments.now() - timedelta(days=4 * 365 - 90)).pem
    added(adam, later)
    assert "Certificates run out" not in adam.get("/settings/trust").text
    added(adam, soon, seen="1")
    assert "Certificates run out" in adam.get("/settings/trust").text
