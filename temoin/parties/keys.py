"""Keys for machines: made, recognised, taken back.

Whoever makes one is shown it once: only its digest is kept. A key opens nothing but the API, as its membership.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta

from django.http import HttpRequest

from temoin import clock
from temoin.parties.models import ApiKey, Membership
from temoin.parties.models.api_key import SHOWN
from temoin.parties.redact import KEY_FORM, KEY_PREFIX
from temoin.parties.roles import Role

API = "/api/"
"""Where keys count; anywhere else a key is as good as none."""

SCHEME = "Bearer "
NOTED_EVERY = timedelta(minutes=1)
NOBODYS = "0" * 64


def may_have(membership: Membership | None) -> bool:
    """Whether a membership can have keys: technical staff see no claims, by page or by key."""
    return membership is not None and membership.role != Role.ADMINISTRATOR


def make(membership: Membership, name: str) -> tuple[ApiKey, str]:
    """Make a key; returns it with its token (240 bits), which nobody will see again."""
    token = KEY_PREFIX + secrets.token_urlsafe(30)
    key = ApiKey.objects.create(
        membership=membership,
        name=name,
        prefix=token[:SHOWN],
        digest=_digest(token),
        created_at=clock.now(),
    )
    return key, token


def revoke(key: ApiKey) -> None:
    """Take a key back: it opens nothing from the next request on."""
    ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=clock.now())


def sent(request: HttpRequest) -> str | None:
    """The key that came with a request to the API, however wrong; None where none came."""
    header = request.headers.get("Authorization", "")
    if not request.path_info.startswith(API) or not header:
        return None
    return header.removeprefix(SCHEME)


def find(token: str) -> ApiKey | None:
    """The living key of a token, noted as used; None where it is unknown, taken back or its membership over.

    A key is looked up by its part in clear and then compared whole, in the same time whether it is known or not.
    """
    known = KEY_FORM.fullmatch(token) is not None
    key = (
        ApiKey.alive()
        .select_related("membership__user", "membership__organisation")
        .filter(prefix=token[:SHOWN] if known else "")
        .first()
    )
    same = hmac.compare_digest(key.digest if key else NOBODYS, _digest(token))
    if key is None or not same:
        return None
    _note_use(key)
    return key


def _note_use(key: ApiKey) -> None:
    """Written at most once a minute, however many requests come."""
    now = clock.now()
    if key.last_used_at is None or now - key.last_used_at >= NOTED_EVERY:
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
