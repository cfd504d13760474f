"""The insured's availabilities on their way from a journal entry to the claim, where everybody's grid reads them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from temoin.claims.door import Happened
from temoin.claims.models import Claim

ACTION, FIELD = "give_availabilities", "availabilities"


def text(stored: Iterable[Sequence[str]]) -> str:
    """Slots, as a claim keeps them, as the value of the action's field: JSON, the earliest first."""
    return json.dumps(sorted(list(one) for one in stored))


def read(said: object) -> list[list[str]] | None:
    """The slots that `text` wrote, in UTC; None for words that somebody typed instead."""
    try:
        pairs = [[datetime.fromisoformat(end) for end in one] for one in json.loads(str(said))]
    except (ValueError, TypeError):
        return None
    if not all(len(one) == 2 and one[0].tzinfo and one[1].tzinfo and one[0] < one[1] for one in pairs):
        return None
    return [[end.astimezone(UTC).isoformat() for end in one] for one in pairs]


def keep(happened: Happened) -> None:
    """Reaction to the action: the claim's slots become those given; typed words leave them as they are."""
    if happened.replayed or happened.entry.action != ACTION:
        return
    found = read(happened.entry.values.get(FIELD))
    if found is not None:
        Claim.objects.filter(pk=happened.claim.pk).update(availabilities=found)
