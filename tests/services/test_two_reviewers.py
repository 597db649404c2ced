"""Two reviewers at the same moment, on two connections: one decides, the other is told."""

from threading import Barrier, Thread

import pytest

from tests.cast import rows
from tests.services.test_reviews import good
from tests.submitted import submitted
from tracker.database import db
from tracker.models.attestation import Attestation
from tracker.models.letter import Letter
from tracker.models.review import Review
from tracker.services import reviews
from tracker.services.rules import Conflict
from tracker.services.work import Actor, Work


@pytest.fixture
def number(work, cast):
    return submitted(work, cast.acme, cast.cora, cast.payroll)


def test_of_two_reviewers_at_once_one_decides_and_one_is_told(app, number, cast, moments, settings, session):
    session.rollback()
    ready, ends = Barrier(2), []

    def review(person, name):
        with app.app_context():
            ready.wait()
            try:
                work = Work(db.session(), Actor("person", person, name), moments.clock, settings)
                reviews.accept(work, db.session.get_one(Attestation, number), good())
                db.session.commit()
                ends.append("accepted")
            except Conflict as conflict:
                db.session.rollback()
                ends.append(conflict.sentence)
            finally:
                db.session.remove()

    threads = [Thread(target=review, args=who) for who in ((cast.oscar, "Oscar Officer"), (cast.olga, "Olga Officer"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(end.partition(" has ")[2] or end for end in ends) == [
        "accepted",
        "accepted this answer on November 23, 2026. Nothing of yours was saved.",
    ]
    assert len(rows(session, Review)) == 1
    assert len(rows(session, Letter, kind="accepted")) == 1
