"""What people do in the simulated city: each deed through the product's services, then noted in the history."""

from collections.abc import Callable
from datetime import date, timedelta

from sqlalchemy import select

from tests.simulation import people, starts
from tests.simulation.city import City
from tests.simulation.history import DISPOSAL, ONE, Asking, Cover, Deal, Excuse
from tests.submitted import answer
from tracker.domain.checklist import Check
from tracker.models.attestation import Attestation
from tracker.models.contract import Contract
from tracker.models.request import Request
from tracker.models.snooze import Snooze
from tracker.models.waiver import Waiver
from tracker.services import (
    disposals,
    requests,
    reviews,
    revocations,
    snoozes,
    waivers,
)  # fmt: skip
from tracker.services.disposals import NewDisposal
from tracker.services.requests import NewRequest
from tracker.services.reviews import Acceptance, Returning
from tracker.services.revocations import Revocation
from tracker.services.rules import RuleBroken
from tracker.services.waivers import NewWaiver

CLAUSE = "BRE-1"
Deed = Callable[[City], bool]


def do_something(city: City) -> str:
    """Do one deed at random; return its name, or why nothing was done."""
    city.history.set_aside, city.history.by_hand = [], set()
    deed = city.random.choices(list(DEEDS), list(DEEDS.values()))[0]
    try:
        done = deed(city)
    except RuleBroken as broken:
        city.session.rollback()
        return f"forbidden: {deed.__name__.strip('_')}: {broken}"
    city.session.commit()
    return deed.__name__.strip("_") if done else "nothing to do"


def _ask(city: City) -> bool:
    near = [deal for deal in city.history.deals if _wants(city, deal)]
    if not near:
        return False
    deal = city.random.choice(near)
    contact = city.random.choice(deal.firm.contacts)
    request = requests.send(city.acting("pia"), NewRequest(deal.firm.number, (deal.number,), contact.number))
    city.history.askings.append(Asking(request.id, deal, contact, city.today))
    return True


def _wants(city: City, deal: Deal) -> bool:
    if not deal.firm.contacts or city.history.open_asking(deal) or city.today > deal.through_on - 20 * ONE:
        return False
    last = max((last for _, last in deal.stretches()), default=date.min)
    return last < min(city.today + timedelta(days=60), deal.through_on)


def _resend(city: City) -> bool:
    asking = _some(city, answered=False)
    if asking is None:
        return False
    requests.resend(city.acting("pia"), city.session.get_one(Request, asking.number))
    asking.asked_on = city.today
    return True


def _ask_another(city: City) -> bool:
    asking = _some(city, answered=False)
    others = [one for one in asking.deal.firm.contacts if one is not asking.contact] if asking else []
    if asking is None or not others:
        return False
    other = city.random.choice(others)
    requests.change_contact(city.acting("pia"), city.session.get_one(Request, asking.number), other.number)
    asking.contact, asking.asked_on = other, city.today
    return True


def _answer(city: City) -> bool:
    asking = _some(city, answered=False)
    if asking is None:
        return False
    given = answer(city.work, city.session.get_one(Request, asking.number), turn=asking.turn)
    asking.attestation = given.id
    asking.turn += 1
    return True


def _accept(city: City) -> bool:
    asking = _some(city, answered=True)
    if asking is None or asking.attestation is None:
        return False
    attestation = city.session.get_one(Attestation, asking.attestation)
    through = min(city.today + timedelta(days=city.random.randrange(60, 366)), asking.deal.through_on)
    acceptance = Acceptance(city.today, through, "As agreed.", checklist=tuple(Check), reason="The paper was seen.")
    reviews.accept(city.acting("oscar"), attestation, acceptance)
    asking.deal.covers.append(Cover(attestation.id, city.today, through))
    asking.attestation, asking.open = None, False
    return True


