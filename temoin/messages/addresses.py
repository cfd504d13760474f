"""Addresses made for one mail: where an answer comes back into its thread, where a mail that cannot be delivered does."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings

_TOKEN = re.compile(r"[0-9a-f]{32}")
_BOUNCE = re.compile(r"b(\d{1,18})-([0-9a-f]{16})")


@dataclass(frozen=True, slots=True)
class Answer:
    """A mail to a thread's address."""

    token: str


@dataclass(frozen=True, slots=True)
class Bounce:
    """A mail to the address that one of ours was sent from."""

    mail_id: int


def reply_address(token: str) -> str:
    """`reponse+<token>@host`; empty where no address for answers is set."""
    return _with(token)


def bounce_address(mail_id: int) -> str:
    """The envelope's sender of one mail; empty where no address for answers is set."""
    return _with(f"b{mail_id}-{_sign(mail_id)}")


def read(address: str) -> Answer | Bounce | None:
    """What an address of ours was made for; None for any other, a forged one included."""
    local, _at, host = address.strip().lower().rpartition("@")
    own, _own_at, own_host = settings.REPLY_ADDRESS.lower().rpartition("@")
    before, plus, tag = local.partition("+")
    if not own or host != own_host or before != own or not plus:
        return None
    if _TOKEN.fullmatch(tag):
        return Answer(tag)
    bounced = _BOUNCE.fullmatch(tag)
    if bounced and hmac.compare_digest(bounced[2], _sign(int(bounced[1]))):
        return Bounce(int(bounced[1]))
    return None


def message_id() -> str:
    """A Message-ID of our own."""
    return f"<{uuid4().hex}@{urlsplit(settings.PUBLIC_URL).hostname or 'temoin.invalid'}>"


def _with(tag: str) -> str:
    local, _at, host = settings.REPLY_ADDRESS.rpartition("@")
    return f"{local}+{tag}@{host}" if local else ""


def _sign(mail_id: int) -> str:
    said = f"bounce:{mail_id}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), said, hashlib.sha256).hexdigest()[:16]
