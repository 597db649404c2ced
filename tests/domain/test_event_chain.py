"""The chain: its bytes as documented, and each way to tamper with it told apart."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from tracker.domain.chain_findings import Tampering
from tracker.domain.chain_verification import MOST, Verification
from tracker.domain.checkpoint_line import Head, heads_in
from tracker.domain.event_chain import BEGINNING, ERASED, ERASING, ToldEvent, canonical, seal

AT = datetime(2026, 11, 22, 8, 0, 0, 5, tzinfo=UTC)
SALT = "ab" * 32


def told(number, sentence="edited Acme", **others):
    subjects = others.pop("subjects", (("vendor", 2), ("contract", 7)))
    action = others.pop("action", "vendor:edited")
    return ToldEvent(number, AT, "person", 4, "Pia", action, sentence, {"name": ["Acme", "Ácme"]}, subjects)


def chain(events):
    """Seal events in order."""
    rows, link = [], BEGINNING
    for position, event in enumerate(events, start=1):
        one = seal(link, position, sha256(str(position).encode()).hexdigest(), event)
        link = one.link
        rows.append((one, event))
    return rows


@pytest.fixture
def rows():
    return chain([told(number, f"edited Acme {number}") for number in range(11, 21)])


def found(rows, strays=(), checkpoints=()):
    """Verify, and give each finding as (kind, position, event)."""
    verification = Verification(checkpoints)
    for one, event in rows:
        verification.take(one, event)
    for event in strays:
        verification.stray(event)
    outcome = verification.end()
    assert outcome.found == len(outcome.findings)
    return [(finding.kind, finding.position, finding.event_id) for finding in outcome.findings]


def head(rows, days=0):
    last = rows[-1][0]
    return Head(AT + timedelta(days=days), last.position, last.position, last.link)


def test_the_canonical_form_is_as_documented():
    assert canonical(told(12)) == (
        b'{"action":"vendor:edited","actor_id":4,"actor_kind":"person","actor_name":"Pia",'
        b'"at":"2026-11-22T08:00:00.000005Z","details":{"name":["Acme","\\u00c1cme"]},"id":12,'
        b'"sentence":"edited Acme","subjects":[["contract",7],["vendor",2]]}'
    )


def test_commitment_and_link_are_as_documented():
    one = seal(BEGINNING, 1, SALT, told(12))
    committed = sha256(bytes.fromhex(SALT) + canonical(told(12))).hexdigest()
    assert one.commitment == committed
    assert one.link == sha256(bytes(32) + (1).to_bytes(8, "big") + bytes.fromhex(committed)).hexdigest()


def test_a_trail_as_it_was_recorded_has_no_findings(rows):
    assert found(rows, checkpoints=[head(rows[:4]), head(rows, 1)]) == []
    assert found([]) == []


@pytest.mark.parametrize(
    "edit",
    [
        {"sentence": "deleted Acme"}, {"actor_name": "Oscar"}, {"actor_id": None}, {"actor_kind": "contact"},
        {"at": AT + timedelta(microseconds=1)}, {"at": "yesterday"}, {"action": "vendor:archived"}, {"details": {}},
        {"subjects": (("vendor", 2),)}, {"subjects": (("vendor", 2), ("contract", "x"), ("contract", 7))},
    ],
)  # fmt: skip
def test_an_edit_of_any_column_names_the_event(rows, edit):
    rows[3] = (rows[3][0], replace(rows[3][1], **edit))
    assert found(rows) == [(Tampering.EDITED, 4, 14)]


def test_a_deleted_event_is_named_by_its_seal(rows):
    rows[3] = (rows[3][0], None)
    assert found(rows) == [(Tampering.DELETED, 4, 14)]


def test_an_event_deleted_with_its_seal_leaves_a_hole(rows):
    assert found(rows[:3] + rows[5:]) == [(Tampering.MISSING, 4, None)]


def test_a_hole_that_was_closed_by_counting_anew_is_seen(rows):
    closed = rows[:3] + [(replace(one, position=one.position - 1), event) for one, event in rows[4:]]
    assert found(closed)[0] == (Tampering.RESEALED, 4, 15)


def test_an_inserted_event_has_no_seal(rows):
    assert found(rows, [told(99)]) == [(Tampering.INSERTED, 0, 99)]


def test_events_that_were_swapped_are_told_from_edits(rows):
    (first, one), (last, other) = rows[2], rows[6]
    rows[2], rows[6] = (first, replace(other, id=13)), (last, replace(one, id=17))
    assert found(rows) == [(Tampering.SWAPPED, 3, 13)]


def test_seals_that_name_each_others_events_are_swapped(rows):
    (first, one), (last, other) = rows[2], rows[6]
    rows[2], rows[6] = (replace(first, event_id=17), other), (replace(last, event_id=13), one)
    assert found(rows) == [(Tampering.SWAPPED, 3, 17)]


@pytest.mark.parametrize("last", [3, 6])
def test_seals_that_changed_places_are_swapped(rows, last):
    (first, one), (second, other) = rows[2], rows[last]
    rows[2], rows[last] = (replace(second, position=3), other), (replace(first, position=last + 1), one)
    assert found(rows) == [(Tampering.SWAPPED, 3, rows[2][0].event_id)]


def test_an_edit_that_is_sealed_anew_breaks_the_next_link(rows):
    forged = seal(rows[2][0].link, 4, SALT, told(14, "never happened"))
    rows[3] = (forged, told(14, "never happened"))
    assert found(rows) == [(Tampering.RESEALED, 5, 15)]


def test_a_cut_tail_is_seen_against_a_checkpoint_only(rows):
    assert found(rows[:7]) == []
    assert found(rows[:7], checkpoints=[head(rows)]) == [(Tampering.CUT, 10, None)]


def test_a_chain_computed_anew_is_seen_against_a_checkpoint_only(rows):
    forged = chain([replace(event, sentence="nothing") if n == 5 else event for n, (_, event) in enumerate(rows)])
    assert found(forged) == []
    assert found(forged, checkpoints=[head(rows[:3]), head(rows, 1)]) == [(Tampering.RECHAINED, 10, None)]


def erased(row):
    return replace(row[0], salt=""), replace(row[1], sentence=ERASED, actor_name=ERASED, details={})


def test_the_chain_holds_after_an_erasure_that_a_deed_tells_of(rows):
    events = [event for _, event in rows] + [told(21, "erased event 14", action=ERASING, subjects=(("event", 14),))]
    whole = chain(events)
    before = head(whole)
    whole[3] = erased(whole[3])
    assert found(whole, checkpoints=[before]) == []


def test_an_erasure_that_no_deed_tells_of_is_tampering(rows):
    rows[3] = erased(rows[3])
    assert found(rows) == [(Tampering.ERASED, 4, 14)]


def test_other_words_cannot_be_put_in_the_place_of_erased_ones(rows):
    one, event = erased(rows[3])
    rows[3] = (one, replace(event, sentence="something else"))
    assert found(rows) == [(Tampering.EDITED, 4, 14)]


@pytest.mark.parametrize("column", ["salt", "commitment", "link"])
@pytest.mark.parametrize("value", ["", "zz", "00" * 32])
def test_a_seal_that_was_changed_is_seen(rows, column, value):
    rows[3] = (replace(rows[3][0], **{column: value}), rows[3][1])
    assert found(rows)


def test_a_thousand_edits_are_counted_and_two_hundred_told():
    verification = Verification()
    for one, event in chain([told(number) for number in range(1, 1001)]):
        verification.take(one, replace(event, sentence=f"never {event.id}"))
    outcome = verification.end()
    assert (outcome.found, len(outcome.findings)) == (1000, MOST)


def test_checkpoints_are_found_in_letters_and_files(rows):
    one, other = head(rows[:4]), head(rows, 1)
    wrapped = other.line.replace(" ", "\n", 2)
    assert heads_in(f"Keep this.\n\n{one.line}\n\n{wrapped}\n") == [one, other]
    assert heads_in(one.line.replace("2026-11", "2026-31")) == []
