"""What a site check found, as a paper on the claim."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from temoin.claims import membership, sentences
from temoin.claims.door import Happened
from temoin.documents import intake, making
from temoin.documents.models import Kind, Visibility
from temoin.engine.model import Field, FieldType
from temoin.parties import roles
from temoin.parties.models import Organisation
from temoin.ui import formats

TEMPLATE = "complaints/typst/site_check.typ"
SHARED = "report_shared"
APART = ("check_conclusion", "inspection_report", "defects_found", "remedial_work", "photos", SHARED)
"""Fields of the form that do not stand among the facts on top: each has its own part, or is not printed."""


def file_report(happened: Happened) -> None:
    """The reaction to a site-check report: its PDF lies on the claim, for the network alone unless it is shared."""
    if happened.replayed or happened.row.imported:
        return
    shared = bool(happened.entry.values.get(SHARED))
    language = happened.claim.insured_language if shared else (translation.get_language() or "fr")[:2]
    with translation.override(language):
        contents = making.make_pdf(TEMPLATE, paper(happened, language))
        filename = f"{_('Site-check report')} {happened.claim.reference}.pdf"
    actor = happened.entry.actor
    intake.take_made(
        contents,
        claim_id=happened.claim.pk,
        filename=filename,
        kind=Kind.REPORT,
        assignment=happened.assignment.number if happened.assignment else None,
        user=actor.person,
        organisation=actor.organisation,
        role=actor.role,
        visibility=Visibility.PARTIES if shared else Visibility.INTERNAL,
        at=happened.entry.recorded_at,
    )


def paper(happened: Happened, language: str) -> dict[str, Any]:
    """What is printed, in the language that is active."""
    claim, values = happened.claim, happened.entry.values
    network = Organisation.objects.filter(kind=roles.Kind.NETWORK, active=True).order_by("pk").first()
    place = f"{claim.street}, {claim.postcode} {claim.city}"
    return {
        "language": language,
        "made_at": happened.entry.recorded_at.isoformat(),
        "head": {
            "network": network.name if network else "",
            "place": network.city if network else "",
            "title": _("Site-check report"),
            "reference": f"{claim.reference} N°{happened.assignment.number if happened.assignment else ''}",
        },
        "facts": [
            [_("Site"), place],
            [_("Insured"), claim.insured_name],
            [_("Contractor"), _contractor(happened)],
            [_("Checked by"), happened.entry.actor.name],
            *([label, words] for label, words in _facts(happened)),
        ],
        "conclusion": _words(happened, "check_conclusion"),
        "checklists": list(_checklists(happened)),
        "parts": [
            {"title": sentences.said(happened.procedure.fields[code].label), "text": str(values[code])}
            for code in ("defects_found", "remedial_work", "inspection_report")
            if values.get(code)
        ],
        "note": _photos(len(values.get("photos") or ())),
    }


def _contractor(happened: Happened) -> str:
    pk = membership.repairer(happened.procedure, happened.state.facts)
    return (
        str(Organisation.objects.filter(pk=pk).values_list("name", flat=True).first() or "–") if pk else "–"
    )


def _fields(happened: Happened) -> Iterator[Field]:
    action = happened.procedure.actions[happened.entry.action]
    asked = (happened.procedure.fields[one.code] for one in action.form)
    return (field for field in asked if happened.entry.values.get(field.code) is not None)


def _facts(happened: Happened) -> Iterator[tuple[str, str]]:
    for field in _fields(happened):
        if field.type is not FieldType.CHECKLIST and field.code not in APART:
            yield sentences.said(field.label), _words(happened, field.code)


def _checklists(happened: Happened) -> Iterator[dict[str, Any]]:
    for field in _fields(happened):
        if field.type is FieldType.CHECKLIST:
            answers = happened.entry.values[field.code]
            rows = [
                [
                    sentences.said(label),
                    sentences.said(field.choices.get(answers.get(item))),
                    answers.get(item),
                ]
                for item, label in field.items.items()
            ]
            yield {"title": sentences.said(field.label), "rows": rows}


def _words(happened: Happened, code: str) -> str:
    field, value = happened.procedure.fields[code], happened.entry.values.get(code)
    if field.type is FieldType.CHOICE:
        return sentences.said(field.choices.get(str(value)))
    return (
        formats.day(value, formats.Style.LONG_DAY) if field.type is FieldType.DATE and value else str(value)
    )


def _photos(number: int) -> str:
    return _("Photos on the file: %(number)s") % {"number": number} if number else ""
