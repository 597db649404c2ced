"""The room's blueprint, for its view modules."""

from flask import Blueprint

bp = Blueprint("go_live", __name__, url_prefix="/reminders/go-live")
