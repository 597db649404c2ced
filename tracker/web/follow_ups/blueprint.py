"""The blueprint that the views of this room hang on."""

from flask import Blueprint

bp = Blueprint("follow_ups", __name__, url_prefix="/follow-ups")
