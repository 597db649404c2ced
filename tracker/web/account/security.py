"""Flask-Security below our own pages: its hashes, one-time codes and recovery codes, none of its routes."""

from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any, cast

from flask import Flask, Request
from flask_security import Security, SQLAlchemyUserDatastore

from tracker.database import db
from tracker.models.person import Person, PersonRole
from tracker.services import credentials

ISSUER = "Vendor Privacy Tracker"
RECOVERY_CODES = 8


def install(app: Flask) -> None:
    """Give the application what services.credentials asks of it."""
    key = urlsafe_b64encode(sha256(f"second factor {app.config['SECRET_KEY']}".encode()).digest()).decode()
    app.config.update(
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106  # the name of a function
        # A pepper from the secret key would make every password worthless when the key is changed.
        SECURITY_PASSWORD_SINGLE_HASH=True,
        SECURITY_TWO_FACTOR=True,
        SECURITY_TWO_FACTOR_ENABLED_METHODS=["authenticator"],
        SECURITY_TOTP_SECRETS={"1": key},
        SECURITY_TOTP_ISSUER=ISSUER,
        SECURITY_MULTI_FACTOR_RECOVERY_CODES=True,
        SECURITY_MULTI_FACTOR_RECOVERY_CODES_N=RECOVERY_CODES,
        SECURITY_MULTI_FACTOR_RECOVERY_CODES_KEYS=[key.encode()],
        SECURITY_CLI_USERS_NAME=None,
        SECURITY_CLI_ROLES_NAME=None,
    )
    datastore = SQLAlchemyUserDatastore(db, cast("Any", Person), cast("Any", PersonRole))
    kit = Security(app, datastore, register_blueprint=False, totp_cls=credentials.CountingTotp)
    # Our sessions are rows of ours: no token in a header or an address may sign anybody in.
    kit.login_manager.request_loader(_nobody)
    with app.app_context():
        credentials.decoy()


def _nobody(_request: Request) -> None:
    return None
