"""The story of one invented contract: dated facts, the same for the same seed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Final

from tracker.domain import facts as domain
from tracker.domain.catalogue_words import Form
from tracker.domain.expiry import plus_months
from tracker.domain.facts import StepKind

MOST_ATTESTATIONS: Final = 4
MOST_LINES: Final = 8
UNDECLARED, NO_PERSONAL_DATA, OVER = 0.05, 0.08, 0.18
LAPSED, ANSWERED, ASKED, NEW_ELEMENT, CERTIFIED = 0.12, 0.05, 0.07, 0.06, 0.7
AFTER_LUNCH: Final = time(21, 0)
Agreed = Callable[[date], tuple[int, frozenset[str]]]


@dataclass(frozen=True, slots=True)
class Element:
    """An element of the catalogue, as far as a story needs it."""

    id: int
    code: str
    tier: int
    sensitive: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """One request and, unless `signed_on` is None, its answer; `steps` are what happened, with the days."""

    due_on: date
    steps: tuple[tuple[StepKind, date], ...]
    signed_on: date | None = None
    effective_on: date | None = None
    expires_on: date | None = None

    def day_of(self, kind: StepKind) -> date | None:
        """Return the day of a step, or None."""
        return next((day for step, day in self.steps if step is kind), None)


@dataclass(slots=True)
class Story:
    """What happened with one contract. `added` is the element that came later, with its first day."""

    starts_on: date
    through_on: date
    declared: str = "schedule"
    elements: list[Element] = field(default_factory=list)
    added: tuple[Element, date] | None = None
    requests: list[Asked] = field(default_factory=list)
    certified_on: date | None = None

    def lines(self) -> list[tuple[Element, date | None]]:
        """Return the lines of the schedule, each with its first day (None: since the start)."""
        return [*((element, None) for element in self.elements), *([self.added] if self.added else [])]

    def named_on(self, day: date) -> frozenset[str]:
        """Return the codes of the elements on the schedule on a day."""
        return frozenset(element.code for element, from_on in self.lines() if from_on is None or from_on <= day)


def invent(random: Random, today: date, catalogue: tuple[Element, ...]) -> Story:
    """Tell the story of a contract that has been running for about four years as of today."""
    starts_on = today - timedelta(days=random.randint(1180, 1500))
    over = random.random() < OVER
    left = -random.randint(1, 120) if over else random.randint(20, 1400)
    story = Story(starts_on, today + timedelta(days=left))
    kind = random.random()
    if kind < UNDECLARED:
        story.declared = ""
        return story
    if kind < NO_PERSONAL_DATA:
        story.declared = "no personal data"
        return story
    story.elements = sorted(random.sample(catalogue, random.randint(3, 6)), key=lambda element: element.id)
    if random.random() < NEW_ELEMENT:
        more = random.choice([element for element in catalogue if element not in story.elements])
        story.added = more, today - timedelta(days=random.randint(5, 200))
    _ask_each_year(random, story, today)
    if over and random.random() < CERTIFIED:
        story.certified_on = min(today, story.through_on + timedelta(days=random.randint(5, 50)))
    return story


def _ask_each_year(random: Random, story: Story, today: date) -> None:
    number = random.choice((3, 4, 4, 4))
    effective_on = plus_months(today, -12 * number) + timedelta(days=random.randint(5, 330))
    effective_on = max(effective_on, story.starts_on)
    for _ in range(number):
        if effective_on > min(today, story.through_on):
            break
        expires_on = min(plus_months(effective_on, 12), story.through_on)
        story.requests.append(_answered(random, effective_on, expires_on))
        effective_on = plus_months(effective_on, 12) + timedelta(days=random.choice((1, 1, 1, 1, 12, 40)))
    _present(random, story, today)


def _answered(random: Random, effective_on: date, expires_on: date) -> Asked:
    signed_on = effective_on - timedelta(days=random.randint(1, 10))
    opened_on = signed_on - timedelta(days=random.randint(0, 6))
    sent_on = opened_on - timedelta(days=random.randint(0, 9))
    steps = (
        (StepKind.SENT, sent_on),
        (StepKind.OPENED, opened_on),
        (StepKind.SUBMITTED, signed_on),
        (StepKind.ACCEPTED, effective_on),
    )
    return Asked(sent_on + timedelta(days=30), steps, signed_on, effective_on, expires_on)


def _present(random: Random, story: Story, today: date) -> None:
    """Some answers lapsed or are on their way; the last one tells."""
    if story.through_on < today or len(story.requests) < MOST_ATTESTATIONS:
        return
    turn = random.random()
    sent_on = today - timedelta(days=random.randint(2, 25))
    if turn < LAPSED:
        story.requests.pop()
    elif turn < LAPSED + ANSWERED:
        steps = ((StepKind.SENT, sent_on), (StepKind.OPENED, sent_on), (StepKind.SUBMITTED, today - timedelta(days=1)))
        story.requests[-1] = Asked(sent_on + timedelta(days=30), steps, today - timedelta(days=1))
    elif turn < LAPSED + ANSWERED + ASKED:
        story.requests[-1] = Asked(sent_on + timedelta(days=30), ((StepKind.SENT, sent_on),))


def facts_of(story: Story, agreed: Agreed, first_request: int, disposal_days: int) -> domain.Facts:
    """Return the story as the timeline reads it; requests and attestations are numbered from `first_request`.

    `agreed` gives the number of the version in force on a day and the clauses of it that were agreed to.
    """
    recorded_at = moment(story.starts_on)
    declared = story.declared
    return domain.Facts(
        terms=(
            domain.Term(
                starts_on=story.starts_on,
                through_on=story.through_on,
                disposal_days=disposal_days,
                recorded_at=recorded_at,
            ),
        ),
        declarations=(domain.Declaration(kind=declared, recorded_at=recorded_at),) if declared else (),  # type: ignore[arg-type]  # one of the two words
        lines=tuple(
            domain.Line(
                element=element.code,
                tier=element.tier,
                sensitive=element.sensitive,
                form=Form.IDENTIFIABLE,
                from_on=from_on,
                recorded_at=recorded_at,
            )
            for element, from_on in story.lines()
        ),
        attestations=tuple(
            domain.Attested(
                attestation_id=number,
                version=agreed(asked.effective_on)[0],
                effective_on=asked.effective_on,
                expires_on=asked.expires_on,
                elements=story.named_on(asked.effective_on),
                clauses=agreed(asked.effective_on)[1],
                recorded_at=moment(asked.effective_on),
            )
            for number, asked in enumerate(story.requests, start=first_request)
            if asked.effective_on and asked.expires_on
        ),
        disposals=(
            (domain.Disposal(certified_on=story.certified_on, recorded_at=moment(story.certified_on)),)
            if story.certified_on
            else ()
        ),
        steps=tuple(
            domain.Step(request_id=number, kind=kind, on=day, recorded_at=moment(day))
            for number, asked in enumerate(story.requests, start=first_request)
            for kind, day in asked.steps
        ),
    )


def moment(day: date) -> datetime:
    """Return an afternoon moment of the day, in UTC."""
    return datetime.combine(day, AFTER_LUNCH, UTC)
