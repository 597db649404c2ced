"""A small application that has the filters and the macros, and nothing else."""

from pathlib import Path

import pytest
from flask import Flask, render_template_string
from flask_babel import Babel
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined

from tracker.web import display

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def pages():
    app = Flask("tracker", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "tracker" / "static"))
    app.config.update(SECRET_KEY="x" * 32, BABEL_DEFAULT_TIMEZONE="America/Los_Angeles")
    app.jinja_env.undefined = StrictUndefined
    Babel(app)
    CSRFProtect(app)
    display.register(app)
    return app


@pytest.fixture
def draw(pages):
    """Render a line of template with macros imported from components."""

    def drawn(source, **values):
        file, _, call = source.partition(" ")
        name = call.partition("(")[0]
        text = f'{{% from "components/{file}.html" import {name} %}}{{{{ {call} }}}}'
        with pages.test_request_context("/"):
            return render_template_string(text, **values)

    return drawn
