"""Seals bytes that are no PDF: a detached CMS signature, which `openssl cms -verify` reads."""

from hashlib import sha256

from tracker.documents.sealing.sealing import Means, signature


def detached(data: bytes, means: Means) -> bytes:
    """Sign bytes with the city's key without changing them; return the CMS in DER. Raises NoSeal.

    A timestamp service that does not answer is passed over, as it is for papers.
    """
    with means.seal.signer() as signer:
        return signature(signer, sha256(data).digest(), means.timestamp_url)[0]
