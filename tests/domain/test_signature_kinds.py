"""In which way a document is signed, and whether that suffices."""

import pytest

from tracker.domain.signature_kinds import ALL_KINDS, SignatureKind, kinds_shown, shortfall
from tracker.domain.signature_verdict import Kind, Verdict

CERTIFICATE, PLATFORM, SCREEN, WET = ALL_KINDS


@pytest.mark.parametrize(
    ("verdict", "seals", "shown"),
    [
        (None, [], set()),
        (Verdict.COULD_NOT_CHECK, [Kind.PERSON], set()),
        (Verdict.REFUSED, [], set()),
        (Verdict.UNSIGNED, [], {WET}),
        (Verdict.TRUSTED, [Kind.PERSON], {CERTIFICATE}),
        (Verdict.UNVERIFIED_SIGNER, [Kind.PLATFORM, Kind.TIMESTAMP], {PLATFORM}),
        (Verdict.TRUSTED, [Kind.PERSON, Kind.PLATFORM, Kind.CITY], {CERTIFICATE, PLATFORM}),
        (Verdict.TRUSTED, [Kind.CITY, Kind.TIMESTAMP], set()),
    ],
)
def test_a_document_shows_how_it_is_signed(verdict, seals, shown):
    assert kinds_shown(verdict, seals) == frozenset(shown)


@pytest.mark.parametrize("enough", [{CERTIFICATE}, {CERTIFICATE, WET}, set(ALL_KINDS)])
def test_one_way_that_suffices_is_enough_and_nothing_is_said_before_the_check(enough):
    assert shortfall({CERTIFICATE, PLATFORM}, enough) == ""
    assert shortfall(set(), enough) == ""


def test_what_does_not_suffice_is_told_with_what_does():
    assert shortfall({WET}, {CERTIFICATE, SCREEN}) == (
        "This is ink on paper, which does not suffice here. "
        "What suffices: a PDF signed with a certificate or signing on screen."
    )
    assert shortfall({PLATFORM}, {SignatureKind.SCREEN}).startswith("This is a PDF sealed by an e-signature platform")
