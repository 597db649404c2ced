"""Returned mail of many servers is understood, what is none is left alone, and nothing makes the reader fall over."""

import base64

import pytest

from tests.mail.bounces_for_tests import (
    ANSWER_OF_A_PERSON,
    EXIM,
    HOSTILE,
    OURS,
    QMAIL,
    READ_RECEIPT,
    VACATION,
    WITHOUT_COPY,
    report,
)
from tracker.clock import stopwatch
from tracker.mail.bounce import bounce_of
from tracker.mail.status_codes import enhanced_code, nobody_there


def only(content):
    bounce = bounce_of(content)
    assert bounce is not None
    assert OURS in bounce.message_ids
    (failure,) = bounce.failures
    return failure


@pytest.mark.parametrize("copy", ["text/rfc822-headers", "message/rfc822"])
def test_a_report_says_which_letter_came_back_for_whom_and_why(copy):
    failure = only(report(copy=copy))
    assert failure.addresses == ("cora@acme.example",)
    assert (failure.action, failure.status, failure.why) == ("failed", "5.1.1", "550 5.1.1 No such user")


def test_the_address_that_we_wrote_to_counts_when_mail_was_forwarded():
    failure = only(report(recipient="cora@home.example", original="Cora@Acme.example"))
    assert failure.addresses == ("cora@acme.example", "cora@home.example")


def test_a_delay_is_no_failure():
    assert only(report(action="delayed", status="4.4.1", why="")).action == "delayed"


def test_a_report_without_an_action_is_read_by_its_status():
    assert only(report(action="")).action == "failed"
    assert only(report(action="", status="4.4.1", why="")).action == "delayed"


def test_a_report_without_the_copy_is_found_by_what_it_answers():
    assert only(WITHOUT_COPY).action == "failed"


def test_a_report_that_was_encoded_is_read():
    plain = report()
    head, _blank, rest = plain.partition(b"delivery-status\r\n\r\n")
    block, _end, tail = rest.partition(b"\r\n--b1")
    coded = b"\r\n".join([b"Content-Transfer-Encoding: base64", b"", base64.encodebytes(block)])
    assert only(head + b"delivery-status\r\n" + coded + b"\r\n--b1" + tail).addresses == ("cora@acme.example",)


@pytest.mark.parametrize(("content", "status"), [(EXIM, "5.1.1"), (QMAIL, "")])
def test_older_servers_say_it_in_their_own_way(content, status):
    failure = only(content)
    assert (failure.addresses, failure.action, failure.status) == (("cora@acme.example",), "failed", status)
    assert "550" in failure.why
    assert "\n" not in failure.why


@pytest.mark.parametrize("content", [VACATION, READ_RECEIPT])
def test_an_answer_of_a_person_or_a_read_receipt_is_no_returned_mail(content):
    assert bounce_of(content) is None


def test_what_a_person_writes_about_a_letter_names_no_letter_to_us():
    bounce = bounce_of(ANSWER_OF_A_PERSON)
    assert bounce is None or OURS not in bounce.message_ids


@pytest.mark.parametrize("name", list(HOSTILE))
def test_hostile_messages_are_read_quickly_and_raise_nothing(name):
    began = stopwatch()
    bounce = bounce_of(HOSTILE[name])
    assert stopwatch() - began < 2
    if bounce is not None:
        assert len(bounce.failures) <= 20
        assert all(failure.why.isprintable() and len(failure.why) <= 500 for failure in bounce.failures)


@pytest.mark.parametrize(
    ("code", "words", "gone"),
    [
        (550, "550 no such user", True),
        (553, "553 mailbox name not allowed", True),
        (550, "550 5.1.1 unknown", True),
        (550, "550 5.2.1 disabled", True),
        (550, "550 5.7.1 refused by a rule", False),
        (553, "553 5.1.8 your sender address", False),
        (552, "552 5.2.2 mailbox full", False),
        (554, "554 no", False),
    ],
)
def test_which_refusals_say_that_nobody_is_there(code, words, gone):
    assert nobody_there(code, words) is gone


def test_an_enhanced_code_is_no_part_of_an_address_or_version():
    assert enhanced_code("550 host 10.5.1.1 said 5.7.26 no") == "5.7.26"
    assert enhanced_code("450 later") == ""
