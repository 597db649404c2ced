"""Staff: adding people, their roles and scope, letting them in and keeping them out."""

from dataclasses import dataclass
from secrets import token_urlsafe

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import delete, select

from tracker.domain.roles import Role
from tracker.mail.notice import notice
from tracker.mail.tongue import Tongue
from tracker.models.department import Department
from tracker.models.person import Person, PersonDepartment, PersonRole
from tracker.queries.people import active_with_role, departments_of, roles_of
from tracker.services import accounts, events, letters, obligation_index, password_links, sign_ins, unreachable
from tracker.services.rules import Conflict, RuleBroken
from tracker.services.work import Work


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A member of staff as somebody typed it; no departments means the whole city."""

    email: str
    name: str
    roles: frozenset[Role]
    departments: frozenset[int] = frozenset()


def add(work: Work, new: NewPerson) -> Person:
    """Add a person who has no password yet; raises RuleBroken on email, name, roles or departments."""
    email = _checked(work, new, None)
    person = Person(email=email, name=new.name, epoch=token_urlsafe(32), active=True, created_at=work.now)
    work.session.add(person)
    work.session.flush()
    _give(work, person, new)
    _touch(work, person, new.roles)
    events.record(work, "person:added", f"added {new.name} as {_said(new.roles)}", ("person", person.id),
                  details=_facts(email, new))  # fmt: skip
    return person


def edit(work: Work, person: Person, edited: NewPerson, version: int) -> Person:
    """Change a person's data, roles and departments; it holds from the next request on.

    Another address ends the sessions and voids the links that went to the old one. Raises RuleBroken, and
    Conflict when somebody else changed the person since `version`.
    """
    if person.version != version:
        raise Conflict("", "Somebody else changed this person meanwhile. Look at the new state and try again.")
    email = _checked(work, edited, person)
    if person.active and Role.ADMINISTRATOR not in edited.roles:
        _keep_an_administrator(work, person, "roles")
    before = NewPerson(person.email, person.name, roles_of(work.session, person.id), _scope(work, person))
    if email != person.email:
        sign_ins.end_all(work, person)
    person.email, person.name = email, edited.name
    _give(work, person, edited)
    _touch(work, person, before.roles | edited.roles)
    changed = events.changes(_facts(before.email, before), _facts(email, edited))
    events.record(work, "person:edited", f"changed {edited.name}: {_said(edited.roles)}", ("person", person.id),
                  details=changed)  # fmt: skip
    if email != before.email:
        unreachable.person_works_again(work, person, "The address was changed.")
    return person


def deactivate(work: Work, person: Person) -> None:
    """Keep a person out from the next request on; raises RuleBroken for oneself and the last administrator."""
    if not person.active:
        raise RuleBroken("", f"{person.name} is deactivated already.")
    if work.actor.kind == "person" and work.actor.id == person.id:
        raise RuleBroken("", "You cannot deactivate your own account; ask another administrator.")
    _keep_an_administrator(work, person, "")
    person.active = False
    _touch(work, person, roles_of(work.session, person.id))
    sign_ins.end_all(work, person)
    events.record(work, "person:deactivated", f"deactivated {person.name}", ("person", person.id))


def activate(work: Work, person: Person) -> None:
    """Let a deactivated person in again, with the password of before; raises RuleBroken for an active one."""
    if person.active:
        raise RuleBroken("", f"{person.name} is active already.")
    person.active = True
    _touch(work, person, roles_of(work.session, person.id))
    events.record(work, "person:activated", f"activated {person.name} again", ("person", person.id))


def invite(work: Work, person: Person) -> str:
    """Send a person a link to set a password, and return it; raises RuleBroken for a deactivated one."""
    link = make_link(work, person)
    here = letters.city(work, person.language)
    composed = notice(here, person.name, *_invitation(here.tongue, person), link)
    to = letters.Recipient(person.email, person.name, person_id=person.id)
    letters.write(work, composed, key=f"invite:{person.id}:{token_urlsafe(12)}", kind="reset", to=to)
    return link


def make_link(work: Work, person: Person) -> str:
    """Return a link to set a password, which whoever asked hands over; raises RuleBroken for a deactivated person."""
    if not person.active:
        raise RuleBroken("", f"{person.name} is deactivated; activate the account first.")
    events.record(work, "person:link-made", f"made a link for {person.name} to set a password", ("person", person.id))
    return password_links.link(work, person)


def free_second_factor(work: Work, person: Person) -> None:
    """Switch the second factor of somebody off who lost the phone and the codes, and end the sessions."""
    accounts.switch_off(work, person)
    sign_ins.end_all(work, person)
    work.session.flush()


def _invitation(tongue: Tongue, person: Person) -> tuple[str, list[str], str]:
    first, say = person.password is None, tongue.say
    return (
        say("your account") if first else say("set a new password"),
        [
            say("An account for you is ready. Open this link and choose your password.")
            if first
            else say("Open this link and choose a new password."),
            say("The link works once, for %(hours)s hours.", hours=password_links.hours(person)),
        ],
        say("Choose your password"),
    )


def _checked(work: Work, new: NewPerson, known: Person | None) -> str:
    try:
        email = validate_email(new.email, check_deliverability=False, test_environment=True).normalized.casefold()
    except EmailNotValidError as error:
        raise RuleBroken("email", "Write an e-mail address like name@city.example.") from error
    other = work.session.scalars(select(Person.id).where(Person.email == email)).first()
    if other is not None and (known is None or other != known.id):
        raise RuleBroken("email", "Somebody here has this e-mail address already.")
    if not new.name:
        raise RuleBroken("name", "Type the person's name.")
    if not new.roles:
        raise RuleBroken("roles", "Choose at least one role.")
    found = set(work.session.scalars(select(Department.id).where(Department.id.in_(sorted(new.departments)))))
    if found != new.departments:
        raise RuleBroken("departments", "One of these departments does not exist any more.")
    return email


def _give(work: Work, person: Person, new: NewPerson) -> None:
    work.session.execute(delete(PersonRole).where(PersonRole.person_id == person.id))
    work.session.execute(delete(PersonDepartment).where(PersonDepartment.person_id == person.id))
    work.session.add_all(PersonRole(person_id=person.id, role=role) for role in sorted(new.roles))
    work.session.add_all(
        PersonDepartment(person_id=person.id, department_id=number) for number in sorted(new.departments)
    )
    work.session.flush()


def _keep_an_administrator(work: Work, person: Person, field: str) -> None:
    if active_with_role(work.session, Role.ADMINISTRATOR) == [person.id]:
        raise RuleBroken(field, f"{person.name} is the only administrator; make somebody else one first.")


def _touch(work: Work, person: Person, roles: frozenset[Role]) -> None:
    if Role.PRIVACY_OFFICER in roles:
        obligation_index.touch_all(work)
    else:
        obligation_index.touch_person(work, person.id)


def _scope(work: Work, person: Person) -> frozenset[int]:
    return departments_of(work.session, person.id)


def _said(roles: frozenset[Role]) -> str:
    return " and ".join(sorted(roles))


def _facts(email: str, person: NewPerson) -> dict[str, object]:
    return {
        "email": email,
        "name": person.name,
        "roles": sorted(person.roles),
        "departments": sorted(person.departments),
    }
