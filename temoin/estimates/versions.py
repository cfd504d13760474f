"""Hands an estimate in: the version, its lines, its PDF and the action on the claim, all or nothing."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import Max

from temoin import clock
from temoin.claims import door, history, papers, scope
from temoin.claims.models import Assignment
from temoin.claims.refusals import NoSuchClaim
from temoin.documents import intake, storage
from temoin.documents.models import Document, Visibility
from temoin.documents.models import Kind as Paper
from temoin.engine.model import Action, FieldType
from temoin.engine.refusals import InvalidValues
from temoin.engine.state import Actor
from temoin.estimates import content as contents
from temoin.estimates.assembly import Assembled, assemble, day_of, digest
from temoin.estimates.content import Content, Totals
from temoin.estimates.models import Draft, Kind, Line, Section, Version
from temoin.estimates.paper import pdf
from temoin.estimates.sums import ZERO_CENTS
from temoin.procedures.files import procedure as procedure_named

TOTALS_OF = {
    Kind.CONTRACTOR: ("estimate_total",),
    Kind.NETWORK: ("estimate_total",),
    Kind.COMPARATIVE: ("comparative_total",),
    Kind.ADJUSTER: ("adjuster_total", "approved_total"),
}
"""Which field of an action's form takes the version's total, VAT included: the first that it asks."""


def _section(section: Section) -> Callable[[Assembled], Decimal | None]:
    def net(made: Assembled) -> Decimal | None:
        """What the lines of a section add up to, without VAT; None for an estimate without sections."""
        found = [one for one in made.lines if one.line.section]
        return (
            sum((one.amount for one in found if one.line.section == section), ZERO_CENTS) if found else None
        )

    return net


FILLED: Mapping[str, Callable[[Assembled], Any]] = {
    "parts_amount": _section(Section.PARTS),
    "labour_amount": _section(Section.LABOUR),
    "paint_amount": _section(Section.PAINT),
    "small_parts_amount": _section(Section.SMALL_PARTS),
    "vat_amount": lambda made: made.sums.vat,
    "calculation_number": lambda made: made.content.calculation.get("number"),
}
"""What else a version fills in where an action's form asks it; None leaves it to whoever fills in the form."""

FILE_OF = {
    Kind.CONTRACTOR: "estimate_file",
    Kind.NETWORK: "estimate_file",
    Kind.COMPARATIVE: "documents",
    Kind.ADJUSTER: "adjuster_report",
}
"""Which field of an action's form takes the version's paper, and the file it was read from."""

VERSION_OF = {Kind.ADJUSTER: "adjuster_version", Kind.COMPARATIVE: "comparative_version"}
"""Which field names the version itself; an action that asks it takes figures line by line."""


def submit(
    draft: Draft,
    *,
    assignment_id: int,
    actor: Actor,
    seen: int | None = None,
    key: str | None = None,
    comment: str = "",
) -> door.Happened:
    """Hand in the contractor's draft, which is then gone. Raises Incomplete, Refused, NoSuchClaim."""
    content = replace(of_draft(draft), comment=comment)
    with transaction.atomic():
        done = _submitted(content, assignment_id, actor, seen=seen, key=key)
        Draft.objects.filter(pk=draft.pk).delete()
    return done


def of_draft(draft: Draft) -> Content:
    """What a draft says so far."""
    return Content(
        kind=Kind(draft.kind),
        lines=tuple(contents.line_from_json(said) for said in draft.lines),
        dwelling=contents.dwelling_from_json(draft.dwelling),
        price_list=draft.price_list_id,
        comment=draft.comment,
        source=str(draft.source_id) if draft.source_id else None,
        calculation=draft.calculation,
    )


def submit_totals(
    upload: File[bytes],
    totals: Totals,
    *,
    assignment_id: int,
    actor: Actor,
    seen: int | None = None,
    key: str | None = None,
    comment: str = "",
) -> door.Happened:
    """Hand in a file with its totals keyed in. Raises Incomplete, Refused, NoSuchClaim, documents.refusals.Refused."""
    content = Content(kind=Kind.CONTRACTOR, totals=totals, comment=comment)
    return _submitted(content, assignment_id, actor, seen=seen, key=key, upload=upload)


def _submitted(
    content: Content,
    assignment_id: int,
    actor: Actor,
    *,
    seen: int | None,
    key: str | None,
    upload: File[bytes] | None = None,
) -> door.Happened:
    return with_action(
        assignment_id=assignment_id,
        action="submit_estimate",
        values={"comment": content.comment} if content.comment else {},
        content=content,
        actor=actor,
        upload=upload,
        seen=seen,
        key=key,
    )


