"""Any action that the procedure lets a body shop do, by its form."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from temoin.claims import action_page
from temoin.insight import contests
from temoin.portals.body_shop import access, long_form, work

BEGIN = "start_estimate"
"""Done without a form; the estimate is filled in next."""


@access.body_shop
def act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """The action's form; what has a page of its own is asked there."""
    assignment = access.own(request, pk)
    here = reverse("body_shop:mission", args=[pk])
    if action == contests.ASK:  # asked beside the stretch of time that it is about
        return redirect(f"{here}#minutes")
    if action == work.CLOSE:
        return redirect("body_shop:estimate", pk=pk)
    if action in work.LONG:
        return long_form.page(request, assignment, action)
    begun = reverse("body_shop:estimate", args=[pk]) if action == BEGIN else here
    return action_page.action_page(
        request, assignment, action, action_page.Setting(back_url=here, done_url=begun)
    )
