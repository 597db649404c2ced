"""Once a day the head of the chain leaves the machine, to each place set; who does not take it is asked again."""

import base64
import json
from datetime import date

import pytest

from tests.cast import rows
from tracker import jobs
from tracker.domain.checkpoint_line import heads_in
from tracker.models.event_seal import Checkpoint
from tracker.models.letter import Letter
from tracker.services import audit_verification, checkpoints, webhook_posts
from tracker.services.webhook_posts import PostRefused

SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()
URL = "https://archive.example/checkpoints?of=city"


@pytest.fixture
def file(settings, tmp_path):
    """The city keeps its checkpoints in a file."""
    settings.checkpoint_file = str(tmp_path / "checkpoints.txt")
    return tmp_path / "checkpoints.txt"


def hand_out(work):
    return checkpoints.hand_out(work, work.session.commit)


def test_nothing_leaves_where_no_place_is_set(work, cast):
    assert hand_out(work) == "no place outside is set"
    assert rows(work.session, Checkpoint) == []


def test_each_day_one_line_is_appended_from_the_hour_of_the_digests_on(work, cast, file, moments):
    moments.go_to(date(2026, 11, 21), hour=7)
    assert "waits" in hand_out(work)
    for day in (21, 21, 22):
        moments.go_to(date(2026, 11, day), hour=8)
        assert hand_out(work).startswith("handed to 1 places")
    heads = heads_in(file.read_text())
    assert [head.at.date().day for head in heads] == [21, 22]
    noted = rows(work.session, Checkpoint)
    assert [(row.position, row.link, row.handed_to) for row in noted] == [
        (head.position, head.link, f"file {file}") for head in heads
    ]
    assert audit_verification.verify(work.session, heads).found == 0


def test_the_letter_holds_a_line_that_the_verifier_reads(work, cast, settings):
    settings.checkpoint_mail = "archive@auditor.example"
    for _ in range(2):
        hand_out(work)
    (letter,) = rows(work.session, Letter, kind="checkpoint")
    assert (letter.key, letter.to_email) == ("checkpoint:2026-11-23", "archive@auditor.example")
    (head,) = heads_in(letter.text)
    assert audit_verification.verify(work.session, [head]).found == 0


def test_a_place_that_fails_is_asked_again_and_the_others_are_not(app, work, cast, file, settings, caplog):
    settings.checkpoint_mail = "archive@auditor.example"
    settings.checkpoint_file = str(file.parent / "away" / "checkpoints.txt")
    work.session.rollback()
    assert not jobs.tick(app, "a", jobs.CHECKPOINTS, jobs.in_steps(checkpoints.hand_out))
    assert [row.handed_to for row in rows(work.session, Checkpoint)] == ["mail to archive@auditor.example"]
    file.parent.joinpath("away").mkdir()
    work.session.rollback()
    assert jobs.tick(app, "a", jobs.CHECKPOINTS, jobs.in_steps(checkpoints.hand_out))
    assert len(rows(work.session, Checkpoint)) == 2


def test_a_failure_stands_on_the_health_page(app, visitors, work, cast, file, settings, caplog):
    settings.checkpoint_file = str(file.parent / "away" / "checkpoints.txt")
    jobs.tick(app, "a", jobs.CHECKPOINTS, jobs.in_steps(checkpoints.hand_out))
    page = visitors.person(cast.adam).get("/health").text
    assert "The job “checkpoint” failed when it last ran." in page


def test_the_webhook_is_signed_and_keeps_its_id_when_tried_again(work, cast, settings, monkeypatch):
    settings.checkpoint_webhook, settings.checkpoint_webhook_secret = URL, SECRET
    sent = []

    def send(url, secret, post):
        sent.append((url, secret, post))
        if len(sent) == 1:
            raise PostRefused("archive.example answered 503.")

    monkeypatch.setattr(webhook_posts, "send", send)
    with pytest.raises(checkpoints.NotHandedOut):
        hand_out(work)
    assert hand_out(work).startswith("handed to 1 places")
    (_, _, first), (url, secret, second) = sent
    assert (url, secret, first.id) == (URL, SECRET, second.id)
    (head,) = heads_in(json.loads(second.body)["data"]["line"])
    (noted,) = rows(work.session, Checkpoint)
    assert (noted.handed_to, noted.link) == ("webhook at archive.example", head.link)
