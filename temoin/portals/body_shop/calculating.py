"""The calculation within the estimate: its file imported, or its PDF with the totals keyed in."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from temoin.documents.refusals import Refused as FileRefused
from temoin.estimates import calculation as calculations
from temoin.estimates.calculation import Faulty, keyed
from temoin.estimates.calculation.boxes import Box
from temoin.estimates.calculation.shown import Shown
from temoin.portals.body_shop.work import Work

XML, PDF, PREFIX = "calculation_xml", "calculation_pdf", "calc_"
"""The names of the inputs: two files, and the keyed totals behind their prefix."""


def shown(work: Work) -> Shown | None:
    """What the firm has in hand, else, where a closing is done again, what it handed in last."""
    kept = calculations.of_draft(work.assignment, work.firm)
    if kept is not None:
        return calculations.of_kept(kept)
    version = calculations.last(work.assignment, work.firm) if work.known else None
    return calculations.of_handed_in(version) if version is not None else None


def boxes(work: Work) -> list[Box]:
    """The totals to key in, as they were typed."""
    return calculations.boxes(
        work.keyed, work.findings if work.keyed else (), calculations.mission(work.assignment), PREFIX
    )


def faults(work: Work) -> list[str]:
    """What is wrong with a file that was not taken; of keyed totals only what stands beside no box."""
    if not work.keyed:
        currency = work.now.claim.currency
        return [work.fault] if work.fault else calculations.sentences(work.findings, currency=currency)
    return [work.fault] if work.fault else []


def change(work: Work, do: str) -> None:
    """Take a file, take a PDF with its totals, or drop what there is; what is wrong is kept for the page."""
    post, files = work.request.POST, work.request.FILES
    xml, pdf = files.get(XML), files.get(PDF)
    typed = {name: post.get(PREFIX + name, "") for name in keyed.FIELDS}
    work.keyed = typed if do == "key" else {}
    try:
        match do:
            case "take" if isinstance(xml, UploadedFile):
                calculations.take(xml, assignment=work.assignment, actor=work.actor)
            case "key" if isinstance(pdf, UploadedFile):
                calculations.key_in(pdf, typed, assignment=work.assignment, actor=work.actor)
            case "drop":
                calculations.drop(work.assignment, work.firm)
            case _:
                work.fault = _("Choose the file first.")
    except Faulty as faulty:
        work.findings = faulty.findings
    except FileRefused as refused:
        work.fault = str(refused)
