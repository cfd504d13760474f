"""Where the link in a mail leads: each to his own screen, the insured by a link that is his alone."""

from __future__ import annotations

from django.conf import settings

from temoin.claims.models import Assignment, Claim
from temoin.parties import redact, roles

MARK = "⟦link⟧"
"""Stands in a kept text where the insured's own link is put when it is sent; the link itself is kept nowhere."""


def link(*, role: str, plays: str, claim: Claim, assignment: Assignment | None, loses: bool) -> str:
    """The address for somebody told as `role`; empty for a firm that `loses` the job, since it sees it no more."""
    base = settings.PUBLIC_URL
    if plays == roles.INSURED:
        return MARK
    if loses:
        return ""
    if plays == roles.Role.CONTRACTOR:
        if assignment is None:
            return f"{base}/chantiers/"
        return f"{base}/chantiers/{'nouveaux/' if role == 'invited' else ''}{assignment.pk}/"
    if plays == roles.Role.BODY_SHOP:
        return f"{base}/carrosserie/missions/{assignment.pk}/" if assignment else f"{base}/carrosserie/"
    if plays in roles.STAFF:
        return f"{base}/bureau/dossiers/{claim.reference}/"
    return f"{base}/dossiers/{claim.reference}/"


def with_token(body: str, token: str) -> str:
    """The text as it goes out."""
    return body.replace(MARK, f"{settings.PUBLIC_URL}/s/{token}/")


def masked(body: str) -> str:
    """The text as pages show it: where the link stood, without its secret."""
    return body.replace(MARK, f"{settings.PUBLIC_URL}/s/{redact.PREFIX}…/")


def of_thread(role: str, claim: Claim, assignment: Assignment | None) -> str:
    """Where somebody of that role reads a message."""
    base = settings.PUBLIC_URL
    match role:
        case roles.INSURED:
            return MARK
        case "network":
            return f"{base}/bureau/dossiers/{claim.reference}/?onglet=messages"
        case roles.Role.CONTRACTOR:
            return f"{base}/chantiers/{assignment.pk}/messages/" if assignment else f"{base}/chantiers/"
        case roles.Role.BODY_SHOP:
            page = f"/carrosserie/missions/{assignment.pk}/messages/" if assignment else "/carrosserie/"
            return f"{base}{page}"
        case _:
            return f"{base}/dossiers/{claim.reference}/messages/"
