"""Two privacy officers and a document that was altered after it was signed; axe checks each page, on a phone too."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from zoneinfo import ZoneInfo

import pikepdf
import pytest

from tests.cast import rows
from tests.submitted import submitted
from tracker.clock import Clock
from tracker.database import db
from tracker.documents.signatures.sample import SampleAuthority, Signer
from tracker.documents.store import store_of
from tracker.models.document import Document
from tracker.services import document_checks, trust_lists
from tracker.services.work import TRACKER, Work

pytestmark = pytest.mark.browser


@pytest.fixture
def altered(app, city, settings, moments, one_page):
    """Acme's answer with a file behind whose end something was put, after it was signed."""
    authority = SampleAuthority(Clock(ZoneInfo("UTC")).now())
    with app.app_context():
        work = Work(db.session(), TRACKER, moments.clock, settings)
        trust_lists.record(work, authority.pem, "", "For the story.")
        number = submitted(work, city.acme, city.cora, city.payroll, verdict=None)
        # In a thread of its own: the browser of the tests keeps this one's event loop busy.
        with ThreadPoolExecutor() as hand:
            signer = Signer("Cora Chen", "Acme Payroll, Inc.", "")
            pdf = hand.submit(authority.signed, one_page, signer, work.now).result()
        stored = store_of(settings).put(BytesIO(pdf + b"% something else\n"), 1024 * 1024)
        [document] = rows(work.session, Document, attestation_id=number)
        document.digest, document.size, document.pages = stored.digest, stored.size, 1
        work.session.commit()
        document_checks.check_one(work, document.id, work.session.commit)
        work.session.commit()
        db.session.remove()
    return number


def test_what_was_altered_takes_two_officers(visit, altered):
    oscar = visit(width=390).signs_in("oscar").goes("/reviews").reads("Altered").follows("Acme Payroll")
    oscar.reads("The file was altered after signing", "Accepting it takes a second officer", "match")
    for box in oscar.page.locator("input[name=accept-checklist]").all():
        oscar.page.locator(f"label[for='{box.get_attribute('id')}']").click()
    oscar.types("Why you accept it all the same", "The mail gateway adds a line.").clicks("Propose to accept")
    oscar.goes("/reviews").reads("Oscar Officer proposes to accept it").follows("Acme Payroll").reads("You proposed it")

    olga = visit().signs_in("olga").goes("/reviews").follows("Acme Payroll").reads("The mail gateway adds a line.")
    olga.clicks("Check again").reads("Checked again: altered")
    olga.clicks("Confirm and accept").reads("is accepted")
    olga.goes(f"/attestations/{altered}").reads("Confirmed by Olga Officer", "Altered", "The mail gateway adds a line.")


def test_an_administrator_keeps_the_trust_list(visit, altered):
    adam = visit(width=320).signs_in("adam").goes("/settings/trust").reads("Sample Signing Authority", "For the story.")
    adam.clicks("Remove").reads("From then on it vouches for nobody")
    adam.types("Why", "Its key was lost.").clicks("Remove").reads("Nobody is on the list", "Its key was lost.")


@pytest.fixture
def one_page():
    """A small PDF."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(612, 792))
    file = BytesIO()
    pdf.save(file)
    return file.getvalue()
