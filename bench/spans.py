"""Judging: what a contract's timeline costs, and what writing it again costs."""

from sqlalchemy import select

from bench.city import City
from bench.table import Line
from bench.timing import in_turn
from tracker.domain.timeline import timeline
from tracker.models.contract import Contract
from tracker.queries.facts import facts_of
from tracker.queries.policy import policy
from tracker.services import timeline_upkeep

CONTRACTS = 500


def spans(city: City, rounds: int) -> list[Line]:
    """Measure both, per contract, on some hundred contracts."""
    with city.app.app_context():
        work = city.work
        ids = list(work.session.scalars(select(Contract.id).order_by(Contract.id).limit(CONTRACTS)))
        rules, known = policy(work.session), [found.facts for found in facts_of(work.session, ids)]

        def judge() -> None:
            for facts in known:
                timeline(facts, rules)

        def rebuild() -> None:
            timeline_upkeep.rebuild(work, ids)
            work.session.rollback()

        found = in_turn(
            {"judge": judge, "read": lambda: facts_of(work.session, ids), "rebuild": rebuild}, rounds, warm=1
        )
    each = {name: timed.p50 / len(ids) for name, timed in found.items()}
    also = f"{1000 / each['rebuild']:,.0f} contracts/s, of which reading the facts {each['read']:.3f} ms"
    return [
        Line(
            city.contracts, "timeline() per contract", f"{each['judge']:.3f} ms", also=f"{1000 / each['judge']:,.0f}/s"
        ),
        Line(city.contracts, "span rebuild per contract", f"{each['rebuild']:.3f} ms", also=also),
    ]
