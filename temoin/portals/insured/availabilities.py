"""The insured says when somebody can come: boxes to tick, which replace what he ticked before."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from temoin import clock
from temoin.appointments import keeping, slots
from temoin.claims import action_page, history
from temoin.claims.models import Claim
from temoin.messages import times
from temoin.portals.insured.holder import frame, holder, numbered


@holder
def give(request: HttpRequest, claim: Claim, number: int) -> HttpResponse:
    """The grid; sending it is the action `give_availabilities`, whose value is the ticked slots."""
    assignment = numbered(claim, number)
    zone = ZoneInfo(history.current(assignment, claim).calendar.zone)
    ticked = (
        request.POST.getlist("slot")
        if request.method == "POST"
        else slots.names(claim.availabilities, zone=zone)
    )
    grid = slots.grid(clock.now(), chosen=ticked, zone=zone)
    given, problem = _given(ticked, zone) if request.method == "POST" else ([], "")
    context = frame(request, claim) | {
        "grid": grid,
        "problem": problem,
        "ticked": ticked,
        "place": times.place(zone.key, language=(translation.get_language() or "fr")[:2]),
    }
    setting = action_page.Setting(
        back_url=reverse("insured:tracking"),
        done_url=reverse("insured:tracking"),
        template="insured/availabilities.html",
        fixed={} if problem else {keeping.FIELD: keeping.text([*_unseen(claim, grid, zone), *given])},
        context=context,
        done_words=lambda happened: _("Thank you: the professional sees your times."),
    )
    return action_page.action_page(request, assignment, keeping.ACTION, setting)


def _given(ticked: list[str], zone: ZoneInfo) -> tuple[list[tuple[str, str]], str]:
    """What was ticked, or the sentence that says what is wrong with it."""
    if not ticked:
        return [], _("Choose at least one time.")
    try:
        return slots.parse(ticked, clock.now(), zone=zone), ""
    except slots.NotASlot as refused:
        return [], str(refused)


def _unseen(claim: Claim, grid: slots.Grid, zone: ZoneInfo) -> list[list[str]]:
    """Slots given before for days after those of the grid: he did not see them, so they stay."""
    last_on = max((row.on for row in grid.rows), default=clock.now().astimezone(zone).date())
    return [
        one
        for one in claim.availabilities
        if datetime.fromisoformat(one[0]).astimezone(zone).date() > last_on
    ]
