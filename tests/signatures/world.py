"""Who exists in the corpus: authorities that the city trusts, strangers, and their signers."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Any

import typst

from tests.signatures.authorities import AUTHORITY, STAMPS, Holder, Wish, named, rsa_key, self_made


class World:
    """Who exists: authorities that the city trusts, strangers, and their signers; each made when first asked for."""

    def __init__(self) -> None:
        self.made: dict[str, Holder] = {}

    def _keep(self, name: str, make: Any) -> Holder:
        if name not in self.made:
            self.made[name] = make()
        return self.made[name]

    @cached_property
    def root(self) -> Holder:
        return self_made(named("Liberty Root", "Liberty Trust Services"), AUTHORITY)

    @cached_property
    def middle(self) -> Holder:
        return self.root.issue(named("Liberty Signing CA 3", "Liberty Trust Services"), AUTHORITY)

    @cached_property
    def stranger(self) -> Holder:
        return self_made(named("Faraway Root", "Faraway CA"), AUTHORITY)

    @cached_property
    def old_root(self) -> Holder:
        """A root with an RSA key, on the trust list where a case says so."""
        return self_made(named("Liberty Old Root"), AUTHORITY, rsa_key())

    @cached_property
    def look_alike(self) -> Holder:
        """An authority of the same name as the trusted one, with another key."""
        return self_made(self.root.name, AUTHORITY)

    @cached_property
    def vendor(self) -> Holder:
        return self.root.issue(named("Mara Chen", "Acme Payroll, Inc.", "mara@acme.example"))

    @cached_property
    def other_vendor(self) -> Holder:
        return self.root.issue(named("Jonas Reed", "Beacon Health LLC", "jonas@beacon.example"))

    @cached_property
    def city(self) -> Holder:
        return self.root.issue(named("Privacy Office", "City of Philadelphia"))

    @cached_property
    def deep(self) -> Holder:
        return self.middle.issue(named("Mara Chen", "Acme Payroll, Inc."))

    @cached_property
    def stamper(self) -> Holder:
        return self.root.issue(
            named("Liberty Timestamps", "Liberty Trust Services"), replace(STAMPS, until=3600), rsa_key()
        )

    @cached_property
    def short_stamper(self) -> Holder:
        return self.root.issue(
            named("Liberty Timestamps 1", "Liberty Trust Services"), replace(STAMPS, until=100), rsa_key()
        )

    @cached_property
    def strange_stamper(self) -> Holder:
        return self.stranger.issue(named("Faraway Timestamps"), replace(STAMPS, until=3600), rsa_key())

    @cached_property
    def narrow(self) -> Holder:
        """An authority that may only vouch for people of Acme Payroll."""
        wish = replace(AUTHORITY, permitted="Acme Payroll, Inc.")
        return self.root.issue(named("Liberty Narrow CA"), wish)

    @cached_property
    def typeset(self) -> bytes:
        source = b"= Attestation\nWe agree to the privacy requirements of the City.\n#pagebreak()\nSecond page."
        return typst.compile(source)

    def signer(self, name: str, issuer: Holder | None = None, key: Any = None, **wish: Any) -> Holder:
        """A signer named so, with a certificate as wished."""
        above = issuer or self.root
        return self._keep(name, lambda: above.issue(named(name, "Acme Payroll, Inc."), Wish(**wish), key))
