"""The HTML of a letter as an answer of its own, where nothing runs and nothing is loaded."""

from flask import Response, make_response


def letter_frame(html: str, *, leads: bool) -> Response:
    """Answer with the letter for a sandboxed frame of our pages; with `leads` its links open in the whole window."""
    allowed = "allow-top-navigation-by-user-activation" if leads else ""
    response = make_response(html.replace("<head>", '<head><base target="_top">', 1))
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; form-action 'none'; "
        f"sandbox {allowed}".strip()
    )
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response
