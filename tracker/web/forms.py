"""What all forms share: clean text, the CSRF token, and a broken rule put beside its field."""

import unicodedata
from collections.abc import Iterable
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import Field, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.form import BaseForm
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.services.rules import RuleBroken

KEPT_CONTROLS = "\n\t"


class Form(FlaskForm):
    """A form of ours; WTForms checks shape, services check sense."""

    class Meta(FlaskForm.Meta):
        """Reads what forms send; a body of JSON, with values of any kind, is none."""

        def wrap_formdata(self, form: BaseForm, formdata: object) -> MultiDict[str, Any] | None:
            return None if request.is_json else super().wrap_formdata(form, formdata)

    def blame(self, broken: RuleBroken) -> None:
        """Show the sentence of a broken rule beside its field, or above the form."""
        field = self._fields.get(broken.field)
        if isinstance(field, Field):
            field.errors = [*field.errors, broken.sentence]
        else:
            self.form_errors.append(broken.sentence)


class Ticks(SelectMultipleField):
    """Several boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def options(pairs: Iterable[tuple[object, object]]) -> list[SelectChoice]:
    """What a list offers, from pairs of value and words."""
    return [SelectChoice(str(value), words) for value, words in pairs]


def clean(value: str | None) -> str:
    """One line of typed text without outer blanks, line breaks and invisible controls (a filter of fields)."""
    return " ".join(clean_lines(value).split())


def clean_lines(value: str | None) -> str:
    """Typed text of several lines without outer blanks and invisible controls; NUL and lone surrogates go too."""
    text = (value or "").replace("\r\n", "\n").replace("\r", "\n")
    kept = (sign for sign in text if sign in KEPT_CONTROLS or unicodedata.category(sign) not in {"Cc", "Cs"})
    return "".join(kept).strip()
