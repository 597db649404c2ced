"""How connections to mail servers are secured, and what is wrong with a certificate, in words."""

from __future__ import annotations

import ssl

LOCAL = frozenset({"127.0.0.1", "::1", "localhost"})
"""This machine: the only place to which a password may travel without TLS."""


def context_for(ca_file: str = "") -> ssl.SSLContext:
    """Return what checks certificates: the public authorities, or those of a file alone.

    Raises OSError (ssl.SSLError among them) when the file cannot be read.
    """
    return ssl.create_default_context(cafile=ca_file or None)


def fault(error: ssl.SSLError) -> str:
    """Return in words what is wrong with a secured connection."""
    if isinstance(error, ssl.SSLCertVerificationError):
        why = (error.verify_message or "it could not be checked").rstrip(".")
        return f"its certificate is not trusted: {why}. A private authority is named in TRACKER_MAIL_CA_FILE."
    return f"TLS could not be agreed on ({(error.reason or 'no reason given').replace('_', ' ').lower()})."
