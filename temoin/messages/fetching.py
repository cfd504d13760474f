"""The inbox of answers, read over IMAP: each mail taken in, then flagged as seen, and moved where a folder is named."""

from __future__ import annotations

import logging
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from imap_tools import AND, BaseMailBox, MailBox, MailBoxUnencrypted, MailMessageFlags

from temoin.messages import receiving

AT_ONCE = 50  # mails of one visit
PATIENCE = 30  # seconds for one answer of the server
log = logging.getLogger(__name__)


def fetch() -> int:
    """Take in what is new; returns how many mails. Nothing happens where no inbox is set."""
    if not settings.INBOX_URL:
        return 0
    where = urlsplit(settings.INBOX_URL)
    folder = unquote(where.path.strip("/")) or "INBOX"
    done = parse_qs(where.query).get("done", [""])[0]
    with _open(where.scheme, where.hostname or "", where.port).login(
        unquote(where.username or ""), unquote(where.password or ""), initial_folder=folder
    ) as box:
        taken = 0
        for uid in box.uids(AND(seen=False))[:AT_ONCE]:
            if _one(box, uid, done):
                taken += 1
        return taken


def _open(scheme: str, host: str, port: int | None) -> BaseMailBox:
    if scheme == "imap":
        return MailBoxUnencrypted(host, port or 143, timeout=PATIENCE)
    return MailBox(host, port or 993, timeout=PATIENCE)


def _one(box: BaseMailBox, uid: str, done: str) -> bool:
    """One mail; what fails for the moment stays unseen and comes again."""
    raw = _raw(box, uid)
    if raw is None:
        return False
    try:
        receiving.receive(raw)
    except Exception:  # one mail that cannot be taken now must not keep the others waiting
        log.exception("mail %s of the inbox cannot be taken in", uid)
        return False
    box.flag([uid], [MailMessageFlags.SEEN], value=True)
    if done:
        box.move([uid], done)
    return True


def _raw(box: BaseMailBox, uid: str) -> bytes | None:
    _status, answer = box.client.uid("fetch", uid, "(BODY.PEEK[])")
    return next((bytes(one[1]) for one in answer if isinstance(one, tuple)), None)
