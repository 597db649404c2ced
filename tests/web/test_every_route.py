"""Every route names its permission, and every role is held to it; other people's objects do not exist."""

import pytest
from flask import url_for
from werkzeug.routing import AnyConverter, IntegerConverter

from tracker.domain.permissions import PERMISSIONS, allows
from tracker.domain.roles import Role
from tracker.models import event, letter, request

PEOPLE = {
    "pia": Role.PROCUREMENT,
    "oscar": Role.PRIVACY_OFFICER,
    "max": Role.MANAGER,
    "ada": Role.AUDITOR,
    "adam": Role.ADMINISTRATOR,
}
SPECIAL = {"public", "contact"}


def value_for(converter):
    if isinstance(converter, IntegerConverter):
        return 1
    return min(converter.items) if isinstance(converter, AnyConverter) else "x"


def routes(app, *, method):
    """List every address of the application with its permission; numbers in it are 1."""
    found = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if rule.endpoint != "static" and method in (rule.methods or ()):
                values = {name: value_for(rule._converters[name]) for name in rule.arguments}
                permission = app.view_functions[rule.endpoint].permission
                found.append((rule.endpoint, permission, url_for(rule.endpoint, **values)))
    return found


def test_every_route_names_a_permission_that_exists(app):
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            permission = getattr(app.view_functions[rule.endpoint], "permission", None)
            assert permission in SPECIAL | set(PERMISSIONS), f"{rule.endpoint} names {permission}"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nobody_gets_past_the_sign_in(app, visitors, cast, method):
    client = visitors.nobody()
    for endpoint, permission, path in routes(app, method=method):
        if permission == "public":
            continue
        answer = client.open(path.split("?")[0], method=method)
        assert answer.status_code in {302, 303}, f"{endpoint} answers {answer.status_code} to nobody"
        assert "sign-in" in answer.location or "portal" in answer.location, endpoint


@pytest.mark.parametrize("name", list(PEOPLE))
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_role_without_the_permission_is_refused(app, visitors, cast, name, method):
    client, role = visitors.person(getattr(cast, name)), frozenset({PEOPLE[name]})
    for endpoint, permission, path in routes(app, method=method):
        if permission in SPECIAL or allows(role, permission):
            continue
        assert client.open(path, method=method).status_code == 403, f"{name} reached {endpoint}"


@pytest.mark.parametrize("name", list(PEOPLE))
def test_no_page_that_a_role_may_read_breaks(app, visitors, cast, name):
    client, role = visitors.person(getattr(cast, name)), frozenset({PEOPLE[name]})
    for endpoint, permission, path in routes(app, method="GET"):
        if permission in SPECIAL or not allows(role, permission):
            continue
        assert client.get(path).status_code < 500, f"{endpoint} breaks for {name}"


@pytest.mark.parametrize("who", ["cora", "ben"])
def test_a_vendors_session_opens_no_page_of_staff(app, visitors, cast, who):
    client = visitors.contact(getattr(cast, who))
    for endpoint, permission, path in routes(app, method="GET"):
        if permission not in SPECIAL:
            assert client.get(path).status_code in {302, 303}, f"{endpoint} opens for a vendor"


def test_a_persons_session_opens_no_page_of_vendors(app, visitors, cast):
    client = visitors.person(cast.oscar)
    for endpoint, permission, path in routes(app, method="GET"):
        if permission == "contact":
            assert client.get(path).status_code in {302, 303}, f"{endpoint} opens for staff"


def test_reading_changes_nothing(app, session, visitors, cast):
    """A GET by whoever may see the page leaves no event, letter or step behind."""

    def written():
        numbers = [session.query(kind).count() for kind in (event.Event, letter.Letter, request.RequestStep)]
        session.rollback()
        return numbers

    before = written()
    for name in PEOPLE:
        client = visitors.person(getattr(cast, name))
        for _endpoint, permission, path in routes(app, method="GET"):
            if permission not in SPECIAL:
                client.get(path)
    assert written() == before


def test_every_answer_forbids_foreign_content_and_caching(app, visitors, cast):
    for client, path in ((visitors.person(cast.pia), "/overview"), (visitors.nobody(), "/nowhere")):
        answer = client.get(path)
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Cookie" in answer.headers["Vary"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_another_host_name_is_refused(visitors):
    assert visitors.nobody().get("/account/sign-in", headers={"Host": "evil.example"}).status_code == 400
