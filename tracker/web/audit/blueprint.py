"""The room's blueprint, for its view modules."""

from flask import Blueprint

bp = Blueprint("audit", __name__, url_prefix="/audit")
