"""The copy of the expertise that a body shop gets back: where it stands, of which vehicle, and the amounts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from temoin.claims import sentences, timeline
from temoin.claims.door import Happened
from temoin.claims.models import Assignment
from temoin.documents import intake
from temoin.documents.making import make_pdf
from temoin.documents.models import Document, Kind, Visibility
from temoin.engine.model import Procedure
from temoin.parties.models import Organisation
from temoin.ui import formats

TEMPLATE = "portals/body_shop/typst/copy.typ"
VEHICLE = ("plate", "vehicle_make", "vehicle_model", "vin", "first_registered_on", "mileage", "impact_zone")
AMOUNTS = (
    "calculation_number",
    "parts_amount",
    "labour_amount",
    "paint_amount",
    "small_parts_amount",
    "vat_amount",
    "estimate_total",
    "approved_total",
    "validated_by",
)
TERMS = (
    "immobilisation_days",
    "deductible_amount",
    "recoverable_vat_pct",
    "direct_payment",
    "payment_ceiling",
    "expert_name",
    "expert_phone",
    "call_at",
    "expert_visit_at",
    "payable_amount",
    "owner_amount",
    "pays_on",
)
"""What the copy repeats of the mission, by field of the procedure; what is not known is left out."""


def file(happened: Happened, firm: int) -> Document:
    """Set the copy in the active language and file it for the firm alone."""
    claim, assignment = happened.claim, happened.assignment
    assert assignment is not None  # the reaction saw to it
    return intake.take_made(
        make_pdf(TEMPLATE, data(happened, assignment)),
        claim_id=claim.pk,
        filename=f"{_('copy')}-{claim.reference}-{assignment.number}-{happened.row.seq}.pdf",
        kind=Kind.REPORT,
        assignment=assignment.number,
        organisation=firm,
        role="machine",
        visibility=Visibility.HOLDER,
        at=happened.entry.recorded_at,
    )


def data(happened: Happened, assignment: Assignment) -> dict[str, Any]:
    """Everything printed, as texts of the active language."""
    claim, procedure, facts = happened.claim, happened.procedure, assignment.state["facts"]
    code, at = happened.state.step or happened.state.outcome or "", happened.entry.recorded_at
    network = Organisation.objects.filter(kind="network").order_by("pk").first()
    return {
        "language": (translation.get_language() or "fr")[:2],
        "made_at": at.isoformat(),
        "head": {
            "network": network.name if network else "",
            "title": _("Copy of the expertise"),
            "reference": f"{claim.reference} N°{assignment.number}",
            "place": formats.instant(at, formats.Style.LONG),
        },
        "printed": sentences.printed(procedure, code, happened.state.facts, claim.currency),
        "mission": [
            *([(_("Mission"), str(facts["mission_number"]))] if facts.get("mission_number") else []),
            (_("Insurer"), f"{claim.insurer.name} {claim.insurer_claim_number}".strip()),
            (_("Owner"), f"{claim.insured_name}, {claim.street}, {claim.postcode} {claim.city}"),
            (_("Happened on"), formats.day(claim.loss_on, formats.Style.LONG)),
        ],
        "parts": [
            {"title": title, "facts": found}
            for title, codes in ((_("Vehicle"), VEHICLE), (_("Amounts"), AMOUNTS), (_("Terms"), TERMS))
            if (found := _known(procedure, facts, codes))
        ],
        "foot": _("Entry %(seq)s of the journal, %(hash)s")
        % {"seq": happened.row.seq, "hash": happened.row.hash},
    }


def _known(procedure: Procedure, facts: dict[str, Any], codes: Sequence[str]) -> list[tuple[str, str]]:
    fields = [procedure.fields[code] for code in codes if code in procedure.fields]
    return [
        (sentences.said(field.label), timeline.words(field, facts[field.code], {}, procedure))
        for field in fields
        if facts.get(field.code) not in (None, "")
    ]
