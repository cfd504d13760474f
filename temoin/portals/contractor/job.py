"""A job that the firm has in charge: everything needed for the work, and what to do now."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from temoin import clock
from temoin.claims import action_page, curves, history, sentences, timeline, waits, works
from temoin.claims.history import Current
from temoin.claims.models import Assignment
from temoin.documents.models import Document, Kind
from temoin.engine.choices import Choice
from temoin.engine.permission import roles_of
from temoin.engine.state import Actor
from temoin.journal.models import JournalEntry
from temoin.messages import inbox
from temoin.messages.sides import Side
from temoin.parties.models import Organisation
from temoin.portals.contractor import (
    access,
    dates,
    estimate_decisions,
    estimate_page,
    estimates_sent,
    figures,
    offers,
    openings,
    papers,
    pictograms,
    reasons,
)

MAPS = "https://www.openstreetmap.org/search?query="


@dataclass(frozen=True, slots=True)
class Doable:
    """Something that the firm can do now, and where."""

    choice: Choice
    url: str


@access.contractor
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """The details page; a date is entered or changed on it, and asked once more before it is kept."""
    assignment = access.own(request, pk)
    if request.method != "POST":
        drawn = context(request, assignment)
        return render(request, "contractor/job.html", drawn | _date_form(drawn["now"], drawn["box"]))
    code = request.POST.get("action", "")
    if code not in dates.ACTIONS:
        raise Http404
    here = reverse("contractor:job", args=[pk])
    setting = action_page.Setting(
        back_url=reverse("contractor:my_jobs"),
        done_url=here,
        done_words=lambda happened: _("Saved. The insured is told at once."),
        template="contractor/job.html",
        context=_without_form(context(request, assignment)),
    )
    return action_page.action_page(request, assignment, code, setting)


def context(request: HttpRequest, assignment: Assignment) -> dict[str, Any]:
    """Everything that the page shows of one job."""
    actor, now = access.actor(request), history.current(assignment)
    claim, procedure = now.claim, now.procedure
    siblings = list(Assignment.objects.filter(claim=claim, contractor=actor.organisation))
    rows = history.rows(claim)
    readable = _own_words_only(history.readable(rows, actor, siblings), actor)
    documents = papers.readable(claim.pk, access.firm(request), [one.number for one in siblings])
    known = {str(one.pk): one for one in documents}
    choices = [one for one in now.choices(actor, clock.now()) if one.action.code != "write_message"]
    box = dates.box(now, choices)
    step = procedure.steps.get(now.state.step or "")
    why = history.why(now, rows)
    return {
        "assignment": assignment,
        "claim": claim,
        "now": now,
        "clock": clock.now(),
        "procedure": procedure,
        "step": step,
        "end": procedure.ends.get(now.state.outcome or ""),
        "yours": step is not None and step.holder in roles_of(procedure, actor, now.state),
        "loss": offers.choice_words(procedure, "loss_type", claim.loss_type),
        "trade": offers.choice_words(procedure, "trade", assignment.trade),
        "pictogram": pictograms.loss(claim.loss_type),
        "contract": waits.contract(now),
        "curves": curves.curves(now, history.entries(now, rows), clock.now()),
        "reading_url": _reading_url(now, choices),
        "works": works.of(now, rows),
        "slots": _slots(now, choices),
        "why": reasons.lines(why, procedure) if why else [],
        "maps_url": MAPS + quote(f"{claim.street}, {claim.postcode} {claim.city}, {claim.country}"),
        "estimates": estimates_sent.sent(_of(readable, assignment), procedure, access.firm(request), known),
        "studied": estimate_decisions.studied(request, assignment),
        "days": timeline.days(readable, procedure, _names(readable), assignment=assignment.number),
        "papers": known,
        "openings": openings.by_day(openings.ahead(claim, clock.now())) if step else [],
        "back_url": reverse("contractor:my_jobs"),
        "unread": inbox.unread(Side(actor.role, access.firm(request))).filter(claim=claim).count(),
        "reserved": sentences.kept_from(now.kept_from(actor), procedure),
        "whose": figures.minutes(request, now, rows),
        **_pictures(documents),
        **_todo(now, choices, box),
        "main_fields": MAIN,
    }


SLOTS = {"start_works": "before", "complete_works": "after"}
"""Which photos an action asks for."""


def _slots(now: Current, choices: list[Choice]) -> dict[str, str]:
    """Where the photos go that are still to be taken."""
    ready = {one.action.code for one in choices if one.refusal is None}
    found = {kind: code for code, kind in SLOTS.items() if code in ready}
    if "report_progress" in ready:
        found |= {"progress": "report_progress", "before": "attach_documents"}
    return {kind: reverse("contractor:act", args=[now.assignment.pk, code]) for kind, code in found.items()}


def _without_form(found: dict[str, Any]) -> dict[str, Any]:
    """The page's own values; those of the form are the ones that `action_page` finds."""
    return {key: value for key, value in found.items() if key not in ("now", "claim", "assignment", "step")}


