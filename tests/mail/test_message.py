"""The envelope is the same each time, and holds no header that a person planted."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import SMTP

import pytest

from tests.mail.letters_for_tests import every_letter
from tracker.mail.message import message, message_id

AT = datetime(2026, 11, 23, 17, 30, tzinfo=UTC)
SENDER = "Vendor Privacy Tracker <privacy@city.example>"


def envelope(to_email="cora@acme.example", to_name="Cora Chen", composed=None):
    return message(
        composed or every_letter()["returned"],
        sender=SENDER,
        to_email=to_email,
        to_name=to_name,
        message_id=message_id("abc", SENDER),
        written_at=AT,
    )


def test_it_has_what_mail_servers_ask_for():
    sent = message_from_bytes(envelope().as_bytes(), policy=SMTP)
    assert sent["Message-ID"] == "<abc@city.example>"
    assert sent["From"] == SENDER
    assert sent["To"] == "Cora Chen <cora@acme.example>"
    assert sent["Auto-Submitted"] == "auto-generated"
    assert sent["Date"].datetime == AT
    assert [part.get_content_type() for part in sent.iter_parts()] == ["text/plain", "text/html"]


@pytest.mark.parametrize("language", ["en", "es", "vi"])
def test_it_names_the_language_of_the_letter(language):
    sent = message_from_bytes(envelope(composed=every_letter(language=language)["digest"]).as_bytes(), policy=SMTP)
    assert sent["Content-Language"] == language


def test_no_line_is_too_long_and_no_byte_needs_eight_bits():
    content = envelope(composed=every_letter("Straße 東京 " * 300)["invitation"]).as_bytes()
    assert max(len(line) for line in content.split(b"\r\n")) <= 998
    assert content.isascii()


def test_a_planted_header_stays_in_its_line():
    sent = message_from_bytes(envelope(to_name="Cora\r\nBcc: all@city.example").as_bytes(), policy=SMTP)
    assert sent["Bcc"] is None
    assert len(sent["To"].addresses) == 1


@pytest.mark.parametrize(
    "address", ["", "nobody", "a@", "@b.example", "a b@c.example", "a@c.example\nBcc: x@y.example"]
)
def test_what_is_no_address_is_refused(address):
    with pytest.raises(ValueError, match=r"e-mail address|space|[Ii]nvalid"):
        envelope(to_email=address)


def test_a_sender_without_a_usable_domain_still_makes_a_message_id():
    assert message_id("abc", "nonsense") == "<abc@tracker.invalid>"
