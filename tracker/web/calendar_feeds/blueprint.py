"""The room's blueprint, for its view modules."""

from flask import Blueprint

bp = Blueprint("calendar_feeds", __name__)
