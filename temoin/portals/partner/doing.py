"""What insurers and loss adjusters do on an assignment: every action of the procedure that is theirs, by its form."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from temoin.claims import action_page, history
from temoin.engine.permission import roles_of
from temoin.estimates import figures
from temoin.insight import contests
from temoin.money import showing
from temoin.portals.partner.access import active, actor, numbered


@active
def act(request: HttpRequest, reference: str, number: int, action: str) -> HttpResponse:
    """The form of an action and its sending; actions of others do not exist here."""
    assignment = numbered(request, reference, number)
    now = history.current(assignment)
    definition = now.procedure.actions.get(action)
    if definition is None or not roles_of(now.procedure, actor(request), now.state) & set(definition.by):
        raise Http404
    page = reverse("partner:claim", args=[reference])
    if action == contests.ASK:  # asked beside the stretch of time that it is about
        return redirect(f"{page}#mission-{number}")
    context = showing.agreed_to(now, action, actor(request))
    setting = action_page.Setting(
        back_url=page, done_url=page, template="partner/action.html", context=context
    )
    return action_page.action_page(
        request, assignment, action, figures.page(request, assignment, definition, setting)
    )
