"""A new version from the draft to the vendor that answers only what changed, by hand, in a real browser."""

import pytest

from tests.attested import attest, share
from tests.portal.signing_steps import give_seal
from tests.stories.steps import accept, come_in, sign_on_screen
from tracker.database import db
from tracker.services import campaign_waves
from tracker.services.work import TRACKER, Work

pytestmark = pytest.mark.browser

CORA = "cora@acme.example"


@pytest.fixture
def waves(app, city, settings, moments, tmp_path):
    """Both contracts are covered by version 1, and the city has a key of its own; gives what the job does."""
    give_seal(settings, tmp_path, moments.now())
    with app.app_context():
        work = Work(db.session(), TRACKER, moments.clock, settings)
        for contract in (city.payroll, city.cameras):
            share(work, contract)
            attest(work, contract, city.olga, moments.clock.today().replace(year=2027))
        db.session.commit()
        db.session.remove()

    def send():
        with app.app_context():
            done = campaign_waves.send_due(Work(db.session(), TRACKER, moments.clock, settings), db.session.commit)
            db.session.remove()
        return done

    return send


def publish(oscar):
    """The officer changes a clause, adds one, looks at whom it leaves behind, and publishes."""
    oscar.goes("/requirements/").clicks("Draft a new version").reads("Draft of version 2")
    oscar.types("What this version is about", "Keys are rotated.").clicks("Save")
    oscar.follows("SEC-1").types("The vendor agrees", "We protect the data and prove it each year.")
    oscar.clicks("Save the clause").reads("1 changed")
    oscar.follows("Add a clause").types("Code", "KEY-9").types("The vendor agrees", "We rotate keys.")
    oscar.clicks("Save the clause").reads("1 added, 1 changed")
    oscar.follows("See whom it leaves behind").reads("2 contracts", "becomes outdated", "C-2291", "KEY-9")
    return oscar.follows("Go on to publish").reads("2 contracts become outdated.").clicks("Publish it")


def test_from_the_draft_to_a_vendor_that_answers_only_what_changed(visit, mail, waves, moments):
    oscar = publish(visit().signs_in("oscar")).reads("Version 2 is published.")
    oscar.follows("Plan a campaign").reads("2 vendors", "Letters on each day")
    oscar.clicks("Start the campaign").reads("waiting 2")
    moments.travel(minutes=180)
    assert waves().asked == 2
    cora = come_in(visit(width=390), mail, CORA).clicks("Go on to your answers")
    cora.reads("Only what changed", "2 clauses are new or changed since version 1")
    for code in ("SEC-1", "KEY-9"):
        cora.page.locator(f"#clause-{code} label", has_text="We agree").first.click()
    cora.clicks("Save and go on").reads("Name of the person who signs")
    oscar.goes("/campaigns/1").reads("opened 1", "asked 1", "0 of 2")
    sign_on_screen(cora, mail, CORA, "Cora Chen").reads("We received your answer")
    oscar.goes("/campaigns/1").reads("answered 1", "not answered 1")
    accept(visit().signs_in("olga"), "Acme Payroll")
    oscar.goes("/campaigns/1").reads("accepted 1", "1 of 2")
    oscar.goes("/contracts?q=C-2291").follows("C-2291").reads("current", "Cora Chen")
    oscar.reads("clauses of version 2 are agreed")
    birch = visit().signs_in("pia").goes("/contracts?q=C-3300").follows("C-3300")
    birch.reads("clauses of version 1 are agreed")
