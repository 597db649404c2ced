"""The audit trail, newest first, fifty events a page."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.queries import audit as queries
from tracker.queries.audit_proof import proof
from tracker.services.audit_verification import VERIFIED
from tracker.web.audit.blueprint import bp
from tracker.web.audit.filters import filter_form, wanted
from tracker.web.audit.links import thing
from tracker.web.context import session, the_viewer
from tracker.web.permissions import permitted

PAGE = 50
FURTHEST = 2_000_000_000
NAMES = frozenset({"text", "actor", "action", "kind", "number", "person", "from_on", "through_on"})


@dataclass(frozen=True, slots=True)
class Turn:
    """Which part of the rows a page shows, and the addresses of its neighbours."""

    first: int
    last: int
    total: int
    previous: str | None
    next: str | None


@bp.get("/")
@permitted("audit:read")
def show() -> ResponseReturnValue:
    form = filter_form()
    sought = wanted()
    offset = min(max(request.args.get("from", 0, type=int), 0), FURTHEST)
    rows = queries.page(session(), the_viewer(), sought, offset, PAGE)
    total = queries.count(session(), the_viewer(), sought)
    return render_template(
        "audit/show.html",
        form=form,
        rows=rows,
        turn=_turn(offset, len(rows), total),
        thing=thing,
        filtered=bool(_filters()),
        proof=None if the_viewer().departments else proof(session(), VERIFIED),
    )


def _turn(offset: int, shown: int, total: int) -> Turn:
    before, after = max(offset - PAGE, 0), offset + PAGE
    return Turn(
        first=min(offset + 1, total),
        last=offset + shown,
        total=total,
        previous=_address(before) if offset else None,
        next=_address(after) if after < total else None,
    )


def _address(offset: int) -> str:
    return _with("audit.show", {**_filters(), **({"from": str(offset)} if offset else {})})


def _filters() -> dict[str, str]:
    return {name: value for name, value in request.args.items() if value and name in NAMES}


def _with(endpoint: str, values: dict[str, str]) -> str:
    return url_for(endpoint) + (f"?{urlencode(values)}" if values else "")
