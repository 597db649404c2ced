import re

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import FieldList, Form, FormField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from tracker.domain.stages import Stage
from tracker.domain.standings import Standing


class Contact(Form):
    name = StringField("Name", validators=[InputRequired("Write a name")])


class Sheet(Form):
    number = StringField("Number", description="As in the finance system", validators=[InputRequired("Write it")])
    note = StringField("Note")
    renewal = RadioField(
        "Renewal",
        choices=[SelectChoice("n", "None"), SelectChoice("a", "Automatic")],
        validators=[InputRequired("Choose")],
    )
    contacts = FieldList(FormField(Contact), "Contacts", min_entries=1)


@pytest.fixture
def refused():
    sheet = Sheet(MultiDict({"contacts-0-name": ""}))
    assert not sheet.validate()
    sheet.form_errors.append("This contract is recorded already.")
    return sheet


def test_every_standing_has_its_own_shape_and_its_word(draw):
    badges = {word: draw("standing standing(word)", word=word) for word in Standing}
    assert all(word.value in badge for word, badge in badges.items())
    drawings = [re.findall(r"<svg[^>]*>(.+)</svg>", badge)[0] for badge in badges.values()]
    assert len(set(drawings)) == len(Standing)


def test_every_stage_is_told_in_its_words(draw):
    assert all(stage.value in draw("standing stage(word)", word=stage) for stage in Stage)


def test_a_standing_is_understood_in_any_spelling(draw):
    spellings = ("not in force", "NOT_IN_FORCE", "not-in-force", Standing.NOT_IN_FORCE)
    assert len({draw("standing standing(word)", word=word) for word in spellings}) == 1


def test_the_bar_is_to_scale_and_leaves_empty_counts_out(draw):
    bar = draw(
        "standing standing_bar(counts)",
        counts=[("current", 30, "/a"), ("gap", 0, "/b"), ("expired", 10, "/c")],
    )
    assert re.findall(r'x="(\d+)" y="0" width="(\d+)"', bar) == [("0", "30"), ("30", "10")]
    assert 'href="/b"' not in bar


def test_a_wrong_field_says_so_beside_itself_and_to_a_screen_reader(draw, refused):
    html = draw("forms field(f)", f=refused.number)
    assert 'aria-describedby="number-hint number-error"' in html
    assert 'aria-invalid="true"' in html
    assert "Write it" in html
    assert "(optional)" not in html


def test_a_field_that_may_stay_empty_is_called_optional(draw, refused):
    html = draw("forms field(f)", f=refused.note)
    assert "(optional)" in html
    assert "aria-invalid" not in html


def test_the_error_summary_leads_to_every_field_that_is_wrong(draw, refused):
    html = draw("forms error_summary(form)", form=refused)
    assert re.findall(r'href="#([^"]+)"', html) == ["number", "renewal-0", "contacts-0-name"]
    assert "This contract is recorded already." in html
    assert "Contacts 1, Name: Write a name" in html


def test_what_people_typed_is_never_markup(draw):
    hostile = "<script>alert(1)</script>"
    drawn = [
        draw("page page_header(t, lead=t)", t=hostile),
        draw("standing standing(t)", t=hostile),
        draw("facts facts([(t, t)])", t=hostile),
        draw("alert alert('info', t)", t=hostile),
        draw("tables cell(t, t)", t=hostile),
        draw("empty empty(t, t)", t=hostile),
    ]
    assert not any("<script" in html.lower() for html in drawn)


def test_a_post_button_carries_the_token_and_its_fields(draw):
    html = draw("actions post_button('Pause', '/pause', fields={'until': '2027-01-01'})")
    assert 'name="csrf_token"' in html
    assert 'name="until" value="2027-01-01"' in html


@pytest.mark.parametrize("direction", ["ascending", "descending"])
def test_a_sorted_column_says_how(draw, direction):
    assert f'aria-sort="{direction}"' in draw("tables sort_header('Vendor', '?sort=vendor', d)", d=direction)
