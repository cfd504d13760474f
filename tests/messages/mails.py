"""Mails as the world sends them: plain ones, broken ones, reports and machines' answers."""

from __future__ import annotations

from email.message import EmailMessage

HOST = "temoin.test"
REPLY = f"reponse@{HOST}"


def answer(
    token: str, sender: str, text: str, *, message_id: str = "<1@example.org>", **headers: str
) -> EmailMessage:
    """Somebody answers to the address of a token."""
    mail = EmailMessage()
    mail["From"], mail["To"] = sender, f"Témoin <reponse+{token}@{HOST}>"
    mail["Subject"], mail["Message-ID"] = "Re: Message", message_id
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail


def bounce(address: str, *, action: str = "failed", original: str = "<gone@temoin.test>") -> bytes:
    """A delivery report as Postfix writes it."""
    return f"""Return-Path: <>
From: MAILER-DAEMON@example.org (Mail Delivery System)
To: {address}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
Message-ID: <dsn@example.org>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; example.org

Final-Recipient: rfc822; claire@example.org
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such user

--B
Content-Type: message/rfc822

From: temoin@localhost
To: claire@example.org
Message-ID: {original}
Subject: Message

Bonjour

--B--
""".replace("\n", "\r\n").encode()
