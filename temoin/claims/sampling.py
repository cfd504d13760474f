"""Which assignments are drawn for control although the rules would let them pass."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac

from temoin.claims.models import Assignment
from temoin.engine.state import Actor

SALT = "temoin.claims.sampling"


def drawn(assignment: Assignment, _actor: Actor, _values: Mapping[str, Any]) -> bool:
    """One in so many (`TEMOIN_CONTROL_SAMPLE_PCT`), the same at every look; nobody outside can reckon which."""
    number = int(salted_hmac(SALT, f"{assignment.claim_id}/{assignment.number}").hexdigest()[:8], 16)
    return number % 100 < settings.TEMOIN_CONTROL_SAMPLE_PCT
