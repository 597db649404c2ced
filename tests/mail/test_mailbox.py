"""The mailbox of returned mail, on a real IMAP server: each message is taken once, and every failure is said."""

from urllib.parse import quote

import pytest
import trustme
from imapclient import IMAPClient

from tests.mail.imap_server import PASSWORD, USER, imap_server
from tracker.mail.bounce import LARGEST
from tracker.mail.mailbox import Mailbox, MailboxProblem, greet, mailbox_of, read

ME = f"{quote(USER, safe='')}:{quote(PASSWORD, safe='')}"


def put(port, *messages):
    client = IMAPClient("127.0.0.1", port, ssl=False, timeout=5)
    client.login(USER, PASSWORD)
    for message in messages:
        client.append("INBOX", message)
    client.logout()


def take_all(url, **options):
    taken: list[bytes] = []
    number = read(mailbox_of(url), taken.append, timeout=5, **options)
    return number, taken


def test_each_unseen_message_is_taken_once_and_stays_in_the_mailbox():
    with imap_server() as port:
        url = f"imap://{ME}@127.0.0.1:{port}/INBOX"
        put(port, b"Subject: one\r\n\r\n", b"Subject: two\r\n\r\n")
        assert greet(mailbox_of(url), timeout=5).endswith("2 unseen in INBOX.")
        assert take_all(url) == (2, [b"Subject: one\r\n\r\n", b"Subject: two\r\n\r\n"])
        assert take_all(url) == (0, [])
        put(port, b"Subject: three\r\n\r\n")
        assert take_all(url) == (1, [b"Subject: three\r\n\r\n"])


def test_what_was_not_taken_is_given_again():
    with imap_server() as port:
        url = f"imap://{ME}@127.0.0.1:{port}"
        put(port, b"Subject: one\r\n\r\n")

        def fail(_content):
            raise KeyError("the database is away")

        with pytest.raises(KeyError):
            read(mailbox_of(url), fail, timeout=5)
        assert take_all(url)[0] == 1


def test_only_the_beginning_of_a_huge_message_is_fetched():
    with imap_server() as port:
        put(port, b"Subject: huge\r\n\r\n" + b"a" * (2 * LARGEST))
        _number, (content,) = take_all(f"imap://{ME}@127.0.0.1:{port}")
    assert len(content) == LARGEST


def test_it_is_read_over_tls_with_a_certificate_that_is_checked(tmp_path):
    authority = trustme.CA()
    own = authority.issue_cert("127.0.0.1")
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    own.private_key_pem.write_to_path(tmp_path / "key.pem")
    for number, pem in enumerate(own.cert_chain_pems):
        pem.write_to_path(tmp_path / "chain.pem", append=number > 0)
    with imap_server((str(tmp_path / "chain.pem"), str(tmp_path / "key.pem"))) as port:
        url = f"imaps://{ME}@127.0.0.1:{port}"
        assert take_all(url, ca_file=str(tmp_path / "ca.pem")) == (0, [])
        with pytest.raises(MailboxProblem, match="certificate is not trusted"):
            take_all(url)


def test_a_wrong_password_and_a_missing_folder_are_said_without_the_password():
    with imap_server() as port:
        with pytest.raises(MailboxProblem, match="refused the sign-in") as broken:
            take_all(f"imap://{quote(USER)}:wrong-one@127.0.0.1:{port}")
        assert "wrong-one" not in str(broken.value)
        with pytest.raises(MailboxProblem, match="answered"):
            take_all(f"imap://{ME}@127.0.0.1:{port}/Nowhere")


def test_a_server_that_is_away_is_said():
    with pytest.raises(MailboxProblem, match="No connection"):
        take_all(f"imap://{ME}@127.0.0.1:1")


@pytest.mark.parametrize(
    ("url", "mailbox"),
    [
        ("imaps://a%40b:c%2Fd@mail.example/Bounces", Mailbox("mail.example", 993, True, "a@b", "c/d", "Bounces")),
        ("imap://me:x@localhost", Mailbox("localhost", 143, False, "me", "x", "INBOX")),
    ],
)
def test_addresses_of_mailboxes_are_read(url, mailbox):
    assert mailbox_of(url) == mailbox


@pytest.mark.parametrize(
    "url", ["", "imap://me:x@mail.example", "https://me@mail.example", "imaps://mail.example", "imaps://a:b@c:many"]
)
def test_an_address_that_is_none_or_unsafe_is_refused_in_a_sentence(url):
    with pytest.raises(MailboxProblem, match="TRACKER_RETURNS_URL"):
        mailbox_of(url)
