"""The contracts grid as its visitors see it."""

from tests.cast import BEGAN_AT, rows
from tracker.domain.roles import Role
from tracker.models.contract import Contract
from tracker.models.person import Person, PersonDepartment, PersonRole
from tracker.models.saved_view import SavedView
from tracker.models.vendor import Vendor
from tracker.queries.contract_columns import SORTS
from tracker.web.contracts.columns import COLUMNS


def test_the_grid_lists_both_contracts_with_their_vendors_and_standings(visitors, cast):
    page = visitors.person(cast.pia).get("/contracts").text
    assert "C-2291" in page
    assert "Birch Analytics LLC" in page
    assert "undeclared" in page
    assert "2 contracts, as of November 23, 2026" in page


def test_a_manager_of_the_library_sees_nothing_of_the_police(visitors, cast):
    page = visitors.person(cast.max).get("/contracts").text
    assert "C-2291" in page
    assert "C-3300" not in page
    assert "Police" not in page
    assert "1 contract, as of" in page


def test_search_and_filters_narrow_the_list(visitors, cast):
    client = visitors.person(cast.pia)
    for query in ("q=camera", "q=birch+c-33", "q=V-200", f"department={cast.police}", "sort=-number&q=3300"):
        page = client.get(f"/contracts?{query}").text
        assert "C-3300" in page, query
        assert "C-2291" not in page, query


ODD = (
    "q=%00", "q=%ED%A0%80", "q=%27%3B+DROP+TABLE+contract", "q=%22", "q=%25", "q=a%22+OR+%22b", "q=ab", "q=*+NEAR%28",
    "sort=number%3B+DROP", "sort=-", "page=0", "page=-1", "page=99999999999999999999", "page=7", "page=x",
    "owner=%D9%A3",
    "department=99999999999999", "department=x&tier=9", "on=2027-13-01", "on=0001-01-01", "on=9999-12-31", "on=",
    "on=0001-01-01&runs_out=3000", "on=9999-12-31&runs_out=90", "runs_out=-1", "standing=purple", "stage=",
    "columns=hacked", "columns=amount,tier", "columns=amount&columns=days_left", "q=" + "x" * 5000,
    "contract=0&vendor=x",
)  # fmt: skip


def test_no_address_breaks_the_grid(visitors, cast):
    client = visitors.person(cast.pia)
    for query in ODD:
        assert client.get(f"/contracts?{query}").status_code == 200, query


def test_every_column_can_be_shown_and_sorted_by(visitors, cast):
    client = visitors.person(cast.pia)
    for column in COLUMNS:
        page = client.get(f"/contracts?columns=number,{column.key}&sort=-{column.key}").text
        assert str(column.label) in page
        assert ('aria-sort="descending"' in page) == column.sortable, column.key
    assert {column.key for column in COLUMNS if column.sortable} == set(SORTS)


def test_what_people_typed_is_never_markup(visitors, cast, session):
    contract = session.get(Contract, cast.payroll)
    contract.title, session.get(Vendor, cast.acme).name = "<script>alert(1)</script>", "<b>Acme</b>"
    session.commit()
    page = visitors.person(cast.pia).get("/contracts?columns=number,vendor,title&q=%3Cb%3E&on=2026-11-23").text
    page += visitors.person(cast.pia).get("/contracts?columns=number,vendor,title").text
    assert "<script>alert" not in page
    assert "<b>Acme" not in page
    assert "&lt;b&gt;Acme" in page


def test_another_day_is_said_above_the_list(visitors, cast):
    page = visitors.person(cast.pia).get("/contracts?on=2030-01-01").text
    assert "You see how contracts stand on" in page
    assert "2 contracts, as of January 1, 2030" in page


