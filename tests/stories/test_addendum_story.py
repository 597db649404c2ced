"""One more element is shared: the page asks for the difference, the vendor signs just that, and the gap closes."""

import pytest

from tests.attested import attest, share
from tests.portal.signing_steps import give_seal
from tests.stories.steps import accept, come_in, sign_on_screen
from tracker.database import db
from tracker.services.work import TRACKER, Work

pytestmark = pytest.mark.browser

CORA = "cora@acme.example"


@pytest.fixture(autouse=True)
def _covered(app, city, settings, moments, tmp_path):
    """Both contracts are covered, and the city has a key of its own."""
    give_seal(settings, tmp_path, moments.now())
    with app.app_context():
        work = Work(db.session(), TRACKER, moments.clock, settings)
        for contract in (city.payroll, city.cameras):
            share(work, contract)
            attest(work, contract, city.olga, moments.clock.today().replace(year=2027))
        db.session.commit()
        db.session.remove()


def share_more(pia, contract):
    """Procurement adds bank accounts to what the contract lets go, and asks the vendor for the difference."""
    pia.goes(f"/contracts/{contract}").reads("every element that is shared is attested").clicks(
        "Change the data schedule"
    )
    pia.types("Purpose", "to pay staff").ticks("Employee")
    pia.types("Search elements", "bank").ticks("Bank account").clicks("Save")
    pia.reads("Saving this opens a gap", "An addendum asks only for the difference: Bank account")
    pia.clicks("Save, then ask the vendor for the difference").reads("Bank account, tier 4", "Attested already")
    pia.clicks("Send the request").reads("The request for the addendum is sent")
    return pia.goes(f"/contracts/{contract}").reads("1 element is shared and not attested", "gap since", "asks Cora")


def test_what_is_added_is_asked_for_alone_and_the_gap_closes(visit, mail, city):
    pia = share_more(visit().signs_in("pia"), city.payroll)
    cora = come_in(visit(width=390), mail, CORA).reads("This is an addendum", "Bank account")
    cora.does_not_read("Full name\n").clicks("Go on to your answers").reads("This is an addendum")
    cora.reads("No further clause applies").clicks("Go on")
    sign_on_screen(cora, mail, CORA, "Cora Chen").reads("We received your answer")
    accept(visit().signs_in("oscar"), "Acme Payroll")
    assert mail.newest(CORA, "accepted")
    pia.goes(f"/contracts/{city.payroll}").reads("current", "every element that is shared is attested")
    pia.does_not_read("gap since", "Ask the vendor for the difference")
    visit().signs_in("pia").goes("/overview").does_not_read("with gaps")
