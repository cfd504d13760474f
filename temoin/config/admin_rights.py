"""Django's admin as the administrators' tool: who may enter, and which tables it leaves out.

Its own rules would let in whoever carries its flags, also after his membership has ended, and its own
sign-in page would take passwords without the limits on sign-in.
"""

from __future__ import annotations

from typing import cast

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from procrastinate.contrib.django.models import ProcrastinateJob

from temoin.parties import acting
from temoin.parties.models import Membership, User
from temoin.parties.roles import Role

LEFT_OUT = (Group, EmailAddress, Authenticator, ProcrastinateJob)
"""Registered by others: unused here, secret, or with addresses of insured persons in it."""


def connect() -> None:
    """Take over the admin; called once, when every app has registered its tables."""
    for model in LEFT_OUT:
        admin.site.unregister(model)
    admin.site.has_permission = may_enter  # type: ignore[method-assign]
    admin.site.login = sign_in  # type: ignore[method-assign]


def may_enter(request: HttpRequest) -> bool:
    """Whoever acts as an administrator and carries Django's flag, or an account made on the machine itself.

    The latter belongs to no organisation and never did: without it nobody could enter the first membership.
    """
    who = acting.of(request)
    user = cast(User, request.user)
    if not (user.is_active and user.is_staff):
        return False
    if who.actor is not None:
        return who.role == Role.ADMINISTRATOR
    return user.is_superuser and not Membership.objects.filter(user=user).exists()


def sign_in(request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
    """The product's own sign-in page; for those who are signed in and may not enter, nothing."""
    if request.user.is_authenticated and not may_enter(request):
        raise Http404
    return redirect_to_login(request.GET.get("next", "/admin/"))
