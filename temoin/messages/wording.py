"""What a letter can say: everything already in the recipient's words, empty where it is not known or not his to read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from babel.numbers import format_currency
from django.utils import translation

from temoin.claims import cards, membership, reservations, sentences
from temoin.claims.door import Happened
from temoin.engine.model import Field
from temoin.engine.state import State
from temoin.messages import destination, times
from temoin.messages.recipients import Firms, Recipient
from temoin.parties import roles
from temoin.procedures.reading import calendar
from temoin.ui.formats import LOCALES

ALWAYS_DATED = frozenset(
    {"reminder", "escalation", "complaint_opened", "invoice_received", "anomaly_signalled"}
)
"""Messages that name the action date also to those who do not hold the step."""

Words = Mapping[str, str | bool]


def words(happened: Happened, recipient: Recipient, known: Firms) -> Words:
    """The context of a letter's template."""
    return {
        **_claim(happened, recipient, known),
        **_facts(happened, recipient),
        **_step(happened, recipient),
        **_follow_up(happened, recipient),
        **_terms(happened, recipient),
        **_said(happened, recipient),
        "to_name": recipient.name,
        "to_insured": recipient.plays == roles.INSURED,
        "to_contractor": recipient.plays in roles.REPAIRERS,
        "link": destination.link(
            role=recipient.role,
            plays=recipient.plays,
            claim=happened.claim,
            assignment=happened.assignment,
            loses=recipient.loses,
        ),
    }


def _claim(happened: Happened, recipient: Recipient, known: Firms) -> Words:
    claim = happened.claim
    # whoever is only invited, or no longer in charge, reads nothing that says who the insured is
    stranger = recipient.role == "invited" or recipient.loses
    pk = _repairer(happened, happened.state) or _repairer(happened, happened.before)
    contractor, insurer = known.get(pk) if pk else None, known.get(claim.insurer_id)
    network = next((one for one in known.values() if one.kind == roles.Kind.NETWORK), None)
    return {
        "reference": claim.reference,
        "town": f"{claim.postcode} {claim.city}".strip(),
        "insured_name": "" if stranger else claim.insured_name,
        "insurer_name": insurer.name if insurer else "",
        "insurer_number": "" if stranger else claim.insurer_claim_number,
        "network_name": network.name if network else "",
        "contractor_name": contractor.name if contractor else "",
        "contractor_phone": contractor.telephone if contractor else "",
    }


def _repairer(happened: Happened, state: State) -> int | None:
    return membership.repairer(happened.procedure, state.facts)


def _facts(happened: Happened, recipient: Recipient) -> Words:
    """Appointments and amounts; those that this entry cleared are said too, since the letter is about them."""
    facts = {key: value for key, value in happened.state.facts.items() if value is not None}
    facts = {**happened.before.facts, **facts}
    days = facts.get("planned_days")
    language = recipient.language
    return {
        "trade_label": _choice(happened, "trade", facts.get("trade"), language),
        "loss_label": _choice(happened, "loss_type", happened.claim.loss_type, language),
        "check_at": _when(happened, recipient, _ahead(happened, facts.get("check_at"))),
        "visit_at": _when(happened, recipient, _ahead(happened, facts.get("visit_at"))),
        "works_start_at": _when(happened, recipient, _ahead(happened, facts.get("works_start_at"))),
        "conference_at": _when(happened, recipient, _ahead(happened, facts.get("conference_at"))),
        "conference_place": str(facts.get("conference_place", "")),
        "supply_product": str(facts.get("supply_product") or ""),
        "planned_days": times.days(days, language=language) if isinstance(days, int) else "",
        **{
            name: _money(facts.get(name), happened.claim.currency, language)
            for name in ("estimate_total", "approved_total", "invoice_amount")
        },
    }


