"""What the signatures in a document prove: one word and one sentence, never a bare tick.

The words and their order are those of QUALITY section 4; the facts come from whoever read the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple


class Verdict(StrEnum):
    """What the signatures in a document prove, worst first among those of a signed one."""

    REFUSED = "REFUSED"
    ALTERED = "ALTERED"
    REVOKED = "REVOKED"
    COULD_NOT_CHECK = "COULD NOT CHECK"
    UNSIGNED = "UNSIGNED"
    UNVERIFIED_SIGNER = "UNVERIFIED SIGNER"
    CHANGED_AFTER_SIGNING = "CHANGED AFTER SIGNING"
    TRUSTED = "TRUSTED"


class Kind(StrEnum):
    """Whose signature it is."""

    PERSON = "person"
    PLATFORM = "platform seal"
    CITY = "city counter-signature"
    TIMESTAMP = "timestamp"


class Path(StrEnum):
    """How the signer's certificate stands to the city's trust list."""

    TRUSTED = "trusted"
    UNKNOWN_ISSUER = "unknown issuer"
    SELF_SIGNED = "self-signed"
    EXPIRED = "expired"
    NOT_YET_VALID = "not yet valid"
    OTHER_PURPOSE = "made for another purpose"
    WEAK = "weak algorithm"
    AUTHORITY_EXPIRED = "authority expired"
    BACKDATED = "back-dated"
    AHEAD = "dated ahead"
    AFTER_STAMP = "dated after its timestamp"
    NOT_CONFIRMED = "not confirmed"


class Revocation(StrEnum):
    """What is known about the certificate having been withdrawn."""

    GOOD = "good"
    REVOKED = "revoked"
    NOT_CHECKED = "not checked"


class Stamp(StrEnum):
    """What shows when a signature was made, besides the signer's own clock."""

    NONE = "none"
    TRUSTED = "trusted"
    UNKNOWN = "unknown service"


class Change(NamedTuple):
    """A form value that was changed after the document was signed.

    Both values are the same where only the look of the field changed, or where the value was changed back.
    """

    field: str
    was: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """The facts about one signature; moments are ISO 8601 in UTC, None when there is none.

    `broken` says in words why it does not hold together, `illegal` which later change its format does not allow,
    `unread` why it could not be checked; each is empty when that is not so. `timestamped_at` is the earliest moment
    that a trusted timestamp shows. `revoked_whose` names the authority when it is not the signer's certificate that was
    revoked; `reaches_back` says that signatures from before are touched as well.
    """

    field: str
    kind: Kind
    signer: str = ""
    organization: str = ""
    email: str = ""
    subject: str = ""
    issuer: str = ""
    serial: str = ""
    fingerprint: str = ""
    valid_from: str | None = None
    valid_until: str | None = None
    chain: tuple[str, ...] = ()
    claimed_at: str | None = None
    timestamped_at: str | None = None
    path: Path = Path.NOT_CONFIRMED
    revocation: Revocation = Revocation.NOT_CHECKED
    revoked_at: str | None = None
    revoked_whose: str = ""
    reaches_back: bool = False
    stamp: Stamp = Stamp.NONE
    covers: str = ""
    revision: int = 0
    broken: str = ""
    illegal: str = ""
    unread: str = ""
    changes: tuple[Change, ...] = ()


class Judged(NamedTuple):
    """A verdict and its sentence."""

    verdict: Verdict
    sentence: str


PATHS: Final = {
    Path.UNKNOWN_ISSUER: "nobody on the city's trust list vouches for the certificate, which {issuer} issued",
    Path.SELF_SIGNED: "the signer made the certificate, and nobody else vouches for it",
    Path.EXPIRED: "the certificate had expired by {until}, and no trusted timestamp shows that it was used before",
    Path.NOT_YET_VALID: "the certificate is not valid before {since}",
    Path.OTHER_PURPOSE: "the certificate was made for another purpose than signing documents",
    Path.WEAK: "the signature uses a method that is not safe any more",
    Path.AUTHORITY_EXPIRED: "an authority that should vouch for the certificate had expired",
    Path.BACKDATED: "it gives {claimed} as its day, before the certificate was valid ({since})",
    Path.AHEAD: "it was made on {last}, which is later than the day asked about",
    Path.AFTER_STAMP: "it gives {claimed} as its day, which is later than its own timestamp ({stamped})",
    Path.NOT_CONFIRMED: "the way from the certificate to the city's trust list could not be confirmed; "
    "{issuer} is said to have issued it",
}
UNSIGNED: Final = "There is no digital signature in this document."
STAMPED_ONLY: Final = "There is a timestamp, but no signature of anybody in this document."
MOST_TOLD: Final = 5
LONGEST_TOLD: Final = 60
SEVERITY: Final = tuple(Verdict)


