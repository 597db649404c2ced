"""The blueprint that the views of this room hang on."""

from flask import Blueprint

bp = Blueprint("requirements", __name__, url_prefix="/requirements")