def test_a_view_is_saved_renamed_and_deleted_by_its_owner_only(visitors, cast, session):
    pia, ada = visitors.person(cast.pia), visitors.person(cast.ada)
    assert pia.post("/contracts/views", data={"name": "Police", "query": "department=2&q=a%26b"}).status_code == 303
    assert "department=2&amp;q=a%26b" in pia.get("/contracts").text
    assert "Police</a>" not in ada.get("/contracts").text
    view = rows(session, SavedView)[0].id
    session.rollback()
    assert pia.post(f"/contracts/views/{view}/rename", data={"name": " "}).status_code == 422
    assert pia.post(f"/contracts/views/{view}/rename", data={"name": "Cameras"}).status_code == 303
    assert "Cameras" in pia.get("/contracts/views").text
    assert ada.post(f"/contracts/views/{view}/delete").status_code == 404
    assert pia.post(f"/vendors/views/{view}/delete").status_code == 404
    assert pia.post(f"/contracts/views/{view}/delete").status_code == 303
    assert rows(session, SavedView) == []


def test_ticked_contracts_get_a_new_owner(visitors, cast, session):
    client = visitors.person(cast.pia)
    asked = client.post("/contracts/chosen", data={"deed": "owner", "contract": [cast.payroll, cast.cameras]})
    assert "2 contracts" in asked.text
    typed = {"contract": [cast.payroll], "owner_id": cast.oscar, "query": "q=acme"}
    answer = client.post("/contracts/chosen/owner", data=typed)
    assert answer.headers["Location"] == "/contracts?q=acme"
    assert session.get(Contract, cast.payroll).owner_id == cast.oscar
    assert session.get(Contract, cast.cameras).owner_id == cast.pia
    assert client.post("/contracts/chosen/owner", data={**typed, "owner_id": "999"}).status_code == 422
    assert client.post("/contracts/chosen/owner", data={"owner_id": cast.oscar}).status_code == 422


def test_reminders_of_all_that_match_are_paused_for_their_vendors(visitors, cast, session):
    client = visitors.person(cast.pia)
    matching = {"all": "1", "query": "q=birch"}
    assert "Birch Analytics LLC" in client.post("/contracts/chosen", data={**matching, "deed": "pause"}).text
    assert client.post("/contracts/chosen/pause", data={**matching, "reason": ""}).status_code == 422
    assert client.post("/contracts/chosen/pause", data={**matching, "reason": "Dispute"}).status_code == 303
    paused = [vendor.name for vendor in rows(session, Vendor) if vendor.reminders_paused_at]
    assert paused == ["Birch Analytics LLC"]


def test_deeds_on_contracts_out_of_scope_or_out_of_role_do_nothing(visitors, cast, session):
    library_clerk = Person(email="lib@city.example", name="Lib", epoch="lib", created_at=BEGAN_AT)
    session.add(library_clerk)
    session.flush()
    clerk = library_clerk.id
    session.add(PersonRole(person_id=clerk, role=Role.PROCUREMENT))
    session.add(PersonDepartment(person_id=clerk, department_id=cast.library))
    session.commit()
    client = visitors.person(clerk)
    typed = {"contract": [cast.cameras], "owner_id": cast.oscar}
    assert client.post("/contracts/chosen/owner", data=typed).status_code == 422
    assert (
        client.post(
            "/contracts/chosen/owner", data={"all": "1", "query": "q=C-3300", "owner_id": cast.oscar}
        ).status_code
        == 422
    )
    manager = visitors.person(cast.max)
    assert manager.post("/contracts/chosen/owner", data=typed).status_code == 403
    assert manager.post("/contracts/chosen", data={**typed, "deed": "owner"}).status_code == 403
    assert session.get(Contract, cast.cameras).owner_id == cast.pia


def test_asking_and_exporting_carry_the_contracts_or_the_question(visitors, cast):
    client = visitors.person(cast.pia)
    ticked = {"deed": "request", "contract": [cast.payroll], "query": "q=x"}
    assert client.post("/contracts/chosen", data=ticked).headers["Location"] == f"/requests/new?contract={cast.payroll}"
    everything = {"deed": "request", "all": "1", "query": "q=acme"}
    assert client.post("/contracts/chosen", data=everything).headers["Location"] == "/requests/new?q=acme&all=1"
    nothing = client.post("/contracts/chosen", data={"deed": "request"}, follow_redirects=True)
    assert "Tick at least one contract first." in nothing.text
