"""Whether the product lives and is ready, for machines; nothing of the city's data is told."""

from flask import Blueprint, Response, current_app
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from tracker import schema
from tracker.queries.health import health
from tracker.web.context import clock, session, settings
from tracker.web.permissions import public

bp = Blueprint("health", __name__)
NOT_READY = 503


@bp.get("/healthz")
@public
def alive() -> ResponseReturnValue:
    return _plain("alive")


@bp.get("/readyz")
@public
def ready() -> ResponseReturnValue:
    try:
        problems = _problems()
    except SQLAlchemyError as error:
        current_app.logger.warning("not ready: %s", type(error).__name__)
        problems = ("The database cannot be used.",)
    if problems:
        return _plain("\n".join(problems)), NOT_READY
    return _plain("ready")


def _problems() -> tuple[str, ...]:
    connection = session().connection(execution_options={"reads_only": True})
    if schema.revision_on(connection) != schema.head_revision():
        return ("The database is not up to date.",)
    return health(session(), clock().now(), settings().zone).problems


def _plain(text: str) -> Response:
    return Response(text + "\n", mimetype="text/plain")
