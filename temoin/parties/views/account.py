"""A person's own page, whom he acts for, and the language he reads."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from temoin.parties import acting, keys
from temoin.parties.forms import AccountForm
from temoin.parties.models import MagicLink, User
from temoin.parties.models.user import LANGUAGES


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Show and change one's own name, telephone, language and time zone."""
    who = acting.of(request)
    assert who.user is not None  # @login_required
    form = AccountForm(request.POST or None, instance=User.objects.get(pk=who.user.pk))
    if request.method == "POST" and form.is_valid():
        person = form.save()
        translation.activate(person.language)
        messages.success(request, _("Saved."))
        return redirect("account")
    status = 422 if form.errors else 200
    context = {
        "form": form,
        "memberships": who.choices,
        "may_have_keys": keys.may_have(who.membership),
    }
    return render(request, "parties/account.html", context, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Choose the membership to act in, out of one's own."""
    choices = acting.of(request).choices
    onward = _onward(request)
    if request.method == "POST":
        wanted = request.POST.get("membership", "")
        membership = next((one for one in choices if str(one.pk) == wanted), None)
        if membership:
            acting.choose(request, membership)
            return HttpResponseRedirect(onward)
    page = {"choices": choices, "onward": onward, "present": acting.of(request).membership}
    return render(request, "parties/choose.html", page, status=422 if request.method == "POST" else 200)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Read the pages in another language from here on: on the account, on the link, or in a cookie."""
    field = forms.ChoiceField(choices=LANGUAGES)
    response = HttpResponseRedirect(_onward(request))
    try:
        code = field.clean(request.POST.get("language", ""))
    except forms.ValidationError:
        return response
    who = acting.of(request)
    if who.user:
        User.objects.filter(pk=who.user.pk).update(language=code)
    elif who.link:
        MagicLink.objects.filter(pk=who.link.pk).update(language=code)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=365 * 24 * 3600,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response


def _onward(request: HttpRequest) -> str:
    """Where to go next: an address of this site only."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else str(settings.LOGIN_REDIRECT_URL)
