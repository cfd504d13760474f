"""Text blocks and call scripts with their gaps filled in from a closed set of what a claim knows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from temoin.claims.history import Current
from temoin.engine.state import Actor
from temoin.messages import times
from temoin.messages.models import Kind, TextBlock
from temoin.parties.models import Organisation
from temoin.procedures.reading import calendar

GAPS = (
    "assure", "reference", "reference_compagnie", "date_rdv", "date_travaux", "etape", "echeance",
    "gestionnaire", "prestataire", "telephone_prestataire", "compagnie", "adresse", "moi",
)  # fmt: skip
"""What may stand in braces; anything else is refused where a block is edited, and left alone where it is read."""

_GAP = re.compile(r"{([a-z_]+)}")


@dataclass(frozen=True, slots=True)
class Filled:
    """A block ready to be written or read out."""

    code: str
    title: str
    text: str


def for_(kind: Kind, role: str, step: str, language: str) -> list[tuple[TextBlock, str]]:
    """The blocks offered to a role on a step, each with its text in that language, gaps and all."""
    found = TextBlock.objects.filter(
        Q(roles=[]) | Q(roles__contains=[role]),
        Q(steps=[]) | Q(steps__contains=[step]),
        kind=kind,
        active=True,
    )
    return [(one, one.text(language)) for one in found.order_by("title", "pk")]


def filled(kind: Kind, now: Current, actor: Actor, *, language: str) -> list[Filled]:
    """The blocks of the assignment's present step, with what the claim knows in their gaps."""
    found = for_(kind, actor.role, now.state.step or "", language)
    known = words(now, actor, language=language) if found else {}
    return [Filled(block.code, block.title, fill(text, known)) for block, text in found]


def fill(text: str, known: Mapping[str, str]) -> str:
    """The text with its gaps closed; a gap of which nothing is known shows as dots to be filled by hand."""
    return _GAP.sub(lambda gap: (known[gap[1]] or "…") if gap[1] in known else gap[0], text)


def unknown_gaps(text: str) -> list[str]:
    """What stands in braces and means nothing."""
    return [name for name in _GAP.findall(text) if name not in GAPS]


def words(now: Current, actor: Actor, *, language: str, firm: Organisation | None = None) -> dict[str, str]:
    """Everything that a gap can be filled with, in a language; `firm` is whoever repairs, where he is read already."""
    claim, facts, zone = now.claim, now.state.facts, calendar(now.claim.calendar).zone
    pk = now.assignment.contractor
    if firm is None and pk:
        firm = Organisation.objects.filter(pk=pk).first()

    def when(at: object) -> str:
        return times.instant(at, zone=zone, language=language) if isinstance(at, datetime) else ""

    step = now.procedure.steps.get(now.state.step or "")
    return {
        "assure": claim.insured_name,
        "reference": claim.reference,
        "reference_compagnie": claim.insurer_claim_number,
        "date_rdv": when(facts.get("visit_at")),
        "date_travaux": when(facts.get("works_start_at")),
        "etape": step.label[language] if step else "",
        "echeance": when(now.state.top.due_at) if now.state.top else "",
        "gestionnaire": str(claim.handler) if claim.handler else "",
        "prestataire": firm.name if firm else "",
        "telephone_prestataire": firm.telephone if firm else "",
        "compagnie": claim.insurer.name,
        "adresse": f"{claim.street}, {claim.postcode} {claim.city}",
        "moi": actor.name,
    }
