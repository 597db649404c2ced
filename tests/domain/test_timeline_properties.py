"""What holds for the timeline of any contract."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta
from itertools import pairwise

from hypothesis import HealthCheck, given, settings

from tests.domain.strategies import days, facts, moments, policies
from tracker.domain.days import FIRST_DAY, LAST_DAY
from tracker.domain.judgement import judge
from tracker.domain.standings import RANK
from tracker.domain.timeline import span_on, timeline

ONE_DAY = timedelta(days=1)

quick = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.too_slow],
)


def effect_days(contract, policy):
    """The days on which some fact or decision takes effect or ceases to, listed fact by fact."""
    begins, lasts = set(), set()
    for term in contract.terms:
        begins.add(term.starts_on)
        lasts.add(term.through_on)
        if term.through_on is not None:
            lasts.add(term.through_on + timedelta(days=term.disposal_days))
    begins.update(declaration.from_on for declaration in contract.declarations)
    begins.update(disposal.certified_on for disposal in contract.disposals)
    for line in contract.lines:
        begins.add(line.from_on)
        lasts.add(line.through_on)
    for attested in contract.attestations:
        begins.update((attested.effective_on, attested.revoked_on))
        lasts.add(attested.expires_on)
    for waiver in contract.waivers:
        begins.update((waiver.from_on, waiver.ended_on))
        lasts.add(waiver.through_on)
    for version in policy.versions:
        begins.update((version.effective_on, version.effective_on + timedelta(days=version.grace_days)))
    return (begins | {last + ONE_DAY for last in lasts if last is not None}) - {None}


@quick
@given(facts, policies())
def test_spans_cover_all_days_without_overlap(contract, policy):
    spans = timeline(contract, policy)
    assert spans[0].from_on == FIRST_DAY
    assert spans[-1].until_on == LAST_DAY
    assert all(span.from_on < span.until_on for span in spans)
    assert all(one.until_on == two.from_on for one, two in pairwise(spans))


@quick
@given(facts, policies())
def test_neighbouring_spans_always_differ(contract, policy):
    assert all(one.judgement != two.judgement for one, two in pairwise(timeline(contract, policy)))


@quick
@given(facts, policies(), days)
def test_each_days_judgement_equals_the_span_that_holds_it(contract, policy, day):
    spans = timeline(contract, policy)
    edges = {span.from_on for span in spans[1:]}
    for asked in {day} | edges | {edge - ONE_DAY for edge in edges}:
        assert span_on(spans, asked).judgement == judge(contract, policy, asked)


@quick
@given(facts, policies(), moments)
def test_facts_recorded_later_never_change_what_was_known_earlier(contract, policy, moment):
    earlier = contract.known_at(moment)
    for later in (moment, moment + timedelta(hours=1), moment + timedelta(days=9)):
        assert timeline(_recorded_by(contract, later).known_at(moment), policy) == timeline(earlier, policy)


def _recorded_by(contract, moment):
    """The same contract as it stood in the books at a moment: later entries were not written yet."""
    written = {
        field.name: tuple(
            _unwritten(fact, moment) for fact in getattr(contract, field.name) if fact.recorded_at <= moment
        )
        for field in fields(contract)
    }
    return replace(contract, **written)


def _unwritten(fact, moment):
    changes: dict[str, None] = {}
    for written, told in (("replaced_at", None), ("revoked_at", "revoked_on"), ("ended_at", "ended_on")):
        at = getattr(fact, written, None)
        if at is not None and at > moment:
            changes |= {name: None for name in (written, told) if name}
    return replace(fact, **changes)


@quick
@given(facts, policies())
def test_a_contract_gets_better_only_on_a_day_on_which_some_fact_takes_effect(contract, policy):
    effective = effect_days(contract, policy)
    for one, two in pairwise(timeline(contract, policy)):
        if RANK[two.standing] < RANK[one.standing]:
            assert two.from_on in effective


@quick
@given(facts, policies())
def test_a_current_contract_is_expiring_in_its_last_notice_days_and_no_earlier(contract, policy):
    for one, two in pairwise(timeline(contract, policy)):
        if one.standing == "current":
            assert two.standing in {"current", "expiring"}
            assert one.expires_on is None or one.expires_on - (two.from_on - ONE_DAY) > timedelta(
                days=policy.notice_days
            )
        if one.standing == "expiring":
            assert one.expires_on is not None
            assert one.expires_on - one.from_on <= timedelta(days=policy.notice_days)
            assert one.reasons
            assert two.standing == "expiring" or one.expires_on == two.from_on - ONE_DAY


@quick
@given(facts, policies(), days)
def test_a_timeline_since_a_day_is_the_later_part_of_the_whole(contract, policy, day):
    later = [span for span in timeline(contract, policy) if span.until_on > day]
    assert list(timeline(contract, policy, day)) == [replace_start(later[0], day), *later[1:]]


def replace_start(span, day):
    return span._replace(from_on=max(span.from_on, day))
