"""What waits, what ends by itself during a weekend or an outage, and what a deed ends before a run."""

from datetime import date, timedelta

import pytest

from tests.attested import attest, share
from tests.cast import rows
from tests.moments import MONDAY
from tests.reminding import cover, ledger, no_late_rows, run
from tracker.domain.facts import StepKind
from tracker.models.contract import Contract, ContractTerm
from tracker.models.letter import Reminder
from tracker.models.obligation import ObligationRow
from tracker.models.reminder_hold import HeldContract, ReminderHold
from tracker.models.snooze import Snooze
from tracker.models.waiver import Waiver
from tracker.services import (
    contracts,
    obligation_index,
    request_steps,
    requests,
    waivers,
)
from tracker.services.requests import NewRequest

KEY = "expiry:contract:{}"


def row_of(work, number):
    found = rows(work.session, ObligationRow, key=KEY.format(number))
    return found[0] if found else None


def reasons(work, **where):
    return {row.reason for row in rows(work.session, Reminder, **where)}


def test_what_is_held_waits_until_it_is_released_from_a_day_on(work, cast, moments):
    cover(work, cast, MONDAY + timedelta(days=14))
    hold = ReminderHold(sentence="Imported list.xlsx", placed_at=work.now)
    work.session.add(hold)
    work.session.flush()
    work.session.add(HeldContract(contract_id=cast.payroll, hold_id=hold.id))
    obligation_index.touch_contracts(work, [cast.payroll])
    work.session.commit()
    assert run(work) == {}
    assert ledger(work) == {}
    moments.travel(days=1)
    held = work.session.get_one(HeldContract, cast.payroll)
    held.from_on = MONDAY + timedelta(days=8)
    obligation_index.touch_contracts(work, [cast.payroll])
    work.session.commit()
    for _ in range(6):
        assert run(work) == {}
        assert no_late_rows(work)
        moments.travel(days=1)
    moments.go_to(MONDAY + timedelta(days=8))
    assert set(run(work)) == {"cora@acme.example", "pia@city.example"}
    assert ledger(work)[-7, "cora"] == "sent"
    assert "Reminders began on December 1, 2026: Imported list.xlsx. The step 7 days before took its place." in reasons(
        work, state="overtaken"
    )


def test_a_snooze_waits_for_its_day_and_says_why(work, cast, moments):
    cover(work, cast, MONDAY + timedelta(days=14))
    snooze = Snooze(
        obligation=KEY.format(cast.payroll),
        due_on=MONDAY + timedelta(days=14),
        contract_id=cast.payroll,
        until_on=MONDAY + timedelta(days=11),
        reason="In talks",
        set_at=work.now,
    )
    work.session.add(snooze)
    work.session.commit()
    for _ in range(11):
        assert run(work) == {}
        moments.travel(days=1)
    assert set(run(work)) == {"cora@acme.example", "pia@city.example"}
    said = {row.step_days: row.reason for row in rows(work.session, Reminder, recipient="cora@acme.example")}
    assert said[-14] == "Snoozed until December 4, 2026: In talks. The step 7 days before took its place."


def test_the_last_step_of_what_ends_on_a_saturday_is_told_on_monday(work, cast, moments):
    saturday = MONDAY + timedelta(days=12)
    rows(work.session, ContractTerm, contract_id=cast.payroll)[0].through_on = saturday
    share(work, cast.payroll)
    attest(work, cast.payroll, cast.oscar, saturday)
    work.session.commit()
    while work.today < saturday:
        run(work)
        moments.travel(days=1)
    moments.go_to(saturday + timedelta(days=2))
    assert run(work)["pia@city.example"] >= 1
    assert ledger(work)[0, "pia"] == "sent"
    work.session.get_one(Contract, cast.payroll).owner_id = cast.max
    obligation_index.touch_contracts(work, [cast.payroll])
    work.session.commit()
    for _ in range(20):
        moments.travel(days=1)
        run(work)
    assert rows(work.session, Reminder, recipient="max@city.example", obligation=KEY.format(cast.payroll)) == []


def test_the_last_step_of_a_waiver_that_ends_during_an_outage_is_told_after_it(work, cast, moments):
    run(work)
    waiver = _waiver(work, cast, MONDAY + timedelta(days=40))
    moments.go_to(MONDAY + timedelta(days=70))
    assert set(run(work)) == {"pia@city.example", "oscar@city.example", "olga@city.example"}
    assert rows(work.session, Reminder, obligation=f"waiver:waiver:{waiver.id}", step_days=0)


def _waiver(work, cast, through_on):
    waiver = Waiver(
        contract_id=cast.payroll,
        reason="Until the audit",
        from_on=MONDAY,
        through_on=through_on,
        asked_by_id=cast.pia,
        asked_at=work.now,
        approved_by_id=cast.oscar,
        approved_at=work.now,
    )
    work.session.add(waiver)
    work.session.flush()
    obligation_index.waiver_changed(work, waiver)
    work.session.commit()
    return waiver


def test_a_renewal_before_the_run_explains_what_was_reached(work, cast, moments):
    cover(work, cast, MONDAY + timedelta(days=14))
    run(work)
    moments.go_to(MONDAY + timedelta(days=7), hour=6)
    attest(work, cast.payroll, cast.oscar, date(2027, 12, 31), since=MONDAY)
    work.session.commit()
    moments.go_to(MONDAY + timedelta(days=7))
    assert run(work) == {}
    assert (ledger(work)[-7, "cora"], ledger(work)[-7, "pia"]) == ("stopped", "stopped")
    assert reasons(work, step_days=-7) == {"It was renewed or changed before a letter went out."}


def test_an_archived_contract_explains_what_was_reached(work, cast, moments):
    cover(work, cast, MONDAY + timedelta(days=14))
    run(work)
    moments.go_to(MONDAY + timedelta(days=7), hour=6)
    contracts.archive(work, work.session.get_one(Contract, cast.payroll), "Merged")
    work.session.commit()
    assert reasons(work, step_days=-7) == {"The contract was archived before a letter went out."}


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (StepKind.ACCEPTED, "The answer was accepted before a reminder went out."),
        (StepKind.RETURNED, "The answer was returned, which counts anew, before a reminder went out."),
        (StepKind.REVOKED, "The request was withdrawn before a reminder went out."),
    ],
)
def test_a_request_that_moves_on_explains_what_was_reached(work, cast, moments, kind, reason):
    cover(work, cast, date(2027, 12, 31))
    run(work)
    request = requests.send(work, NewRequest(cast.acme, (cast.payroll,), cast.cora))
    work.session.commit()
    moments.go_to(MONDAY + timedelta(days=8), hour=6)
    request_steps.add(work, request, kind)
    work.session.commit()
    assert reasons(work, obligation=f"request:request:{request.id}") == {reason}
    assert no_late_rows(work)


def test_an_ended_waiver_explains_what_was_reached(work, cast, moments, acting):
    run(work)
    waiver = _waiver(work, cast, MONDAY + timedelta(days=31))
    moments.go_to(MONDAY + timedelta(days=2), hour=6)
    waivers.end(acting(cast.oscar), waiver, work.today, "Not needed")
    work.session.commit()
    assert reasons(work, obligation=f"waiver:waiver:{waiver.id}") == {"The waiver was ended before a letter went out."}
    assert rows(work.session, ObligationRow, kind="waiver") == []
