"""The honest half of the corpus: files that must be neither refused nor called bad."""

from __future__ import annotations

from functools import partial

from tests.signatures import dishonest, honest, strangers
from tests.signatures.case import Case
from tracker.domain.signature_verdict import Verdict

TRUSTED, CHANGED, UNVERIFIED = Verdict.TRUSTED, Verdict.CHANGED_AFTER_SIGNING, Verdict.UNVERIFIED_SIGNER
MARA = {"signer": "Mara Chen", "organization": "Acme Payroll, Inc.", "issuer": "Liberty Root", "kind": "person"}
GOOD, NOT_ASKED = {"revocation": "good"}, {"revocation": "not checked"}


def clear(world):
    return [world.root.revokes()]


def gone(world):
    return [world.root.revokes(world.vendor)]


HONEST = [
    Case("signed", honest.signed, TRUSTED, "Mara Chen (Acme Payroll, Inc.)", facts=MARA | NOT_ASKED),
    Case("signed, list says good", honest.signed, TRUSTED, "not revoked", lists=clear, facts=GOOD),
    Case("with an intermediate authority", honest.with_intermediate, TRUSTED, "Mara Chen"),
    Case("intermediate only in the security store", honest.with_intermediate_in_the_store, TRUSTED),
    Case("vendor and city", honest.two, TRUSTED, signatures=2, which=1, facts={"organization": "City of Philadelphia"}),
    Case("vendor and city in prepared places", honest.two_in_prepared_places, TRUSTED, signatures=2),
    Case("the city drew its own place", honest.city_drew_its_place, TRUSTED, signatures=2),
    Case("three signatures", honest.three, TRUSTED, signatures=3),
    Case("certified, no changes allowed", partial(honest.certified, level=1), TRUSTED),
    Case("certified, filling allowed", partial(honest.certified, level=2), TRUSTED),
    Case("certified, notes allowed", partial(honest.certified, level=3), TRUSTED),
    Case("certified, then signed by the city", honest.certified_then_signed, TRUSTED, signatures=2),
    Case("timestamped", honest.timestamped, TRUSTED, "timestamped"),
    Case("PAdES", honest.pades, TRUSTED),
    Case("adbe.pkcs7.detached", honest.adobe, TRUSTED),
    Case("visible", honest.visible, TRUSTED),
    Case("RSA", honest.rsa, TRUSTED),
    Case("RSA-PSS", honest.rsa_pss, TRUSTED),
    Case("SHA-512", honest.sha512, TRUSTED),
    Case("list inside the signature", honest.revocation_in_the_signature, TRUSTED, "not revoked", facts=GOOD),
    Case("OCSP inside the signature", honest.answer_in_the_signature, TRUSTED, "not revoked", facts=GOOD),
    Case("list in the security store", honest.list_in_the_store, TRUSTED, "not revoked", facts=GOOD),
    Case("OCSP in the security store", honest.answer_in_the_store, TRUSTED, "not revoked", facts=GOOD),
    Case("long-term", honest.long_term, TRUSTED, "timestamped", facts=GOOD),
    Case("long-term, certificate run out since", honest.long_term, TRUSTED, "timestamped", at=700),
    Case("long-term, two timestamps", honest.long_term_with_short_stamps, TRUSTED, at=700),
    Case("covered by a document timestamp", honest.covered_by_a_later_timestamp, TRUSTED, "timestamped", at=700),
    Case("timestamped, certificate run out since", honest.timestamped, TRUSTED, "timestamped", at=700),
    Case("stamped before the certificate ran out", strangers.expired_but_stamped_before, TRUSTED, "timestamped"),
    Case("stamped before it was revoked", honest.stamped_in_the_past, TRUSTED, "revoked later", lists=gone),
    Case("timestamp of an unknown service", strangers.stamped_by_a_stranger, TRUSTED, "timestamp does not count"),
    Case("linearized", honest.linearized, TRUSTED),
    Case("object streams", honest.object_streams, TRUSTED),
    Case("filled in steps before signing", honest.filled_in_steps, TRUSTED),
    Case("metadata added later", honest.metadata_added_later, TRUSTED),
    Case("metadata from the start", honest.with_metadata_from_the_start, TRUSTED),
    Case("a line end after the end", honest.line_end_after, TRUSTED),
    Case("blanks after the end", honest.blanks_after, TRUSTED),
    Case("a place for the city added", honest.place_for_the_city_added, TRUSTED),
    Case("locked fields", honest.locked_fields, TRUSTED),
    Case("typeset by another program", honest.typeset, TRUSTED),
    Case("written by hand", dishonest.raw, TRUSTED),
    Case("open lengths (BER)", strangers.indefinite_lengths, TRUSTED),
    Case("seal of a platform", honest.platform, TRUSTED, facts={"kind": "platform seal"}),
    Case("within the names of its authority", honest.named_within_limits, TRUSTED),
    Case("purpose e-mail", partial(strangers.purpose_of, "MAIL"), TRUSTED),
    Case("purpose documents", partial(strangers.purpose_of, "DOCUMENTS"), TRUSTED),
    Case("old list", honest.signed, TRUSTED, "not checked", lists=lambda w: [w.root.revokes(since=-60, until=-30)]),
    Case(
        "list of another authority",
        honest.signed,
        TRUSTED,
        "not checked",
        lists=lambda w: [w.stranger.revokes(w.vendor)],
    ),
    Case("forged list", honest.signed, TRUSTED, "not checked", lists=lambda w: [w.look_alike.revokes(w.vendor)]),
    Case(
        "list promised and not given",
        partial(strangers.by, name="List Chen", list_at="http://crl.example/1"),
        TRUSTED,
        "not checked",
    ),
    Case(
        "asked about a day before it was revoked", honest.signed_long_ago, TRUSTED, "revoked later", lists=gone, at=-5
    ),
]
