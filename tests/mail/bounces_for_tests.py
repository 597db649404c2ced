"""Returned mail as servers of many kinds write it; every sentence in it is ours."""

OURS = "<1f2e3d4c5b6a@city.example>"


def report(
    *, message_id=OURS, recipient="cora@acme.example", action="failed", status="5.1.1", why="550 5.1.1 No such user",
    original=None, copy="text/rfc822-headers", head="", encoding="",
):  # fmt: skip
    """A delivery status notification as RFC 3464 wants it, or with parts left out."""
    about = [f"Final-Recipient: rfc822; {recipient}", f"Action: {action}", f"Status: {status}"]
    about += [f"Original-Recipient: rfc822;{original}"] if original else []
    about += [f"Diagnostic-Code: smtp; {why}"] if why else []
    status_part = "\r\n".join(["Reporting-MTA: dns; mx.acme.example", "", *about, ""])
    encoded = f"Content-Transfer-Encoding: {encoding}\r\n" if encoding else ""
    parts = [
        "Content-Type: text/plain\r\n\r\nYour message was not delivered.\r\n",
        f"Content-Type: message/delivery-status\r\n{encoded}\r\n{status_part}",
    ]
    if copy:
        parts.append(f"Content-Type: {copy}\r\n\r\nSubject: Something\r\nMessage-ID: {message_id}\r\n\r\n")
    body = "".join(f"--b1\r\n{part}\r\n" for part in parts) + "--b1--\r\n"
    kind = 'Content-Type: multipart/report; report-type=delivery-status; boundary="b1"'
    return f"From: MAILER-DAEMON@acme.example\r\n{head}MIME-Version: 1.0\r\n{kind}\r\n\r\n{body}".encode()


EXIM = f"""From: Mail Delivery System <Mailer-Daemon@mx.acme.example>
X-Failed-Recipients: cora@acme.example
Auto-Submitted: auto-replied
Subject: Mail delivery failed: returning message to sender

A message that you sent could not be delivered to all of its recipients.

  cora@acme.example
    host mx2.acme.example [192.0.2.7]
    SMTP error from remote mail server after RCPT TO:<cora@acme.example>:
    550 5.1.1 Unknown here

------ This is a copy of the headers ------

Subject: Something
Message-Id: {OURS}
""".encode()

QMAIL = f"""From: MAILER-DAEMON@mx.acme.example
Subject: failure notice

Hi. This is the mail program at mx.acme.example. I gave up on these addresses.

<cora@acme.example>:
192.0.2.7 does not like recipient.
Remote host said: 550 unknown user

--- Below this line is a copy of the message.

Return-Path: <privacy@city.example>
Subject: Something
Message-ID:
 {OURS}

Dear Cora
""".encode()

WITHOUT_COPY = report(copy=None, head=f"In-Reply-To: {OURS}\r\n")

ANSWER_OF_A_PERSON = f"""From: Postmaster of Acme <postmaster@acme.example>
In-Reply-To: {OURS}
Subject: Re: Something

<cora@acme.example>: 550 is what our old server says, please ignore it.
""".encode()

VACATION = f"""From: Cora Chen <cora@acme.example>
Auto-Submitted: auto-replied
In-Reply-To: {OURS}
Subject: Away until Monday

I am away. In urgent cases write to <ben@acme.example>.
""".encode()

READ_RECEIPT = f"""From: cora@acme.example
Content-Type: multipart/report; report-type=disposition-notification; boundary=b

--b
Content-Type: message/disposition-notification

Final-Recipient: rfc822; cora@acme.example
Original-Message-ID: {OURS}
Disposition: manual-action/MDN-sent-manually; displayed

--b--
""".encode()

HOSTILE = {
    "nothing": b"",
    "noise": bytes(range(256)) * 400,
    "one endless line": b"X: " + b"a" * 2_000_000,
    "parts of parts": b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (number, number) for number in range(400)
    ),
    "messages in messages": b"Content-Type: message/rfc822\r\n\r\n" * 3000,
    "an endless head": b"Received: by a\r\n" * 40_000,
    "many recipients": report().replace(
        b"Action:", b"Action: failed\r\n\r\nFinal-Recipient: rfc822; a@b.example\r\n" * 999
    ),
    "half characters": report(recipient="cora@acme.example\\ud800", why="\x00\x1b[31m \u202e 550"),
    "a broken encoding": report(encoding="base64"),
    "a broken charset": b"Content-Type: text/plain; charset=nonsense\r\nX-Failed-Recipients: a@b.example\r\n\r\n\xff",
    "a broken boundary": b'Content-Type: multipart/report; boundary="\r\n\r\n--\r\n',
}
