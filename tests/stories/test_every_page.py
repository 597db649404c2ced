"""Every page that somebody may read is accessible and fits its window, on a desk and on a phone."""

from io import BytesIO

import pytest
from flask import url_for
from werkzeug.routing import AnyConverter, IntegerConverter

from tests import submitted
from tests.brought import brought
from tests.cast import rows
from tests.databases import fresh
from tests.portal.conftest import made_pdf
from tracker.database import db
from tracker.documents.store import store_of
from tracker.models.document import Document
from tracker.services.work import Actor, Work

pytestmark = pytest.mark.browser


@pytest.fixture(params=["sqlite"])
def database(request, tmp_path):
    """The kind of database changes nothing that a page looks like."""
    return fresh(request.param, tmp_path)


@pytest.fixture
def busy_city(app, city, settings, moments):
    """The cast with an answer that waits for review, one request that is open, and a list that was compared."""
    with app.app_context():
        work = Work(db.session(), Actor("person", city.pia, "Pia Procurement"), moments.clock, settings)
        submitted.declare(work, city.payroll)
        submitted.answer(work, submitted.ask(work, city.acme, city.cora, city.payroll))
        submitted.declare(work, city.cameras)
        submitted.ask(work, city.birch, city.ben, city.cameras)
        kept = store_of(settings).put(BytesIO(made_pdf()), 10**6)
        document = rows(work.session, Document)[0]
        document.digest, document.size, document.pages = kept.digest, kept.size, 1
        brought(work, "Acme Payrol", city.pia, city.acme)
        db.session.commit()
        db.session.remove()
    return city


def pages(app):
    """The addresses of all pages of staff; numbers in them are 1."""
    found = []
    with app.test_request_context(base_url=app.extensions["tracker.settings"].base_url):
        for rule in app.url_map.iter_rules():
            permission = getattr(app.view_functions[rule.endpoint], "permission", "public")
            if "GET" not in rule.methods or permission in {"public", "contact"}:
                continue
            values = {name: value_for(rule, name) for name in rule.arguments}
            found.append(url_for(rule.endpoint, **values))
    return sorted(set(found))


def is_page(headers):
    """Whether a page of ours was answered; a letter in its sandbox runs no script, so axe cannot look at it."""
    sandboxed = "sandbox" in headers["content-security-policy"]
    return headers["content-type"].startswith("text/html") and not sandboxed


def value_for(rule, name):
    converter = rule._converters[name]
    if isinstance(converter, IntegerConverter):
        return 1
    return min(converter.items) if isinstance(converter, AnyConverter) else "x"


# Between them, a privacy officer and an administrator may read everything.
@pytest.mark.parametrize("name", ["oscar", "adam"])
def test_every_page_of_staff_is_accessible_and_fits(app, busy_city, visit, name):
    visitor = visit().signs_in(name)
    seen = 0
    for path in pages(app):
        visitor.page.set_viewport_size({"width": 1280, "height": 900})
        answer = visitor.page.request.get(visitor.base_url + path)
        if answer.status == 200 and is_page(answer.headers):
            visitor.goes(path)
            visitor.page.set_viewport_size({"width": 390, "height": 844})
            visitor.fits()
            seen += 1
    assert seen > 20


def test_what_visitors_see_before_they_are_in(busy_city, visit):
    for width in (1280, 390):
        visitor = visit(width=width)
        for path in ("/account/sign-in", "/account/forgot", "/portal"):
            visitor.goes(path)
