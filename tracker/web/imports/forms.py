"""The form that begins an import."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField
from wtforms.validators import InputRequired

from tracker.domain.import_words import ImportKind
from tracker.web.forms import Form, options
from tracker.web.imports.words import KINDS, ROWS

CHOICES = [(kind.value, _l("%(kind)s: %(row)s", kind=KINDS[kind], row=ROWS[kind])) for kind in KINDS]


class BeginForm(Form):
    """What the list holds, and the file."""

    kind = RadioField(
        _l("What does the list hold?"),
        [InputRequired(_l("Choose what the list holds."))],
        choices=options(CHOICES),
        default=ImportKind.CONTRACTS.value,
    )
    file = FileField(
        _l("The file"),
        [FileRequired(_l("Choose the file."))],
        description=_l("Excel (.xlsx, .xls), OpenDocument (.ods) or CSV, up to 100 MB and 100,000 rows. Drop it here."),
        render_kw={"accept": ".xlsx,.xlsm,.xls,.ods,.csv,.tsv,.txt"},
    )


class ApplyForm(Form):
    """Which rows are brought in."""

    rows = RadioField(
        _l("Rows that cannot be brought in"),
        choices=options(
            (
                ("all", _l("Bring nothing in until every row can be brought in")),
                ("most", _l("Leave these rows out, and bring the others in")),
            )
        ),
        default="all",
        validate_choice=False,
    )
