"""Test clients that are somebody: a person of staff, a contact of a vendor, or nobody."""

import secrets
from hashlib import sha256

from flask import Flask
from flask.testing import FlaskClient

from tests.moments import Moments
from tracker.database import db
from tracker.models.person import SignIn
from tracker.models.portal import PortalSession


class Visitors:
    """Opens sessions the way the account and portal rooms keep them, without typing passwords and codes."""

    def __init__(self, app: Flask, moments: Moments) -> None:
        self.app = app
        self.moments = moments

    def nobody(self) -> FlaskClient:
        return self.app.test_client()

    def person(self, number: int) -> FlaskClient:
        token = self._open(SignIn, person_id=number, started_at=self.moments.now())
        return self._with_cookie("sign_in", token)

    def contact(self, number: int) -> FlaskClient:
        token = self._open(PortalSession, contact_id=number, opened_at=self.moments.now())
        return self._with_cookie("portal", token)

    def _open(self, kind: type, **columns: object) -> str:
        token = secrets.token_urlsafe(16)
        with self.app.app_context():
            db.session.add(kind(token_digest=sha256(token.encode()).hexdigest(), **columns))
            db.session.commit()
        return token

    def _with_cookie(self, name: str, token: str) -> FlaskClient:
        client = self.app.test_client()
        with client.session_transaction() as cookie:
            cookie[name] = token
        return client
