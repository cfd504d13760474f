"""Being somebody else at a click: one of the named people, whoever a mail was written to, an insured."""

from __future__ import annotations

from django.conf import settings
from django.contrib import auth, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from temoin import clock
from temoin.claims import scope
from temoin.claims.models import Assignment, Claim
from temoin.claims.scope import NETWORK_ROLES
from temoin.demo.guard import demo_only, onward
from temoin.demo.logins import logins
from temoin.parties import acting, links
from temoin.parties.models import MagicLink, User
from temoin.procedures.reading import calendar


@demo_only
@require_POST
def become(request: HttpRequest) -> HttpResponse:
    """Signs in as one of the named people. Between colleagues the page stays; all others begin at their own first one."""
    wanted = request.POST.get("person", "")
    login = next((one for one in logins() if one.account == wanted), None)
    if login is None:
        raise Http404
    user = User.objects.filter(username=login.account, is_active=True).first()
    if user is None:
        messages.error(request, _("This person is not there: the demo world is empty."))
        return redirect(onward(request))
    stays = {acting.of(request).role, str(login.role)} <= NETWORK_ROLES
    sign_in(request, user)
    return redirect(onward(request) if stays else "/")


@demo_only
@require_POST
def become_insured(request: HttpRequest) -> HttpResponse:
    """Follows a claim as its insured does: by a fresh link, signed out of everything else."""
    claim = _claim(request.POST.get("claim", ""))
    if claim is None:
        messages.error(request, _("No such claim: the demo world is empty."))
        return redirect(onward(request))
    acting.follow(request, fresh_link(claim)[0])
    return redirect("home")


def sign_in(request: HttpRequest, user: User) -> None:
    """Sign in without a password; a link that this browser followed is left behind."""
    auth.logout(request)
    auth.login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])


def fresh_link(claim: Claim) -> tuple[MagicLink, str]:
    """A new link for a claim's insured, with its token."""
    return links.issue(
        claim_id=claim.pk,
        name=claim.insured_name,
        language=claim.insured_language,
        timezone=calendar(claim.calendar).zone,
    )


def _claim(reference: str) -> Claim | None:
    """The claim of that reference; without one, that of the next visit, else the latest."""
    with scope.within("network"):
        if reference:
            return Claim.objects.filter(reference=reference).first()
        visits = Assignment.objects.filter(step="first_visit", due_at__gt=clock.now(), closed_at=None)
        visit = visits.select_related("claim").order_by("due_at", "pk").first()
        return visit.claim if visit else Claim.objects.order_by("-pk").first()
