"""Requests that no form of ours would send: forged, redirected, malformed, oversized; and what every answer carries."""

from io import BytesIO

import pytest
from sqlalchemy import func, select

from tests.attacks.test_objects_of_departments import number_of
from tests.attacks.walking import addresses, words_of
from tests.cast import PASSWORD, rows
from tests.web.signing_in import with_password
from tracker.database import Base
from tracker.models import every_table
from tracker.models.letter import Letter
from tracker.web.account.next_page import safe
from tracker.web.permissions import permitted

PEOPLE = ("pia", "oscar", "max", "ada", "adam")
OUTSIDE = (
    "//evil.example", "////evil.example", "https://evil.example", "https:evil.example", "http:/\\evil.example",
    "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "/%09/evil.example\r\nX: y", "/x\r\nSet-Cookie: a=b",
    "javascript:alert(1)", "data:text/html,x", "///\tevil", "/ /evil.example", "evil.example", "@evil.example",
    "\x00/x", "/\x00", "//\uff0fevil.example", "/\u2028x\r",
)  # fmt: skip
STACKS = ("Traceback", "sqlalchemy", "werkzeug", 'File "', "psycopg", "sqlite3", "jinja2")


def contents():
    """How many rows each table has; what signs in or out is left out."""
    assert every_table.TABLES
    return [select(func.count()).select_from(table) for table in Base.metadata.sorted_tables]


def counted(work):
    numbers = [work.session.scalar(statement) for statement in contents()]
    work.session.rollback()
    return numbers


def decent(answer, where):
    # The only 503 is what /readyz tells machines while no scheduler runs.
    assert answer.status_code < 500 or "readyz" in where, f"{where}: {answer.status_code}"
    for word in STACKS:
        assert word not in words_of(answer), f"{where} shows {word}"


@pytest.mark.parametrize("who", ["pia", "oscar", "adam", "cora", None])
def test_no_change_is_accepted_without_the_token_of_a_form(app, town, work, visitors, who):
    app.config["WTF_CSRF_ENABLED"] = True
    opened = {"cora": visitors.contact, None: lambda _number: visitors.nobody()}.get(who, visitors.person)
    client = opened(getattr(town.cast, who) if who else 0)
    before = counted(work)
    for endpoint, _permission, path in addresses(app, number_of(town.acme), "POST"):
        if endpoint == "returned_mail.take":  # no cookie counts there: tests/web/test_returned_mail.py
            continue
        for data in ({}, {"csrf_token": "x"}, {"csrf_token": "ImFhYSI.aaaa.bbbb"}):
            answer = client.post(path, data=data)
            assert answer.status_code == 400, f"{endpoint} took a form without a token: {answer.status_code}"
    assert counted(work) == before


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH"])
def test_only_posts_change_anything(app, town, work, visitors, method):
    clients = [visitors.person(getattr(town.cast, name)) for name in PEOPLE]
    clients += [visitors.contact(town.cast.cora), visitors.nobody()]
    before = counted(work)
    for client in clients:
        for _endpoint, _permission, path in addresses(app, number_of(town.acme)):
            decent(client.open(path, method=method), f"{method} {path}")
    assert counted(work) == before


@pytest.mark.parametrize("target", OUTSIDE)
def test_no_address_leads_outside_after_signing_in(town, work, visitors, target):
    assert safe(target) == ""
    with_password(work, town.cast.pia)
    browser = visitors.nobody()
    page = browser.get("/account/sign-in", query_string={"next": target})
    assert "evil" not in page.text
    answer = browser.post("/account/sign-in", data={"email": "pia@city.example", "password": PASSWORD, "next": target})
    assert (answer.status_code, answer.location) == (303, "/overview")
    again = browser.get("/account/sign-in", query_string={"next": target})
    assert (again.status_code, again.location) == (303, "/overview")


def test_a_foreign_host_name_reaches_no_letter_and_no_page(town, work, visitors, settings):
    with_password(work, town.cast.pia)
    pia, nobody = visitors.person(town.cast.pia), visitors.nobody()
    evil = {"Host": "evil.example"}
    forwarded = {"X-Forwarded-Host": "evil.example", "X-Forwarded-For": "6.6.6.6", "Forwarded": "host=evil.example"}
    for path in ("/account/sign-in", "/portal", "/overview", "/nowhere"):
        answer = nobody.get(path, headers=evil)
        assert answer.status_code == 400
        assert "evil" not in answer.text
    for headers in (evil, forwarded):
        nobody.post("/account/forgot", data={"email": "pia@city.example"}, headers=headers)
        nobody.post("/portal", data={"email": "cora@acme.example"}, headers=headers)
        pia.post(f"/requests/{town.acme.request}/resend", headers=headers)
    letters = rows(work.session, Letter)
    assert len(letters) > 2
    for letter in letters:
        assert "evil" not in letter.text + letter.html + letter.subject


