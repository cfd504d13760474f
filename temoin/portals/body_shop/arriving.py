"""Puts what happens into the mailbox of the body shop that it is told to, with a copy of the expertise as PDF/A."""

from __future__ import annotations

from django.utils import translation

from temoin.claims import membership, sentences
from temoin.claims.door import Happened
from temoin.engine.state import State
from temoin.parties.models import Organisation
from temoin.parties.models.user import LANGUAGES
from temoin.portals.body_shop import copying
from temoin.portals.body_shop.access import ROLE
from temoin.portals.body_shop.models import Arrival


def arrive(happened: Happened) -> None:
    """The reaction to every entry: one that changes what the follow-up prints, or that tells the body shop something.

    It happens in the entry's own transaction: setting the copy takes some milliseconds, and so it is there as
    soon as the page that closed the estimate comes back.
    """
    if happened.replayed or happened.row.imported or happened.assignment is None:
        return
    if ROLE not in happened.procedure.boards:
        return
    firm = membership.repairer(happened.procedure, happened.state.facts)
    printed = _printed(happened, happened.state)
    new = not happened.before.frames and not happened.before.outcome
    changed = printed != _printed(happened, happened.before)
    if firm is None or not (changed or _told(happened)):
        return
    with translation.override(_language(firm)):
        copy = None if new or not changed else copying.file(happened, firm)
    Arrival.objects.create(
        claim=happened.claim,
        assignment=happened.assignment,
        organisation_id=firm,
        entry_seq=happened.row.seq,
        action=happened.entry.action,
        standing=happened.state.step or happened.state.outcome or "",
        printed=printed,
        copy=copy,
        at=happened.entry.recorded_at,
    )


def _told(happened: Happened) -> bool:
    """Whether the entry tells the firm something; reminders go by mail."""
    roles = happened.procedure.roles
    reaches = any(roles[code].played_by == ROLE for code in happened.entry.tell if code in roles)
    return reaches and not happened.entry.action.startswith("alarm.")


def _printed(happened: Happened, state: State) -> dict[str, str]:
    code, currency = state.step or state.outcome or "", happened.claim.currency
    found = {}
    for language, _name in LANGUAGES:
        with translation.override(language):
            found[language] = sentences.printed(happened.procedure, code, state.facts, currency)
    return found


def _language(firm: int) -> str:
    return Organisation.objects.values_list("language", flat=True).get(pk=firm)