def _step(happened: Happened, recipient: Recipient) -> Words:
    """The current step and its date, for whoever must act."""
    top = happened.state.top
    step = happened.procedure.steps.get(top.step) if top else None
    if top is None or step is None:
        return {"step_label": "", "due_at": ""}
    if step.holder != recipient.role and recipient.code not in ALWAYS_DATED:
        return {"step_label": "", "due_at": ""}
    return {
        "step_label": step.label[recipient.language],
        "due_at": _when(happened, recipient, top.due_at),
    }


def _follow_up(happened: Happened, recipient: Recipient) -> Words:
    """Where the assignment now stands, as its follow-up prints it, and in plain words for the insured."""
    code, procedure = happened.state.step or happened.state.outcome or "", happened.procedure
    known = procedure.steps.get(code) or procedure.ends.get(code)
    with translation.override(recipient.language):
        return {
            "standing": sentences.said(known.label) if known else "",
            "printed": sentences.printed(procedure, code, happened.state.facts, happened.claim.currency),
            "plain": sentences.said(known.plain) if known else "",
            "about": cards.named(procedure, happened.state.facts),
        }


def _terms(happened: Happened, recipient: Recipient) -> Words:
    """When a complaint is acknowledged and answered at the latest, and whether the recipient is he who complained."""
    running = {
        one.code: one.due_at for frame in happened.state.frames for one in frame.clocks if not one.met_at
    }
    return {
        "acknowledge_by": _when(happened, recipient, running.get("acknowledge")),
        "answer_by": _when(happened, recipient, running.get("answer")),
        "to_complainant": happened.state.facts.get("complainant") == recipient.role,
    }


def _said(happened: Happened, recipient: Recipient) -> Words:
    """What the actor wrote with the entry, where the recipient may read it."""
    values = happened.entry.values if _may_read(happened, recipient) else {}
    found = ("damage_found", "circumstance_found")
    reserved = reservations.words(str(values.get("reservations", "")))
    return {
        "reason": _text(values, "reason", "comment"),
        "question": _text(values, "question", "comment"),
        "answer": _text(values, "answer", "comment"),
        "preferred_times": _text(values, "preferred_times"),
        "complaint": _text(values, "complaint_about") or reserved,
        "signed_by": _text(values, "signed_by"),
        "behalf_reason": _text(values, "behalf_reason"),
        "finding": " ; ".join(filter(None, (reserved, *(_text(values, one) for one in found)))),
        "complaint_answer": _text(values, "complaint_outcome"),
        "complaint_finding": _choice(
            happened, "complaint_finding", values.get("complaint_finding"), recipient.language
        ),
    }


def _may_read(happened: Happened, recipient: Recipient) -> bool:
    """As the journal's own rule: staff read all, others what is for the parties or for the step's new holder."""
    if recipient.plays in roles.STAFF:
        return True
    action = happened.procedure.actions.get(happened.entry.action)
    if action is None:
        return False
    step = happened.procedure.steps.get(happened.state.step or "")
    holds = step is not None and step.holder == recipient.role
    return action.visibility == "parties" or (action.visibility == "holder" and holds)


def _text(values: Mapping[str, Any], *names: str) -> str:
    return next((str(values[name]).strip() for name in names if values.get(name)), "")


def _when(happened: Happened, recipient: Recipient, at: datetime | None) -> str:
    if at is None:
        return ""
    zone = calendar(happened.claim.calendar).zone
    return times.instant(at, zone=zone, language=recipient.language)


def _ahead(happened: Happened, at: Any) -> datetime | None:
    """An appointment that was still to come when the thing happened; a past one is nobody's news."""
    return at if isinstance(at, datetime) and at > happened.entry.occurred_at else None


def _choice(happened: Happened, name: str, value: Any, language: str) -> str:
    field: Field | None = happened.procedure.fields.get(name)
    if not value or field is None or value not in field.choices:
        return ""
    return field.choices[value][language]


def _money(amount: Any, currency: str, language: str) -> str:
    if not isinstance(amount, Decimal):
        return ""
    return str(format_currency(amount, currency, locale=LOCALES[language]))
