"""Refusals and labels as sentences in the reader's language: the one adapter from code to words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from temoin.engine.model import Label, Procedure
from temoin.engine.refusals import Refused
from temoin.ui import formats

SENTENCES: Mapping[str, Promise | str] = {
    "unknown_action": _("This action does not exist in this procedure."),
    "not_here": _("This cannot be done at this step: %(step)s."),
    "already_closed": _("This assignment is closed: %(outcome)s."),
    "not_yours": _("Only these roles may do this: %(by)s."),
    "reserved": _("This step is reserved to: %(only)s."),
    "not_met": _("A condition of the procedure is not met."),
    "measured": _(
        "This action date cannot be moved by hand: delays are measured here. It moves by doing the thing."
    ),
    "invalid_values": _("Some answers are missing or not possible. They are marked below."),
    "nothing_beneath": _("No step was interrupted, so there is none to go back to."),
    "moved_on": _(
        "The file has moved on since you opened this form. See what changed; what you typed is still here."
    ),
    "key_reused": _("This form was already sent with other answers. Open it again."),
    "no_such_claim": _("There is no such claim."),
    "cannot_undo": _("This can no longer be undone: %(why)s."),
}

RESERVED_SINCE = _("Reserved to: %(only)s. %(step)s, since %(since)s.")


def said(label: Label | None) -> str:
    """A procedure's label in the reader's language, else in French."""
    if not label:
        return ""
    language = (translation.get_language() or "fr")[:2]
    return label.get(language) or label["fr"]


PLACE = re.compile(r"\{(\w+)\}")


def printed(procedure: Procedure, code: str, facts: Mapping[str, Any], currency: str = "EUR") -> str:
    """What the follow-up of an assignment in a step, or over in an end, prints; empty where nothing is printed.

    Facts stand in it as body shops know them: `30/03/16`, `1 284,50 €`.
    """
    known = procedure.steps.get(code) or procedure.ends.get(code)
    said_facts = {name: _print(value, currency) for name, value in facts.items()}
    return PLACE.sub(lambda place: said_facts.get(place[1], "…"), said(known.printed if known else None))


def _print(value: Any, currency: str) -> str:
    match value:
        case Decimal():
            return formats.money(value, currency)
        case datetime():
            return formats.instant(value)
        case date():
            return f"{value:%d/%m/%y}"
        case _:
            return str(value)


def refusal(refused: Refused, procedure: Procedure) -> str:
    """Why not, as a sentence: the procedure's own where it has one."""
    if refused.say:
        return said(refused.say)
    sentence = RESERVED_SINCE if refused.facts.get("since") else SENTENCES[refused.code]
    return str(sentence) % _words(refused, procedure)


NOT_UNDONE: Mapping[str, Promise | str] = {
    "not_marked": _("it has consequences elsewhere"),
    "not_yours": _("somebody else did it"),
    "told": _("somebody has been told already"),
    "too_late": _("it was done too long ago"),
}
"""Why an action cannot be taken back, by the `why` of the refusal."""


def kept_from(refused: Refused | None, procedure: Procedure) -> str:
    """The sentence of a step reserved to others; empty where it is not."""
    return refusal(refused, procedure) if refused is not None else ""


OWN_ENTRIES: Mapping[str, Promise | str] = {
    "undo": _("Taken back"),
    "claim_opened": _("Claim opened"),
    "signature_sealed": _("Signed paper made, with its evidence"),
    "alarm.remind": _("Reminder sent"),
    "alarm.escalate": _("Late: escalated"),
    "alarm.chase": _("Chased"),
    "alarm.expire": _("Period ended"),
    "imported_opening": _("Opening of the claim"),
    "imported_authority_limit": _("Authority limit"),
    "imported_first_date": _("First date of realisation"),
    "imported_state": _("Step and action date"),
    "imported_assigned": _("Assigned"),
    "imported_sub_assigned": _("Sub-assigned"),
    "imported_action_done": _("Action done"),
    "imported_accepted": _("Accepted by the professional"),
    "imported_contact": _("Contact with the client"),
    "imported_message": _("Message sent"),
    "imported_receipt": _("Message read"),
    "imported_incoming": _("Message received"),
    "imported_file_checked": _("File checked"),
    "imported_note": _("Note"),
    "imported_stamp_only": _("Stamp without text"),
    "import_placed": _("Taken over from the old journal"),
}

PLACED: Mapping[str, Promise | str] = {
    "no_step": _("The old journal names no step for this assignment, so it waits to be assigned."),
    "as_it_stood": _(
        "The assignment goes on where the old journal left it. What was to be reminded before today is not sent."
    ),
}
"""Why an assignment stands where it does after an import, by the `why` of its entry."""


MACHINES: Mapping[str, Promise | str] = {
    "Témoin, timer": _("Témoin, at the due time"),
    "Témoin, linked assignments": _("Témoin, for a linked assignment"),
    "Affectation zonale automatique": _("Automatic zonal assignment"),
}
"""Names under which a journal keeps what no person did, for readers."""


def actor(name: str) -> str:
    """A machine's name in the reader's language."""
    return str(MACHINES.get(name, name))


def entry_label(procedure: Procedure, code: str) -> str:
    """What an entry did, in words: the procedure's own, or those of the journal's machinery."""
    action = procedure.actions.get(code)
    return said(action.label) if action else str(OWN_ENTRIES.get(code, code))


def _words(refused: Refused, procedure: Procedure) -> dict[str, str]:
    facts = refused.facts
    step, end = procedure.steps.get(facts.get("step", "")), procedure.ends.get(facts.get("outcome", ""))
    return {
        "step": said(step.label) if step else "",
        "outcome": said(end.label) if end else "",
        "by": _roles(facts.get("by", ()), procedure),
        "only": _roles(facts.get("only", ()), procedure),
        "why": str(NOT_UNDONE.get(facts.get("why", ""), "")),
        "since": formats.instant(facts["since"]) if facts.get("since") else "",
    }


def _roles(codes: tuple[str, ...], procedure: Procedure) -> str:
    return ", ".join(said(procedure.roles[code].label) for code in codes if not procedure.roles[code].machine)
