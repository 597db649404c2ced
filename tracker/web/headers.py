"""Headers of every answer: nothing foreign is loaded, nothing personal is cached."""

from flask import Flask, Response, request
from secure import ContentSecurityPolicy, Secure
from secure.headers import (
    PermissionsPolicy,
    ReferrerPolicy,
    StrictTransportSecurity,
    XContentTypeOptions,
    XFrameOptions,
)


def _policy() -> Secure:
    content = (
        ContentSecurityPolicy()
        .default_src("'self'")
        .object_src("'none'")
        .base_uri("'none'")
        .form_action("'self'")
        .frame_ancestors("'none'")
    )
    return Secure(
        csp=content,
        xfo=XFrameOptions().deny(),
        xcto=XContentTypeOptions(),
        referrer=ReferrerPolicy().same_origin(),
        permissions=PermissionsPolicy().camera().geolocation().microphone(),
        hsts=StrictTransportSecurity().max_age(31536000).include_subdomains(),
    )


POLICY = _policy()


def register(app: Flask) -> None:
    """Set the headers on every answer, errors and files included."""
    app.after_request(_harden)


def _harden(response: Response) -> Response:
    for name, value in POLICY.headers.items():
        if name != "Strict-Transport-Security" or request.is_secure:
            # A letter shown as a mail program shows it brings a policy of its own, stricter but for its styles.
            response.headers.setdefault(name, value)
    if request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
        response.vary.add("Cookie")
    return response
