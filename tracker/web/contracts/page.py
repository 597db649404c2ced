"""A contract's page: what stands, why, who must act next, for today or any other day."""

from dataclasses import dataclass
from datetime import date

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from tracker.domain.days import FIRST_DAY, LAST_DAY, day_before
from tracker.domain.holes import hole_words, uncovered
from tracker.domain.spans import Span, span_on, standing_since
from tracker.domain.stages import Stage
from tracker.domain.standings import Standing
from tracker.domain.wording import next_action, standing_sentence
from tracker.queries import (
    attestations,
    audit,
    contract_timeline,
    data_schedule,
    document_checks,
    gap_matrix,
    letters,
    renewal_holds,
    requests,
    waivers,
)
from tracker.queries import contract as queries
from tracker.queries.contract_timeline import ContractTimeline
from tracker.web.context import clock, session, the_viewer
from tracker.web.contracts.blueprint import bp
from tracker.web.contracts.drawing import draw
from tracker.web.contracts.reminded import reminded
from tracker.web.permissions import permitted

ENDED = frozenset({Standing.DISPOSAL_DUE, Standing.DISPOSAL_OVERDUE, Standing.CLOSED})


@dataclass(frozen=True, slots=True)
class SpanRow:
    """A span as the table behind the drawing shows it; days as words need them, last included."""

    from_on: date | None
    through_on: date | None
    standing: Standing
    stage: Stage
    sentence: str
    holds_today: bool


@dataclass(frozen=True, slots=True)
class Said:
    """The one sentence: how it stands on the day asked for, and what comes next."""

    standing: Standing
    stage: Stage
    sentence: str
    next_step: str
    tier: int | None


@bp.get("/<int:contract_id>")
@permitted("contract:read")
def page(contract_id: int) -> ResponseReturnValue:
    shown = queries.contract(session(), the_viewer(), contract_id)
    if shown is None:
        abort(404)
    today = clock().today()
    day = _asked_day() or today
    signed = attestations.of_contract(session(), contract_id)
    timeline = contract_timeline.contract_timeline(session(), contract_id)
    return render_template(
        "contracts/page.html",
        contract=shown,
        day=day,
        what_if=day != today,
        said=_said(timeline, contract_id, day, today),
        drawing=draw(timeline, today) if timeline.spans else None,
        spans=_rows(timeline, today),
        holes=[hole_words(hole) for hole in uncovered(timeline.spans, FIRST_DAY, today)],
        ended=timeline.spans and span_on(timeline.spans, today).standing in ENDED,
        terms=queries.terms(session(), contract_id),
        disposals=queries.disposals(session(), contract_id),
        lines=data_schedule.lines(session(), contract_id, day),
        declaration=data_schedule.declaration(session(), contract_id),
        gap=gap_matrix.gap_matrix(session(), contract_id, day),
        attestations=signed,
        verdicts=document_checks.verdicts(session(), [row.id for row in signed]),
        requests=requests.of_contract(session(), contract_id),
        letters=letters.about_contract(session(), contract_id),
        waivers=waivers.of_contract(session(), contract_id),
        hold=renewal_holds.holds(session(), [contract_id], today).get(contract_id),
        **reminded(contract_id),
        events=audit.events_about(session(), "contract", contract_id),
    )


def _asked_day() -> date | None:
    try:
        return date.fromisoformat(request.args.get("on", ""))
    except ValueError:
        return None


def _said(timeline: ContractTimeline, contract_id: int, day: date, today: date) -> Said | None:
    if not timeline.spans:
        return None
    span = span_on(timeline.spans, day)
    due_on = contract_timeline.due_on(session(), contract_id) if day == today else None
    since = standing_since(timeline.spans, day)
    sentence = standing_sentence(span, since, timeline.elements)
    # The badge says the standing; the sentence goes on from there.
    told = sentence.removeprefix(span.standing.capitalize()).lstrip(": ")
    return Said(span.standing, span.stage, told[:1].upper() + told[1:], next_action(span, due_on), span.tier)


def _rows(timeline: ContractTimeline, today: date) -> list[SpanRow]:
    return [_row(span, timeline, today) for span in timeline.spans]


def _row(span: Span, timeline: ContractTimeline, today: date) -> SpanRow:
    return SpanRow(
        from_on=None if span.from_on == FIRST_DAY else span.from_on,
        through_on=None if span.until_on == LAST_DAY else day_before(span.until_on),
        standing=span.standing,
        stage=span.stage,
        sentence=standing_sentence(span, None, timeline.elements).partition(": ")[2].capitalize(),
        holds_today=span.holds(today),
    )
