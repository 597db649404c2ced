"""What a vendor sees after the review: what to correct, then until when it is in force."""

from datetime import date, timedelta

from tests.cast import rows
from tests.portal.conftest import complete
from tracker.domain.checklist import Check
from tracker.models.review import Review
from tracker.models.standing import StandingSpan
from tracker.services import attestations, reviews


def test_returned_corrected_and_accepted(city, work, cora, ready, acting, visitors):
    oscar = acting(city.cast.oscar, "Oscar Officer")
    attestations.submit(cora, ready)
    why = reviews.Returning((), work.today + timedelta(days=14), free_text="Sign page 3.", note="SECRET NOTE")
    reviews.return_(oscar, ready, why)
    work.session.commit()
    client = visitors.contact(city.cast.cora)
    page = client.get(f"/portal/requests/{city.acme}").text
    assert "Sign page 3." in page
    assert "SECRET" not in page

    again = complete(cora, city.acme, digest="cd" * 32)
    attestations.submit(cora, again)
    today = work.today
    reviews.accept(
        oscar,
        again,
        reviews.Acceptance(today, date(2027, 11, 23), checklist=tuple(Check), reason="The paper was seen."),
    )
    work.session.commit()
    page = client.get(f"/portal/requests/{city.acme}").text
    assert "Your attestation is accepted" in page
    assert "November 23, 2027" in page
    assert "Oscar" not in page
    spans = rows(work.session, StandingSpan, contract_id=city.cast.payroll)
    assert next(span for span in spans if span.from_on <= today < span.until_on).standing == "current"
    assert len(rows(work.session, Review)) == 2
