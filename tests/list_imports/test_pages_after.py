"""Pages of what came in from a list."""

from tests.cast import rows
from tests.list_imports.test_other_lists import PAST
from tracker.models.attestation import Attestation


def test_a_past_attestation_has_a_page_that_says_where_it_comes_from(desk_of, session, cast, visitors):
    line = "C-2291,Cora Chen,CFO,cora@acme.example,2/1/2026,11/30/2026,1,From the cabinet\n"
    desk_of(cast.oscar, "Oscar Officer").bring(PAST + line, "attestations")
    number = rows(session, Attestation)[0].id
    session.rollback()
    page = visitors.person(cast.oscar).get(f"/attestations/{number}")
    assert page.status_code == 200
    assert "without a document" in page.text
    assert visitors.person(cast.oscar).get(f"/contracts/{cast.payroll}").status_code == 200
    assert visitors.person(cast.pia).get(f"/vendors/{cast.acme}").status_code == 200
