"""The calculation within the estimate: its file imported, or its PDF with the totals keyed in."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from temoin.documents.models import Document
from temoin.documents.refusals import Refused as FileRefused
from temoin.estimates import calculation as calculations
from temoin.estimates.calculation import Calculation, Faulty, keyed
from temoin.estimates.models import Section
from temoin.portals.body_shop.work import Work

XML, PDF, PREFIX = "calculation_xml", "calculation_pdf", "calc_"
"""The names of the inputs: two files, and the keyed totals behind their prefix."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The calculation that would be sent. `version` is the number under which it was handed in before, if it was."""

    calculation: Calculation
    document: Document | None
    findings: list[str]
    version: int | None

    @property
    def sections(self) -> list[tuple[str, object]]:
        totals = self.calculation.totals
        return [(str(section.label).capitalize(), totals.sections[section]) for section in Section]


def shown(work: Work) -> Shown | None:
    """What the firm has in hand, else what it handed in last; None where there is nothing."""
    kept = calculations.of_draft(work.assignment, work.firm)
    if kept is not None:
        return Shown(kept.calculation, kept.document, _sentences(work, kept.findings), None)
    version = calculations.last(work.assignment, work.firm)
    said = calculations.of_version(version) if version is not None else None
    if version is None or said is None or not work.known:
        return None
    return Shown(said, version.source or version.document, [], version.number)


def change(work: Work, do: str) -> None:
    """Take a file, take a PDF with its totals, or drop what there is; what is wrong is said beside it."""
    post, files = work.request.POST, work.request.FILES
    xml, pdf = files.get(XML), files.get(PDF)
    try:
        match do:
            case "take" if isinstance(xml, UploadedFile):
                calculations.take(xml, assignment=work.assignment, actor=work.actor)
            case "key" if isinstance(pdf, UploadedFile):
                data = {name: post.get(PREFIX + name, "") for name in keyed.FIELDS}
                work.keyed = data
                calculations.key_in(pdf, data, assignment=work.assignment, actor=work.actor)
            case "drop":
                calculations.drop(work.assignment, work.firm)
            case _:
                work.keyed = {name: post.get(PREFIX + name, "") for name in keyed.FIELDS}
                work.faults = [_("Choose the file first.")]
    except Faulty as faulty:
        work.faults = _sentences(work, faulty.findings, typed=do == "key")
    except FileRefused as refused:
        work.faults = [str(refused)]


def _sentences(work: Work, findings: tuple[calculations.Finding, ...], *, typed: bool = False) -> list[str]:
    currency = work.now.claim.currency
    return [calculations.sentence(one, currency=currency, keyed=typed) for one in findings]


def vat_rate(work: Work) -> str:
    """Today's rate, offered where totals are keyed in."""
    return f"{calculations.mission(work.assignment).vat_rate.normalize():f}"
