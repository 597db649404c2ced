"""Auditors verify the trail on a page, and take it along with a verifier that needs no tracker."""

import json

import pytest
from sqlalchemy import text

from tests.cast import rows
from tracker.models.event import Event
from tracker.services import events


@pytest.fixture
def trail(work, cast):
    """Two deeds about two vendors."""
    events.record(work, "vendor:edited", "edited Acme", ("vendor", cast.acme))
    events.record(work, "vendor:archived", "archived Birch", ("vendor", cast.birch))
    work.session.commit()
    return cast


@pytest.fixture
def auditor(visitors, trail):
    return visitors.person(trail.ada)


def test_the_trail_says_how_far_it_is_sealed_and_leads_to_the_proof(auditor, work):
    newest = max(row.id for row in rows(work.session, Event))
    page = auditor.get("/audit/").text
    assert f"Sealed through event {newest}" in page
    assert "/audit/proof" in page


def test_a_verification_is_kept_with_who_asked_for_it(auditor, work):
    assert "Nobody has verified the trail" in auditor.get("/audit/proof").text
    assert auditor.post("/audit/proof").status_code == 303
    page = auditor.get("/audit/proof").text
    assert "events are as they were recorded" in page
    assert "By Ada" in page
    (note,) = rows(work.session, Event, action="audit:verified")
    assert note.details["intact"] is True


def test_what_was_tampered_with_is_named(auditor, trail, work):
    (event,) = rows(work.session, Event, action="vendor:edited")
    drop = "DROP TRIGGER event_refuses_update"
    postgresql = work.session.get_bind().dialect.name == "postgresql"
    work.session.execute(text("ALTER TABLE event DISABLE TRIGGER USER" if postgresql else drop))
    work.session.execute(text("UPDATE event SET sentence = 'praised <b>Acme</b>' WHERE id = :id"), {"id": event.id})
    work.session.commit()
    auditor.post("/audit/proof")
    page = auditor.get("/audit/proof").text
    assert "The audit trail was tampered with: 1 sign" in page
    assert f"Event {event.id} was edited" in page


def test_the_export_and_the_verifier_are_files(auditor):
    trail = auditor.get("/audit/trail.jsonl")
    lines = [json.loads(line) for line in trail.text.splitlines()]
    assert lines[0]["format"] == "tracker-audit-1"
    assert lines[-1] == {"end": True, "seals": len(lines) - 2, "strays": 0}
    verifier = auditor.get("/audit/verify_audit.py")
    assert "attachment" in verifier.headers["Content-Disposition"]
    assert "def canonical(event):" in verifier.text


def test_people_of_one_department_see_no_part_of_the_proof(visitors, trail, work):
    limit = text("INSERT INTO person_department (person_id, department_id) VALUES (:person, :department)")
    work.session.execute(limit, {"person": trail.ada, "department": trail.library})
    work.session.commit()
    client = visitors.person(trail.ada)
    assert "Sealed through" not in client.get("/audit/").text
    for path in ("/audit/proof", "/audit/trail.jsonl"):
        assert client.get(path).status_code == 403
    assert client.post("/audit/proof").status_code == 403
