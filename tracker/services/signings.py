"""Signing on screen, step by step: the text is opened, consent given, the mailbox proved; signing_completion signs.

Each step compares the text with the one that was opened; when anything in it changed, it must be read again.
"""

import hmac
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr
from hashlib import sha256

from sqlalchemy import select

from tracker.domain.consent import consent_words
from tracker.domain.signature_kinds import SignatureKind
from tracker.models.attestation import Attestation
from tracker.models.contact import Contact
from tracker.models.portal import PortalCode
from tracker.models.request import Request
from tracker.models.requirement import RequirementSet, RequirementVersion
from tracker.models.signing import Signing
from tracker.queries.attestation_draft import Draft, draft
from tracker.services import attestations, city_seal, events, portal_codes, submissions
from tracker.services.portal_codes import MINUTES, Signs
from tracker.services.rules import Conflict, NotAllowed, RuleBroken
from tracker.services.work import Work

CHANGED = (
    "The text changed since you opened it: your answers, the person who signs, or what the city asks. "
    "Nothing was signed. Please read it again."
)
NOT_OFFERED = "This attestation cannot be signed on screen. Download it, sign it, and upload the signed document."
NOT_CONSENTED = "Tick this box if you agree; without it you cannot sign on screen, but on paper or with a certificate."
NOT_AUTHORIZED = "Tick this box if you are this person; only this person may sign here."
OTHER_NAME = "This is not the name in the text above. Type it as it stands there, or change who signs first."
JUST_NOW = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Trace:
    """Where the signer came from: a random value that the browser keeps, the network address, the browser's name."""

    browser_token: str
    address: str
    browser: str


@dataclass(frozen=True, slots=True)
class Consent:
    """What a signer gives on the page with the text; `mark` stands on that page alone."""

    mark: str
    consents: bool
    is_signer: bool
    name: str


def offered(work: Work, request: Request) -> bool:
    """Whether an answer may be signed on screen: the requirement set lets it suffice, and the city has a seal."""
    statement = (
        select(RequirementSet.signature_kinds)
        .join(RequirementVersion, RequirementVersion.set_id == RequirementSet.id)
        .where(RequirementVersion.id == request.version_id)
    )
    kinds = work.session.scalars(statement).one()
    return (kinds is None or SignatureKind.SCREEN in kinds) and city_seal.is_ready(work)


def begin(work: Work, request: Request, trace: Trace) -> Signing:
    """Open the text as it stands now; the same text twice is one opening.

    Raises NotAllowed when it cannot be signed on screen, RuleBroken on `answers` or `signer` while it is not ready.
    """
    if not offered(work, request):
        raise NotAllowed("", NOT_OFFERED)
    attestation = attestations.draft_of(work, request)
    shown = draft(work.session, request, work.today)
    submissions.check_ready(shown, work.today)
    row, digest = work.session.get(Signing, attestation.id), shown.text.digest()
    if row is not None and row.text_digest == digest:
        return row
    if row is not None:
        work.session.delete(row)
        work.session.flush()
    row = _opened(work, attestation, shown, trace)
    _record(work, attestation, request, "opened", f"opened the text of request {request.number} to sign it on screen")
    return row


def current(work: Work, request: Request) -> Signing:
    """Return what was opened for the draft of a request; raises Conflict when the text is another by now, or none."""
    shown = draft(work.session, request, work.today)
    row = work.session.get(Signing, shown.attestation_id) if shown.attestation_id else None
    if row is None or row.text_digest != shown.text.digest():
        raise Conflict("", CHANGED)
    return row


def mark_of(work: Work, row: Signing) -> str:
    """Return what only the page with this text carries: who sends it back has had the text on the screen."""
    said = f"text shown\0{row.attestation_id}\0{row.text_digest}\0{row.opened_at.isoformat()}"
    return hmac.new(work.settings.secret_key.encode(), said.encode(), sha256).hexdigest()


def consent(work: Work, request: Request, new: Consent, trace: Trace) -> Signing:
    """Keep consent and signature as typed, and send the code to the contact's mailbox; twice in a row sends it once.

    Raises Conflict when the text changed or was never shown, RuleBroken on `consents`, `is_signer` or `name`, or when
    too many codes were sent.
    """
    _check_offered(work, request)
    attestation = attestations.draft_of(work, request)
    row = current(work, request)
    if not hmac.compare_digest(new.mark.encode(), mark_of(work, row).encode()):
        raise Conflict("", CHANGED)
    if not new.consents:
        raise RuleBroken("consents", NOT_CONSENTED)
    if not new.is_signer:
        raise RuleBroken("is_signer", NOT_AUTHORIZED)
    if _plain(new.name) != _plain(attestation.signer_name):
        raise RuleBroken("name", OTHER_NAME)
    if row.consented_at is not None and _has_fresh_code(work, row, trace, JUST_NOW):
        return row
    row.consent, row.consented_at = "\n".join(words(work)), work.now
    row.typed_name, row.typed_title = " ".join(new.name.split()), attestation.signer_title
    row.authority, row.proved_at, row.proved_by = attestation.signer_authority, None, ""
    row.address, row.browser = trace.address, trace.browser
    work.session.flush()
    _record(work, attestation, request, "consented", "agreed to sign electronically and typed the name of the signer")
    portal_codes.send(work, _contact(work), trace.browser_token, _signs(row, request))
    return row


