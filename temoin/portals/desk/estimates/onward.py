"""Where an estimate goes when it is not simply agreed: adjuster, insurer, platform, control, refusal."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from temoin.claims import sentences
from temoin.journal.models import JournalEntry
from temoin.portals.desk.opened import File

SAVED_FIRST = (
    "send_to_adjuster",
    "send_to_insurer",
    "send_via_platform",
    "flag_over_limit",
    "hold_for_control",
)
"""What is decided on the lines is saved as a revision before these, so that they are about it."""

CODES = frozenset((*SAVED_FIRST, "record_comparative"))
SHOWN = (*SAVED_FIRST, "record_comparative")


@dataclass(frozen=True, slots=True)
class Way:
    """One way on; `why_not` is empty where it is open."""

    code: str
    icon: str
    label: str
    why_not: str


def offered(file: File) -> list[Way]:
    """Every way of the procedure's step, the closed ones with their reason, in the order of SHOWN."""
    found = {one.action.code: one for one in file.choices if one.action.code in SHOWN}
    return [
        Way(
            code,
            found[code].action.icon,
            sentences.said(found[code].action.label),
            sentences.refusal(refusal, file.now.procedure) if (refusal := found[code].refusal) else "",
        )
        for code in SHOWN
        if code in found
    ]


def address(reference: str, number: int, action: str) -> str:
    """The form that asks the rest."""
    return reverse("desk:act", args=[reference, number, action])


def last_answer(file: File) -> JournalEntry | None:
    """The contractor's last answer to the estimator, while it is his turn to read it."""
    if file.now.state.step not in ("estimate_info_answered", "estimate_chased", "estimate_review"):
        return None
    rows = JournalEntry.objects.filter(
        claim_id=file.claim.pk, assignment_number=file.now.assignment.number, action="answer_info"
    )
    return rows.order_by("-seq").first()
