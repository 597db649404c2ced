"""The room's blueprint, for its view modules."""

from flask import Blueprint

bp = Blueprint("settings", __name__, url_prefix="/settings")
