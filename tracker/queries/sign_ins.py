"""Open sessions of staff: whose token this is, and which sessions a person has."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from tracker.models.person import Person, PersonDepartment, PersonRole, SignIn
from tracker.queries.scope import Viewer

LIFETIME = timedelta(hours=12)
# Asked for every page, so it is built once: building it took longer than the answer.
VIEWER = (
    select(Person.id, Person.name, Person.email, Person.language, PersonRole.role, PersonDepartment.department_id)
    .join(SignIn, SignIn.person_id == Person.id)
    .outerjoin(PersonRole, PersonRole.person_id == Person.id)
    .outerjoin(PersonDepartment, PersonDepartment.person_id == Person.id)
    .where(SignIn.token_digest == bindparam("token_digest"), SignIn.ended_at.is_(None), Person.active)
    .where(SignIn.started_at > bindparam("since"))
)


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session that is still open; `is_this` marks the one that asks."""

    id: int
    started_at: datetime
    browser: str
    is_this: bool


def viewer_of(session: Session, token_digest: str, now: datetime) -> Viewer | None:
    """Return who a session belongs to, with the roles and departments of this moment.

    None when the session was ended, is older than 12 hours, or its person was deactivated.
    """
    rows = session.execute(VIEWER, {"token_digest": token_digest, "since": now - LIFETIME}).all()
    if not rows:
        return None
    return Viewer(
        id=rows[0].id,
        name=rows[0].name,
        email=rows[0].email,
        roles=frozenset(row.role for row in rows if row.role),
        departments=frozenset(row.department_id for row in rows if row.department_id is not None),
        language=rows[0].language,
    )


def open_sessions(session: Session, person_id: int, token_digest: str, now: datetime) -> list[OpenSession]:
    """Return the open sessions of a person, the newest first."""
    statement = (
        select(SignIn.id, SignIn.started_at, SignIn.browser, SignIn.token_digest == token_digest)
        .where(SignIn.person_id == person_id, SignIn.ended_at.is_(None), SignIn.started_at > now - LIFETIME)
        .order_by(SignIn.started_at.desc(), SignIn.id.desc())
    )
    return [OpenSession(number, at, browser, bool(mine)) for number, at, browser, mine in session.execute(statement)]
