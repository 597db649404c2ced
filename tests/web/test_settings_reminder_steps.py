"""Settings: the reminder steps of a scope are typed, previewed, put in force, and kept through errors and conflicts."""

import re
from html import unescape

import pytest

from tracker.domain.reminder_policy import ObligationKind, Told
from tracker.domain.reminder_scope import Scope, read_steps
from tracker.queries.policy import newest

EXPIRY, REQUEST = ObligationKind.EXPIRY, ObligationKind.REQUEST
PAGE = "/settings/reminder-steps"


@pytest.fixture
def officer(visitors, cast):
    return visitors.person(cast.oscar)


def in_force(session):
    steps = read_steps(newest(session).reminder_steps)
    session.rollback()
    return steps


def as_sent(page):
    """Give what a browser would send back of the form of steps, or of the preview."""
    form = re.search(r'<form class="form".*?</form>', page.text, re.DOTALL)
    assert form is not None
    data: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form.group()):
        found = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if found.get("type") != "checkbox" or " checked" in tag:
            data.setdefault(found["name"], []).append(unescape(found.get("value", "")))
    for name, options in re.findall(r'<select[^>]*name="([^"]+)".*?>(.*?)</select>', form.group(), re.DOTALL):
        data[name] = re.findall(r'value="(\w+)" selected', options)
    data.pop("csrf_token", None)
    return data


def press(officer, page, button, **typed):
    return officer.post(PAGE, data={**as_sent(page), **typed, "do": button})


def test_the_steps_in_force_are_shown_and_can_be_sent_back_unchanged(officer, session):
    page = officer.get(PAGE)
    assert "Coverage ends" in page.text
    answer = press(officer, page, "preview")
    assert answer.status_code == 422
    assert "Nothing is changed yet" in answer.text


def test_a_step_is_added_looked_at_and_put_in_force(officer, session):
    before = in_force(session)
    page = press(officer, officer.get(PAGE), "add:expiry")
    number = len(before.of(EXPIRY))
    typed = {f"expiry-{number}-days": "45", f"expiry-{number}-told": ["owner"]}
    shown = press(officer, page, "preview", **typed)
    assert shown.status_code == 200
    assert "added 45 days before to owner" in shown.text
    assert in_force(session) == before
    assert press(officer, shown, "save").status_code == 303
    assert [step.days for step in in_force(session).of(EXPIRY)][:3] == [-90, -60, -45]


def test_from_the_preview_one_goes_back_with_what_was_typed(officer, session):
    page = press(officer, officer.get(PAGE), "remove:request:0")
    shown = press(officer, page, "preview")
    assert "removed 7 days after" in shown.text
    again = press(officer, shown, "edit")
    assert again.status_code == 200
    assert as_sent(again) == as_sent(page)


def test_a_tier_gets_its_own_steps_as_a_copy_then_none_then_the_general_ones(officer, session):
    page = officer.get(f"{PAGE}?tier=4")
    assert "The same as for all contracts" in page.text
    page = press(officer, page, "own:expiry")
    shown = press(officer, page, "preview", **{"expiry-0-days": "120"})
    assert "(tier 4): own steps; added 120 days before to owner; removed 90 days before to owner.<" in shown.text
    saved = press(officer, shown, "save")
    assert saved.headers["Location"].endswith("tier=4")
    assert in_force(session).of(EXPIRY, "", 4)[0].days == -120
    assert in_force(session).of(EXPIRY, "", 3)[0].days == -90
    page = officer.get(f"{PAGE}?tier=4")
    press(officer, press(officer, press(officer, page, "none:expiry"), "preview"), "save")
    assert in_force(session).of(EXPIRY, "", 4) == ()
    assert in_force(session).says(EXPIRY, Scope("", 4))
    page = officer.get(f"{PAGE}?tier=4")
    assert "No reminders of this kind" in page.text
    press(officer, press(officer, press(officer, page, "same:expiry"), "preview"), "save")
    assert not in_force(session).says(EXPIRY, Scope("", 4))


