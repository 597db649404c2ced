"""Heartbeat: one letter a day that says that scheduled work is done, so that its absence is noticed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.days import day_words
from tracker.mail.blocks import Block, Facts, Items, Link, Paragraph
from tracker.mail.composed import City, Composed
from tracker.mail.layout import compose


@dataclass(frozen=True, slots=True)
class Report:
    """How scheduled work and letters stand; figures of letters are since the day before, at the same hour.

    `digests` and `items` are of the last day with digests, `digests_on`; None before the first.
    """

    day: date
    leader: str
    sent: int
    failed: int
    waiting: int
    digests_on: date | None
    digests: int
    items: int
    held: int
    next_working_day: date
    problems: Sequence[str] = ()


def heartbeat(city: City, report: Report) -> Composed:
    """Say how things stand on a day of the city, what is wrong first; the words are English, for administrators."""
    blocks: list[Block] = []
    if report.problems:
        blocks += [Paragraph("Something is wrong:"), Items(tuple(report.problems))]
    else:
        blocks.append(Paragraph("Scheduled work is done and letters leave."))
    blocks += [
        Facts(tuple(_facts(report))),
        Link("Open the health page", f"{city.base_url}/health"),
        Paragraph(
            "This letter comes every day, also when the city does not work. When it does not come, look at the "
            "server and its mail."
        ),
    ]
    state = "something is wrong" if report.problems else "the tracker works"
    return compose(city, f"{city.name}: {state} ({day_words(report.day)})", "", *blocks)


def _facts(report: Report) -> list[tuple[str, str]]:
    last = "none yet"
    if report.digests_on is not None:
        last = f"{report.digests:,} with {report.items:,} items on {day_words(report.digests_on)}"
    return [
        ("Leads the scheduled work", report.leader or "nobody at this moment"),
        ("Letters sent since yesterday", f"{report.sent:,}"),
        ("Letters that failed and stand open", f"{report.failed:,}"),
        ("Letters waiting", f"{report.waiting:,}"),
        ("Last digests", last),
        ("Contracts whose reminders are held", f"{report.held:,}"),
        ("Next working day", day_words(report.next_working_day)),
    ]
