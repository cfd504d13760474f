"""Brings decisions to the claim: revise and approve in one go, save and send on, or ask; all or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from temoin.claims import door
from temoin.claims.models import Assignment
from temoin.claims.refusals import NoSuchClaim
from temoin.engine.state import Actor
from temoin.estimates import reach, versions
from temoin.estimates.content import Content
from temoin.estimates.models import Kind, LineState
from temoin.estimates.study import decisions as deciding
from temoin.estimates.study.beside import Papers, beside, papers
from temoin.estimates.study.decisions import Decision


class Changed(Exception):
    """The contractor has sent a newer version than the one that was studied; nothing was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """Decisions on the contractor's version of that number, drawn when the assignment stood at `seen`.

    `taken` is the reason of figures taken as they stand beside; `summary` what the journal says of a revision.
    """

    assignment_id: int
    number: int
    decisions: Mapping[int, Decision]
    actor: Actor
    seen: int | None
    taken: str
    summary: str


def agree(study: Study, *, independent: bool = False) -> door.Happened:
    """Revise the estimate where a line is not kept as written, then approve exactly that. Raises Changed, Refused."""
    with transaction.atomic():
        found, content = _read(study)
        revised = _revised(study, found, content)
        facts = revised.state.facts if revised else None
        total = facts["estimate_total"] if facts else found.current.gross_amount
        number = facts["estimate_version"] if facts else found.current.number
        said = {"independent_study": True} if independent else {}
        return door.act(
            assignment_id=study.assignment_id,
            action="approve",
            values={"approved_total": total, "approved_version": number, **said},
            actor=study.actor,
            seen=None if revised else study.seen,
        )


def save(study: Study) -> door.Happened | None:
    """Revise the estimate to what is decided; None where it says so already. Raises Changed, Refused."""
    with transaction.atomic():
        found, content = _read(study)
        return _revised(study, found, content)


def ask(study: Study, questions: str) -> door.Happened:
    """Send the questions with what is decided so far: the contractor's clock runs. Raises Changed, Refused."""
    with transaction.atomic():
        _found, content = _read(study)
        return versions.with_action(
            assignment_id=study.assignment_id,
            action="request_info",
            values={"comment": questions},
            content=content,
            actor=study.actor,
            seen=study.seen,
        )


def _read(study: Study) -> tuple[Papers, Content]:
    """The papers under lock, and what the decisions make of them."""
    try:
        assignment = (
            Assignment.objects.select_for_update(of=("self", "claim"))
            .select_related("claim")
            .get(pk=study.assignment_id)
        )
    except Assignment.DoesNotExist:
        raise NoSuchClaim() from None
    newest = reach.latest(assignment, Kind.CONTRACTOR)
    found = papers(assignment, assignment.state["facts"].get("estimate_version"), study.number)
    if newest is None or found is None or newest.pk != found.contractor.pk:
        raise Changed()
    return found, deciding.content(found.contractor, found.lines, study.decisions, beside(found), study.taken)


def _revised(study: Study, found: Papers, content: Content) -> door.Happened | None:
    if deciding.same_as(content, found.current, found.current_lines):
        return None
    return versions.with_action(
        assignment_id=study.assignment_id,
        action="revise",
        values={"reason": study.summary},
        content=content,
        actor=study.actor,
        seen=study.seen,
    )


def open_questions(content: Content) -> int:
    """How many lines wait for an answer."""
    return sum(one.state == LineState.ASKED for one in content.lines)
