"""A deed behind a form: done and committed, or told beside the field whose rule it broke."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from tracker.services.rules import Conflict, RuleBroken
from tracker.web.context import commit, session
from tracker.web.forms import Form


@dataclass(slots=True)
class Deed:
    """What became of an attempt; `conflict` says that somebody else was faster."""

    done: bool = False
    conflict: bool = False

    @property
    def refused(self) -> int:
        """The status of the page that says why it was not done."""
        return 409 if self.conflict else 422


@contextmanager
def attempt(form: Form) -> Iterator[Deed]:
    """Do what stands inside and commit it; of a broken rule nothing stays, and the form says why."""
    deed = Deed()
    try:
        yield deed
        commit()
    except RuleBroken as broken:
        session().rollback()
        form.blame(broken)
        deed.conflict = isinstance(broken, Conflict)
    else:
        deed.done = True


def say_done(sentence: str, endpoint: str, **values: Any) -> Response:  # noqa: ANN401  # whatever the route takes
    """Say on the next page what was done, and go there."""
    flash(sentence, "success")
    return redirect(url_for(endpoint, **values), 303)
