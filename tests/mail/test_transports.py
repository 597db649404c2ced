"""Letters handed to a mail server or to a folder, and what was answered."""

import socket
from email import message_from_bytes
from email.policy import SMTP

import pytest
from aiosmtpd.smtp import AuthResult

from tests.mail.letters_for_tests import every_letter
from tests.mail.sinks import Sink, mail_server
from tests.mail.test_message import envelope
from tracker.config import Settings
from tracker.mail.folder import FolderTransport
from tracker.mail.sender import test as send_test
from tracker.mail.sender import transport_for
from tracker.mail.smtp import MailAddressProblem, Server, SmtpTransport, server_of
from tracker.mail.transport import Fate


@pytest.fixture
def sink():
    return Sink()


@pytest.fixture
def transport(sink):
    with mail_server(sink) as port:
        transport = SmtpTransport(Server("127.0.0.1", port, tls_from_start=False), timeout=2)
        yield transport
        transport.close()


def test_a_letter_arrives_as_it_was_composed(transport, sink):
    composed = every_letter("Plain wörds")["invitation"]
    answer = transport.send(envelope(composed=composed))
    assert (answer.fate, answer.words) == (Fate.ACCEPTED, "250 Taken")
    received = message_from_bytes(sink.accepted[0][1].content, policy=SMTP)
    text, html = received.iter_parts()
    assert received["Subject"] == composed.subject
    assert text.get_content().splitlines() == composed.text.splitlines()
    assert html.get_content().splitlines() == composed.html.splitlines()


def test_letters_share_one_connection(transport, sink):
    for _ in range(5):
        transport.send(envelope())
    assert len({peer for peer, _ in sink.accepted}) == 1
    assert len(sink.accepted) == 5


@pytest.mark.parametrize(("reply", "fate"), [("450 busy", Fate.LATER), ("550 no such user", Fate.REFUSED)])
def test_the_server_decides_for_one_letter_and_takes_the_next(transport, sink, reply, fate):
    sink.at_recipient["bad@acme.example"] = reply
    answer = transport.send(envelope(to_email="bad@acme.example"))
    assert (answer.fate, answer.words) == (fate, reply)
    assert transport.send(envelope()).fate is Fate.ACCEPTED


@pytest.mark.parametrize(("reply", "fate"), [("451 later", Fate.LATER), ("554 spam", Fate.REFUSED)])
def test_an_answer_after_the_text_counts_too(transport, sink, reply, fate):
    sink.at_data["cora@acme.example"] = reply
    assert transport.send(envelope()).fate is fate


def test_a_missing_sign_in_kills_no_letter(transport, sink):
    sink.at_recipient["cora@acme.example"] = "530 sign in first"
    assert transport.send(envelope()).fate is Fate.LATER


def test_a_server_that_is_away_is_tried_later():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    answer = SmtpTransport(Server("127.0.0.1", port, tls_from_start=False), timeout=1).send(envelope())
    assert answer.fate is Fate.LATER
    assert "refused" in answer.words


def test_a_silent_server_is_tried_later():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        answer = SmtpTransport(Server("127.0.0.1", port, tls_from_start=False), timeout=0.2).send(envelope())
    assert answer.fate is Fate.LATER
    assert "timed out" in answer.words


def test_a_kept_connection_that_died_is_opened_anew(sink):
    with mail_server(sink) as port:
        transport = SmtpTransport(Server("127.0.0.1", port, tls_from_start=False), timeout=2)
        transport.send(envelope())
        connection = transport._connection
        assert connection is not None
        assert connection.sock is not None
        connection.sock.shutdown(socket.SHUT_RDWR)
        assert transport.send(envelope()).fate is Fate.ACCEPTED
        transport.close()
    assert len(sink.accepted) == 2


def test_it_signs_in_where_asked(sink):
    seen = []

    def check(_server, _session, _envelope, _mechanism, data):
        seen.append((data.login, data.password))
        right = data.password == b"s3cret/word"
        return AuthResult(success=right, handled=right)

    options = {"authenticator": check, "auth_require_tls": False}
    with mail_server(sink, **options) as port:
        transport = transport_for(f"smtp://city:s3cret%2Fword@127.0.0.1:{port}")
        assert transport.send(envelope()).fate is Fate.ACCEPTED
        transport.close()
        wrong = transport_for(f"smtp://city:wrong@127.0.0.1:{port}")
        answer = wrong.send(envelope())
        wrong.close()
    assert seen[0] == (b"city", b"s3cret/word")
    assert answer.fate is Fate.LATER
    assert "535" in answer.words


def test_the_password_never_travels_in_the_clear_beyond_this_machine():
    transport = SmtpTransport(Server("mail.city.example", 587, tls_from_start=False, user="city", password="x"))

    class Plain:
        sock = object()

    with pytest.raises(Exception, match="TLS"):
        transport._sign_in(Plain())  # type: ignore[arg-type]  # stands for a connection without TLS


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.city.example", Server("mail.city.example", 25, tls_from_start=False)),
        ("smtp://mail.city.example:2525", Server("mail.city.example", 2525, tls_from_start=False)),
        ("smtps://mail.city.example", Server("mail.city.example", 465, tls_from_start=True)),
        (
            "smtp://a%40b:p%3Aw@mail.example",
            Server("mail.example", 587, tls_from_start=False, user="a@b", password="p:w"),
        ),
    ],
)
def test_addresses_of_mail_servers_are_read(url, server):
    assert server_of(url) == server


@pytest.mark.parametrize("url", ["", "http://mail.example", "smtp://", "smtp://mail.example:many"])
def test_an_address_that_is_none_is_refused_in_a_sentence(url):
    with pytest.raises(MailAddressProblem, match="TRACKER_MAIL_URL"):
        transport_for(url)


def test_a_folder_holds_whole_letters_and_the_same_letter_once(tmp_path):
    transport = FolderTransport(tmp_path / "mail")
    for _ in range(2):
        assert transport.send(envelope()).fate is Fate.ACCEPTED
    files = list((tmp_path / "mail").iterdir())
    assert [path.name for path in files] == ["abc.eml"]
    assert message_from_bytes(files[0].read_bytes(), policy=SMTP)["Message-ID"] == "<abc@city.example>"


def test_a_folder_that_cannot_be_written_is_tried_later(tmp_path):
    (tmp_path / "mail").write_text("in the way")
    assert FolderTransport(tmp_path / "mail").send(envelope()).fate is Fate.LATER


def test_the_mail_test_says_what_the_server_answered(sink):
    with mail_server(sink) as port:
        settings = Settings(sample_mode=True, mail_url=f"smtp://127.0.0.1:{port}")
        assert send_test(settings, "adam@city.example") == "The test letter was accepted: 250 Taken"
        sink.at_recipient["adam@city.example"] = "550 who is that"
        assert send_test(settings, "adam@city.example") == "The test letter was refused: 550 who is that"
