"""What the insured does on an assignment: every action of the procedure that is his, by its form."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from temoin.claims import action_page, history, reservations, reservations_page, signing_page
from temoin.claims.door import Happened
from temoin.claims.models import Claim
from temoin.parties import roles
from temoin.portals.insured.holder import frame, holder, numbered


@holder
def act(request: HttpRequest, claim: Claim, number: int, action: str) -> HttpResponse:
    """The form of an action and its sending; actions of others do not exist here."""
    assignment = numbered(claim, number)
    procedure = history.current(assignment, claim).procedure
    definition = procedure.actions.get(action)
    if definition is None or roles.INSURED not in definition.by:
        raise Http404
    page = reverse("insured:tracking")
    setting = action_page.Setting(
        back_url=page,
        done_url=page,
        template="insured/action.html",
        initial=_known(claim, action),
        context=frame(request, claim) | signing_page.context(assignment, claim, action),
        done_words=_thanks,
    )
    if action == reservations.MAKE:
        return reservations_page.page(request, assignment, setting)
    return action_page.action_page(request, assignment, action, setting)


def _known(claim: Claim, action: str) -> dict[str, Any]:
    """He need not write his own name."""
    return {"signed_by": claim.insured_name} if action in SIGNED else {}


SIGNED = ("sign", "sign_supply_choice", "make_reservations")


def _thanks(happened: Happened) -> str:
    """What he reads once it is done."""
    sentences = {
        "confirm_visit": _("Thank you: your visit is confirmed."),
        "accept_slot": _("Thank you: your visit is confirmed."),
        "ask_other_time": _("Your request is with the professional, who will propose another time."),
        "sign": _("Thank you: you have signed for the works."),
        "sign_supply_choice": _("Thank you: your choice is signed. The professional has been told."),
        "lift_reservation": _("Thank you: this reservation is lifted."),
        "object_to_signature": _("Your objection has been received. We see to it."),
        "make_reservations": _("Your reservations have been received. Your handler will deal with them."),
        "attach_documents": _("Thank you: your files have been received."),
        "open_complaint": _("Your complaint has been received. Customer service will deal with it."),
        "cancel": _("The repair has been cancelled."),
    }
    return sentences.get(happened.entry.action, _("Thank you: this has been recorded."))
