"""What people do with their own account: name, password, second factor."""

from secrets import token_urlsafe

from sqlalchemy import select

from tracker.domain.obligations import Rhythm
from tracker.domain.passwords import fault
from tracker.domain.roles import Role
from tracker.mail.notice import notice
from tracker.mail.tongue import LANGUAGES
from tracker.models.person import Person
from tracker.queries.people import roles_of
from tracker.services import attempts, credentials, events, letters, obligation_index, password_links, sign_ins
from tracker.services.rules import RuleBroken
from tracker.services.work import Work

MOST_LETTERS_PER_HOUR = 5
SECOND_FACTOR = "authenticator"


def ask_for_link(work: Work, email: str) -> None:
    """Send a link to set a password if an active person has this address; the same work is done for any other.

    At most five letters an hour go to one address, whoever asks.
    """
    key = f"password-link:{email.casefold()}"
    found = work.session.scalars(select(Person).where(Person.email == email.casefold(), Person.active)).first()
    person = found or _stranger(email)
    asked_often = attempts.count(work, key, attempts.WINDOW * 4) >= MOST_LETTERS_PER_HOUR
    attempts.note(work, key)
    here = letters.city(work, person.language)
    say, hours = here.tongue.say, password_links.hours(person)
    composed = notice(
        here,
        person.name,
        say("set a new password"),
        [
            say("Somebody asked to set a new password for your account. If it was you, open this link."),
            say(
                "It works once, for %(hours)s hours. If it was not you, do nothing: your password stays as it is.",
                hours=hours,
            ),
        ],
        say("Set a new password"),
        password_links.link(work, person),
    )
    if found is None or asked_often:
        return
    to = letters.Recipient(found.email, found.name, person_id=found.id)
    letters.write(work, composed, key=f"reset:{found.id}:{token_urlsafe(12)}", kind="reset", to=to)
    events.record(work, "person:link-asked", f"sent {found.name} a link to set a password", ("person", found.id))


def set_password(work: Work, person: Person, password: str) -> None:
    """Give a person a new password: every session ends and every link is void; raises RuleBroken("password")."""
    check_password(password, person.email, person.name)
    person.password = credentials.hashed(password)
    sign_ins.end_all(work, person)
    attempts.forget(work, f"sign-in:{person.email}")
    events.record(work, "person:password-set", f"set a new password for {person.name}", ("person", person.id))


def change_password(work: Work, person: Person, old: str, new: str, token: str) -> None:
    """Change one's own password; the session of `token` goes on, all others end. Raises RuleBroken."""
    confirm(work, person, old, "old_password")
    check_password(new, person.email, person.name)
    person.password = credentials.hashed(new)
    sign_ins.end_all(work, person, keep_token=token)
    events.record(work, "person:password-changed", "changed the own password", ("person", person.id))


def check_password(password: str, email: str, name: str) -> None:
    """Raise RuleBroken("password") when a new password will not do."""
    wrong = fault(password, email, name)
    if wrong:
        raise RuleBroken("password", wrong)


def confirm(work: Work, person: Person, password: str, field: str = "current_password") -> None:
    """Raise RuleBroken unless this is the person's password, or after ten wrong tries in 15 minutes."""
    key = f"confirm:{person.id}"
    if attempts.count(work, key) < sign_ins.MOST_PER_ACCOUNT and credentials.matches(password, person.password):
        attempts.forget(work, key)
        return
    attempts.note(work, key)
    raise RuleBroken(field, "That is not your present password.")


def rename(work: Work, person: Person, name: str) -> None:
    """Change one's own name."""
    changes = events.changes({"name": person.name}, {"name": name})
    person.name = name
    events.record(work, "person:edited", "changed the own name", ("person", person.id), details=changes)


def choose_letters(work: Work, person: Person, rhythm: Rhythm, language: str) -> None:
    """Choose how often one gets digests and in which language one gets letters; raises RuleBroken("language")."""
    if language not in LANGUAGES:
        raise RuleBroken("language", "Choose one of the languages that letters are written in.")
    chosen = {"rhythm": rhythm.value, "language": language}
    changed = events.changes({"rhythm": person.rhythm, "language": person.language}, chosen)
    if not changed:
        return
    person.rhythm, person.language = rhythm.value, language
    work.session.flush()
    if "rhythm" in changed:
        _look_again(work, person)
    sentence = f"chose digests: {rhythm.value}, letters in {LANGUAGES[language]}"
    events.record(work, "person:letters-chosen", sentence, ("person", person.id), details=changed)


def switch_on(work: Work, person: Person, secret: str, code: str) -> list[str]:
    """Ask for a one-time code at every sign-in from now on; return the recovery codes, shown once.

    Raises RuleBroken("code") unless the code proves that the app holds the secret.
    """
    if not credentials.code_matches(person, secret, code):
        raise RuleBroken("code", "That code is not right. Type the six digits that the app shows now.")
    person.tf_totp_secret, person.tf_primary_method = secret, SECOND_FACTOR
    codes = credentials.new_recovery_codes(person)
    events.record(work, "person:second-factor-on", "switched the second factor on", ("person", person.id))
    return codes


def switch_off(work: Work, person: Person) -> None:
    """Stop asking a person for one-time codes."""
    person.tf_totp_secret = person.tf_primary_method = person.tf_last_counter = None
    person.mf_recovery_codes = None
    sentence = f"switched the second factor of {person.name} off"
    events.record(work, "person:second-factor-off", sentence, ("person", person.id))


def renew_recovery_codes(work: Work, person: Person) -> list[str]:
    """Replace the recovery codes and return the new ones, shown once."""
    codes = credentials.new_recovery_codes(person)
    events.record(work, "person:recovery-codes", "made new recovery codes", ("person", person.id))
    return codes


def _look_again(work: Work, person: Person) -> None:
    if Role.PRIVACY_OFFICER in roles_of(work.session, person.id):
        obligation_index.touch_all(work)
    else:
        obligation_index.touch_person(work, person.id)


def _stranger(email: str) -> Person:
    return Person(email=email, name=email, epoch=token_urlsafe(32), password=credentials.decoy())
