"""Editing a data schedule: shown, copied, checked, confirmed, saved; shared by two rooms."""

from dataclasses import dataclass
from datetime import date

from babel import Locale
from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from tracker.domain.catalogue_words import PERSONAL_FORMS, Direction, Form
from tracker.domain.coming import Coming, Declared
from tracker.domain.countries import COUNTRY_CODES
from tracker.models.contract import Contract
from tracker.queries import data_schedule as questions
from tracker.queries.addendum import Difference, difference
from tracker.queries.contract import ContractView
from tracker.queries.data_schedule import ElementRow
from tracker.queries.schedule_consequence import Consequence, consequence
from tracker.services import data_schedule
from tracker.services.data_schedule import NewSchedule
from tracker.services.rules import Conflict, RuleBroken
from tracker.services.schedule_rules import problems
from tracker.web import grid
from tracker.web.context import commit, session, work
from tracker.web.schedule_form import ScheduleForm, stored, typed

KEPT_FOR = ("the term of the contract", "30 days", "1 year", "3 years", "7 years")
SAVING = frozenset({"save", "confirm", "ask"})


@dataclass(frozen=True, slots=True)
class Editing:
    """Where the form stands: its template, where it goes when saved, and what more the page shows.

    `addendum` is where one asks the vendor for the difference; None for who may not ask.
    """

    contract: ContractView
    template: str
    after: str
    source: ContractView | None = None
    steps: list[tuple[str, str | None]] | None = None
    addendum: str | None = None


def edit(editing: Editing) -> ResponseReturnValue:
    """Show the form, or do with it what the pressed button says."""
    catalogue = questions.elements(session())
    if request.method == "GET":
        return _page(editing, _opened(editing, catalogue))
    form = typed(catalogue, request.form)
    deed = request.form.get("deed", "")
    if deed not in SAVING:
        return _page(editing, form)
    if not _sensible(form):
        return _page(editing, form), 422
    if deed == "save" and _consequence(editing, form).newly_unnamed:
        return _page(editing, form, asks=True)
    return _save(editing, form)


def _opened(editing: Editing, catalogue: list[ElementRow]) -> ScheduleForm:
    contract_id, today = editing.contract.id, work().today
    wanted = editing.source.id if editing.source else contract_id
    rows, declared = questions.lines(session(), wanted, today), questions.declaration(session(), wanted)
    form = stored(catalogue, rows, declared)
    if editing.source:
        form.kind, form.since = "schedule", ""
        for line in form.lines:
            line.said = {**line.said, "from_on": "", "through_on": ""}
    form.fingerprint = data_schedule.fingerprint(work(), contract_id)
    return form


def _sensible(form: ScheduleForm) -> bool:
    form.since_day()
    if form.kind == "none":
        if not form.reason:
            form.problems["reason"] = _("Say why no personal data goes to this vendor.")
        return not form.problems
    if not form.chosen:
        form.problems["matrix"] = _("Choose at least one element, or declare that no personal data goes.")
    for problem in problems(session(), form.new_lines()):
        form.chosen[problem.place].problems.setdefault(problem.part, problem.sentence)
    return not form.summary()


def _save(editing: Editing, form: ScheduleForm) -> ResponseReturnValue:
    contract = session().get_one(Contract, editing.contract.id)
    try:
        if form.kind == "none":
            reason, since = form.reason, form.since_day()
            data_schedule.declare_no_personal_data(work(), contract, reason, since, form.fingerprint)
        else:
            data_schedule.declare_schedule(work(), contract, _new(form))
        commit()
    except Conflict as broken:
        session().rollback()
        form.problems[""] = broken.sentence
        form.fingerprint = data_schedule.fingerprint(work(), editing.contract.id)
        return _page(editing, form, overtaken=True), 409
    except RuleBroken as broken:
        session().rollback()
        form.problems[broken.field if broken.field == "reason" else ""] = broken.sentence
        return _page(editing, form), 422
    if editing.steps is None:
        flash(_("The data schedule is saved."), "success")
    if request.form.get("deed") == "ask" and editing.addendum:
        return redirect(editing.addendum, 303)
    return redirect(editing.after, 303)


def _new(form: ScheduleForm) -> NewSchedule:
    return NewSchedule(
        from_on=form.since_day(),
        uses_ai=form.uses_ai,
        usage_protocol=form.usage_protocol,
        lines=form.new_lines(),
        fingerprint=form.fingerprint,
    )


def _consequence(editing: Editing, form: ScheduleForm) -> Consequence:
    return consequence(session(), editing.contract.id, work().today, _coming(form))


def _coming(form: ScheduleForm) -> Coming:
    today = work().today
    personal = [
        (line.element, new)
        for line, new in zip(form.chosen, form.new_lines(), strict=True)
        if new.form in PERSONAL_FORMS and (new.through_on is None or new.through_on >= today)
    ]
    if form.kind == "none":
        personal = []
    return Coming(
        declared=Declared.PERSONAL_DATA if personal else Declared.NO_PERSONAL_DATA,
        elements=frozenset(element.code for element, _new_line in personal),
        tier=max((element.tier for element, _new_line in personal), default=None),
        uses_ai=form.uses_ai,
        protocol_named=bool(form.usage_protocol),
    )


def _page(editing: Editing, form: ScheduleForm, *, asks: bool = False, overtaken: bool = False) -> str:
    consequences = _consequence(editing, form)
    if request.headers.get("HX-Target") == "consequence":
        return render_template("data_schedule/consequence.html", follows=consequences, form=form)
    contract_id, today = editing.contract.id, work().today
    held = questions.lines(session(), contract_id, today, ended=True)
    return render_template(
        editing.template,
        contract=editing.contract, addendum=_addendum(editing, form) if asks else None,
        source=editing.source, steps=editing.steps, form=form,
        follows=consequences, asks=asks, overtaken=overtaken, saved=[row for row in held if not _ended(row.through_on)],
        ended=[row for row in held if _ended(row.through_on)],
        subjects=questions.subject_choices(session()), directions=list(Direction), forms=list(Form),
        countries=country_names(), kept_for=KEPT_FOR,
    )  # fmt: skip


def _addendum(editing: Editing, form: ScheduleForm) -> Difference | None:
    """What could be asked as an addendum once this is saved; None when nobody could be asked so."""
    if editing.addendum is None:
        return None
    found = difference(session(), editing.contract.id, work().today, kind=_coming(form))
    return found if found.anything else None


def _ended(through_on: date | None) -> bool:
    return through_on is not None and through_on < work().today


def country_names() -> list[tuple[str, str]]:
    """The countries as code and name in the page's language, by name."""
    names = (get_locale() or Locale("en")).territories
    return sorted(((code, names.get(code, code)) for code in COUNTRY_CODES), key=lambda pair: pair[1])


def source_number() -> int | None:
    """The contract to copy from that the address names."""
    return grid.read_number(request.args.get("from"))
