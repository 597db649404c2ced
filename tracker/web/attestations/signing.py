"""How an attestation was signed on screen, beside its signer on every page that shows it to staff."""

from tracker.domain.permissions import allows
from tracker.queries.signings import SigningRow, signing_of
from tracker.web.context import session, the_viewer


def signed_on_screen(attestation_id: int) -> SigningRow | None:
    """The evidence of a signature on screen, with address and browser for those who may trace it; else None."""
    return signing_of(session(), attestation_id, traced=allows(the_viewer().roles, "signing:trace"))
