"""The floor of a list page: a bare Flask application that shows as many rows from the same database, and no more."""

from datetime import date

from flask import Flask, render_template
from sqlalchemy import Engine, select

from tracker.models.contract import Contract
from tracker.models.department import Department
from tracker.models.standing import StandingSpan
from tracker.models.vendor import Vendor

ROWS = 50
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Contracts</title></head><body><h1>Contracts</h1>
<table><thead><tr>{% for name in names %}<th scope="col">{{ name }}</th>{% endfor %}</tr></thead><tbody>
{% for row in rows %}<tr><td><a href="/contracts/{{ row.id }}">{{ row.number }}</a></td><td>{{ row.vendor }}</td>
<td>{{ row.department }}</td><td>{{ row.tier }}</td><td>{{ row.standing }}</td><td>{{ row.until_on }}</td>
<td>{{ row.stage }}</td><td>{{ row.title }}</td><td>{{ row.amount }}</td></tr>
{% endfor %}</tbody></table></body></html>"""
NAMES = ("Contract no.", "Vendor", "Department", "Tier", "Standing", "Until", "Stage", "Title", "Amount")


def bare_app(engine: Engine, day: date) -> Flask:
    """A Flask application without sessions, people and permissions: one select, one template."""
    app = Flask("bare")
    template = app.jinja_env.from_string(PAGE)
    span, contract, vendor, department = (
        StandingSpan.__table__,
        Contract.__table__,
        Vendor.__table__,
        Department.__table__,
    )
    # The fifty contracts first, by the index of their numbers; then what stands in their rows.
    first = select(contract).order_by(contract.c.number).limit(ROWS).subquery()
    statement = (
        select(
            first.c.id, first.c.number, vendor.c.name.label("vendor"), department.c.name.label("department"),
            span.c.tier, span.c.standing, span.c.until_on, span.c.stage, first.c.title, first.c.amount,
        )
        .join(vendor, vendor.c.id == first.c.vendor_id)
        .join(department, department.c.id == first.c.department_id)
        .join(span, span.c.contract_id == first.c.id)
        .where(span.c.from_on <= day, span.c.until_on > day)
        .order_by(first.c.number)
    )  # fmt: skip

    @app.get("/")
    def page() -> str:
        with engine.connect() as connection:
            rows = connection.execute(statement).all()
        return render_template(template, rows=rows, names=NAMES)

    return app