def test_a_set_and_tier_can_have_steps_of_their_own(officer, session):
    (code,) = re.findall(r'name="set">\s*<option.*?<option value="([^"]+)"', officer.get(PAGE).text, re.DOTALL)
    page = press(officer, officer.get(f"{PAGE}?set={code}&tier=2"), "own:request")
    shown = press(officer, page, "preview", **{"request-0-days": "3"})
    press(officer, shown, "save")
    assert [step.days for step in in_force(session).of(REQUEST, code, 2)] == [3, 14, 21]
    assert [step.days for step in in_force(session).of(REQUEST, code, 1)] == [7, 14, 21]
    assert "tier 2" in officer.get(PAGE).text


def test_everything_goes_back_to_the_shipped_steps(officer, session):
    before = in_force(session)
    press(officer, press(officer, press(officer, officer.get(PAGE), "remove:expiry:0"), "preview"), "save")
    assert in_force(session) != before
    page = press(officer, officer.get(PAGE), "default")
    press(officer, press(officer, page, "preview"), "save")
    assert in_force(session) == before


def test_all_steps_of_a_kind_can_be_removed(officer, session):
    page = officer.get(PAGE)
    for _ in range(3):
        page = press(officer, page, "remove:request:0")
    press(officer, press(officer, page, "preview"), "save")
    assert in_force(session).of(REQUEST) == ()


@pytest.mark.parametrize("days", ["soon", "1e3", "-3", "3651", "٣", ""])
def test_days_that_cannot_be_read_are_refused_with_what_was_typed(officer, session, days):
    before = in_force(session)
    for button in ("preview", "save"):
        answer = press(officer, officer.get(PAGE), button, **{"expiry-0-days": days})
        assert answer.status_code == 422
        assert 'id="expiry-0-days-problem"' in answer.text
        assert 'href="#expiry-0-days">Coverage ends, step 1: Type a number' in answer.text
        assert as_sent(answer)["expiry-0-days"] == [days]
    assert in_force(session) == before


def test_two_steps_on_one_day_and_a_step_to_nobody_are_refused(officer):
    twice = press(officer, officer.get(PAGE), "preview", **{"expiry-0-days": "60"})
    assert "on that day already" in twice.text
    nobody = press(officer, officer.get(PAGE), "preview", **{"expiry-0-told": []})
    assert 'id="expiry-0-told-problem"' in nobody.text
    assert nobody.status_code == 422


def test_a_row_of_unknown_people_or_days_of_the_week_is_no_server_error(officer):
    typed = {"expiry-0-told": ["everybody"], "expiry-0-when": "sideways", "expiry-0-days": "1", "expiry-mode": "odd"}
    assert press(officer, officer.get(PAGE), "preview", **typed).status_code in {200, 422}
    assert press(officer, officer.get(PAGE), "remove:birthday:1").status_code == 200
    assert press(officer, officer.get(PAGE), "add").status_code == 200


def test_a_stale_page_is_a_conflict_that_keeps_what_was_typed(officer, session):
    page = officer.get(PAGE)
    press(officer, press(officer, press(officer, page, "remove:waiver:0"), "preview"), "save")
    for button in ("preview", "save"):
        answer = press(officer, page, button, **{"expiry-0-days": "99"})
        assert answer.status_code == 409
        assert "Somebody else changed the policy" in answer.text
        assert as_sent(answer)["expiry-0-days"] == ["99"]
    assert in_force(session).of(EXPIRY)[0].days == -90
    assert press(officer, answer, "save").status_code == 303
    assert in_force(session).of(EXPIRY)[0].days == -99


@pytest.mark.parametrize("address", ["?tier=5", "?tier=x", "?set=nothing"])
def test_a_scope_that_is_none_is_not_found(officer, address):
    assert officer.get(PAGE + address).status_code == 404


def test_changed_steps_stand_in_the_history_of_the_policy(officer, session):
    press(officer, press(officer, press(officer, officer.get(PAGE), "remove:expiry:0"), "preview"), "save")
    assert "removed 90 days before to owner" in officer.get("/settings/policy").text


def test_who_is_told_is_kept_in_the_order_of_the_parts(officer, session):
    typed = {"expiry-0-told": ["privacy officer", "signer"]}
    press(officer, press(officer, officer.get(PAGE), "preview", **typed), "save")
    assert in_force(session).of(EXPIRY)[0].told == (Told.SIGNER, Told.PRIVACY_OFFICER)
