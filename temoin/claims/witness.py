"""How the one who acts on a page is known: what a signature's evidence needs of the request."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.http import HttpRequest
from django.utils import translation

from temoin.parties import acting

LONGEST_AGENT = 400


class How(StrEnum):
    """By what somebody was let in."""

    LINK = "link"  # the personal link sent to him
    ACCOUNT = "account"  # a password, or another's account on whose device he signs


@dataclass(frozen=True, slots=True)
class Witness:
    """One request: who was let in and how, from where, in which language the page stood."""

    how: How
    link: int | None
    address: str  # IP
    agent: str  # what the browser calls itself
    language: str


def of(request: HttpRequest) -> Witness:
    """What this request can testify to."""
    link = acting.of(request).link
    return Witness(
        how=How.LINK if link is not None else How.ACCOUNT,
        link=link.pk if link is not None else None,
        address=request.META.get("REMOTE_ADDR", ""),
        agent=request.headers.get("User-Agent", "")[:LONGEST_AGENT],
        language=(translation.get_language() or "fr")[:2],
    )
