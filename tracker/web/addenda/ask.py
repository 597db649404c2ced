"""Ask for an addendum: the difference, whom to ask, by when."""

from collections.abc import Sequence
from datetime import date

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from tracker.models.contract import Contract
from tracker.queries import askable
from tracker.queries import contract as contracts
from tracker.queries.addendum import Difference, difference
from tracker.queries.askable import VendorPerson
from tracker.queries.contract import ContractView
from tracker.services import addenda
from tracker.services.addenda import NewAddendum
from tracker.services.requests import LONGEST_MESSAGE, default_due_on
from tracker.services.rules import RuleBroken
from tracker.web.addenda.blueprint import bp
from tracker.web.context import clock, commit, session, the_viewer, work
from tracker.web.forms import Form, Ticks, clean_lines
from tracker.web.permissions import permitted


class AddendumForm(Form):
    """What is asked for, of whom, by when."""

    elements = Ticks(_l("Data that the vendor has not attested"))
    contact = RadioField(_l("Who is asked"), [InputRequired(_l("Choose a contact."))], coerce=int)
    due_on = DateField(_l("Please answer by"), [InputRequired(_l("Choose a day."))])
    message = TextAreaField(
        _l("Message to the vendor"),
        [Length(max=LONGEST_MESSAGE)],
        filters=[clean_lines],
        render_kw={"rows": 3},
        description=_l("It stands in the letter as you write it."),
    )

    def offer(self, found: Difference, people: Sequence[VendorPerson]) -> None:
        """Offer the added elements and the vendor's contacts."""
        self.elements.choices = [
            SelectChoice(str(row.id), _("%(name)s, tier %(tier)s", name=row.name, tier=row.tier))
            for row in found.elements
        ]
        self.contact.choices = [
            SelectChoice(str(person.contact_id), f"{person.name}, {person.email} ({', '.join(person.roles)})")
            for person in people
        ]

    def propose(self, found: Difference, people: Sequence[VendorPerson], due_on: date) -> None:
        """Tick everything that is missing, and choose the most fitting contact and the policy's day."""
        self.elements.data = [str(row.id) for row in found.elements]
        self.contact.data = people[0].contact_id if people else None
        self.due_on.data = due_on

    def new(self) -> NewAddendum:
        """What was typed, as the service takes it."""
        numbers = tuple(int(number) for number in self.elements.data or ())
        return NewAddendum(numbers, self.contact.data, self.due_on.data, self.message.data)


@bp.route("/<int:contract_id>/addendum", methods=["GET", "POST"])
@permitted("request:send")
def ask(contract_id: int) -> ResponseReturnValue:
    contract = contracts.contract(session(), the_viewer(), contract_id)
    if contract is None:
        abort(404)
    found = difference(session(), contract_id, clock().today())
    people = askable.people_of(session(), [contract.vendor_id])
    form = AddendumForm()
    form.offer(found, people)
    if request.method == "GET":
        form.propose(found, people, default_due_on(work()))
        return _page(contract, found, form)
    if not form.validate():
        return _page(contract, found, form), 422
    try:
        sent = addenda.send(work(), session().get_one(Contract, contract_id), form.new())
        commit()
    except RuleBroken as broken:
        session().rollback()
        form.blame(broken)
        return _page(contract, found, form), 422
    flash(_("The request for the addendum is sent."), "success")
    return redirect(url_for("requests.page", request_id=sent.id), 303)


def _page(contract: ContractView, found: Difference, form: AddendumForm) -> str:
    hindered = askable.open_by_contract(session(), [contract.id]).get(contract.id)
    return render_template("addenda/ask.html", contract=contract, found=found, form=form, hindered=hindered)