def with_action(
    *,
    assignment_id: int,
    action: str,
    values: Mapping[str, Any],
    content: Content,
    actor: Actor,
    upload: File[bytes] | None = None,
    seen: int | None = None,
    key: str | None = None,
) -> door.Happened:
    """Make a version and do an action with it, in one transaction; a refusal keeps nothing.

    The action's form is given the version's total, file, number, digest and what else it fills (`FILLED`) where it
    asks for them; another figure in `values` is refused. Raises Incomplete, Refused (also MovedOn, KeyReused,
    InvalidValues), NoSuchClaim.
    """
    kept: list[uuid.UUID] = []
    try:
        with transaction.atomic():
            found = _assignment(assignment_id, lock=False)
            definition = procedure_named(found.procedure, found.procedure_version).actions[action]
            made = assemble(content, found.claim, day_of(found.claim, clock.now()))
            given = _given(dict(values), definition, made)
            if key is not None:
                apart = files(found, definition) | {
                    "estimate_version",
                    "estimate_digest",
                    *VERSION_OF.values(),
                }
                done = door.done_before(
                    assignment_id=assignment_id, action=action, values=given, key=key, apart=apart
                )
                if done is not None:
                    return done
            version = _keep(_assignment(assignment_id, lock=True), made, actor, upload, kept)
            _name(version, definition, given)
            return door.act(
                assignment_id=assignment_id, action=action, values=given, actor=actor, seen=seen, key=key
            )
    except BaseException:
        for pk in kept:
            storage.discard(pk)
        raise


def enter(
    *, assignment_id: int, content: Content, actor: Actor, upload: File[bytes] | None = None
) -> Version:
    """Keep a version that goes with no action of its own. The caller has checked that the actor may."""
    kept: list[uuid.UUID] = []
    try:
        with transaction.atomic():
            found = _assignment(assignment_id, lock=True)
            made = assemble(content, found.claim, day_of(found.claim, clock.now()))
            return _keep(found, made, actor, upload, kept)
    except BaseException:
        for pk in kept:
            storage.discard(pk)
        raise


def total_field(action: Action, kind: Kind) -> str | None:
    """The field of an action's form that takes the total of a version of this kind."""
    return next((code for code in TOTALS_OF[kind] if asks(action, code)), None)


def filled(action: Action, kind: Kind) -> frozenset[str]:
    """The fields of an action's form that a version fills: a page that hands one in does not ask them."""
    named = {"estimate_version", "estimate_digest", FILE_OF[kind], *FILLED, *VERSION_OF.values()}
    total = total_field(action, kind)
    return frozenset(one.code for one in action.form if one.code in named or one.code == total)


def _given(given: dict[str, Any], action: Action, made: Assembled) -> dict[str, Any]:
    """The form's values with the version's own figures. Raises InvalidValues where another one was typed."""
    total = total_field(action, made.content.kind)
    said = {code: find(made) for code, find in FILLED.items() if asks(action, code)}
    if total is not None:
        said[total] = made.sums.gross
    said = {code: value for code, value in said.items() if value is not None}
    wrong = {code: "not_the_version" for code, value in said.items() if given.get(code) not in (None, value)}
    if wrong:
        raise InvalidValues(wrong)
    return given | said


def asks(action: Action, code: str) -> bool:
    """Whether an action's form has a field."""
    return any(one.code == code for one in action.form)


def _assignment(pk: int, *, lock: bool) -> Assignment:
    """The assignment as the caller's scope shows it; locked as the door locks it."""
    rows = Assignment.objects.select_related("claim", "claim__insurer")
    if lock:
        rows = rows.select_for_update(of=("self", "claim"))
    try:
        return rows.get(pk=pk)
    except Assignment.DoesNotExist:
        raise NoSuchClaim() from None


def files(found: Assignment, action: Action) -> set[str]:
    """The fields of an action's form that take files."""
    fields = procedure_named(found.procedure, found.procedure_version).fields
    return {one.code for one in action.form if fields[one.code].type is FieldType.FILES}


def _name(version: Version, action: Action, given: dict[str, Any]) -> None:
    """Tell the action which version it is about, as far as its form asks."""
    if asks(action, "estimate_version"):
        given["estimate_version"], given["estimate_digest"] = version.number, version.digest
    for kind, code in VERSION_OF.items():
        if version.kind == kind and asks(action, code):
            given[code] = version.number
    papers = tuple(str(pk) for pk in (version.document_id, version.source_id) if pk)
    if papers and asks(action, FILE_OF[Kind(version.kind)]):
        given.setdefault(FILE_OF[Kind(version.kind)], papers)


