"""A mail as it comes in, read without trusting anything in it: wrong charsets, missing parts and forged headers included."""

from __future__ import annotations

import email
import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import policy
from email.header import decode_header, make_header
from email.message import Message as Parsed
from email.utils import getaddresses

from temoin.messages import quoted

LARGEST = 40 * 1024 * 1024  # bytes of one mail: a file of 25 MB in base64, and what stands around it
LONGEST = 19_000  # characters of the text that is kept
MOST_PARTS = 200
PLAIN = ("text/plain", "multipart/mixed", "multipart/alternative", "multipart/related")
SMALL_PICTURE = 15 * 1024  # bytes; smaller ones that the text shows are the logos of signatures
TO = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")


class Unreadable(Exception):
    """Not a mail, or one made to break whoever opens it."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file as it was sent."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Report:
    """What a mail server says of a mail of ours: `failed` for good, and its words."""

    failed: bool
    said: str
    message_id: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """One mail. `key` is the digest of its Message-ID (of the whole mail where it has none)."""

    key: str
    sender: str
    recipients: tuple[str, ...]
    subject: str
    text: str
    automatic: bool
    attachments: tuple[Attachment, ...] = ()
    report: Report | None = field(default=None)


def read(raw: bytes) -> Incoming:
    """Read a mail. Raises Unreadable where it cannot be."""
    try:
        return _read(raw)
    except Unreadable:
        raise
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError, AssertionError) as problem:
        # the standard library raises all of these on mails made to break it
        raise Unreadable(type(problem).__name__) from None


def _read(raw: bytes) -> Incoming:
    parsed = email.message_from_bytes(raw, policy=policy.compat32)
    if not parsed.keys():
        raise Unreadable("no headers")
    parts = list(_leaves(parsed))
    sender = next((address for _name, address in _addresses(parsed, "From") if "@" in address), "")
    message_id = _header(parsed, "Message-ID").strip()
    return Incoming(
        key=hashlib.sha256(message_id.encode() if message_id else raw).hexdigest(),
        sender=sender.lower()[:254],
        recipients=tuple(address.lower() for name in TO for _said, address in _addresses(parsed, name)),
        subject=" ".join(clean(_header(parsed, "Subject")).split())[:200],
        text=_text(parts),
        automatic=_is_automatic(parsed),
        attachments=tuple(_attachments(parts)),
        report=_report(parsed),
    )


def clean(text: str) -> str:
    """Without what could deceive a reader or what no database keeps; in one Unicode form."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = (one for one in text if one in "\n\t" or unicodedata.category(one) not in {"Cc", "Cs"})
    return _BIDI.sub("", "".join(kept))


def _header(parsed: Parsed, name: str) -> str:
    value = parsed.get(name)
    if value is None:
        return ""
    try:
        return str(make_header(decode_header(str(value))))
    except (UnicodeError, LookupError, ValueError):
        return str(value).encode("ascii", "replace").decode()


def _addresses(parsed: Parsed, name: str) -> list[tuple[str, str]]:
    return getaddresses([str(one) for one in parsed.get_all(name, [])])


def _leaves(parsed: Parsed) -> Iterator[Parsed]:
    """Parts that hold something; mails inside the mail stay closed."""
    ahead, seen = [parsed], 0
    while ahead:
        part = ahead.pop(0)
        seen += 1
        if seen > MOST_PARTS:
            raise Unreadable("too many parts")
        inside = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inside, list):
            ahead = [one for one in inside if isinstance(one, Parsed)] + ahead
        elif part.get_content_maintype() != "message":
            yield part


def _text(parts: list[Parsed]) -> str:
    """What the sender wrote himself: plain text first, else the text of the HTML."""
    shown = [
        part for part in parts if part.get_content_disposition() != "attachment" and not part.get_filename()
    ]
    # a mail that announces parts and has none is text all through
    plain = [part for part in shown if part.get_content_type() in PLAIN]
    written = quoted.own_words("\n\n".join(clean(_decoded(part)) for part in plain))
    if not written:
        html = [part for part in shown if part.get_content_type() == "text/html"]
        written = quoted.own_words("\n\n".join(clean(quoted.plain(_decoded(part))) for part in html))
    return written if len(written) <= LONGEST else written[:LONGEST].rstrip() + " […]"


def _decoded(part: Parsed) -> str:
    content = _bytes(part)
    for charset in (part.get_content_charset() or "utf-8", "utf-8"):
        try:
            return content.decode(charset)
        except (LookupError, UnicodeError):
            continue
    return content.decode("cp1252", "replace")


def _bytes(part: Parsed) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _attachments(parts: list[Parsed]) -> Iterator[Attachment]:
    for part in parts:
        name = part.get_filename()
        inline = part.get_content_disposition() != "attachment"
        if part.get_content_maintype() in {"text", "multipart"} and inline and not name:
            continue
        if part.get_content_type() in {
            "text/calendar",
            "application/pgp-signature",
            "application/pkcs7-signature",
        }:
            continue
        content = _bytes(part)
        if inline and part.get("Content-ID") and len(content) < SMALL_PICTURE:
            continue
        if content:
            yield Attachment(_file_name(name, part), content)


def _file_name(name: str | None, part: Parsed) -> str:
    try:
        said = str(make_header(decode_header(name))) if name else ""
    except (UnicodeError, LookupError, ValueError):
        said = ""
    return clean(said)[:200] or f"fichier.{part.get_content_subtype()}"


def _is_automatic(parsed: Parsed) -> bool:
    """Sent by a machine: answering it, or passing it on to another machine, could go on for ever (RFC 3834)."""
    if _header(parsed, "Auto-Submitted").split(";")[0].strip().lower() not in {"", "no"}:
        return True
    if _header(parsed, "Precedence").strip().lower() in {"bulk", "junk", "list", "auto_reply"}:
        return True
    if parsed.get("X-Auto-Response-Suppress") or parsed.get("X-Autoreply") or parsed.get("List-Id"):
        return True
    return "Return-Path" in parsed and _header(parsed, "Return-Path").strip() in {"<>", ""}


def _report(parsed: Parsed) -> Report | None:
    """A delivery report (RFC 3464); None for any other mail."""
    if parsed.get_content_type() != "multipart/report":
        return None
    status: dict[str, str] = {}
    original = ""
    for part in parsed.walk():
        inside = part.get_payload()
        if part.get_content_type() == "message/delivery-status" and isinstance(inside, list):
            for group in inside:
                if isinstance(group, Parsed):
                    status |= {name.lower(): clean(str(value)) for name, value in group.items()}
        if part.get_content_type() == "text/rfc822-headers":
            original = _header(email.message_from_bytes(_bytes(part)), "Message-ID") or original
        if part.get_content_type() == "message/rfc822" and isinstance(inside, list) and inside:
            original = _header(inside[0], "Message-ID") if isinstance(inside[0], Parsed) else original
    if "action" not in status:
        return None
    said = " ".join(status.get(name, "") for name in ("status", "final-recipient", "diagnostic-code"))
    return Report(
        status["action"].strip().lower() == "failed", " ".join(said.split())[:1000], original.strip()
    )
