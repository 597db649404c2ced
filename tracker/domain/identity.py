"""Who signed, compared with who the vendor is: what a certificate says of its holder never settles that by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from tracker.domain.names import LIKELY, likeness, name_key
from tracker.domain.person_names import comparable, same_person
from tracker.domain.signature_verdict import Kind


class Likeness(StrEnum):
    """Whether what a certificate says fits what the city knows."""

    MATCH = "match"
    UNLIKE = "unlike"
    UNKNOWN = "unknown"


class KnownPerson(NamedTuple):
    """A contact of the vendor."""

    name: str
    email: str


class KnownVendor(NamedTuple):
    """What the city knows: the legal name first, then aliases; the contacts; whom the answer names as its signer."""

    names: tuple[str, ...]
    people: tuple[KnownPerson, ...]
    named_signer: str = ""


class Compared(NamedTuple):
    """How something fits, and the sentence that says so."""

    likeness: Likeness
    sentence: str


class Identity(NamedTuple):
    """The person and the organization of one signature."""

    signer: Compared
    organization: Compared

    @property
    def likeness(self) -> Likeness:
        """Unlike when either is, match when either is, else unknown."""
        found = {self.signer.likeness, self.organization.likeness}
        return next(one for one in (Likeness.UNLIKE, Likeness.MATCH, Likeness.UNKNOWN) if one in found)


def compare(known: KnownVendor, signature: Mapping[str, Any]) -> Identity | None:
    """Compare one signature (its facts, as they are kept) with the vendor; None for the city's and for timestamps."""
    kind, signer = signature.get("kind"), str(signature.get("signer") or "")
    organization, email = str(signature.get("organization") or ""), str(signature.get("email") or "")
    if kind in {Kind.CITY, Kind.TIMESTAMP}:
        return None
    if kind == Kind.PLATFORM:
        whose = organization or signer or "a platform"
        sentence = f"The seal is that of {whose}, not the signer's; it does not say who signed."
        return Identity(Compared(Likeness.UNKNOWN, sentence), Compared(Likeness.UNKNOWN, sentence))
    return Identity(compare_signer(known, signer, email), compare_organization(known, organization, signer))


def of_document(found: Iterable[Identity | None]) -> Likeness:
    """Say it for a document of several signatures: one that fits is enough, else one that does not fit counts."""
    kinds = {one.likeness for one in found if one is not None}
    return next((one for one in (Likeness.MATCH, Likeness.UNLIKE) if one in kinds), Likeness.UNKNOWN)


def compare_signer(known: KnownVendor, name: str, email: str) -> Compared:
    """Compare a person with the vendor's contacts: by e-mail address first, then by name."""
    address = email.strip().casefold()
    for person in known.people:
        if address and person.email.strip().casefold() == address:
            return Compared(
                Likeness.MATCH, f"The address {email} is that of the vendor's contact {_ended(person.name)}"
            )
    if any(name_key(name) == name_key(one) for one in known.names if name):
        return Compared(Likeness.UNKNOWN, f"The certificate names the company, {name}, and no person.")
    for person in known.people:
        if same_person(name, person.name):
            return Compared(Likeness.MATCH, f"{name} is a contact of the vendor{_other_signer(known, name)}.")
    if same_person(name, known.named_signer):
        return Compared(
            Likeness.UNKNOWN, f"{name} is the signer whom the answer names, but no contact that the city knows."
        )
    if not comparable(name):
        return Compared(Likeness.UNKNOWN, f"The name {name} cannot be compared." if name else "No person is named.")
    return Compared(Likeness.UNLIKE, f"{name} is neither a contact of the vendor nor the signer whom the answer names.")


def compare_organization(known: KnownVendor, organization: str, signer: str = "") -> Compared:
    """Compare an organization with the vendor's legal name and aliases; legal forms at the end do not count.

    A certificate without organization whose holder is named like the vendor counts as the vendor's.
    """
    named = organization or (signer if any(name_key(signer) == name_key(one) for one in known.names if signer) else "")
    if not named:
        return Compared(Likeness.UNKNOWN, "The certificate names no organization.")
    key = name_key(named)
    legal, *aliases = known.names
    if key == name_key(legal):
        return Compared(Likeness.MATCH, f"The organization {named} is the vendor, {_ended(legal)}")
    for alias in aliases:
        if key == name_key(alias):
            return Compared(
                Likeness.MATCH, f"The organization {named} is the vendor, {legal}, known as {_ended(alias)}"
            )
    near = next((one for one in known.names if likeness(key, name_key(one)) >= LIKELY), None)
    if near:
        return Compared(Likeness.UNLIKE, f"The organization {named} is named like {near}, but it is not the same name.")
    return Compared(Likeness.UNLIKE, f"The organization {named} is not the vendor, {_ended(legal)}")


def _ended(name: str) -> str:
    return name if name.endswith(".") else f"{name}."


def _other_signer(known: KnownVendor, name: str) -> str:
    if not known.named_signer or same_person(name, known.named_signer):
        return ""
    return f"; the answer names {known.named_signer} as the person who signs"
