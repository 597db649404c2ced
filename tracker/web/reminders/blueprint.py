"""The room's blueprint, for its view modules."""

from flask import Blueprint

bp = Blueprint("reminders", __name__, url_prefix="/reminders")
