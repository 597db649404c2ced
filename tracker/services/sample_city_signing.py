"""How papers of the sample city are signed, and judged: some by certificate, most by a typed name."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial

from tracker.documents import carried_look, checked_file
from tracker.documents.sample_signature import signed as typed
from tracker.documents.signatures import look
from tracker.documents.signatures.sample import SampleAuthority, Signer
from tracker.domain.days import day_words
from tracker.models.document import Document
from tracker.services import document_checks, trust_lists
from tracker.services.work import Work

NOTE = "The authority that vouches for the signers of the sample city; it is made anew with each sample city."
AS_TYPED = "Owner"


def settle_trust(work: Work, now: datetime) -> SampleAuthority:
    """Make the sample authority, as of the seeding, and put it on the trust list."""
    authority = SampleAuthority(now)
    trust_lists.record(work, authority.pem, "", NOTE)
    return authority


def sign(work: Work, authority: SampleAuthority, how: str, pdf: bytes, signer: Signer) -> bytes:
    """Sign a paper in one of the ways that seed_data/sample_city.toml names; without one, with a typed name."""
    if how == "certificate":
        return authority.signed(pdf, signer, work.now)
    if how == "changed":
        return authority.signed_and_changed(pdf, signer, work.now, AS_TYPED, "Managing partner")
    if how == "altered":
        return authority.altered(pdf, signer, work.now, AS_TYPED, "Buyer")
    if how == "stranger":
        return SampleAuthority(work.now, "Somebody Else's Authority").signed(pdf, signer, work.now)
    return typed(pdf, signer.name, day_words(work.today))


def judge(work: Work, document: Document) -> None:
    """Judge a paper within this process: nobody sent it, and a hundred processes would take their time."""
    here = partial(checked_file.judge, ask=look.look, ask_carried=carried_look.look)
    with _quiet():
        document_checks.check_one(work, document.id, judge=here)


@contextmanager
def _quiet() -> Iterator[None]:
    # pyHanko logs names of signers, and a stack for each certificate without revocation list.
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)
