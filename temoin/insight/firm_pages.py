"""A repairing firm's own figures, the time charged to it on a job, and the page by which it contests it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from temoin.claims.history import Current
from temoin.claims.models import Assignment
from temoin.engine.state import Actor
from temoin.insight import asked, contests, line_page, parties, party_page, whose
from temoin.journal.models import JournalEntry
from temoin.parties import acting


@dataclass(frozen=True, slots=True)
class FirmPages:
    """Of one kind of firm: `space` is its portal's namespace, `job` the name of a job's page there."""

    kind: parties.Kind
    space: str
    job: str

    def figures(self, request: HttpRequest, firm: int) -> HttpResponse:
        """What was due from the firm, what was late."""
        known = acting.of(request).organisation
        of_firm = party_page.Whose(self.kind, firm, known.name if known else "", own=True)
        return party_page.page(request, asked.read(request, self._side(firm)), of_firm)

    def lines(self, request: HttpRequest, actor: Actor, firm: int) -> Any:
        """The list behind a number."""
        question = asked.read(request, self._side(firm)).narrowed(charged_to=self.kind.charged_to)
        return line_page.page(request, question, actor)

    def minutes(self, now: Current, journal: list[JournalEntry], actor: Actor, firm: int) -> whose.Whose:
        """The firm's share of a job's time; what the procedure lets it contest has a link."""
        offered = whose.contestable(now, actor)

        def contest_url(one: whose.Stretch) -> str:
            view = f"{self.space}:contest"
            return reverse(view, args=[now.assignment.pk, one.frame]) if offered else ""

        return whose.whose(now, journal, only=firm, contest=contest_url)

    def contest(self, request: HttpRequest, assignment: Assignment, frame: int) -> HttpResponse:
        """The form by which the firm contests a stretch that is charged to it."""
        back = reverse(f"{self.space}:{self.job}", args=[assignment.pk])
        return contests.page(request, assignment, frame, f"{back}#minutes")

    def _side(self, firm: int) -> asked.Side:
        """The firm sees what it was charged itself, and its own jobs behind it."""
        return asked.Side(
            {"organisation": firm},
            figures=f"{self.space}:figures",
            lines=f"{self.space}:lines",
            job=f"{self.space}:{self.job}",
        )
