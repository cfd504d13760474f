"""allauth's pages for signing in, out and setting a password, in our own clothes."""

from __future__ import annotations

from typing import Any

from allauth.account import views as allauth
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse, reverse_lazy


class SignIn(allauth.LoginView):  # type: ignore[misc]
    """Account number or e-mail address, and password."""

    template_name = "parties/sign_in.html"


class SignOut(allauth.LogoutView):  # type: ignore[misc]
    """Asks before it signs out, so that no foreign page can do it by a link."""

    template_name = "parties/sign_out.html"


class ForgottenPassword(allauth.PasswordResetView):  # type: ignore[misc]
    """Asks for the address that a link is sent to."""

    template_name = "parties/forgotten_password.html"


class LinkSent(allauth.PasswordResetDoneView):  # type: ignore[misc]
    """Says the same for a known and for an unknown address."""

    template_name = "parties/link_sent.html"


class NewPassword(allauth.PasswordResetFromKeyView):  # type: ignore[misc]
    """Where the link of the mail leads."""

    template_name = "parties/new_password.html"


class PasswordSet(allauth.PasswordResetFromKeyDoneView):  # type: ignore[misc]
    """The new password counts."""

    template_name = "parties/password_set.html"


class ChangePassword(allauth.PasswordChangeView):  # type: ignore[misc]
    """The present password and a new one; without a present one, by a link in a mail."""

    template_name = "parties/change_password.html"
    success_url = reverse_lazy("account")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not request.user.has_usable_password():
            return HttpResponseRedirect(reverse("account_reset_password"))
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response


class Inactive(allauth.AccountInactiveView):  # type: ignore[misc]
    """Shown after the right password of an account that has been closed."""

    template_name = "parties/inactive.html"
