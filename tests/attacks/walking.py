"""Every address of the application, with numbers of our choice, for tests that try all of them."""

import re
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from flask import url_for
from werkzeug.routing import AnyConverter, IntegerConverter

SPECIAL = {"public", "contact"}
NUMBERS = re.compile(r"\d+")


def words_of(answer):
    """Everything readable of an answer, also inside a workbook."""
    data = answer.data
    if data.startswith(b"PK"):
        try:
            with ZipFile(BytesIO(data)) as book:
                return "\n".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
        except BadZipFile:
            return ""
    return data.decode("utf-8", "replace")


def addresses(app, numbers_of, method="GET"):
    """List endpoint, permission and address of every route; `numbers_of` gives the number of an argument's name."""
    found = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if rule.endpoint == "static" or method not in (rule.methods or ()):
                continue
            values = {name: _value(name, rule._converters[name], numbers_of) for name in rule.arguments}
            if None in values.values():
                continue
            permission = app.view_functions[rule.endpoint].permission
            found.append((rule.endpoint, permission, url_for(rule.endpoint, **values)))
    return found


def _value(name, converter, numbers_of):
    if isinstance(converter, IntegerConverter):
        return numbers_of(name)
    return min(converter.items) if isinstance(converter, AnyConverter) else "x"


def like(text):
    """An answer's text without the numbers in it, for comparing other's and missing."""
    return NUMBERS.sub("#", text)