def _return(city: City) -> bool:
    asking = _some(city, answered=True)
    if asking is None or asking.attestation is None:
        return False
    attestation = city.session.get_one(Attestation, asking.attestation)
    due_on = city.today + timedelta(days=14)
    reviews.return_(city.acting("oscar"), attestation, Returning((("unreadable", ""),), due_on))
    asking.attestation, asking.asked_on = None, city.today
    return True


def _revoke(city: City) -> bool:
    today = city.today
    held = [(deal, cover) for deal in city.history.deals for cover in deal.covers
            if cover.since < today <= cover.through and cover.revoked_on is None]  # fmt: skip
    if not held:
        return False
    _, cover = city.random.choice(held)
    attestation = city.session.get_one(Attestation, cover.attestation)
    revocations.revoke(city.acting("oscar"), attestation, Revocation(today, "It was not true."))
    cover.revoked_on = today
    return True


def _snooze(city: City) -> bool:
    deal = city.random.choice(city.history.deals)
    today = city.today
    open_ = [last for first, last in deal.stretches() if first <= today and last >= today - timedelta(days=30)]
    if deal.through_on < today:
        key, due_on = f"disposal:contract:{deal.number}", deal.through_on + DISPOSAL
    elif open_:
        key, due_on = f"expiry:contract:{deal.number}", open_[-1]
    else:
        return False
    until = today + timedelta(days=city.random.randrange(1, 40))
    snoozes.set_(city.acting("pia"), key, due_on, deal.number, until, "They asked for time.")
    city.history.snoozes[key, due_on] = until
    return True


def _end_snooze(city: City) -> bool:
    rows = list(city.session.scalars(select(Snooze).where(Snooze.ended_at.is_(None), Snooze.until_on > city.today)))
    if not rows:
        return False
    row = city.random.choice(rows)
    snoozes.end(city.acting("pia"), row)
    del city.history.snoozes[row.obligation, row.due_on]
    return True


def _waive(city: City) -> bool:
    deal, today = city.random.choice(city.history.deals), city.today
    covered = any(first <= today and last > today + timedelta(days=120) for first, last in deal.stretches())
    if not covered:
        return False
    through = today + timedelta(days=city.random.randrange(5, 100))
    contract = city.session.get_one(Contract, deal.number)
    waiver = waivers.ask(city.acting("pia"), contract, NewWaiver((), (CLAUSE,), "Pilot.", today, through))
    waivers.approve(city.acting("oscar"), waiver)
    city.history.excuses.append(Excuse(waiver.id, deal, through))
    return True


def _end_waiver(city: City) -> bool:
    running = [one for one in city.history.excuses if not one.ended and one.through_on > city.today]
    if not running:
        return False
    excuse = city.random.choice(running)
    waivers.end(city.acting("oscar"), city.session.get_one(Waiver, excuse.number), city.today, "It complies.")
    excuse.ended = True
    return True


def _dispose(city: City) -> bool:
    over = [deal for deal in city.history.deals if deal.through_on < city.today and not deal.disposed]
    if not over:
        return False
    deal = city.random.choice(over)
    new = NewDisposal(city.today, "Destroyed.", "Records desk")
    disposals.record(city.acting("pia"), city.session.get_one(Contract, deal.number), new)
    deal.disposed = True
    if deal.held:
        deal.changed_on = city.today
    return True


def _some(city: City, *, answered: bool) -> Asking | None:
    found = [one for one in city.history.askings if one.open and (one.attestation is not None) is answered]
    return city.random.choice(found) if found else None


DEEDS: dict[Deed, float] = {
    _ask: 24, _answer: 22, _accept: 18, _return: 6, _resend: 2, _ask_another: 2, _revoke: 2,
    people.new_contact: 2, people.edit_contact: 3, people.remove_contact: 1, people.bounce: 2, people.works_again: 1.5,
    people.pause: 2, _snooze: 4, _end_snooze: 1, people.holiday: 1, people.rhythm: 2, people.change_owner: 3,
    _waive: 3, _end_waiver: 1, _dispose: 3, starts.hold: 1, starts.start: 1, starts.send_by_hand: 2,
    starts.change_steps: 0.3,
}  # fmt: skip