def test_every_answer_carries_the_headers_that_protect_it(app, town, visitors):
    app.config["MAX_CONTENT_LENGTH"] = 50_000
    answers = []
    for opened in (visitors.person(town.cast.oscar), visitors.person(town.cast.adam), visitors.contact(town.cast.cora),
                   visitors.nobody()):  # fmt: skip
        for _endpoint, _permission, path in addresses(app, number_of(town.acme)):
            answers.append(opened.get(path))
        answers += [
            opened.get("/nowhere"), opened.get("/contracts/99999"), opened.delete("/overview"),
            opened.post("/account/sign-in", data={"email": "x" * 60_000}), opened.get("/overview/"),
            opened.get("/exports/status?format=csv"), opened.get("/account"), opened.get("/", headers={"Host": "evil"}),
        ]  # fmt: skip
    assert {200, 303, 400, 403, 404, 405, 413} <= {answer.status_code for answer in answers}
    for answer in answers:
        where = f"{answer.request.path} ({answer.status_code})"
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy or "default-src 'none'" in policy, where
        assert "unsafe-inline" not in policy or "sandbox" in policy, where
        assert "unsafe-eval" not in policy
        assert answer.headers["Cache-Control"] == "no-store", where
        assert answer.headers["X-Content-Type-Options"] == "nosniff", where
        assert "Cookie" in answer.headers["Vary"], where
        assert answer.headers["X-Frame-Options"] in {"DENY", "SAMEORIGIN"}, where
        assert answer.headers["Referrer-Policy"] == "same-origin", where


def test_files_are_attachments_with_clean_names(town, visitors):
    oscar, cora = visitors.person(town.cast.oscar), visitors.contact(town.cast.cora)
    for client, path in (
        (oscar, f"/attestations/{town.acme.attestation}/documents/{town.acme.document}"),
        (cora, f"/portal/requests/{town.acme.request}/documents/{town.acme.document}"),
        (oscar, "/exports/status"), (oscar, "/exports/status?format=csv"), (oscar, "/exports/audit?format=csv"),
    ):  # fmt: skip
        answer = client.get(path)
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].startswith("attachment; filename=")


def huge(client, path):
    return client.post(path, data=b"x", content_type="application/x-www-form-urlencoded",
                       environ_overrides={"CONTENT_LENGTH": str(10**12)})  # fmt: skip


