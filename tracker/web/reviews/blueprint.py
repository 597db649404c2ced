"""The blueprint that the views of this room hang on."""

from flask import Blueprint

bp = Blueprint("reviews", __name__, url_prefix="/reviews")
