"""The study of an estimate: contractor's lines beside the adjuster's figures or the list, a decision on each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from temoin import clock
from temoin.claims import history, sentences
from temoin.claims.refusals import MovedOn, NoSuchClaim
from temoin.documents.models import Document, Kind
from temoin.engine.refusals import Refused
from temoin.estimates.difference import Difference, difference
from temoin.estimates.models import Cover, Line
from temoin.estimates.study import decisions as deciding
from temoin.estimates.study.beside import Figures, Papers, beside, only_beside, papers
from temoin.estimates.study.deciding import Changed, Study, agree, ask, save
from temoin.estimates.study.decisions import Choice, Decision
from temoin.portals.desk import queue
from temoin.portals.desk.estimates import drawn, onward, typed, words
from temoin.portals.desk.opened import File, found, opened


@dataclass(frozen=True)
class Open:
    """An estimate open on the desk: the file, its papers and what stands beside each line."""

    file: File
    papers: Papers
    beside: Mapping[int, Figures]

    @property
    def address(self) -> str:
        return reverse("desk:study", args=[self.file.claim.reference, self.file.now.assignment.number])


@queue.desk
def study(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """GET shows the estimate as it is decided so far; POST counts anew, takes figures, asks, agrees or sends on."""
    asked = request.POST.get("version", "")
    one = _opened(request, reference, number, int(asked) if asked.isdecimal() and len(asked) < 6 else None)
    if one is None:
        return redirect(_file(reference, number))
    if request.method != "POST":
        return _page(request, one, _before(one), {})
    decided, faults = typed.decisions(request.POST, one.papers.lines, one.beside)
    do = request.POST.get("do", "")
    if do == "take_all":
        return _page(request, one, typed.take_all(decided, one.papers.lines, one.beside), {})
    if do in ("agree", "ask") or do.startswith("then:"):
        return _done(request, one, do, decided, faults)
    return _page(request, one, decided, {})


def _opened(request: HttpRequest, reference: str, number: int, version: int | None) -> Open | None:
    """None where no contractor has sent a version yet; 404 where there is no such assignment."""
    file = opened(request, found(reference), number)
    if file.now.assignment.number != number:
        raise Http404
    current = file.now.state.facts.get("estimate_version")
    read = papers(file.now.assignment, current, version) or papers(file.now.assignment, current)
    return Open(file, read, beside(read)) if read else None


def _file(reference: str, number: int) -> str:
    return f"{reverse('desk:file', args=[reference])}?mission={number}"


def _before(one: Open) -> dict[int, Decision]:
    """What the network decided on an earlier version, where the lines still say the same; else all as written."""
    network = deciding.of_network(one.papers.network_lines)
    studied = _studied(one.papers)
    return deciding.carried(network, studied or one.papers.lines, one.papers.lines)


def _studied(read: Papers) -> list[Line]:
    """The contractor's lines that the network's last version is about."""
    origins = [line.comes_from_id for line in read.network_lines if line.comes_from_id is not None]
    return list(Line.objects.filter(pk__in=origins).select_related("version")) if origins else []


def _done(
    request: HttpRequest, one: Open, do: str, decided: dict[int, Decision], faults: typed.Faults
) -> HttpResponse:
    asked = [line for line in one.papers.lines if decided[line.pk].choice is Choice.ASK]
    if faults:
        refused = _("Some lines need a figure or a reason. They are marked below.")
        return _page(request, one, decided, faults, refused=refused, status=422)
    if do != "ask" and asked:
        refused = _("A question is open: send it, or decide on the line.")
        return _page(request, one, decided, {}, refused=refused, status=422)
    if do == "ask" and not asked:
        return _page(request, one, decided, {}, refused=_("No line has a question."), status=422)
    now, seen = one.file.now, request.POST.get("seen", "")
    given = Study(
        assignment_id=now.assignment.pk,
        number=one.papers.contractor.number,
        decisions=decided,
        actor=one.file.actor,
        seen=int(seen) if seen.isdecimal() and len(seen) < 10 else None,
        taken=words.taken(),
        summary=words.summary(one.papers.lines, decided),
    )
    try:
        return _did(request, one, do, given, len(asked))
    except Changed:
        return _changed(request, one, decided)
    except MovedOn as refused:
        fresh = (
            _opened(request, now.claim.reference, now.assignment.number, one.papers.contractor.number) or one
        )
        since = history.readable(refused.entries, one.file.actor, [now.assignment])
        said = sentences.refusal(refused, now.procedure)
        return _page(request, fresh, decided, {}, refused=said, since=since, status=409)
    except NoSuchClaim:
        raise Http404 from None
    except Refused as refused:
        return _page(request, one, decided, {}, refused=sentences.refusal(refused, now.procedure), status=409)


def _did(request: HttpRequest, one: Open, do: str, given: Study, asked: int) -> HttpResponse:
    claim, number = one.file.claim, one.file.now.assignment.number
    if do == "agree":
        agree(given, independent=bool(request.POST.get("independent_study")))
        messages.success(request, _("Agreed: contractor and insured are told."))
    elif do == "ask":
        ask(given, words.questions(one.papers.lines, given.decisions))
        said = ngettext(
            "%(n)s question sent: the contractor’s clock runs.",
            "%(n)s questions sent: the contractor’s clock runs.",
            asked,
        )
        messages.success(request, said % {"n": asked})
    else:
        action = do.removeprefix("then:")
        if action not in onward.CODES:
            raise Http404
        save(given)
        return redirect(onward.address(claim.reference, number, action))
    return redirect(_file(claim.reference, number))


def _changed(request: HttpRequest, one: Open, decided: dict[int, Decision]) -> HttpResponse:
    """The contractor's newer version, with the decisions on the lines that stayed the same and what became different."""
    now = one.file.now
    fresh = _opened(request, now.claim.reference, now.assignment.number, None)
    assert fresh is not None  # it had one version before
    kept = deciding.carried(decided, one.papers.lines, fresh.papers.lines)
    return _page(
        request, fresh, kept, {},
        refused=_("The estimate has changed: the contractor sent a new version while you were studying. Your decisions on the lines that did not change are kept."),
        changes=difference(one.papers.contractor, fresh.papers.contractor), status=409,
    )  # fmt: skip