def odd_bodies():
    form, parts = "application/x-www-form-urlencoded", "multipart/form-data; boundary=b"
    return [
        ("1,500 fields", "&".join(f"f{n}=x" for n in range(1500)).encode(), form),
        ("1,500 parts", b"".join(b'--b\r\nContent-Disposition: form-data; name="f%d"\r\n\r\nx\r\n' % n
                                 for n in range(1500)) + b"--b--\r\n", parts),
        ("a long field", b"name=" + b"x" * 5_000_000, form),
        ("no boundary", b"--b\r\n", "multipart/form-data"),
        ("cut off", b'--b\r\nContent-Disposition: form-data; name="name', parts),
        ("no end", b'--b\r\nContent-Disposition: form-data; name="name"\r\n\r\nx', parts),
        ("no name", b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n", parts),
        ("a bad charset", b"name=x", form + "; charset=utf-99"),
        ("bad percents", b"name=%zz%ff%c0%af&%=%&=&&&version=%", form),
        ("raw bytes", bytes(range(256)), form),
        ("json", b'{"name": {"a": [1]}}', "application/json"),
        ("broken json", b'{"name":', "application/json"),
        ("xml", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "text/xml"),
        ("no type", b"name=x", ""),
        ("a strange type", b"name=x", "\x7f/;;;="),
    ]  # fmt: skip


def test_bodies_that_no_browser_sends_get_a_page(town, visitors):
    clients = {"pia": visitors.person(town.cast.pia), "adam": visitors.person(town.cast.adam),
               "cora": visitors.contact(town.cast.cora), "nobody": visitors.nobody()}  # fmt: skip
    paths = {
        "pia": ("/vendors/new", f"/contracts/{town.acme.contract}/data", "/requests/new", "/contracts/chosen/owner"),
        "adam": (f"/settings/people/{town.cast.max}", "/settings/policy", "/settings/reminder-steps"),
        "cora": (f"/portal/requests/{town.acme.request}/answers", f"/portal/requests/{town.acme.request}/document"),
        "nobody": ("/account/sign-in", "/portal/code", "/account/forgot"),
    }
    for name, client in clients.items():
        for path in paths[name]:
            for kind, body, content_type in odd_bodies():
                answer = client.post(path, data=body, content_type=content_type)
                decent(answer, f"{kind} at {path}")
            # A request that takes no answers any more sends the browser on before it reads anything.
            assert huge(client, path).status_code in {303, 413}


@pytest.mark.parametrize("path", [
    "/%ff", "/%00", "/%c0%af..", "/vendors/%00", "/vendors/-1", "/vendors/1.5", "/vendors/99999999999999999999",
    "/vendors/٣", "/vendors?q=%ff%zz%00&sort=%00", "/contracts?on=9999-12-31", "/contracts?on=0001-01-01",
    "/overview?on=9999-12-31", "/overview?on=0001-01-01", "/contracts?on=0000-00-00", "/contracts?page=2147483647",
    "/vendors?page=99999999999", "/contracts?department=99999999999&owner=-1", "/audit/?from=-5&number=0",
    "/audit/?from=99999999999999", "/audit/?from_on=0001-01-01&through_on=9999-12-31", "/exports/status?on=9999-12-31",
    "/exports/status?on=0001-01-01", "/contracts/new?vendor=99999999999", "/contracts/new?vendor=%D9%A3",
    "/reminders?on=9999-12-31", "/reminders?day=0001-01-01&on=0001-01-01", "/outbox?page=99999999999",
    "/requests/new?contract=99999999999", "/settings/holidays/9999-99-99/remove", "/static/../app.py",
    "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/requirements/99999999999", "/reviews/?department=99999999999",
    "/overview/x.svg?on=9999-12-31", "/contracts/1?on=9999-12-31", "/contracts/1?on=0001-01-01",
    "/reminders/letter?person=99999999999&contact=99999999999", "/contracts/1/data?from=99999999999",
])  # fmt: skip
@pytest.mark.parametrize("name", ["oscar", "adam"])
def test_odd_addresses_get_a_page(town, visitors, path, name):
    decent(visitors.person(getattr(town.cast, name)).get(path), path)


def test_cookies_and_headers_that_are_rubbish_are_no_sign_in(visitors, town):
    nobody = visitors.nobody()
    for value in ("x", "." * 4000, "eyJzaWduX2luIjoieCJ9.aaaa.bbbb", "\x01"):
        nobody.set_cookie("tracker", value)
        assert nobody.get("/overview").status_code == 303
    pia = visitors.person(town.cast.pia)
    for headers in ({"Accept-Language": "x;q=é,\t*"}, {"HX-Target": "<script>"}, {"If-None-Match": '"'},
                    {"Range": "bytes=9-1"}, {"Accept": "\x7f"}, {"Referer": "javascript:x"}):  # fmt: skip
        decent(pia.get("/contracts", headers=headers), str(headers))


def test_an_error_of_ours_shows_nothing_of_its_inside(app, town, visitors, monkeypatch):
    @permitted("overview:read")
    def fail(*_arguments, **_more):
        raise RuntimeError("secret-of-the-inside")

    app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setitem(app.view_functions, "overview.show", fail)
    answer = visitors.person(town.cast.pia).get("/overview")
    assert answer.status_code == 500
    assert "secret-of-the-inside" not in answer.text
    for word in STACKS:
        assert word not in answer.text


def test_a_file_that_is_too_large_is_refused_while_it_arrives(app, town, visitors):
    app.config["MAX_CONTENT_LENGTH"] = 10_000
    cora = visitors.contact(town.cast.cora)
    answer = cora.post(f"/portal/requests/{town.acme.request}/document",
                       data={"document": (BytesIO(b"x" * 20_000), "a.pdf")})  # fmt: skip
    assert answer.status_code == 413
