"""Each list as a file, for whoever may open its page: three forms, the same rows, nothing left behind."""

import csv
import json
from contextvars import Context
from io import BytesIO, StringIO
from pathlib import Path
from tempfile import TemporaryFile

import pytest
from openpyxl import load_workbook

from tracker.domain.permissions import allows
from tracker.domain.roles import Role
from tracker.services.exports.permitted import PERMISSIONS
from tracker.services.exports.views import VIEWS
from tracker.web import file_answer

PAGES = {
    "status": "/contracts", "gaps": "/contracts", "vendors": "/vendors", "waivers": "/waivers/?show=all",
    "requests": "/requests/?show=all", "reviews": "/reviews/", "decided-reviews": "/reviews/decided",
    "attestations": "/reviews/decided", "audit": "/audit/", "reminders": "/reminders/sent", "letters": "/outbox",
    "tasks": "/tasks", "follow-ups": "/follow-ups/",
}  # fmt: skip
ROLES = {
    "pia": frozenset({Role.PROCUREMENT}), "oscar": frozenset({Role.PRIVACY_OFFICER}),
    "max": frozenset({Role.MANAGER}), "ada": frozenset({Role.AUDITOR}), "adam": frozenset({Role.ADMINISTRATOR}),
}  # fmt: skip


@pytest.fixture
def oscar(visitors, cast):
    return visitors.person(cast.oscar)


@pytest.mark.parametrize("name", VIEWS)
def test_each_list_is_given_in_three_forms_with_the_same_rows(oscar, name):
    address = f"/exports/{name}?show=all&format="
    book = load_workbook(BytesIO(oscar.get(address + "xlsx").data))
    head, *rows = book[VIEWS[name].title].iter_rows(values_only=True)
    twin = list(csv.reader(StringIO(oscar.get(address + "csv").text, newline="")))
    objects = [json.loads(line) for line in oscar.get(address + "jsonl").text.splitlines()]
    assert twin[0] == list(head)
    assert len(twin) - 1 == len(objects) == len([row for row in rows if any(row)])
    assert all(len(one) == len(head) for one in objects)
    meanings = {row[0] for row in book["Definitions"].iter_rows(min_row=2, values_only=True)}
    assert set(head) <= meanings


def test_each_list_has_keys_of_its_own_for_developers(work):
    for view in VIEWS.values():
        keys = [one.key for one in view.fields(work)]
        assert all(key.replace("_", "").isalnum() and key.islower() for key in keys)
        assert len(keys) == len(set(keys))


def test_each_key_is_documented(work):
    documented = (Path(__file__).parents[2] / "docs" / "exports.md").read_text("utf-8")
    for view in VIEWS.values():
        part = documented.split(f"### {view.name}: {view.title}\n")[1].split("###")[0]
        assert [line.split("`")[1] for line in part.splitlines() if line.startswith("| `")] == [
            one.key for one in view.fields(work)
        ]


@pytest.mark.parametrize("name", ["status", "vendors", "audit"])
def test_the_page_of_a_list_leads_to_its_files_with_its_own_words(oscar, name):
    page = oscar.get(PAGES[name] + "?text=a&q=a").text
    for form in ("xlsx", "csv", "jsonl"):
        assert f"/exports/{name}?text=a&amp;q=a&amp;format={form}" in page


def test_whoever_may_not_open_the_page_is_given_no_file(visitors, cast):
    assert set(PERMISSIONS) == set(VIEWS)
    for person in ("pia", "oscar", "max", "ada", "adam"):
        client = visitors.person(getattr(cast, person))
        roles = ROLES[person]
        for name in VIEWS:
            expected = 200 if allows(roles, PERMISSIONS[name]) else 403
            assert client.get(f"/exports/{name}?format=jsonl").status_code == expected, (person, name)


def test_a_manager_of_one_department_is_told_nothing_of_another(visitors, cast):
    client = visitors.person(cast.max)
    for name in VIEWS:
        if allows(ROLES["max"], PERMISSIONS[name]):
            text = client.get(f"/exports/{name}?format=jsonl&show=all").text
            assert "C-3300" not in text
            assert "Birch" not in text


def test_the_vendors_of_the_grid_are_those_of_the_file(oscar):
    found = oscar.get("/exports/vendors?format=jsonl&q=acme&columns=name,number").text
    assert [json.loads(line) for line in found.splitlines()] == [{"name": "Acme Payroll, Inc.", "number": "V-100"}]


def test_a_download_that_breaks_off_leaves_nothing_open_and_needs_no_application(visitors, cast, monkeypatch):
    opened = []

    def kept():
        opened.append(TemporaryFile())  # noqa: SIM115  # that it is closed is what is asked
        return opened[-1]

    monkeypatch.setattr(file_answer, "TemporaryFile", kept)
    monkeypatch.setattr(file_answer, "PIECE", 16)
    client = visitors.person(cast.ada)
    for address in ("/exports/audit?format=csv", "/audit/trail.jsonl", "/exports/status"):
        answer = client.get(address, buffered=False)
        pieces = iter(answer.response)
        # In a context of its own there is no application: what is left to be read must not ask for one.
        assert Context().run(next, pieces)
        assert Context().run(next, pieces)
        answer.close()
    assert [file.closed for file in opened] == [True] * 3
