"""The room's blueprint, for its view modules."""

from flask import Blueprint

bp = Blueprint("imports", __name__, url_prefix="/imports")
