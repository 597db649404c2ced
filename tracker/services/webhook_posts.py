"""Posting to an address outside: over TLS only, signed, and never to a machine of the city's own network."""

import http.client
import socket
import ssl
from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Final
from urllib.parse import urlsplit

from standardwebhooks import Webhook

SECONDS: Final = 10
HTTPS: Final = 443
GLOBAL_UNICAST: Final = IPv6Network("2000::/3")
TAKEN: Final = range(200, 300)


class PostRefused(Exception):
    """A post did not arrive, or must not leave; the message says why and holds no secret."""


@dataclass(frozen=True, slots=True)
class Post:
    """What is posted: a body of JSON under an id that stays the same when it is tried again."""

    id: str
    at: datetime
    body: str


def send(url: str, secret: str, post: Post, context: ssl.SSLContext | None = None) -> None:
    """Post once, signed by the rules of Standard Webhooks; raises PostRefused unless the answer says 2xx.

    The name is resolved here and the connection goes to the address that was looked at, so that a name which points
    elsewhere a moment later leads nowhere. Redirects and proxies are not followed.
    """
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or parts.username:
        raise PostRefused("A webhook needs an address that starts with https:// and holds no password.")
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "vendor-privacy-tracker",
        "webhook-id": post.id,
        "webhook-timestamp": str(int(post.at.timestamp())),
        "webhook-signature": Webhook(secret).sign(post.id, post.at, post.body),
    }
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    connection = _Pinned(parts.hostname, parts.port or HTTPS, context or ssl.create_default_context())
    try:
        connection.request("POST", path, post.body.encode(), headers)
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        raise PostRefused(f"{parts.hostname} did not answer: {type(error).__name__}.") from error
    finally:
        connection.close()
    if status not in TAKEN:
        raise PostRefused(f"{parts.hostname} answered {status}.")


def public_address(host: str, port: int) -> str:
    """Return the first address of a name; raises PostRefused when any of its addresses is not a public one."""
    found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not all(_is_public(address) for address in found):
        raise PostRefused(f"{host} is in a private network; webhooks go to public addresses only.")
    return found[0]


def _is_public(text: str) -> bool:
    address = ip_address(text.partition("%")[0])
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None and address not in GLOBAL_UNICAST:
        return False
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None) or address
    return inner.is_global and not (inner.is_multicast or inner.is_private or inner.is_reserved)


class _Pinned(http.client.HTTPSConnection):
    """A connection to the one address that was looked at, with the certificate of the name."""

    def __init__(self, host: str, port: int, context: ssl.SSLContext) -> None:
        super().__init__(host, port, timeout=SECONDS, context=context)
        self._trust = context

    def connect(self) -> None:
        raw = socket.create_connection((public_address(self.host, self.port), self.port), SECONDS)
        try:
            self.sock = self._trust.wrap_socket(raw, server_hostname=self.host)
        except BaseException:
            raw.close()
            raise
