"""The blueprint that the views of this room hang on."""

from flask import Blueprint

bp = Blueprint("addenda", __name__, url_prefix="/contracts")