def _keep(
    found: Assignment, made: Assembled, actor: Actor, upload: File[bytes] | None, kept: list[uuid.UUID]
) -> Version:
    """The rows of the version; the assignment is locked, so the number is the next one."""
    content, at = made.content, clock.now()
    with scope.within("network"):
        earlier = Version.objects.filter(assignment=found).aggregate(last=Max("number"))["last"] or 0
        version = Version(
            claim=found.claim,
            assignment=found,
            number=earlier + 1,
            kind=content.kind,
            role=actor.role,
            organisation_id=actor.organisation,
            person_id=actor.person,
            addressed_to_id=content.addressed_to,
            supersedes=Version.objects.filter(
                assignment=found, kind=content.kind, organisation=actor.organisation
            )
            .order_by("number")
            .last(),
            price_list=made.price_list,
            currency=found.claim.currency,
            leg=made.leg,
            dwelling=contents.dwelling_to_json(content.dwelling),
            calculation=dict(content.calculation),
            source_id=content.source,
            totals_only=content.totals is not None,
            net_amount=made.sums.net,
            vat_amount=made.sums.vat,
            gross_amount=made.sums.gross,
            covered_amount=made.sums.covered,
            not_covered_amount=made.sums.not_covered,
            betterment_amount=made.sums.betterment,
            wear_amount=made.sums.wear,
            vat_groups=[
                {"category": g.category, "rate": str(g.rate), "net": str(g.net), "vat": str(g.vat)}
                for g in made.sums.groups
            ],
            comment=content.comment,
            created_at=at,
        )
        version.digest = digest(
            made,
            claim=found.claim.reference,
            assignment=found.number,
            number=version.number,
            role=actor.role,
            organisation=actor.organisation,
            person=actor.person,
            at=at.isoformat(),
        )
        document = _document(found, made, version, actor, upload)
        if document is not None:
            if content.kind is Kind.ADJUSTER:
                papers.for_insurer(found.claim, [document])
            version.document = document
            if str(document.pk) != content.file:
                kept.append(document.pk)
        version.save(force_insert=True)
        Line.objects.bulk_create(_lines(version, made))
    return version


def _lines(version: Version, made: Assembled) -> list[Line]:
    return [
        Line(
            version=version,
            position=position,
            item=one.item,
            item_code=one.item.code if one.item else one.line.code,
            off_list_reason=one.line.off_list_reason,
            room=one.line.room,
            section=one.line.section,
            discount_pct=one.line.discount_pct or 0,
            description=one.line.description,
            quantity=one.line.quantity,
            measured=one.line.measured,
            unit=one.line.unit,
            unit_price=one.line.unit_price,
            list_price=one.list_price,
            work_category=one.line.work_category,
            vat_category=one.vat.category,
            vat_rate=one.vat.rate,
            vat_rule=one.vat.rule,
            vat_reason=one.vat.reason,
            wear_pct=one.line.wear_pct,
            cover=one.line.cover,
            photos=[uuid.UUID(photo) for photo in one.line.photos],
            answer=one.line.answer,
            comes_from_id=one.line.comes_from,
            state=one.line.state,
            reason=one.line.reason,
        )
        for position, one in enumerate(made.lines, start=1)
    ]


def _document(
    found: Assignment, made: Assembled, version: Version, actor: Actor, upload: File[bytes] | None
) -> Document | None:
    """The file that was uploaded or is kept already, else the PDF that we make of the lines."""
    claim, content = found.claim, made.content
    firm, visibility = _seen_by(version, actor)
    kept = Document.objects.filter(
        pk__in=[pk for pk in (content.file, content.source) if pk], claim_id=claim.pk
    )
    kept.filter(organisation=firm).update(visibility=visibility)  # until now it was the firm's alone
    if content.file is not None:
        return kept.get(pk=content.file)
    if upload is not None:
        document = intake.take(
            upload, claim_id=claim.pk, kind=_paper(version), assignment=found.number, role=actor.role,
            visibility=visibility, at=version.created_at,
        )  # fmt: skip
        Document.objects.filter(pk=document.pk).update(organisation=firm, uploaded_by=actor.person)
        return document
    if content.totals is not None:
        return None
    return intake.take_made(
        pdf(found, made, version),
        claim_id=claim.pk,
        filename=f"devis-{claim.reference}-{found.number}-v{version.number}.pdf",
        kind=_paper(version),
        assignment=found.number,
        user=actor.person,
        organisation=firm,
        role=actor.role,
        visibility=visibility,
        at=version.created_at,
    )


def _paper(version: Version) -> Paper:
    return Paper.REPORT if version.kind == Kind.ADJUSTER else Paper.ESTIMATE


def _seen_by(version: Version, actor: Actor) -> tuple[int | None, Visibility]:
    """Whose paper it is and who may open it: a contractor's estimate all parties, others their reader alone."""
    match Kind(version.kind):
        case Kind.CONTRACTOR:
            return actor.organisation, Visibility.PARTIES
        case Kind.NETWORK:
            reader = version.addressed_to_id
            return reader, Visibility.HOLDER if reader else Visibility.INTERNAL
        case Kind.ADJUSTER:
            return actor.organisation, Visibility.HOLDER
        case Kind.COMPARATIVE:
            return None, Visibility.INTERNAL


def in_force(found: Assignment) -> Version | None:
    """The version that the assignment's total comes from; None where the total was given without one."""
    facts = history.current(found).state.facts
    version = Version.objects.filter(assignment=found, number=facts.get("estimate_version") or 0).first()
    return version if version and version.gross_amount == facts.get("estimate_total") else None
