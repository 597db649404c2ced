"""Who is told what of an evidence pack, and that addresses go wherever they stand."""

from itertools import pairwise

import pytest

from tracker.domain.disclosure import (
    ADDRESS_LEFT_OUT,
    RULES,
    Audience,
    Matter,
    choices,
    plain_details,
    tells,
    withheld,
    without_addresses,
)
from tracker.domain.redaction import Redaction
from tracker.domain.roles import Role


def test_every_matter_has_a_rule_with_a_reason_and_a_source():
    assert set(RULES) == set(Matter)
    assert all(rule.why.endswith(".") and rule.source for rule in RULES.values())


def test_whoever_is_told_less_is_told_nothing_that_the_others_are_not():
    order = list(Audience)
    for more, fewer in pairwise(order):
        assert set(withheld(more)) <= set(withheld(fewer))
    assert withheld(Audience.AUDITOR) == withheld(Audience.PRIVACY_OFFICER) == ()
    assert set(withheld(Audience.PUBLIC)) == set(Matter)


def test_managers_and_procurement_are_not_told_addresses_browsers_and_notes():
    for audience in (Audience.PROCUREMENT, Audience.MANAGER):
        assert not any(tells(audience, matter) for matter in (Matter.TRACE, Matter.MAIL, Matter.NOTE))


@pytest.mark.parametrize(
    ("role", "own"),
    [
        (Role.AUDITOR, Audience.AUDITOR),
        (Role.PRIVACY_OFFICER, Audience.AUDITOR),
        (Role.PROCUREMENT, Audience.PROCUREMENT),
        (Role.MANAGER, Audience.MANAGER),
        (Role.ADMINISTRATOR, Audience.MANAGER),
    ],
)
def test_nobody_makes_a_pack_that_tells_more_than_they_see(role, own):
    assert choices({role})[0] is own
    assert Audience.PUBLIC in choices({role})
    assert choices({role, Role.MANAGER}) == choices({role})


def test_without_a_role_nothing_can_be_made():
    assert choices(()) == ()


@pytest.mark.parametrize(
    "address",
    [
        "cora@acme.example", "o'hara+x@mail.acme.example", "203.0.113.77", "2001:db8::7", "fe80:0:0:0:1:2:3:4",
        "müller@firma.example", "root@localhost",
    ],
)  # fmt: skip
def test_addresses_go_wherever_they_stand(address):
    value = {"said": f"Write to <{address}>, or call.", "more": [{"x": (address, 7, None)}], address: True}
    cleaned, found = without_addresses(value)
    assert found == 3
    assert address not in str(cleaned)
    assert cleaned["more"] == [{"x": [ADDRESS_LEFT_OUT, 7, None]}]


@pytest.mark.parametrize(
    "text",
    ["2026-11-23T17:30:00+00:00", "at 9:30:15 today", "3.11.2", "ab" * 32, "C-2291", "PUR-1: keep @ home", "1:2"],
)
def test_what_is_no_address_stays(text):
    assert without_addresses({"a": [text]}) == ({"a": [text]}, 0)


def test_a_very_long_word_is_searched_in_no_time():
    assert without_addresses("a" * 300_000)[1] == 0
    assert without_addresses("1:" * 100_000)[1] == 0


def test_details_that_hold_digests_alone_are_plain():
    assert plain_details({})
    assert plain_details({"digest": "ab", "size": 3})
    assert not plain_details({"digest": "ab", "note": "x"})
    assert not plain_details(["x"])


def test_a_redaction_counts_what_it_keeps_back_and_lets_empty_things_be():
    redaction = Redaction(Audience.MANAGER)
    assert redaction.told(Matter.NOTE, "") == ""
    assert redaction.told(Matter.NOTE, None) is None
    assert redaction.told(Matter.REASON, "because") == "because"
    assert redaction.told(Matter.NOTE, "psst") == "[left out: notes of reviewers]"
    assert redaction.words({"a": "x@y.example 10.0.0.1"})["a"] == f"{ADDRESS_LEFT_OUT} {ADDRESS_LEFT_OUT}"
    assert [(one["kind"], one["count"]) for one in redaction.as_json()] == [
        ("mail and network addresses in words", 2),
        ("notes of reviewers", 1),
    ]