def _reading_url(now: Current, choices: list[Choice]) -> str:
    """Where the firm enters a reading; empty where it may not now."""
    values = {one.value for one in now.procedure.series.values()}
    ready = (one.action for one in choices if one.refusal is None)
    found = next((one for one in ready if values & {field.code for field in one.form}), None)
    return reverse("contractor:act", args=[now.assignment.pk, found.code]) if found else ""


def _of(rows: list[JournalEntry], assignment: Assignment) -> list[JournalEntry]:
    return [row for row in rows if row.assignment_number == assignment.number]


UNSAID = ("invited", "contractor", "explanation", "availabilities")
"""Values of an entry that may name another firm, say why one was preferred, or stand on the page as a grid."""


def _own_words_only(rows: list[JournalEntry], actor: Actor) -> list[JournalEntry]:
    """Entries without what they say of other firms; the rows themselves are never saved."""
    for row in rows:
        said = row.data.get("values", {})
        if any(code in said for code in UNSAID):
            kept = {k: v for k, v in said.items() if k not in UNSAID or v == actor.organisation}
            row.data = row.data | {"values": kept}
    return rows


def _names(rows: list[JournalEntry]) -> dict[int, str]:
    return dict(Organisation.objects.filter(pk__in=timeline.organisations(rows)).values_list("pk", "name"))


def _pictures(documents: list[Document]) -> dict[str, list[Document]]:
    photos = [one for one in documents if one.kind == Kind.PHOTO and one.is_picture]
    return {
        "damage_photos": [one for one in photos if one.role != "contractor"],
        "own_photos": [one for one in photos if one.role == "contractor"],
        "documents": [one for one in documents if one not in photos],
    }


def _todo(now: Current, choices: list[Choice], box: dates.Box) -> dict[str, Any]:
    """One primary act, the others behind it, and the refused ones with their reason."""
    ready = [_doable(now, one, box) for one in choices if one.refusal is None]
    primary = ready[0] if ready and ready[0].choice.action.primary else None
    return {
        "box": box,
        "primary": primary,
        "others": [one for one in ready if one is not primary],
        "refused_choices": [one for one in choices if one.refusal is not None],
        "hint": _hint(primary.choice.action.code) if primary else "",
    }


def _doable(now: Current, choice: Choice, box: dates.Box) -> Doable:
    code, pk = choice.action.code, now.assignment.pk
    if box.action is not None and code == box.action.code:
        return Doable(choice, "#dates-form")  # what a link points into unfolds
    if code == dates.REPORT:
        return Doable(choice, reverse("contractor:visit_report", args=[pk]))
    if code == estimate_page.SUBMIT:
        return Doable(choice, reverse("contractor:estimate", args=[pk]))
    return Doable(choice, reverse("contractor:act", args=[pk, code]))


def _hint(code: str) -> str:
    match code:
        case "record_contact":
            return _("Call the insured, agree on a visit, then enter what you agreed.")
        case "record_works_date":
            return _("Call the insured, agree on a date, then enter it in the box “Dates of the works”.")
        case "report_visit":
            return _("After the visit, write its report (VT): it plans the works or announces an estimate.")
        case "submit_estimate":
            return _("Write your estimate from the price list, or send the one that you have.")
        case "start_works":
            return _("On the day, note that the works have begun.")
        case "complete_works":
            return _(
                "Say how far you are; once finished, attach the photos and the insured is asked to sign."
            )
        case "send_invoice":
            return _("The insured has signed: send your invoice.")
        case "supplies_received":
            return _("Note it as soon as the supplies are here, or give the new date of delivery.")
        case _:
            return ""


MAIN = ("works_start_at", "planned_days", "visit_at", "agreed_by", "agreed_how")
"""The fields that stand open in the box; the others are behind a fold."""


def _date_form(now: Current, box: dates.Box) -> dict[str, Any]:
    if box.action is None:
        return {}
    return {
        "action": box.action,
        "form": dates.form(now, box.action),
        "seen": now.assignment.moved_seq,
        "key": uuid.uuid4().hex,
    }
