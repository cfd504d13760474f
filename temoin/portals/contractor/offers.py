"""The jobs on offer to a firm: how urgent, how far, what is damaged; nothing yet that names the insured."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from temoin import clock
from temoin.claims import worklists
from temoin.claims.models import Assignment
from temoin.claims.sentences import said
from temoin.engine.duration import seconds
from temoin.engine.model import Procedure
from temoin.journal.models import JournalEntry
from temoin.network import postcodes
from temoin.network.models import Professional
from temoin.network.postcodes import Point
from temoin.parties.models import Organisation
from temoin.portals.contractor import openings, papers, pictograms
from temoin.procedures.files import procedure as procedure_named
from temoin.ui import formats
from temoin.ui.urgency import Urgency, urgency

MOST = 100
NEAR_KM = 10
WITHIN = 12 * formats.HOUR  # up to here the time left is said, beyond it the moment


@dataclass(frozen=True, slots=True)
class Offer:
    """One job on offer, in words. `km` is as the crow flies from the firm's base; None where unknown."""

    assignment: Assignment
    procedure: Procedure
    loss: str
    trade: str
    icon: str
    tone: str
    trade_icon: str
    km: int | None
    slots: int
    photos: int
    urgency: Urgency
    answer: str

    @property
    def near(self) -> bool:
        return self.km is not None and self.km < NEAR_KM


def of(organisation: Organisation) -> list[Offer]:
    """What the firm may still answer to, the most urgent first, without what it has refused."""
    now = clock.now()
    found = worklists.offered(organisation.pk).select_related("claim", "claim__insurer")
    rows = list(found.order_by("due_at", "pk")[:MOST])
    refused = _refused(rows, organisation.pk)
    rows = [row for row in rows if not _answered(row, refused)]
    base, photos = _base(organisation), _photos(rows)
    return [_offer(row, base, photos, now) for row in rows]


def one(assignment: Assignment, organisation: Organisation) -> Offer:
    """A single offer."""
    return _offer(assignment, _base(organisation), _photos([assignment]), clock.now())


def has_refused(assignment: Assignment, organisation: int) -> bool:
    """Whether the firm has said no to this offer; it may still change its mind."""
    return _answered(assignment, _refused([assignment], organisation))


Refused = dict[tuple[int, int | None], datetime]


def _refused(rows: Sequence[Assignment], organisation: int) -> Refused:
    """When the firm last refused, by claim and assignment number."""
    entries = JournalEntry.objects.filter(
        claim_id__in=[row.claim_id for row in rows],
        action="decline_offer",
        actor_organisation=organisation,
    )
    listed = entries.order_by("seq").values_list("claim_id", "assignment_number", "recorded_at")
    return {(claim, number): at for claim, number, at in listed}


def _answered(row: Assignment, refused: Refused) -> bool:
    """A refusal counts for the offer it answered, not for a later one of the same job."""
    at = refused.get((row.claim_id, row.number))
    return at is not None and row.entered_at is not None and at >= row.entered_at


def _base(organisation: Organisation) -> Point | None:
    firm = Professional.objects.filter(organisation=organisation).first()
    if firm is None:
        return postcodes.find(organisation.country, organisation.postcode)
    if firm.latitude is not None and firm.longitude is not None:
        return Point(firm.latitude, firm.longitude)
    return postcodes.find(firm.base_country, firm.base_postcode)


def _photos(rows: Sequence[Assignment]) -> Counter[tuple[int, int | None]]:
    """How many damage photos, by claim and assignment number (None: of the whole claim)."""
    listed = papers.damage_photos(row.claim_id for row in rows).values_list("claim_id", "assignment")
    return Counter(listed)


def _offer(
    row: Assignment, base: Point | None, photos: Counter[tuple[int, int | None]], now: datetime
) -> Offer:
    procedure = procedure_named(row.procedure, row.procedure_version)
    claim = row.claim
    icon, tone = pictograms.loss(claim.loss_type)
    place = postcodes.find(claim.country, claim.postcode)
    return Offer(
        assignment=row,
        procedure=procedure,
        loss=choice_words(procedure, "loss_type", claim.loss_type),
        trade=choice_words(procedure, "trade", row.trade),
        icon=icon,
        tone=tone,
        trade_icon=pictograms.trade(row.trade),
        km=round(postcodes.distance_km(base, place)) if base and place else None,
        slots=len(openings.ahead(claim, now)),
        photos=photos[claim.pk, None] + photos[claim.pk, row.number],
        urgency=urgency(row.due_at, now),
        answer=_answer(row.due_at, now),
    )


def choice_words(procedure: Procedure, field: str, code: str) -> str:
    """The label of a choice; the code itself where this version of the procedure has none."""
    definition = procedure.fields.get(field)
    return said(definition.choices.get(code)) if definition and code in definition.choices else code


def _answer(due_at: datetime | None, now: datetime) -> str:
    """By when to answer: the time left where it is short, else the moment."""
    if due_at is None:
        return ""
    left = int((due_at - now).total_seconds())
    if left <= 0:
        return _("Answer overdue")
    if left < WITHIN:
        return _("Answer within %(time)s") % {"time": formats.duration_words(left)}
    return _("Answer before %(when)s") % {"when": formats.instant(due_at, formats.Style.RELATIVE)}


def hours_for_estimate(procedure: Procedure) -> int | None:
    """Within how many hours after the visit the estimate is due, as this procedure has it."""
    step = procedure.steps.get("estimate_to_submit")
    if step is None or step.due.duration is None:
        return None
    return seconds(step.due.duration) // formats.HOUR
