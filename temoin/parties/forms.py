"""What people fill in about signing in and about themselves."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm, ResetPasswordForm
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from temoin.parties.models import User

ZONES = (
    "Europe/Paris",
    "Europe/Brussels",
    "Europe/Amsterdam",
    "America/Guadeloupe",
    "America/Martinique",
    "America/Cayenne",
    "Indian/Reunion",
    "Indian/Mayotte",
    "Pacific/Noumea",
    "Pacific/Tahiti",
)
"""Where the people of the three countries live."""


class SignInForm(LoginForm):  # type: ignore[misc]
    """Account number or e-mail address, and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login, password = self.fields["login"], self.fields["password"]
        login.label = _("Account number or e-mail address")
        login.max_length = 254
        login.widget.attrs = {"autocomplete": "username", "autocapitalize": "none", "maxlength": 254}
        password.label = _("Password")
        password.help_text = ""
        password.widget.attrs.pop("placeholder", None)


class ForgottenPasswordForm(ResetPasswordForm):  # type: ignore[misc]
    """The address that a link for a new password is sent to.

    A mail goes out for an unknown address too: the answer and its time are the same for both.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        email = self.fields["email"]
        email.label = _("E-mail address")
        email.widget.attrs.pop("placeholder", None)

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        if self.users:
            return str(super().save(request, **kwargs))
        email: str = self.cleaned_data["email"]
        get_adapter().send_mail("unknown_account", email, {})
        return email


class AccountForm(forms.ModelForm[User]):
    """What a person may change about himself; the address that he signs in with is the operator's to change."""

    timezone = forms.ChoiceField(label=_("Time zone"))

    class Meta:
        model = User
        fields = ("first_name", "last_name", "telephone", "language", "timezone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = ZONES if self.instance.timezone in ZONES else (*ZONES, self.instance.timezone)
        zone = self.fields["timezone"]
        assert isinstance(zone, forms.ChoiceField)
        zone.choices = [(name, name.replace("_", " ")) for name in zones]
