"""The blueprint that the views of this room hang on."""

from flask import Blueprint

bp = Blueprint("evidence", __name__, url_prefix="/evidence")
