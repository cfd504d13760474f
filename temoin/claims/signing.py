"""A signature made good: the paper as PDF, and in the journal everything that proves who signed what, when and how.

The evidence holds the paper's SHA-256, the sentence with its version, the signatory and how he was known, the
instant in UTC, the IP address and the browser. Its entry is chained like every other, so it can be checked offline.
"""

from __future__ import annotations

import hashlib
from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from temoin.claims import door, history, papers, signed_papers
from temoin.claims.door import Happened
from temoin.claims.history import Current
from temoin.claims.signed_papers import Paper
from temoin.claims.witness import How, Witness
from temoin.documents import intake, making, storage
from temoin.documents.models import Document, Kind, Visibility
from temoin.documents.storage import Part
from temoin.engine.state import Actor
from temoin.parties.models import Organisation
from temoin.ui import formats

SEALED = "signature_sealed"
SEALER = Actor(role="machine", name="Témoin", machine=True)
TEMPLATE = "claims/typst/signed.typ"


def seal(happened: Happened) -> None:
    """After a signature on a page: set the paper, keep it with the claim, write the evidence down."""
    witness, assignment, values = happened.witness, happened.assignment, happened.entry.values
    if happened.replayed or witness is None or assignment is None or not _signed(happened):
        return
    now = Current(
        happened.claim, assignment, happened.procedure, history.current(assignment).calendar, happened.state
    )
    drawing = _drawing(happened.claim.pk, values.get("signature", ()))
    with (
        translation.override(happened.claim.insured_language),
        timezone.override(ZoneInfo(now.calendar.zone)),
    ):
        paper = signed_papers.paper(
            now, history.rows(happened.claim), happened.entry.action, happened.entry.recorded_at
        )
        if paper is None:
            return
        contents = making.make_pdf(TEMPLATE, _data(happened, now, paper, witness, drawing))
        name = f"{paper.title} {happened.claim.reference}-{assignment.number}.pdf"
    document = intake.take_made(
        contents,
        claim_id=happened.claim.pk,
        filename=name,
        kind=Kind.REPORT if paper.code == "supplies" else Kind.OTHER,
        assignment=assignment.number,
        visibility=Visibility.PARTIES,
        at=happened.entry.recorded_at,
    )
    door.append(
        happened.claim,
        assignment_number=None,
        action=SEALED,
        actor=SEALER,
        occurred_at=happened.entry.occurred_at,
        recorded_at=happened.entry.recorded_at,
        data={
            "values": {"documents": [str(document.pk)]},
            "evidence": _evidence(happened, now, paper, witness, document, drawing),
        },
        visibility="internal",  # addresses and browsers are nobody else's to read
    )


def _signed(happened: Happened) -> bool:
    """Whether a name stands under a sentence that was agreed to; reservations may also be noted without either."""
    values = happened.entry.values
    return bool(values.get("signed_by") and values.get(signed_papers.AGREED[happened.entry.action]))


def _drawing(claim_id: int, ids: tuple[str, ...]) -> Document | None:
    """What was drawn or photographed; a signed PDF stays beside the paper."""
    return next((one for one in papers.named(claim_id, ids) if one.is_picture), None)


def _evidence(
    happened: Happened,
    now: Current,
    paper: Paper,
    witness: Witness,
    document: Document,
    drawing: Document | None,
) -> dict[str, Any]:
    entry, values = happened.entry, happened.entry.values
    field, sentence = signed_papers.agreed(now, entry.action)
    words = sentence.get(witness.language, "")
    return {
        "version": 1,
        "paper": paper.code,
        "document": {
            "id": str(document.pk),
            "sha256": document.sha256,
            "template": TEMPLATE,
            "size": document.size,
        },
        "signed": {
            "action": entry.action,
            "seq": happened.row.seq,
            "hash": happened.row.hash,
            "assignment": now.assignment.number,
        },
        "signer": {
            "name": values["signed_by"],
            "on_behalf": bool(values.get("on_behalf")),
            "reason": values.get("behalf_reason", ""),
        },
        "verified": {
            "how": "link" if witness.how is How.LINK else "on_site",
            "link": witness.link,
            "by": {
                "role": entry.actor.role,
                "organisation": entry.actor.organisation,
                "person": entry.actor.person,
            },
        },
        "at": entry.recorded_at.astimezone(UTC).isoformat(),
        "ip": witness.address,
        "user_agent": witness.agent,
        "wording": {
            "procedure": happened.procedure.code,
            "version": happened.procedure.version,
            "field": field,
            "language": witness.language,
            "text": words,
            "sha256": hashlib.sha256(words.encode()).hexdigest(),
        },
        "drawing": {"id": str(drawing.pk), "sha256": drawing.sha256} if drawing is not None else None,
        "papers": list(values.get("signature", ())),
    }


def _data(
    happened: Happened, now: Current, paper: Paper, witness: Witness, drawing: Document | None
) -> dict[str, Any]:
    """The paper as `signed.typ` wants it, in the insured's language."""
    values, entry = happened.entry.values, happened.entry
    _field, sentence = signed_papers.agreed(now, entry.action)
    network = Organisation.objects.filter(kind="network", active=True).order_by("pk").first()
    return {
        "language": translation.get_language() or "fr",
        "made_at": entry.recorded_at.isoformat(),
        "head": {
            "title": paper.title,
            "reference": f"{now.claim.reference} N°{now.assignment.number}",
            "network": network.name if network else "",
        },
        "facts": paper.facts,
        "reservations_title": _("Reservations"),
        "reservations": [_line(one) for one in paper.reservations],
        "ends": paper.ends,
        "sentence": sentence.get(str(translation.get_language())[:2], ""),
        "signed_by": values["signed_by"],
        "how": _how(happened, witness),
        "behalf": _("Signed for the insured: %(reason)s") % {"reason": values.get("behalf_reason", "")}
        if values.get("on_behalf")
        else "",
        "entry": _("Entry %(seq)s of the journal, %(hash)s")
        % {"seq": happened.row.seq, "hash": happened.row.hash},
        "drawing": list(storage.path(drawing.pk, Part.VIEW).read_bytes()) if drawing is not None else [],
    }


def _how(happened: Happened, witness: Witness) -> str:
    at = formats.instant(happened.entry.recorded_at, formats.Style.LONG)
    if witness.how is How.LINK:
        return _("Signed on %(at)s, by the personal link sent to the insured.") % {"at": at}
    return _("Signed on %(at)s, on the device of %(name)s.") % {"at": at, "name": happened.entry.actor.name}


def _line(one: Any) -> list[str]:
    by_on = signed_papers.dated(one.by_on) if one.by_on else ""
    lifted = (
        _("lifted on %(day)s") % {"day": signed_papers.dated(timezone.localtime(one.lifted_at).date())}
        if one.lifted_at
        else _("not lifted")
    )
    return [str(one.number), one.place, one.what, _("by %(day)s") % {"day": by_on} if by_on else "", lifted]
