"""A firm's calculation while it works on a mission: imported, held against the mission, replaced, handed in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from temoin import clock
from temoin.claims import door
from temoin.claims.models import Assignment
from temoin.documents import intake, storage
from temoin.documents.models import Document, MediaType, Visibility
from temoin.documents.models import Kind as Paper
from temoin.engine.state import Actor
from temoin.estimates import content as contents
from temoin.estimates import pricing, versions
from temoin.estimates.assembly import day_of
from temoin.estimates.calculation import header, keyed
from temoin.estimates.calculation.checks import check
from temoin.estimates.calculation.findings import Finding, refused
from temoin.estimates.calculation.model import LARGEST_FILE, Calculation, Mission
from temoin.estimates.calculation.reading import Read, read
from temoin.estimates.content import UNKNOWN, Content
from temoin.estimates.models import Draft, Kind, Line, Section, Version, WorkCategory
from temoin.estimates.vat import explain, rule_for
from temoin.procedures.files import procedure as procedure_named


class Faulty(Exception):
    """The calculation is not taken, and what was there before is left as it was; `words` has the sentences."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__([one.code.value for one in findings])
        self.findings = findings


@dataclass(frozen=True, slots=True)
class Kept:
    """A firm's calculation of a mission that is not handed in yet; `findings` against the mission as it is now."""

    draft: Draft
    calculation: Calculation
    document: Document
    findings: tuple[Finding, ...]


def mission(assignment: Assignment, on: date | None = None) -> Mission:
    """What a calculation is held against: the assignment's facts, and the country's rate of the day (today's)."""
    claim, facts = assignment.claim, assignment.state.get("facts", {})
    on = on or day_of(claim, clock.now())
    leg = pricing.leg_for(claim.insurer_id, claim.country)
    rule = rule_for(claim.country, leg, WorkCategory.MOVABLE, UNKNOWN, on)
    vat = explain(rule, (translation.get_language() or "fr")[:2])
    return Mission(
        plate=str(facts.get("plate") or ""),
        vin=str(facts.get("vin") or ""),
        currency=claim.currency,
        vat_rate=vat.rate,
        vat_reason=vat.reason,
        on=on,
    )


def take(upload: File[bytes], *, assignment: Assignment, actor: Actor) -> Kept:
    """Import an XML file in the place of what was there. Raises Faulty; the caller has checked that the actor may."""
    data = upload.read(LARGEST_FILE + 1)
    said, findings = _sound(read(data), assignment)
    with _alone(assignment.pk):
        document = intake.take_made(
            data,
            claim_id=assignment.claim_id,
            filename=upload.name or "calculation.xml",
            kind=Paper.ESTIMATE,
            media_type=MediaType.XML,
            assignment=assignment.number,
            user=actor.person,
            organisation=actor.organisation,
            role=actor.role,
            visibility=Visibility.HOLDER,
        )
        return _kept(assignment, actor, said, document, findings)


def key_in(upload: File[bytes], data: Mapping[str, str], *, assignment: Assignment, actor: Actor) -> Kept:
    """Take a PDF with its totals keyed in (`keyed.FIELDS`). Raises Faulty, documents.refusals.Refused."""
    claim = assignment.claim
    with translation.override(claim.insured_language):
        descriptions = {section: _lump(section) for section in Section}
    said, findings = _sound(keyed.read(data, currency=claim.currency, descriptions=descriptions), assignment)
    with _alone(assignment.pk):
        document = intake.take(
            upload,
            claim_id=claim.pk,
            kind=Paper.ESTIMATE,
            assignment=assignment.number,
            role=actor.role,
            visibility=Visibility.HOLDER,
        )
        Document.objects.filter(pk=document.pk).update(
            organisation=actor.organisation, uploaded_by=actor.person
        )
        return _kept(assignment, actor, said, document, findings)


def of_draft(assignment: Assignment, organisation: int) -> Kept | None:
    """The firm's calculation of this mission, held against the mission as it is now; None where it has none."""
    draft = _drafts(assignment, organisation).select_related("source").first()
    if draft is None or draft.source is None:
        return None
    said = of_lines(draft.calculation, versions.of_draft(draft).lines)
    return Kept(draft, said, draft.source, check(said, mission(assignment)))


def of_version(version: Version) -> Calculation | None:
    """The calculation that a version was made of; None for an estimate that was written here."""
    return of_lines(version.calculation, version.lines.all()) if version.calculation else None


def of_lines(head: Mapping[str, Any], lines: Iterable[Line | contents.NewLine]) -> Calculation:
    """A calculation again, from what is kept of it."""
    return header.calculation(
        head,
        [
            (line, line.item_code if isinstance(line, Line) else line.code, line.discount_pct or Decimal(0))
            for line in lines
        ],
    )


def again(assignment: Assignment, organisation: int) -> Kept | None:
    """The firm's calculation or, where it has none in hand, the one that it handed in last, in hand once more."""
    with _alone(assignment.pk):
        version = last(assignment, organisation)
        if version is not None and not _drafts(assignment, organisation).exists():
            Draft.objects.create(
                claim=assignment.claim,
                assignment=assignment,
                organisation_id=organisation,
                kind=Kind.CONTRACTOR,
                lines=[contents.line_to_json(line) for line in _as_written(version)],
                calculation=version.calculation,
                source_id=version.source_id or version.document_id,
                updated_at=clock.now(),
            )
        return of_draft(assignment, organisation)


