"""A post outside is signed, goes over TLS to the address that was looked at, and never into the own network."""

import base64
import json
import socket
import ssl
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import trustme
from standardwebhooks import Webhook

from tests.databases import ZONE
from tracker.clock import clock_for
from tracker.services import webhook_posts
from tracker.services.webhook_posts import Post, PostRefused, public_address, send

SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()


@pytest.fixture
def post():
    return Post("checkpoint-1", clock_for(ZONE).now(), json.dumps({"type": "audit.checkpoint"}))


@pytest.fixture
def authority():
    return trustme.CA()


@pytest.fixture
def trusted(authority):
    """The sender's side of TLS, which trusts the authority of the test."""
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


class Keeping(HTTPServer):
    """Remembers each post: its headers and its body."""

    def __init__(self, address, handler):
        super().__init__(address, handler)
        self.got = []


class Receiver(BaseHTTPRequestHandler):
    """Keeps what it is sent, and answers with the status in the path."""

    server: Keeping

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((dict(self.headers), body))
        self.send_response(int(self.path.rpartition("=")[2]))
        self.send_header("Location", "https://127.0.0.1/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_words):
        """Say nothing."""


@pytest.fixture
def server(authority, monkeypatch):
    """A machine outside that is called archive.example; it stands here, so its address is not looked at."""
    running = Keeping(("127.0.0.1", 0), Receiver)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("archive.example").configure_cert(context)
    running.socket = context.wrap_socket(running.socket, server_side=True)
    monkeypatch.setattr(webhook_posts, "public_address", lambda _host, _port: "127.0.0.1")
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield running
    running.shutdown()
    thread.join()
    running.server_close()


def test_a_receiver_can_check_the_signature(server, trusted, post):
    send(f"https://archive.example:{server.server_port}/x?status=204", SECRET, post, trusted)
    ((headers, body),) = server.got
    assert Webhook(SECRET).verify(body, headers) == {"type": "audit.checkpoint"}
    assert headers["webhook-id"] == "checkpoint-1"


@pytest.mark.parametrize("status", [302, 400, 503])
def test_only_an_answer_that_says_taken_counts_and_redirects_are_not_followed(server, trusted, post, status):
    with pytest.raises(PostRefused, match=f"archive.example answered {status}"):
        send(f"https://archive.example:{server.server_port}/x?status={status}", SECRET, post, trusted)
    assert len(server.got) == 1


def test_a_certificate_of_another_name_is_not_trusted(server, trusted, post):
    with pytest.raises(PostRefused, match="SSLCertVerificationError"):
        send(f"https://other.example:{server.server_port}/x?status=204", SECRET, post, trusted)
    assert server.got == []


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.9", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1",
        "::", "::1", "64:ff9b::a00:1", "fe80::1%eth0", "fc00::1", "::ffff:10.0.0.1", "2002:a00:1::1", "240.0.0.1",
    ],
)  # fmt: skip
def test_private_addresses_are_refused_after_resolution(monkeypatch, post, address):
    found = [(0, 0, 0, "", ("93.184.215.14", 443)), (0, 0, 0, "", (address, 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_asked, **_options: found)
    with pytest.raises(PostRefused, match="private network"):
        send("https://archive.example/", SECRET, post)


def test_a_public_address_is_taken_as_it_was_found(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_o: [(0, 0, 0, "", ("93.184.215.14", 443))])
    assert public_address("archive.example", 443) == "93.184.215.14"


@pytest.mark.parametrize(
    "url", ["http://archive.example/", "https://", "https://me:secret@archive.example/", "file:/x"]
)
def test_other_addresses_are_refused_at_once(post, url):
    with pytest.raises(PostRefused, match="https"):
        send(url, SECRET, post)
