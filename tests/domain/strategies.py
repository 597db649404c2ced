"""Invented facts and policies within a few months, so that everything meets everything."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from tracker.domain.catalogue_words import Form
from tracker.domain.facts import (
    Attested,
    Declaration,
    Disposal,
    Facts,
    Line,
    Step,
    StepKind,
    Term,
    Waiver,
)
from tracker.domain.policy import Clause, Policy, RequirementVersion
from tracker.domain.rule import Rule

FIRST, LAST = date(2027, 1, 1), date(2027, 4, 30)
DAWN = datetime(2027, 1, 1, tzinfo=UTC)
ELEMENTS = ("email", "ssn", "name")
CLAUSES = ("A", "B", "C", "D")

days = st.integers(0, (LAST - FIRST).days).map(lambda count: FIRST + timedelta(count))
open_days = st.none() | st.none() | days
moments = st.integers(0, 30).map(lambda count: DAWN + timedelta(hours=count))


def mostly(usual, other):
    return st.just(usual) | st.just(usual) | other


def rarely(other):
    return mostly(None, other)


elements = st.frozensets(st.sampled_from(ELEMENTS))
clauses = st.frozensets(st.sampled_from(CLAUSES))
known = {"recorded_at": moments, "replaced_at": rarely(moments)}
many = {
    "elements": mostly(frozenset(ELEMENTS), elements),
    "clauses": mostly(frozenset(CLAUSES), clauses),
}

terms = st.builds(Term, starts_on=open_days, through_on=open_days, disposal_days=st.integers(0, 20), **known)
declarations = st.builds(
    Declaration,
    kind=st.sampled_from(["schedule", "no personal data"]),
    from_on=open_days,
    uses_ai=st.booleans(),
    protocol_named=st.booleans(),
    **known,
)
lines = st.builds(
    Line,
    element=st.sampled_from(ELEMENTS),
    tier=st.integers(1, 4),
    sensitive=st.booleans(),
    form=st.sampled_from([Form.IDENTIFIABLE, Form.IDENTIFIABLE, *Form]),
    from_on=open_days,
    through_on=open_days,
    **known,
)
attestations = st.builds(
    Attested,
    attestation_id=st.integers(1, 9),
    version=st.integers(1, 3),
    effective_on=days,
    expires_on=days | st.just(LAST),
    revoked_on=rarely(days),
    revoked_at=st.none() | moments,
    **many,
    **known,
)
waivers = st.builds(
    Waiver,
    waiver_id=st.integers(1, 9),
    from_on=days,
    through_on=days,
    ended_on=rarely(days),
    ended_at=st.none() | moments,
    **many,
    **known,
)
disposals = st.builds(Disposal, certified_on=days, **known)
steps = st.builds(Step, request_id=st.integers(1, 3), kind=st.sampled_from(StepKind), on=days, **known)


def some(items, most, least=0):
    return st.lists(items, min_size=least, max_size=most).map(tuple)


facts = st.builds(
    Facts,
    terms=some(terms, 3, 1),
    declarations=some(declarations, 2),
    lines=some(lines, 4),
    attestations=some(attestations, 4),
    waivers=some(waivers, 2),
    disposals=some(disposals, 1),
    steps=some(steps, 5),
)

rules = st.sampled_from(["all", "tier>=2", "tier>=4", "uses ai", "protocol named"]).map(Rule.parse)
version_clauses = st.lists(
    st.builds(Clause, code=st.sampled_from(CLAUSES), rule=rules),
    max_size=3,
    unique_by=lambda clause: clause.code,
).map(tuple)


@st.composite
def policies(draw):
    effective = sorted(draw(st.lists(days, max_size=3)))
    versions = tuple(
        RequirementVersion(number, effective_on, draw(st.integers(0, 20)), draw(version_clauses))
        for number, effective_on in enumerate(effective, start=1)
    )
    return Policy(notice_days=draw(st.integers(0, 15)), versions=versions)