def send_code(work: Work, request: Request, trace: Trace) -> None:
    """Send a new code to who has consented; raises Conflict when the text changed, RuleBroken after too many codes."""
    row = _consented(work, request)
    portal_codes.send(work, _contact(work), trace.browser_token, _signs(row, request))


def prove(work: Work, request: Request, typed: str, trace: Trace) -> bool:
    """Use up one try of the code; return whether the mailbox is proved, by this try or by one in the last 10 minutes.

    The caller commits in both cases. Raises Conflict when the text changed or consent was not given.
    """
    _check_offered(work, request)
    row = _consented(work, request)
    if is_proved(work, row, trace):
        return True
    contact = portal_codes.enter(work, trace.browser_token, typed, _signs(row, request))
    if contact is None or contact.id != work.actor.id:
        return False
    row.proved_at = work.now
    row.proved_by = f"a code of six digits, sent to {row.email} and typed in the browser that asked for it"
    row.address, row.browser = trace.address, trace.browser
    work.session.flush()
    attestation = work.session.get_one(Attestation, row.attestation_id)
    _record(work, attestation, request, "proved", f"proved the address {row.email} with a code")
    return True


def is_proved(work: Work, row: Signing, trace: Trace) -> bool:
    """Whether the mailbox was proved in the last ten minutes, by a code typed in this browser."""
    return (
        row.proved_at is not None
        and work.now - row.proved_at <= timedelta(minutes=MINUTES)
        and _has_fresh_code(work, row, trace, timedelta(minutes=2 * MINUTES), used=True)
    )


def words(work: Work) -> tuple[str, ...]:
    """Return the consent as it is shown and kept, paragraph by paragraph."""
    return consent_words(work.settings.city_name, parseaddr(work.settings.mail_from)[1])


def _opened(work: Work, attestation: Attestation, shown: Draft, trace: Trace) -> Signing:
    row = Signing(
        attestation_id=attestation.id,
        text=shown.text.plain(),
        text_digest=shown.text.digest(),
        opened_at=work.now,
        email=_contact(work).email,
        zone=work.settings.time_zone,
        address=trace.address,
        browser=trace.browser,
    )
    work.session.add(row)
    work.session.flush()
    return row


def _check_offered(work: Work, request: Request) -> None:
    if not offered(work, request):
        raise NotAllowed("", NOT_OFFERED)


def _consented(work: Work, request: Request) -> Signing:
    attestations.draft_of(work, request)
    row = current(work, request)
    if row.consented_at is None:
        raise Conflict("", CHANGED)
    return row


def _contact(work: Work) -> Contact:
    if work.actor.kind != "contact":
        raise NotAllowed("", "Only a contact of the vendor can sign.")
    return work.session.get_one(Contact, work.actor.id)


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _signs(row: Signing, request: Request) -> Signs:
    return Signs(row.attestation_id, row.text_digest, request.number)


def _has_fresh_code(work: Work, row: Signing, trace: Trace, within: timedelta, *, used: bool = False) -> bool:
    statement = select(PortalCode.id).where(
        PortalCode.attestation_id == row.attestation_id,
        PortalCode.browser_digest == portal_codes.browser_digest(work, trace.browser_token),
        PortalCode.contact_id == work.actor.id,
        PortalCode.sent_at > work.now - within,
        PortalCode.sent_at >= row.consented_at,
        PortalCode.used_at.is_not(None) if used else PortalCode.used_at.is_(None),
    )
    return work.session.scalars(statement.limit(1)).first() is not None


def _record(work: Work, attestation: Attestation, request: Request, deed: str, sentence: str) -> None:
    subjects = ("attestation", attestation.id), ("vendor", attestation.vendor_id), ("request", request.id)
    events.record(work, f"signing:{deed}", sentence, *subjects, details={"text digest": _digest(work, attestation)})


def _digest(work: Work, attestation: Attestation) -> str:
    return work.session.get_one(Signing, attestation.id).text_digest
