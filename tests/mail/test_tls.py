"""Mail over TLS: certificates are checked, a private authority can be named, and every failure is said and retried."""

import socket
import ssl
import threading
from contextlib import contextmanager

import pytest
import trustme

from tests.mail.sinks import Sink, mail_server
from tests.mail.test_message import envelope
from tracker.config import Settings
from tracker.mail.sender import transport_of
from tracker.mail.transport import Fate


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture
def ca_file(authority, tmp_path):
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    return str(tmp_path / "ca.pem")


def context(authority, name="127.0.0.1"):
    """The server's side of TLS, with a certificate for a name."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(made)
    return made


def send(port, scheme="smtp", **settings):
    transport = transport_of(Settings(sample_mode=True, mail_url=f"{scheme}://127.0.0.1:{port}", **settings))
    try:
        return transport.send(envelope())
    finally:
        transport.close()


@contextmanager
def secured(scheme, authority, name="127.0.0.1"):
    """A mail server that speaks TLS from the start, or after STARTTLS and not before."""
    own, sink = context(authority, name), Sink()
    options = {"ssl_context": own} if scheme == "smtps" else {"tls_context": own, "require_starttls": True}
    with mail_server(sink, **options) as port:
        yield port, sink


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_letter_travels_over_tls_with_a_certificate_of_a_private_authority(authority, ca_file, scheme):
    with secured(scheme, authority) as (port, sink):
        answer = send(port, scheme, mail_ca_file=ca_file)
    assert (answer.fate, answer.words) == (Fate.ACCEPTED, "250 Taken")
    assert len(sink.accepted) == 1


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_an_unknown_authority_is_not_trusted_and_the_letter_waits(authority, scheme):
    with secured(scheme, authority) as (port, sink):
        answer = send(port, scheme)
    assert answer.fate is Fate.LATER
    assert "its certificate is not trusted" in answer.words
    assert "TRACKER_MAIL_CA_FILE" in answer.words
    assert sink.accepted == []


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_certificate_of_another_name_is_not_trusted(authority, ca_file, scheme):
    with secured(scheme, authority, "mail.other.example") as (port, sink):
        answer = send(port, scheme, mail_ca_file=ca_file)
    assert answer.fate is Fate.LATER
    assert "not trusted" in answer.words
    assert sink.accepted == []


def test_a_server_that_speaks_no_tls_where_it_should_is_tried_later():
    with mail_server(Sink()) as port:
        answer = send(port, "smtps", mail_timeout=2)
    assert answer.fate is Fate.LATER
    assert "TLS could not be agreed on" in answer.words or "silent" in answer.words


@pytest.mark.parametrize("reply", [b"454 TLS not available\r\n", b"220 go on\r\nthis is no TLS at all\r\n"])
def test_a_starttls_that_breaks_leaves_the_letter_waiting(reply):
    with talking([b"220 mx\r\n", b"250-mx\r\n250 STARTTLS\r\n", reply]) as port:
        answer = send(port, mail_timeout=2)
    assert answer.fate is Fate.LATER
    assert answer.words.startswith("No connection to the mail server: ")


def test_a_file_of_authorities_that_is_none_leaves_the_letter_waiting(tmp_path):
    with mail_server(Sink()) as port:
        answer = send(port, mail_ca_file=str(tmp_path / "missing.pem"))
    assert answer.fate is Fate.LATER


@pytest.mark.parametrize("reply", [b"", b"354 go on\r\n"])
def test_silence_after_the_text_or_before_it_leaves_the_letter_waiting(reply):
    said = [b"220 mx\r\n", b"250 mx\r\n", b"250 sender\r\n", b"250 reader\r\n", reply]
    with talking(said) as port:
        answer = send(port, mail_timeout=1)
    assert answer.fate is Fate.LATER
    assert "No answer from the mail server: it was silent for too long" in answer.words


def test_mail_that_cannot_be_delivered_is_asked_to_come_back_to_the_address_for_it():
    sink = Sink()
    with mail_server(sink) as port:
        send(port, returns_to="Returned mail <returns@city.example>")
        send(port)
    senders = [envelope.mail_from for _peer, envelope in sink.accepted]
    assert senders == ["returns@city.example", "privacy@city.example"]


@contextmanager
def talking(lines):
    """A server that says these lines, one after each thing it hears, and then nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=_talk, args=(server, lines))
        thread.start()
        yield server.getsockname()[1]
        thread.join(10)


def _talk(server, lines):
    connection, _peer = server.accept()
    with connection:
        for line in lines:
            connection.sendall(line)
            if not connection.recv(65536):
                return
        connection.settimeout(5)
        try:
            while connection.recv(65536):
                pass
        except OSError:
            return
