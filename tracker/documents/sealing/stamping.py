"""A timestamp of RFC 3161 from the service that the city configured."""

from __future__ import annotations

import asyncio
from http.client import HTTPException
from urllib.request import Request, urlopen

from asn1crypto import tsp
from pyhanko.sign.timestamps import TimeStamper

SECONDS = 8
LARGEST = 256 * 1024
QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"


class Service(TimeStamper):
    """The service at an address that only whoever runs the server can set."""

    def __init__(self, address: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # pyHanko's
        self._address = address

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Ask once; raises OSError or ValueError when there is no answer within seconds, or an unreadable one."""
        return tsp.TimeStampResp.load(await asyncio.to_thread(self._ask, req.dump()))

    def _ask(self, body: bytes) -> bytes:
        asked = Request(self._address, body, {"Content-Type": QUERY, "Accept": REPLY})  # noqa: S310  # http(s), checked in config
        try:
            with urlopen(asked, timeout=SECONDS) as answer:  # noqa: S310  # as above
                found: bytes = answer.read(LARGEST)
        except HTTPException as error:
            raise OSError(type(error).__name__) from error
        return found
