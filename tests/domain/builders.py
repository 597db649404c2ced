"""Facts of invented contracts, in the fewest words that a table of dates needs."""

from __future__ import annotations

from datetime import UTC, date, datetime

from tracker.domain.catalogue_words import Form
from tracker.domain.facts import Attested, Declaration, Disposal, Facts, Line, Step, Term, Waiver
from tracker.domain.judgement import Judgement, judge
from tracker.domain.policy import Clause, Policy, RequirementVersion
from tracker.domain.rule import Rule
from tracker.domain.timeline import span_on, timeline

RECORDED = datetime(2026, 1, 1, 12, tzinfo=UTC)

ALL = ("PUR-1", "SAL-1")
CODES = frozenset({*ALL, "SEC-2", "SEC-3", "SEC-4", "AI-1", "PUR-2"})


def day(text):
    return date.fromisoformat(text) if text else None


def clause(code, rule="all"):
    return Clause(code, Rule.parse(rule))


VERSION_1 = RequirementVersion(
    number=1,
    effective_on=date(2020, 1, 1),
    grace_days=0,
    clauses=(
        *(clause(code) for code in ALL),
        clause("SEC-2", "tier>=2"),
        clause("SEC-3", "tier>=3"),
        clause("SEC-4", "tier>=4"),
        clause("AI-1", "uses ai"),
        clause("PUR-2", "protocol named"),
    ),
)
VERSION_2 = RequirementVersion(
    number=2,
    effective_on=date(2027, 3, 1),
    grace_days=90,
    clauses=(*VERSION_1.clauses, clause("LOC-1", "tier>=2")),
)
POLICY = Policy(notice_days=60, versions=(VERSION_1,))
POLICY_2 = Policy(notice_days=60, versions=(VERSION_1, VERSION_2))


def term(starts="2026-01-01", through="2027-12-31", disposal_days=60, at=RECORDED):
    return Term(starts_on=day(starts), through_on=day(through), disposal_days=disposal_days, recorded_at=at)


def declared(kind="schedule", since=None, ai=False, protocol=False, at=RECORDED):
    return Declaration(
        kind=kind,
        from_on=day(since),
        uses_ai=ai,
        protocol_named=protocol,
        recorded_at=at,
    )


def line(element="email", tier=2, since=None, through=None, form=Form.IDENTIFIABLE, sensitive=False):
    return Line(
        element=element,
        tier=tier,
        sensitive=sensitive,
        form=form,
        from_on=day(since),
        through_on=day(through),
        recorded_at=RECORDED,
    )


def attested(
    since="2026-01-01",
    through="2026-12-31",
    elements=("email",),
    clauses=CODES,
    version=1,
    number=1,
    revoked=None,
):
    return Attested(
        attestation_id=number,
        version=version,
        effective_on=day(since),
        expires_on=day(through),
        elements=frozenset(elements),
        clauses=frozenset(clauses),
        revoked_on=day(revoked),
        revoked_at=RECORDED if revoked else None,
        recorded_at=RECORDED,
    )


def waiver(since, through, elements=(), clauses=(), ended=None, number=1):
    return Waiver(
        waiver_id=number,
        from_on=day(since),
        through_on=day(through),
        elements=frozenset(elements),
        clauses=frozenset(clauses),
        ended_on=day(ended),
        ended_at=RECORDED if ended else None,
        recorded_at=RECORDED,
    )


def certified(on):
    return Disposal(certified_on=day(on), recorded_at=RECORDED)


def step(kind, on, request=1):
    return Step(request_id=request, kind=kind, on=day(on), recorded_at=RECORDED)


def contract(**changes):
    """A two-year contract that shares one e-mail address under an attestation of a year."""
    usual = {
        "terms": (term(),),
        "declarations": (declared(),),
        "lines": (line(),),
        "attestations": (attested(),),
    }
    return Facts(**(usual | changes))


def stands(facts, on, policy=POLICY) -> Judgement:
    """Judge a day twice, by the timeline and by the day, and expect the same."""
    judged = judge(facts, policy, day(on))
    assert span_on(timeline(facts, policy), day(on)).judgement == judged
    return judged
