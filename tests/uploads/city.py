"""Two vendors that were asked, each with a session of its contact, and PDFs of any size."""

import secrets
from hashlib import sha256
from io import BytesIO
from random import Random

import pikepdf
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from tests import cast as people
from tests.attested import share
from tests.databases import ZONE, settings_for
from tests.uploads.server import SECRET, Sender, Server
from tracker.app import create_app
from tracker.clock import Clock
from tracker.database import db, prepare_engine
from tracker.models.portal import PortalSession
from tracker.services import requests
from tracker.services.requests import NewRequest
from tracker.services.work import TRACKER, Actor, Work


def work_on(server: Server, session: Session, actor: Actor = TRACKER) -> Work:
    """Give a unit of work on the server's database."""
    return Work(session, actor, Clock(ZONE), settings_for(server.url, server.folder))


def open_session(server: Server) -> Session:
    """Open a session of the server's database."""
    engine = create_engine(server.url, connect_args={"timeout": 30} if "sqlite" in server.url else {})
    prepare_engine(engine)
    return Session(engine)


def settled(server: Server) -> list[Sender]:
    """Put the cast into the city, ask both vendors, and open two sessions for each."""
    with open_session(server) as session:
        work = work_on(server, session)
        cast = people.settle(work)
        pia = work_on(server, session, Actor("person", cast.pia, "Pia Procurement"))
        asked = []
        for contract, vendor, contact in (
            (cast.payroll, cast.acme, cast.cora),
            (cast.cameras, cast.birch, cast.ben),
        ):
            share(pia, contract)
            row = requests.send(pia, NewRequest(vendor, (contract,), contact))
            asked += [(row.id, contact)] * 2
        senders = [_sender(server, session, work, request_id, contact) for request_id, contact in asked]
        session.commit()
        session.get_bind().dispose()  # type: ignore[union-attr]  # an engine
    return senders


def _sender(server: Server, session: Session, work: Work, request_id: int, contact_id: int) -> Sender:
    token = secrets.token_urlsafe(16)
    digest = sha256(token.encode()).hexdigest()
    session.add(PortalSession(token_digest=digest, contact_id=contact_id, opened_at=work.now))
    settings = settings_for(server.url, server.folder)
    settings.secret_key = SECRET
    app = create_app(settings)
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]  # Flask's own
    with app.app_context():
        db.engine.dispose()
    return Sender(server.port, request_id, f"tracker={serializer.dumps({'portal': token})}")


def pdf_of(random: Random, size: int) -> bytes:
    """Make a PDF of about this size that no other resembles."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(612, 792))
    pdf.pages[0].Contents = pikepdf.Stream(pdf, b"% " + random.randbytes(16).hex().encode() + b"\n")
    pdf.Root.Bulk = pdf.make_indirect(pikepdf.Stream(pdf, random.randbytes(size)))
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()
