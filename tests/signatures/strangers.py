"""Files whose text is whole and whose signer is not one that the city can rely on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from asn1crypto import cms
from asn1crypto import x509 as asn1
from asn1crypto.core import Null
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.x509.oid import ExtendedKeyUsageOID as Purpose

from tests.signatures.authorities import AUTHORITY, Holder, Wish, days, named, rsa_key, self_made
from tests.signatures.hands import hand, sign, stamp, stamps
from tests.signatures.papers import paper
from tests.signatures.raw import Raw
from tests.signatures.world import World


def by(world: World, name: str, **wish: Any) -> bytes:
    """Signed by somebody of the trusted authority, with a certificate as wished."""
    return sign(paper(), world.signer(name, **wish))


def expired(world: World) -> bytes:
    return by(world, "Old Chen", since=-90, until=-2)


def expired_but_stamped_before(world: World, stamper: Holder | None = None) -> bytes:
    holder = world.signer("Past Chen", since=-90, until=-2)
    pen = hand(holder, claimed=days(-10))
    return sign(paper(), pen, stamper=stamps(stamper or world.stamper, days(-10)))


def expired_and_stamped_after(world: World) -> bytes:
    holder = world.signer("Past Chen", since=-90, until=-2)
    return sign(paper(), hand(holder, claimed=days(-10)), stamper=stamps(world.stamper, days(-1)))


def expired_but_stamped_by_a_stranger(world: World) -> bytes:
    return expired_but_stamped_before(world, world.strange_stamper)


def stamped_by_a_stranger(world: World) -> bytes:
    return sign(paper(), world.vendor, stamper=stamps(world.strange_stamper))


def stamped_by_no_stamper(world: World) -> bytes:
    """The key of somebody who may sign documents, but not the time."""
    holder = (
        world.signer("Not A Clock", key=rsa_key()) if "Not A Clock" not in world.made else world.made["Not A Clock"]
    )
    return expired_but_stamped_before(world, holder)


def self_signed(world: World) -> bytes:
    return sign(paper(), self_made(named("Mara Chen", "Acme Payroll, Inc."), Wish()))


def look_alike(world: World) -> bytes:
    return sign(paper(), hand(world.look_alike.issue(world.vendor.name), extra=[world.look_alike]))


def stranger(world: World) -> bytes:
    return sign(paper(), world.stranger.issue(named("Mara Chen", "Acme Payroll, Inc.")))


def leaf_as_authority(world: World) -> bytes:
    return sign(paper(), world.vendor.issue(named("Mallory", "City of Philadelphia")))


def path_too_long(world: World) -> bytes:
    low = world.root.issue(named("Liberty Leafs Only"), replace(AUTHORITY, depth=0))
    return sign(paper(), low.issue(named("One Too Many"), AUTHORITY).issue(named("Mara Chen")))


def outside_its_names(world: World) -> bytes:
    return sign(paper(), world.narrow.issue(named("Mara Chen", "Beacon Health LLC")))


def expired_authority(world: World) -> bytes:
    old = world.root.issue(named("Liberty Old CA"), replace(AUTHORITY, until=-5))
    return sign(paper(), old.issue(named("Mara Chen")))


def purpose_of(words: str, world: World) -> bytes:
    """A certificate for these purposes only."""
    purposes = tuple(PURPOSES[word] for word in words.split())
    return sign(paper(), world.root.issue(named("Mara Chen"), Wish(purposes=purposes)))


def usage(world: World, words: str) -> bytes:
    return sign(paper(), world.root.issue(named("Mara Chen"), Wish(usage=words)))


def digest(world: World, name: str) -> bytes:
    holder = world.made.get("Rosa Diaz") or world.signer("Rosa Diaz", key=rsa_key())
    return sign(paper(), hand(holder, pss=False), md_algorithm=name)


def small_key(world: World) -> bytes:
    return sign(paper(), world.root.issue(named("Mara Chen"), Wish(), rsa_key(1024)))


def weak_certificate(world: World) -> bytes:
    """A certificate that its authority signed over a SHA-1 digest."""
    root = world.old_root
    leaf = root.issue(named("Mara Chen"))
    body = leaf.asn1["tbs_certificate"]
    body["signature"]["algorithm"] = "sha1_rsa"
    made = asn1.Certificate(
        {
            "tbs_certificate": body,
            "signature_algorithm": {"algorithm": "sha1_rsa", "parameters": Null()},
            "signature_value": root.key.sign(body.dump(force=True), PKCS1v15(), hashes.SHA1()),  # noqa: S303  # weak on purpose
        }
    )
    return sign(paper(), Holder(leaf.key, x509.load_der_x509_certificate(made.dump(force=True)), root))


def backdated(world: World) -> bytes:
    """Claims to have been signed before its certificate existed."""
    return sign(paper(), hand(world.vendor, claimed=days(-200)))


def claimed_ahead(world: World) -> bytes:
    return sign(paper(), hand(world.vendor, claimed=days(40)))


def claimed_after_its_timestamp(world: World) -> bytes:
    return sign(paper(), hand(world.vendor, claimed=days(-1)), stamper=stamps(world.stamper, days(-10)))


def timestamp_only(world: World) -> bytes:
    return stamp(paper(), world.stamper)


def without_certificate(world: World) -> bytes:
    def bend(made: cms.ContentInfo) -> cms.ContentInfo:
        made["content"]["certificates"] = []
        return cms.ContentInfo({"content_type": "signed_data", "content": made["content"]})

    return Raw().by(hand(world.vendor, bend=bend))


def indefinite_lengths(world: World) -> bytes:
    """The same signature in BER, whose outer lengths are open; some programs write it so."""
    return Raw().by(hand(world.vendor, bend=lambda made: opened(made.dump())))


def opened(der: bytes) -> bytes:
    """Write the outermost value of a DER encoding with an open length."""
    skip = 2 if der[1] < 0x80 else 2 + (der[1] & 0x7F)
    return der[:1] + b"\x80" + der[skip:] + b"\x00\x00"


PURPOSES = {
    "SERVER": Purpose.SERVER_AUTH,
    "CLIENT": Purpose.CLIENT_AUTH,
    "CODE": Purpose.CODE_SIGNING,
    "STAMPING": Purpose.TIME_STAMPING,
    "MAIL": Purpose.EMAIL_PROTECTION,
    "DOCUMENTS": x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36"),
}
