"""Where to go after signing in: only to a page of ours."""

import re

from flask import url_for

from tracker.web.display import has_page

# A second slash or a backslash would lead to another host.
OURS = re.compile(r"/(?![/\\])[^\x00-\x20\\]*")


def safe(target: str | None) -> str:
    """The target if it is a path of this site, otherwise an empty string."""
    return target if target and OURS.fullmatch(target) else ""


def after_sign_in(target: str | None) -> str:
    """The address that a person goes to after signing in."""
    return safe(target) or url_for("overview.show" if has_page("overview.show") else "account.show")
