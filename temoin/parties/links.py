"""Links that open one claim: made, looked at, used and taken back.

Whoever makes one hands its token to the person at once: it is not kept, and cannot be shown again.
Looking at a link changes nothing, since mail scanners open links before their readers do.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from temoin import clock
from temoin.parties import roles
from temoin.parties.models import MagicLink, Organisation
from temoin.parties.models.link import Purpose
from temoin.parties.redact import FORM, PREFIX

VALID = timedelta(days=180)


def issue(
    *,
    claim_id: int,
    role: str = roles.INSURED,
    purpose: str = Purpose.FOLLOW,
    verbs: Iterable[str] = (),
    valid: timedelta = VALID,
    organisation: Organisation | None = None,
    name: str = "",
    language: str = "fr",
    timezone: str = "Europe/Paris",
) -> tuple[MagicLink, str]:
    """Make a link to a claim; returns it with its token (192 bits), which nobody will see again."""
    token = PREFIX + secrets.token_urlsafe(24)
    now = clock.now()
    link = MagicLink.objects.create(
        token_hash=_hash(token),
        claim_id=claim_id,
        role=role,
        purpose=purpose,
        verbs=list(verbs),
        organisation=organisation,
        name=name,
        language=language,
        timezone=timezone,
        issued_at=now,
        expires_at=now + valid,
    )
    return link, token


def find(token: str) -> MagicLink | None:
    """The living link of a token; None where it is unknown, expired or taken back, without saying which."""
    if not FORM.fullmatch(token):
        return None
    link = MagicLink.objects.select_related("organisation").filter(token_hash=_hash(token)).first()
    return link if link and is_alive(link, at=clock.now()) else None


def redeem(token: str) -> MagicLink | None:
    """As `find`, and note that the link was used; for a POST only."""
    link = find(token)
    if link:
        link.last_used_at = clock.now()
        link.save(update_fields=["last_used_at"])
    return link


def revoke(link: MagicLink) -> None:
    """Take a link back: it opens nothing from the next request on."""
    MagicLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=clock.now())


def revoke_all(*, claim_id: int) -> int:
    """Take back every living link of a claim, as when it is closed; returns how many."""
    return MagicLink.objects.filter(claim_id=claim_id, revoked_at=None).update(revoked_at=clock.now())


def is_alive(link: MagicLink, *, at: datetime) -> bool:
    """Whether a link opens its claim at that moment."""
    firm = link.organisation
    return link.revoked_at is None and at < link.expires_at and (firm is None or firm.active)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("ascii")).hexdigest()
