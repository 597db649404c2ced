"""The two forms of a review: accept, return."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from tracker.domain.checklist import Check
from tracker.domain.deficiencies import SENTENCES, Deficiency
from tracker.queries.contract import Choice
from tracker.queries.reviews import QueueFilter
from tracker.queries.submission import SubmittedAnswer
from tracker.services.reviews import Acceptance, Returning
from tracker.web.forms import Form, Ticks, clean_lines

FIXED = tuple(code for code in Deficiency if code not in {Deficiency.EXCEPTION, Deficiency.OTHER})


class QueueForm(Form):
    """What narrows the queue, in the address."""

    class Meta:
        csrf = False

    department = SelectField(_l("Department"), validate_choice=False)
    tier = SelectField(_l("Tier"), validate_choice=False)

    def offer(self, departments: Sequence[Choice], narrowed: QueueFilter) -> None:
        """Offer the departments that the viewer may see and the four tiers, with the chosen ones marked."""
        self.department.choices = [
            SelectChoice("", _("All")),
            *(SelectChoice(str(row.id), row.name) for row in departments),
        ]
        tiers = (SelectChoice(str(tier), _("Tier %(n)s", n=tier)) for tier in range(4, 0, -1))
        self.tier.choices = [SelectChoice("", _("All")), *tiers]
        self.department.data, self.tier.data = str(narrowed.department_id or ""), str(narrowed.tier or "")


class AcceptForm(Form):
    """What a reviewer confirms, and from and through which day the attestation is in force."""

    version = HiddenField()
    checklist = Ticks(_l("I have checked"))
    effective_on = DateField(_l("In force from"), [InputRequired(_l("Choose the first day."))])
    expires_on = DateField(_l("In force through"), [InputRequired(_l("Choose the last day."))])
    expiry_reason = TextAreaField(
        _l("Why another last day"), [Length(max=2000)], filters=[clean_lines], render_kw={"rows": 2}
    )
    reason = TextAreaField(
        _l("Why you accept it all the same"),
        [Length(max=2000)],
        filters=[clean_lines],
        render_kw={"rows": 2},
        description=_l("For staff; it stays with the decision."),
    )
    note = TextAreaField(
        _l("Note for staff"),
        [Length(max=5000)],
        filters=[clean_lines],
        render_kw={"rows": 2},
        description=_l("The vendor never sees it."),
    )

    follow_up_problem: tuple[str, str] = ("", "")
    """The field and the sentence of a day that cannot be; those fields stand outside of this form."""

    def acceptance(self) -> Acceptance:
        """What was typed, as the service takes it."""
        return Acceptance(
            effective_on=self.effective_on.data,
            expires_on=self.expires_on.data,
            expiry_reason=self.expiry_reason.data,
            checklist=tuple(self.checklist.data or ()),
            note=self.note.data,
            version=_number(self.version.data),
            reason=self.reason.data or "",
        )


class SecondForm(Form):
    """What a second person says about a proposal."""

    version = HiddenField()
    decline_reason = TextAreaField(
        _l("Why you do not confirm it"),
        [Length(max=2000)],
        filters=[clean_lines],
        render_kw={"rows": 2},
        description=_l("For staff; who proposed it reads it."),
    )

    def seen(self) -> int | None:
        """The row version that was shown."""
        return _number(self.version.data)


class ReturnForm(Form):
    """Why an answer goes back, and by when it is to be corrected."""

    version = HiddenField()
    reasons = Ticks(_l("Reasons"), choices=[SelectChoice(code.value, SENTENCES[code]) for code in FIXED])
    clauses = Ticks(_l("Answers that we cannot accept"))
    free_text = TextAreaField(
        _l("Another reason, in your words"),
        [Length(max=2000)],
        filters=[clean_lines],
        render_kw={"rows": 3},
        description=_l("It goes into the letter as you write it."),
    )
    due_on = DateField(_l("To be corrected by"), [InputRequired(_l("Choose a day."))])
    note = TextAreaField(
        _l("Note for staff"),
        [Length(max=5000)],
        filters=[clean_lines],
        render_kw={"rows": 2},
        description=_l("The vendor never sees it."),
    )

    def offer(self, unusual: Sequence[SubmittedAnswer]) -> None:
        """Offer the answers that are not a plain agreement."""
        self.clauses.choices = [
            SelectChoice(answer.code, f"{answer.code}: {_short(answer.said)}") for answer in unusual
        ]

    def returning(self) -> Returning:
        """What was typed, as the service takes it."""
        fixed = [(code, "") for code in self.reasons.data or ()]
        clauses = [(Deficiency.EXCEPTION.value, code) for code in self.clauses.data or ()]
        return Returning(
            reasons=(*fixed, *clauses),
            due_on=self.due_on.data,
            free_text=self.free_text.data,
            note=self.note.data,
            version=_number(self.version.data),
        )


def checklist_choices(vendor: str, contracts: str, version: int, signer: str, *, misfits: bool) -> list[SelectChoice]:
    """The points of the checklist, each naming what it is about."""
    elements = (
        _("Elements: I have looked at the differences between what is attested and what is shared.")
        if misfits
        else _("Elements: the data it names is the data that we share.")
    )
    return [
        SelectChoice(Check.VENDOR.value, _("Vendor: it was signed for %(vendor)s.", vendor=vendor.removesuffix("."))),
        SelectChoice(Check.CONTRACT.value, _("Contract: it names %(contracts)s.", contracts=contracts)),
        SelectChoice(
            Check.VERSION.value, _("Version: it agrees to version %(version)s of the requirements.", version=version)
        ),
        SelectChoice(Check.SIGNER.value, _("Signer: %(signer)s may sign for the company.", signer=signer)),
        SelectChoice(Check.ELEMENTS.value, elements),
    ]


def _short(said: str) -> str:
    one_line = " ".join(said.split())
    return one_line if len(one_line) <= 80 else f"{one_line[:79]}…"  # noqa: PLR2004  # what fits beside a box


def _number(typed: str | None) -> int | None:
    return int(typed) if typed and typed.isascii() and typed.isdecimal() and len(typed) < 10 else None  # noqa: PLR2004  # digits