def judge(signatures: Sequence[Signature], tail: str = "") -> Judged:
    """Judge a document by its signatures; `tail` says what stands behind its end, empty for nothing.

    The worst signature speaks for all of them; timestamps of the document alone do not make it signed.
    """
    if tail and signatures:
        return Judged(Verdict.ALTERED, f"The file was altered after signing: {tail}.")
    judged = [judge_one(signature) for signature in signatures]
    broken = [found for found in judged if found.verdict is Verdict.ALTERED]
    people = [
        found for found, signature in zip(judged, signatures, strict=True) if signature.kind is not Kind.TIMESTAMP
    ]
    if not broken and not people:
        return Judged(Verdict.UNSIGNED, STAMPED_ONLY if signatures else UNSIGNED)
    return worst(broken or people)


def worst(judged: Iterable[Judged]) -> Judged:
    """Return the worst of several."""
    return min(judged, key=lambda found: SEVERITY.index(found.verdict))


def judge_one(signature: Signature) -> Judged:
    """Judge one signature by its facts."""
    return _of_the_whole(signature) or _of_the_signer(signature)


def _of_the_whole(signature: Signature) -> Judged | None:
    who = _who(signature)
    if signature.broken:
        return Judged(Verdict.ALTERED, f"The signature of {who} does not hold: {signature.broken}.")
    if signature.illegal:
        return Judged(Verdict.ALTERED, f"The document was altered after {who} signed it: {signature.illegal}.")
    if signature.unread:
        return Judged(Verdict.COULD_NOT_CHECK, f"The signature of {who} could not be checked: {signature.unread}.")
    return None


def _of_the_signer(signature: Signature) -> Judged:
    who = _who(signature)
    if signature.revocation is Revocation.REVOKED:
        return Judged(Verdict.REVOKED, _revoked(signature, who))
    if signature.path is not Path.TRUSTED:
        return Judged(Verdict.UNVERIFIED_SIGNER, f"Signed in the name of {who}, but {_path(signature)}.")
    if signature.changes:
        return Judged(Verdict.CHANGED_AFTER_SIGNING, f"Signed by {who}; after that, {_changes(signature)}.")
    told = (f"Signed by {who}{_when(signature)}; nothing was changed since.", _stamp(signature), _revocation(signature))
    return Judged(Verdict.TRUSTED, " ".join(part for part in told if part))


def _revoked(signature: Signature, who: str) -> str:
    whose = f"{signature.revoked_whose}, which vouches for {who}," if signature.revoked_whose else who
    when = f" on {signature.revoked_at[:10]}" if signature.revoked_at else ""
    why = ", because its key was no longer safe; signatures from before cannot be told apart"
    return f"The certificate of {whose} was revoked{when}{why if signature.reaches_back else ''}."


def _who(signature: Signature) -> str:
    name = signature.signer or signature.organization or signature.subject or "an unnamed signer"
    organization = signature.organization
    return f"{name} ({organization})" if organization and organization != name else name


def _path(signature: Signature) -> str:
    days = {
        "until": signature.valid_until,
        "since": signature.valid_from,
        "claimed": signature.claimed_at,
        "stamped": signature.timestamped_at,
        "last": max(signature.claimed_at or "", signature.timestamped_at or ""),
    }
    told = {name: (moment or "")[:10] for name, moment in days.items()}
    return PATHS[signature.path].format(issuer=signature.issuer or "nobody", **told)


def _changes(signature: Signature) -> str:
    told = [_change(change) for change in signature.changes[:MOST_TOLD]]
    told += [f"{more} more"] if (more := len(signature.changes) - len(told)) else []
    return f"{', '.join(told)} {'was' if len(signature.changes) == 1 else 'were'} changed, which the format allows"


def _change(change: Change) -> str:
    if change.was == change.now:
        return f"the look of “{change.field}” or its value in between"
    return f"“{change.field}” from “{change.was[:LONGEST_TOLD]}” to “{change.now[:LONGEST_TOLD]}”"


def _when(signature: Signature) -> str:
    if signature.timestamped_at:
        return f", timestamped {signature.timestamped_at[:10]}"
    return f" on {signature.claimed_at[:10]} by their own clock" if signature.claimed_at else ""


def _stamp(signature: Signature) -> str:
    unknown = "Its timestamp does not count, because nobody on the city's trust list vouches for the service."
    return unknown if signature.stamp is Stamp.UNKNOWN else ""


def _revocation(signature: Signature) -> str:
    if signature.revoked_at:
        return f"The certificate was revoked later, on {signature.revoked_at[:10]}."
    if signature.revocation is Revocation.GOOD:
        return "The certificate was not revoked."
    return "Whether the certificate was revoked was not checked."
