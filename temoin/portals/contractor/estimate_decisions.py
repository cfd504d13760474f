"""What the network made of an estimate, line by line, and the contractor's answers to its questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from temoin import clock
from temoin.claims import door, history, sentences
from temoin.claims.models import Assignment
from temoin.claims.refusals import NoSuchClaim
from temoin.engine.refusals import Refused
from temoin.estimates import reach
from temoin.estimates.models import Kind, Line, LineState, Version
from temoin.portals.contractor import access

LONGEST = 500


@dataclass(frozen=True, slots=True)
class Row:
    """A line as it was asked and as it was decided; `answer` is what stands in its field."""

    line: Line
    asked: Line | None
    answer: str
    fault: str

    @property
    def key(self) -> str:
        return str(self.line.pk)

    @property
    def question(self) -> bool:
        return self.line.state == LineState.ASKED

    @property
    def less(self) -> Decimal:
        """By how much less than asked, without VAT."""
        return (self.asked.amount if self.asked else self.line.amount) - self.line.amount


@access.contractor
def decisions(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The network's version of that number; POST sends the answers to its questions."""
    assignment = access.own(request, pk)
    version = reach.numbered(assignment, number, access.actor(request))
    if version is None or version.kind != Kind.NETWORK:
        raise Http404
    if request.method != "POST":
        return _page(request, assignment, version, {}, {})
    lines = list(version.lines.filter(state=LineState.ASKED))
    answers = {
        one.pk: request.POST.get(f"a-{one.pk}", "").replace("\x00", "").strip()[:LONGEST] for one in lines
    }
    faults = {one: _("Write your answer.") for one, said in answers.items() if not said}
    if faults or not lines:
        return _page(request, assignment, version, answers, faults, status=422)
    return _answered(request, assignment, version, lines, answers)


def _answered(
    request: HttpRequest,
    assignment: Assignment,
    version: Version,
    lines: list[Line],
    answers: Mapping[int, str],
) -> HttpResponse:
    seen = request.POST.get("seen", "")
    said = "\n".join(f"{one.position}. {one.description} : {answers[one.pk]}" for one in lines)
    try:
        door.act(
            assignment_id=assignment.pk,
            action="answer_info",
            values={"comment": said},
            actor=access.actor(request),
            seen=int(seen) if seen.isdecimal() and len(seen) < 10 else None,
        )
    except NoSuchClaim:
        raise Http404 from None
    except Refused as refused:
        why = sentences.refusal(refused, history.current(assignment).procedure)
        return _page(request, assignment, version, answers, {}, refused=why, status=409)
    messages.success(request, _("Your answers are with the estimator."))
    return redirect("contractor:job", pk=assignment.pk)


def _page(
    request: HttpRequest,
    assignment: Assignment,
    version: Version,
    answers: Mapping[int, str],
    faults: Mapping[int, str],
    *,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    now, actor = history.current(assignment), access.actor(request)
    lines = list(version.lines.select_related("comes_from"))
    rows = [Row(one, one.comes_from, answers.get(one.pk, ""), faults.get(one.pk, "")) for one in lines]
    asked = _asked(assignment, version)
    can = {one.action.code: one for one in now.choices(actor, clock.now()) if one.refusal is None}
    newest = reach.all_of(assignment, actor).filter(kind=Kind.NETWORK).last()
    context = {
        "assignment": assignment, "claim": assignment.claim, "now": now, "version": version, "rows": rows,
        "asked": asked, "less": (asked.gross_amount - version.gross_amount) if asked else Decimal(0),
        "approved": now.state.facts.get("approved_total"), "newest": newest is None or newest.pk == version.pk,
        "answering": "answer_info" in can and any(row.question for row in rows),
        "ways": [can[code].action for code in ("accept_reduction", "contest_reduction", "submit_estimate") if code in can],
        "seen": assignment.moved_seq, "refused": refused,
        "back_url": reverse("contractor:job", args=[assignment.pk]),
    }  # fmt: skip
    return render(request, "contractor/estimate_decisions.html", context, status=status)


def _asked(assignment: Assignment, version: Version) -> Version | None:
    """The firm's own version that the network's is about: the last before it."""
    own = Version.objects.filter(
        assignment=assignment, kind=Kind.CONTRACTOR, organisation=version.addressed_to_id
    )
    return own.filter(number__lt=version.number).order_by("number").last()


def studied(request: HttpRequest, assignment: Assignment) -> list[Version]:
    """The network's versions that the firm may read, newest first."""
    found = reach.all_of(assignment, access.actor(request)).filter(kind=Kind.NETWORK)
    return list(found.order_by("-number"))
