"""What stands in a form at first because of who fills it in: the actor's own name and telephone, a room to meet in."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from temoin.claims.history import Current
from temoin.engine.model import Action
from temoin.engine.state import Entry
from temoin.parties.models import User


def first(now: Current, action: Action, user: User | None) -> dict[str, str]:
    """By field; what is known of the assignment already stands there instead."""
    asked = [now.procedure.fields[one.code] for one in action.form]
    wanted = {one.code: one.first for one in asked if one.first and not now.state.facts.get(one.code)}
    return {code: words for code, kind in wanted.items() if (words := _words(kind, user))}


def _words(kind: str, user: User | None) -> str:
    match kind:
        case "name":
            return str(user or "")
        case "telephone":
            return user.telephone if user else ""
        case _:
            return room()


def room() -> str:
    """The address of a new video room that nobody can guess; empty where the network uses no such service."""
    address: str = settings.TEMOIN_VIDEO_URL
    return address.format(room=secrets.token_urlsafe(18)) if address else ""


def remember(now: Current, entry: Entry, user: User | None) -> None:
    """Keep the telephone that somebody gave with his own name, for the next time he is asked."""
    said: Mapping[str, Any] = entry.values
    by_kind = {one.first: said.get(code) for code, one in now.procedure.fields.items() if one.first}
    number = str(by_kind.get("telephone") or "")[: User._meta.get_field("telephone").max_length]
    if user is not None and number and by_kind.get("name") == str(user) and user.telephone != number:
        user.telephone = number
        user.save(update_fields=["telephone"])
