"""Any other action that the procedure lets a firm do, by its form."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from temoin.claims import action_page, door
from temoin.portals.contractor import access, dates


@access.contractor
def act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """The action's form; what has a page of its own is asked there."""
    assignment = access.own(request, pk)
    here = reverse("contractor:job", args=[pk])
    if action == dates.REPORT:
        return redirect("contractor:visit_report", pk=pk)
    if action in dates.ACTIONS:
        return redirect(f"{here}#dates")
    firm = access.firm(request)

    def next_page(happened: door.Happened) -> str:
        still_his = happened.state.facts.get("contractor") == firm
        return here if still_his else reverse("contractor:my_jobs")

    setting = action_page.Setting(back_url=here, done_url=next_page, template="contractor/act.html")
    return action_page.action_page(request, assignment, action, setting)