def last(assignment: Assignment, organisation: int) -> Version | None:
    """The version that the firm made of a calculation last; None where it made none."""
    found = Version.objects.filter(assignment=assignment, organisation=organisation, kind=Kind.CONTRACTOR)
    return found.exclude(calculation={}).order_by("number").last()


def _as_written(version: Version) -> tuple[contents.NewLine, ...]:
    return header.lines(of_lines(version.calculation, version.lines.all()))


def drop(assignment: Assignment, organisation: int) -> None:
    """Throw the calculation and its file away, if there is one."""
    with _alone(assignment.pk):
        draft = _drafts(assignment, organisation).first()
        if draft is not None:
            draft.delete()
            _forget(draft.source_id)


def content(kept: Kept) -> Content:
    """The calculation as an estimate to hand in: a PDF is itself the paper that people read."""
    said = versions.of_draft(kept.draft)
    if kept.document.media_type == MediaType.XML:
        return said
    return replace(said, file=said.source, source=None)


def hand_in(
    *,
    assignment_id: int,
    organisation: int,
    action: str,
    values: Mapping[str, Any],
    actor: Actor,
    seen: int | None = None,
    key: str | None = None,
) -> door.Happened:
    """Do an action with the firm's calculation as its version; the draft is gone then. All or nothing.

    Raises Faulty where the mission changed meanwhile so that the calculation is not its own; else as
    `versions.with_action`. Without a calculation the action is done as it is: its own form says what is missing.
    """
    with _alone(assignment_id):
        found = Assignment.objects.select_related("claim", "claim__insurer").filter(pk=assignment_id).first()
        kept = of_draft(found, organisation) if found is not None else None
        if found is None or kept is None:
            done = _done_before(found, action, values, key)
            return done or door.act(
                assignment_id=assignment_id, action=action, values=values, actor=actor, seen=seen, key=key
            )
        if refused(kept.findings):
            raise Faulty(kept.findings)
        happened = versions.with_action(
            assignment_id=assignment_id,
            action=action,
            values=values,
            content=content(kept),
            actor=actor,
            seen=seen,
            key=key,
        )
        kept.draft.delete()
        return happened


def _done_before(
    found: Assignment | None, action: str, values: Mapping[str, Any], key: str | None
) -> door.Happened | None:
    """What the same key did when there was a calculation still; its figures are not asked for again."""
    definition = (
        procedure_named(found.procedure, found.procedure_version).actions.get(action) if found else None
    )
    if found is None or definition is None or key is None:
        return None
    apart = versions.filled(definition, Kind.CONTRACTOR) | versions.files(found, definition)
    return door.done_before(assignment_id=found.pk, action=action, values=values, key=key, apart=apart)


def _sound(said: Read, assignment: Assignment) -> tuple[Calculation, tuple[Finding, ...]]:
    if said.calculation is None:
        raise Faulty(said.findings)
    findings = check(said.calculation, mission(assignment))
    if refused(findings):
        raise Faulty(findings)
    return said.calculation, findings


def _kept(
    assignment: Assignment,
    actor: Actor,
    said: Calculation,
    document: Document,
    findings: tuple[Finding, ...],
) -> Kept:
    assert actor.organisation is not None  # only a firm has drafts
    before = _drafts(assignment, actor.organisation).first()
    draft, _made = Draft.objects.update_or_create(
        assignment=assignment,
        organisation_id=actor.organisation,
        kind=Kind.CONTRACTOR,
        defaults={
            "claim": assignment.claim,
            "price_list": None,
            "lines": [contents.line_to_json(line) for line in header.lines(said)],
            "dwelling": {},
            "calculation": header.to_json(said, document.sha256),
            "source": document,
            "changes": before.changes + 1 if before else 0,
            "updated_at": clock.now(),
        },
    )
    if before is not None:
        _forget(before.source_id)
    return Kept(draft, said, document, findings)


@contextmanager
def _alone(assignment_id: int) -> Iterator[None]:
    """In one transaction, while nobody else imports or hands in a calculation of this assignment."""
    with transaction.atomic():
        door.one_at_a_time(f"calculation {assignment_id}")
        yield


def _forget(document: Any) -> None:
    """Throw away what was never handed in; what a version was read from stays with it."""
    handed_in = Q(source=document) | Q(document=document)
    if document is not None and not Version.objects.filter(handed_in).exists():
        Document.objects.filter(pk=document).delete()
        transaction.on_commit(lambda: storage.discard(document))


def _drafts(assignment: Assignment, organisation: int) -> Any:
    return Draft.objects.filter(assignment=assignment, organisation=organisation, kind=Kind.CONTRACTOR)


def _lump(section: Section) -> str:
    return _("%(section)s, according to the calculation") % {"section": str(section.label).capitalize()}