def _page(
    request: HttpRequest,
    one: Open,
    decided: Mapping[int, Decision],
    faults: typed.Faults,
    *,
    refused: str = "",
    since: list[Any] | None = None,
    changes: Difference | None = None,
    status: int = 200,
) -> HttpResponse:
    file, read = one.file, one.papers
    asked = sum(decision.choice is Choice.ASK for decision in decided.values())
    context: dict[str, Any] = {
        "claim": file.claim, "now": file.now, "clock": clock.now(), "address": one.address,
        "papers": read, "asked": asked, "decided": decided,
        "result": drawn.result(file.now, file.actor, read, one.beside, decided) if read.lines else None,
        "may": _may(file), "by_list": not read.adjuster_lines,
    }  # fmt: skip
    if request.headers.get("HX-Request"):
        return render(request, "desk/estimates/live.html", context)
    rows = drawn.rooms(read, one.beside, decided, faults)
    studied = _studied(read)
    context |= {
        "rooms": rows,
        "lines": len(read.lines),
        "different": sum(row.differs for _room, some in rows for row in some),
        "only_beside": only_beside(read),
        "findings": [words.said(finding, one.beside, file.claim.currency) for finding in drawn.findings(file.now, read, one.beside, studied[0].version.number if studied else None)],
        "onward": onward.offered(file),
        "covers": Cover.choices,
        "refused": refused, "since": since or [], "changes": changes,
        "seen": file.now.assignment.moved_seq,
        "step": file.now.procedure.steps.get(file.now.state.step or ""),
        "end": file.now.procedure.ends.get(file.now.state.outcome or ""),
        "contractor": file.firms.get(file.now.assignment.contractor or 0),
        "answer": onward.last_answer(file),
        "back_url": _file(file.claim.reference, file.now.assignment.number),
        **_documents(file),
    }  # fmt: skip
    return render(request, "desk/estimates/study.html", context, status=status)


def _may(file: File) -> frozenset[str]:
    """Which of the page's own actions the reader may do at this step."""
    own = ("approve", "revise", "request_info")
    return frozenset(
        one.action.code for one in file.choices
        if one.action.code in own and (one.refusal is None or one.refusal.say)
    )  # fmt: skip


def _documents(file: File) -> dict[str, Any]:
    """The adjuster's report and how many photos the claim has."""
    held = Document.objects.filter(claim_id=file.claim.pk)
    here = f"{_file(file.claim.reference, file.now.assignment.number)}&{urlencode({'onglet': 'documents'})}"
    return {
        "report": held.filter(kind=Kind.REPORT, role="loss_adjuster").order_by("-at").first(),
        "photos": held.filter(kind=Kind.PHOTO).count(),
        "documents_url": here,
        "journal_url": _file(file.claim.reference, file.now.assignment.number),
    }
