"""A step of an answer that broke a rule: the step again with what was typed, or where the request stands by now."""

from collections.abc import Callable
from typing import TypeVar

from flask.typing import ResponseReturnValue

from tracker.services.rules import Conflict, RuleBroken
from tracker.web.context import session
from tracker.web.portal.asking import Asked, answerable, the_asked
from tracker.web.portal.forms import AnswersForm, SignerForm
from tracker.web.portal.home import to_request

Step = TypeVar("Step", AnswersForm, SignerForm)


def refused(request_id: int, form: Step, broken: RuleBroken, page: Callable[[Asked, Step], str]) -> ResponseReturnValue:
    """Say beside its field what was wrong; nothing that was typed is lost."""
    session().rollback()
    asked = answerable(request_id)
    if asked is None:
        return to_request(the_asked(request_id).row)
    form.version.data = asked.draft.row_version
    form.blame(broken)
    return page(asked, form), 409 if isinstance(broken, Conflict) else 422
