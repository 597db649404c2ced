"""What an evidence pack may tell to whom; what it leaves out is always named, with the reason and its source.

For staff the rule is the table of permissions (an address of a signer is traced by privacy officers and auditors alone,
a received file is opened by those who may read documents). For the public it follows the California Public Records Act
as recodified in 2023, Government Code 7920.000 and following: what can be parted is given, and what is withheld is
said (7922.525, 7922.540). It is where a city begins; its attorney decides about each request.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from tracker.domain.roles import Role


class Audience(StrEnum):
    """For whom a pack is made."""

    AUDITOR = "auditor"
    PRIVACY_OFFICER = "privacy officer"
    PROCUREMENT = "procurement"
    MANAGER = "manager"
    PUBLIC = "public"


class Matter(StrEnum):
    """What can be left out."""

    TRACE = "network addresses and browsers"
    MAIL = "mail and network addresses in words"
    NOTE = "notes of reviewers"
    FILE = "files of documents"
    SCREEN_FILE = "papers signed on screen"
    AGREED_TEXT = "texts signed on screen"
    EVENT_DETAILS = "details of events"
    EVENT_WORDS = "words of events"
    PEOPLE = "names of people besides the signer"
    REASON = "internal reasons"
    EXCEPTION = "words of the vendor about exceptions"
    SIGNATURE_FACTS = "facts of certificates"


@dataclass(frozen=True, slots=True)
class Rule:
    """Who is told, why others are not, and where that comes from."""

    told: frozenset[Audience]
    why: str
    source: str


_CLOSE: Final = frozenset({Audience.AUDITOR, Audience.PRIVACY_OFFICER})
_STAFF: Final = frozenset(Audience) - {Audience.PUBLIC}
_PERSONAL: Final = "Gov. Code 7927.700 (personal privacy) for the public"
_DELIBERATION: Final = "Gov. Code 7927.500 and 7922.000 (drafts, notes and deliberation) for the public"

RULES: Final[Mapping[Matter, Rule]] = {
    Matter.TRACE: Rule(
        _CLOSE, "Where a signer sat is told to privacy officers and auditors alone.", f"signing:trace; {_PERSONAL}"
    ),
    Matter.MAIL: Rule(
        _CLOSE,
        "Addresses of people and their machines are no part of what was agreed.",
        f"DESIGN, redaction by role; {_PERSONAL}",
    ),
    Matter.NOTE: Rule(_CLOSE, "A reviewer's note is for reviewers.", f"review:read; {_DELIBERATION}"),
    Matter.FILE: Rule(
        _CLOSE | {Audience.PROCUREMENT},
        "A file cannot be redacted without breaking its signatures; its digest stands in its place.",
        f"document:read; {_PERSONAL}",
    ),
    Matter.SCREEN_FILE: Rule(
        _CLOSE,
        "It prints the signer's mail address, and cannot be redacted without breaking its seal.",
        f"signing:trace; {_PERSONAL}",
    ),
    Matter.AGREED_TEXT: Rule(
        _STAFF, "It holds the vendor's own words about its security, and cannot be cut.", "Gov. Code 7929.210, 7927.705"
    ),
    Matter.EVENT_DETAILS: Rule(
        _CLOSE, "Details of events can hold addresses and notes.", f"audit:read; {_DELIBERATION}"
    ),
    Matter.EVENT_WORDS: Rule(_STAFF, "Events name people and their reasons.", f"{_PERSONAL}; {_DELIBERATION}"),
    Matter.PEOPLE: Rule(_STAFF, "Who handled it is no part of what was agreed.", _PERSONAL),
    Matter.REASON: Rule(_STAFF, "Reasons are how the city deliberates.", _DELIBERATION),
    Matter.EXCEPTION: Rule(
        _STAFF,
        "What a vendor says about its own weaknesses could help an attacker, or be a trade secret.",
        "Gov. Code 7929.210 (information security), 7927.705 with Evid. Code 1060",
    ),
    Matter.SIGNATURE_FACTS: Rule(_STAFF, "Certificates name people.", _PERSONAL),
}

PLAIN_DETAILS: Final = frozenset({"digest", "size", "text digest", "answers", "copy", "seal", "pictures"})
"""Details of events that hold digests and sizes only: these tell nobody's address or note."""

_OWN: Final[Mapping[Role, Audience]] = {
    Role.AUDITOR: Audience.AUDITOR,
    Role.PRIVACY_OFFICER: Audience.PRIVACY_OFFICER,
    Role.PROCUREMENT: Audience.PROCUREMENT,
    Role.MANAGER: Audience.MANAGER,
    Role.ADMINISTRATOR: Audience.MANAGER,
}
_ORDER: Final = tuple(Audience)
_ADDRESS: Final = re.compile(
    r"[^\s@<>()\[\]\",;:“”]{1,128}@[^\s@<>()\[\]\"',;:“”]{1,255}"
    r"|(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.]*\d)"
    r"|(?<![\w:])(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}(?![\w:])"
    r"|(?<![\w:])(?:[0-9a-f]{1,4}:){1,6}:(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,5})?(?![\w:])",
    re.IGNORECASE,
)
ADDRESS_LEFT_OUT: Final = "[address left out]"


def tells(audience: Audience, matter: Matter) -> bool:
    """Whether a pack for this audience holds the matter."""
    return audience in RULES[matter].told


def withheld(audience: Audience) -> tuple[Matter, ...]:
    """Return everything that a pack for this audience leaves out where it occurs."""
    return tuple(matter for matter in Matter if not tells(audience, matter))


def choices(roles: Collection[Role]) -> tuple[Audience, ...]:
    """Return for whom somebody with these roles may make a pack, the fullest first: never more than they see."""
    own = min((_ORDER.index(_OWN[role]) for role in roles), default=None)
    if own is None:
        return ()
    # Both see the same; who is an auditor makes packs for privacy officers, and the other way round.
    return _ORDER[0 if _ORDER[own] in _CLOSE else own :]


def without_addresses(value: Any) -> tuple[Any, int]:  # noqa: ANN401  # JSON of any shape
    """Return a JSON value with every mail or network address in its strings taken out, and how many they were."""
    if isinstance(value, str):
        return _ADDRESS.subn(ADDRESS_LEFT_OUT, value)
    if isinstance(value, Mapping):
        pairs = [(without_addresses(str(key)), without_addresses(one)) for key, one in value.items()]
        return {key[0]: one[0] for key, one in pairs}, sum(key[1] + one[1] for key, one in pairs)
    if isinstance(value, list | tuple):
        found = [without_addresses(one) for one in value]
        return [one for one, _ in found], sum(count for _, count in found)
    return value, 0


def plain_details(details: object) -> bool:
    """Whether the details of an event are told to every member of staff."""
    keys: Iterable[object] = details.keys() if isinstance(details, Mapping) else ("unreadable",)
    return PLAIN_DETAILS.issuperset(str(key) for key in keys)
