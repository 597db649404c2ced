"""The room's blueprint, for its view modules."""

from flask import Blueprint

bp = Blueprint("account", __name__, url_prefix="/account")
