"""What the tests of the account pages do again and again."""

from tests.cast import PASSWORD
from tracker.models.person import Person
from tracker.services import accounts


def with_password(work, person_id, password=PASSWORD):
    """Give a person of the cast a password, commit, and return the id."""
    accounts.set_password(work, work.session.get(Person, person_id), password)
    work.session.commit()
    return person_id


def kept(session, kind, number):
    """Give a row as it is now in the database, and let go of SQLite's lock."""
    session.rollback()
    session.expire_all()
    row = session.get(kind, number)
    session.refresh(row)
    session.expunge(row)
    session.rollback()
    return row


def sign_in(client, email, password=PASSWORD, **more):
    return client.post("/account/sign-in", data={"email": email, "password": password, **more})


def signed_in(client):
    return client.get("/account/").status_code == 200
