"""What a contract lacks on a day, piece by piece."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings

from tests.domain import builders
from tests.domain.builders import ALL, CODES, POLICY, POLICY_2, attested, declared, line, term
from tests.domain.strategies import days, facts, policies
from tracker.domain.facts import Facts
from tracker.domain.gap import Kind, Missing, Why, gap_on
from tracker.domain.judgement import judge
from tracker.domain.standings import Standing
from tracker.domain.timeline import span_on, timeline

quick = settings(
    derandomize=True, database=None, deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
LACKING = {Standing.GAP, Standing.OUTDATED, Standing.EXPIRED, Standing.MISSING}


@quick
@given(facts, policies(), days)
def test_the_standing_is_gap_exactly_when_the_gap_of_the_day_says_so(contract, policy, day):
    standing, gap = judge(contract, policy, day).standing, gap_on(contract, policy, day)
    unnamed = [item for item in gap.open if item.kind is Kind.ELEMENT and item.why is Why.NOT_COVERED]
    clauses = [item for item in gap.open if item.kind is Kind.CLAUSE]
    outdated = bool(gap.stale) or not gap.valid
    assert (standing is Standing.GAP) == (gap.held and bool(unnamed or (clauses and not outdated)))
    assert (standing in LACKING) == bool(gap.open)
    assert (standing is Standing.WAIVED) == bool(gap.missing and not gap.open)


@quick
@given(facts, policies(), days)
def test_each_thing_is_lacking_on_every_day_since_its_gap_opened_and_not_on_the_day_before(contract, policy, day):
    for item in gap_on(contract, policy, day).missing:
        assert item.since_on <= day
        if item.since_on == date.min:
            continue
        assert (item.kind, item.subject) not in lacking(contract, policy, item.since_on - timedelta(days=1))
        for back in range(min((day - item.since_on).days, 12) + 1):
            assert (item.kind, item.subject) in lacking(contract, policy, day - timedelta(days=back))


@quick
@given(facts, policies(), days)
def test_what_is_waived_is_lacking_through_the_day_that_is_named(contract, policy, day):
    for item in gap_on(contract, policy, day).missing:
        if item.waived_through_on is not None:
            later = gap_on(contract, policy, item.waived_through_on)
            same = [other for other in later.missing if (other.kind, other.subject) == (item.kind, item.subject)]
            assert item.waived_through_on >= day
            assert all((other.waived_through_on or date.min) >= item.waived_through_on for other in same)


def lacking(contract, policy, day):
    return {(item.kind, item.subject) for item in gap_on(contract, policy, day).missing}


def contract(*lines, attestations=(), waivers=(), ai=False):
    return Facts(
        terms=(term(),), declarations=(declared(ai=ai),), lines=lines, attestations=attestations, waivers=waivers
    )


def test_an_added_element_opens_its_gap_on_the_day_from_which_it_goes():
    shared = contract(line("email"), line("bank", 2, since="2026-11-03"), attestations=(attested(clauses=CODES),))
    gap = gap_on(shared, POLICY, date(2026, 11, 22))
    assert gap.missing == (Missing(Kind.ELEMENT, "bank", Why.NOT_COVERED, date(2026, 11, 3), None),)
    assert gap_on(shared, POLICY, date(2026, 11, 2)).missing == ()


def test_a_clause_that_newly_applies_is_not_agreed_although_every_element_is_named():
    both = ("email", "ssn")
    old = attested(elements=both, clauses=(*ALL, "SEC-2"))
    shared = contract(line("email"), line("ssn", 4, since="2026-11-03"), attestations=(old,))
    gap, day = gap_on(shared, POLICY, date(2026, 11, 22)), date(2026, 11, 3)
    assert [(item.subject, item.why, item.since_on) for item in gap.missing] == [
        ("SEC-3", Why.NOT_COVERED, day),
        ("SEC-4", Why.NOT_COVERED, day),
    ]
    assert judge(shared, POLICY, date(2026, 11, 22)).standing is Standing.GAP
    assert span_on(timeline(shared, POLICY), date(2026, 11, 22)).standing is Standing.GAP


def test_what_was_agreed_in_a_version_that_does_not_count_any_more_is_told_apart():
    old = attested(through="2027-12-30", clauses=CODES)
    gap = gap_on(contract(line("email"), attestations=(old,)), POLICY_2, date(2027, 6, 1))
    whys = {item.subject: item.why for item in gap.of(Kind.CLAUSE)}
    assert whys["SEC-2"] is Why.OUTDATED
    assert whys["LOC-1"] is Why.NOT_COVERED
    assert {item.since_on for item in gap.missing} == {date(2027, 5, 30)}


def test_a_waived_element_is_lacking_since_the_same_day_and_is_named_with_its_last_day():
    excused = builders.waiver(since="2026-11-10", through="2026-12-10", elements=("bank",))
    shared = contract(
        line("email"), line("bank", 2, since="2026-11-03"),
        attestations=(attested(clauses=CODES),), waivers=(excused,),
    )  # fmt: skip
    item = gap_on(shared, POLICY, date(2026, 11, 22)).missing[0]
    assert (item.since_on, item.waived_through_on) == (date(2026, 11, 3), date(2026, 12, 10))
    assert not item.open


def test_nothing_is_lacking_of_a_contract_that_is_over():
    shared = replace(contract(line("email")), terms=(term(through="2026-06-30"),))
    assert gap_on(shared, POLICY, date(2026, 7, 1)).missing == ()
    assert gap_on(shared, POLICY, date(2026, 6, 30)).missing
