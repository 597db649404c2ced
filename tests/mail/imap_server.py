"""A real IMAP server of the tests (pymap, kept in memory), on a free port of this machine, with or without TLS."""

import asyncio
import threading
from argparse import Namespace
from contextlib import contextmanager
from functools import partial

from proxyprotocol.reader import ProxyProtocolReader
from proxyprotocol.version import ProxyProtocolVersion
from pymap.backend.dict import DictBackend
from pymap.imap import IMAPServer

USER, PASSWORD = "returns@city.example", "quiet/otters"


@contextmanager
def imap_server(certificate=None):
    """Run the server; give its port. `certificate` is a pair of files (chain, key)."""
    loop = asyncio.new_event_loop()
    ready, over = threading.Event(), asyncio.Event()
    ports: list[int] = []
    thread = threading.Thread(target=partial(loop.run_until_complete, _serve(certificate, ready, ports, over)))
    thread.start()
    ready.wait(10)
    try:
        yield ports[0]
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join(10)
        loop.close()


async def _serve(certificate, ready, ports, over):
    chain, key = certificate or (None, None)
    given = Namespace(
        debug=False, host="127.0.0.1", port="0", cert=chain, key=key, tls=certificate is not None,
        passlib_cfg=None, proxy_protocol=None, inherited_sockets=None,
        demo_data=False, demo_user=USER, demo_password=PASSWORD,
    )  # fmt: skip
    backend, config = await DictBackend.init(given)
    config.apply_context()
    called = ProxyProtocolReader(ProxyProtocolVersion.NOOP.value).get_callback(IMAPServer(backend.login, config))
    server = await asyncio.start_server(called, "127.0.0.1", 0, ssl=config.ssl_context if certificate else None)
    async with server:
        ports.append(server.sockets[0].getsockname()[1])
        ready.set()
        await over.wait()
