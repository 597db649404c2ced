"""Whom a list means: likely vendors beside each spelling, and a decision that is remembered."""

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.domain.import_words import ImportState
from tracker.queries.import_matches import KnownVendor, Undecided, known, undecided
from tracker.services.list_imports import matching as service
from tracker.services.list_imports import runs
from tracker.web.context import session, work
from tracker.web.deeds import attempt
from tracker.web.forms import Form
from tracker.web.grid import read_number
from tracker.web.imports.blueprint import bp
from tracker.web.imports.seen import run_of, seen
from tracker.web.imports.spelled import Piece, spelled
from tracker.web.permissions import permitted

AT_ONCE = 50
NEW, LATER = "new", "later"


@dataclass(frozen=True, slots=True)
class Offer:
    """One vendor that a spelling may mean, with both spellings cut where they differ."""

    vendor_id: int
    number: str
    here: list[Piece]
    listed: list[Piece]
    why: str
    known: KnownVendor


@dataclass(frozen=True, slots=True)
class Question:
    """One spelling, its rows, its offers, and what was chosen so far."""

    name: str
    spelling: str
    rows: list[int]
    offers: list[Offer]
    chosen: str


@bp.route("/<int:import_id>/vendors", methods=["GET", "POST"])
@permitted("import:run")
def matching(import_id: int) -> ResponseReturnValue:
    row, form = seen(import_id), Form()
    open_ones = undecided(session(), import_id) if row.state is ImportState.CHECKED else []
    if not open_ones:
        return redirect(url_for("imports.show", import_id=import_id), 303)
    if form.is_submitted():
        decided = _decided(open_ones)
        with attempt(form) as deed:
            for spelling, vendor_id in decided.items():
                service.decide(work(), spelling, vendor_id)
            if decided:
                runs.check(work(), run_of(import_id))
        if deed.done:
            return redirect(url_for("imports.show" if decided else "imports.matching", import_id=import_id), 303)
        row = seen(import_id)
    vendors = known(session(), (one.vendor_id for each in open_ones[:AT_ONCE] for one in each.likely))
    page = render_template(
        "imports/matching.html",
        row=row,
        form=form,
        questions=[_question(place, each, vendors) for place, each in enumerate(open_ones[:AT_ONCE])],
        total=len(open_ones),
    )
    return page, 422 if form.form_errors else 200


def _decided(open_ones: list[Undecided]) -> dict[str, int | None]:
    """The vendor of each spelling that was decided; None for a vendor of its own. Only what was offered counts."""
    if request.form.get("all") == NEW:
        return {each.spelling: None for each in open_ones}
    by_spelling = {each.spelling: each for each in open_ones}
    decided: dict[str, int | None] = {}
    for place in range(AT_ONCE):
        each = by_spelling.get(request.form.get(f"spelling-{place}", ""))
        chosen = request.form.get(f"vendor-{place}", LATER)
        if each is None:
            continue
        if chosen == NEW:
            decided[each.spelling] = None
        elif read_number(chosen) in {one.vendor_id for one in each.likely}:
            decided[each.spelling] = read_number(chosen)
    return decided


def _question(place: int, each: Undecided, vendors: dict[int, KnownVendor]) -> Question:
    offers = [
        Offer(
            one.vendor_id,
            one.number,
            spelled(one.name, each.spelling),
            spelled(each.spelling, one.name),
            one.why,
            vendors.get(one.vendor_id, KnownVendor(0, ())),
        )
        for one in each.likely
    ]
    return Question(str(place), each.spelling, each.rows, offers, request.form.get(f"vendor-{place}", LATER))
