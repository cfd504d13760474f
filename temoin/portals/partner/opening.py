"""An insurer gives a mission by hand, in the procedures that let it open one."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from temoin.claims import new_claim
from temoin.parties import acting
from temoin.portals.partner.access import active, actor


@active
def open_claim(request: HttpRequest) -> HttpResponse:
    """The form of the opening action, for the asker's own organisation; 404 where his role opens nothing."""
    offered = new_claim.open_to(actor(request))
    if not offered:
        raise Http404
    asked = request.POST.get("procedure") or request.GET.get("procedure")
    procedure = next((one for one in offered if one.code == asked), offered[0])
    form = new_claim.draw(request, procedure, insurer=acting.of(request).organisation)
    status = 200
    if request.method == "POST":
        claim = new_claim.opened(request, form) if form.is_valid() else None
        if claim is not None:
            messages.success(request, _("Mission %(reference)s is given.") % {"reference": claim.reference})
            return redirect("partner:claim", claim.reference)
        status = 422
    context = {
        "form": form,
        "procedure": procedure,
        "offered": offered if len(offered) > 1 else [],
        "key": request.POST.get("key") or uuid.uuid4().hex,
    }
    return render(request, "partner/new_claim.html", context, status=status)
